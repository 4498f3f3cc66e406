"""How changes are kept and read back: the row as it was before each update, written by a database trigger."""

import datetime as dt
from typing import Any, TypeVar

import pghistory
from django.db import models
from django.db.models import Expression

Tracked = TypeVar("Tracked", bound=type[models.Model])


def keep_history(model: Tracked) -> Tracked:
    """Give the model a table of its earlier versions, ``<Model>History``; bulk and raw updates land there too.

    The first version of a row is the row itself, so inserting costs nothing more.
    """
    generated = [field.name for field in model._meta.fields if isinstance(field, models.GeneratedField)]
    track = pghistory.track(
        pghistory.UpdateEvent(row=pghistory.Old),
        model_name=f"{model.__name__}History",
        obj_field=pghistory.ObjForeignKey(related_name="history"),
        exclude=generated or None,
    )
    tracked: Tracked = track(model)
    return tracked


def versions_of(model: type[models.Model]) -> models.QuerySet[Any]:
    """The earlier versions of a tracked model's rows: ``pgh_obj`` is the row, ``pgh_created_at`` when it changed."""
    kept: models.QuerySet[Any] = model._meta.get_field("history").related_model._base_manager.all()  # type: ignore[union-attr]
    return kept


def as_it_stood(
    rows: models.QuerySet[models.Model], moment: dt.datetime, *fields: str | Expression
) -> list[tuple[Any, ...]]:
    """The named values of those rows that had been entered by ``moment``, as they were then.

    A row that was changed later has its values of then in the first version that was put aside afterwards.
    A change that was being written at the very moment may fall on either side of it. Two queries.
    """
    entered = rows.filter(created_at__lte=moment)
    later = versions_of(rows.model).filter(pgh_obj__in=entered.values("pk"), pgh_created_at__gt=moment)
    first = later.order_by("pgh_obj_id", "pgh_id").distinct("pgh_obj_id")
    then = {pk: tuple(values) for pk, *values in first.values_list("pgh_obj_id", *fields)}
    return [then.get(pk, tuple(values)) for pk, *values in entered.values_list("pk", *fields)]


def as_it_stands(
    rows: models.QuerySet[models.Model], moment: dt.datetime, *fields: str | Expression
) -> list[tuple[Any, ...]]:
    """What ``as_it_stood`` gives for a moment that has just come, after which nothing can have changed. One query."""
    return list(rows.filter(created_at__lte=moment).values_list(*fields))

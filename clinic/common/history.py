"""How changes are kept: the row as it was before each update, written by a database trigger."""

from typing import TypeVar

import pghistory
from django.db import models

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

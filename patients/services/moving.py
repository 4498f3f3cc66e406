"""Giving records to another patient, and saying which of them are in the way of that."""

from collections.abc import Iterable, Iterator
from itertools import combinations
from typing import Any

from django.contrib.postgres.constraints import ExclusionConstraint
from django.contrib.postgres.fields import RangeOperators
from django.db import models
from django.db.models import Exists, F, OuterRef, Q
from django.db.models.functions import Now
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from clinic.common.caller import Caller
from clinic.common.clinic_owned import Voidable
from clinic.common.errors import Clash
from patients.models import Patient
from patients.services.merge_coverage import Pointer, moving, tables

MOST_NAMED = 3
_COMPARED = {RangeOperators.EQUAL: "exact", RangeOperators.OVERLAPS: "overlap"}


def move(pointer: Pointer, rows: "models.QuerySet[Any]", to: Patient, by: Caller) -> list[str]:
    """Give the records to the patient, with a new version each; the public ids of those that were moved.

    Raises Clash, naming both, if one of them and one that the patient has cannot be there together.
    """
    _refuse_clashes(pointer, rows, to, by)
    uuids = [str(uuid) for uuid in rows.order_by("pk").values_list("uuid", flat=True)]
    moved = pointer.model._base_manager.filter(uuid__in=uuids)
    moved.update(**{pointer.field: to, "version": F("version") + 1, "updated_at": Now()})
    return uuids


def _refuse_clashes(pointer: Pointer, rows: "models.QuerySet[Any]", to: Patient, by: Caller) -> None:
    for constraint, condition, compared in _one_at_a_time(pointer):
        theirs = pointer.model._base_manager.filter(condition, **{pointer.field: to})
        met = theirs.filter(**{lookup: OuterRef(name) for name, lookup in compared.items()})
        ours = rows.filter(condition).filter(Exists(met)).order_by("pk").first()
        if ours is None:
            continue
        same = {lookup: getattr(ours, name) for name, lookup in compared.items()}
        other = theirs.filter(**same).order_by("pk").first()
        sentence = _("%(rule)s In the way are: %(one)s; %(other)s. Change one of them first.")
        names = {"one": named(ours, pointer, by), "other": named(other, pointer, by)}
        rule = constraint.get_violation_error_message()
        code = constraint.violation_error_code or constraint.name
        raise Clash(code, sentence % {"rule": rule, **names}, with_uuid=str(ours.uuid))


def _one_at_a_time(pointer: Pointer) -> Iterator[tuple[Any, Q, dict[str, str]]]:
    """The constraints that let a patient have one such record only: each with whom it binds, and what must differ.

    What must differ is the name of a column with the lookup by which two of its values are compared.
    """
    for constraint in pointer.model._meta.constraints:
        compared: dict[str, str] = {}
        if isinstance(constraint, models.UniqueConstraint) and pointer.field in constraint.fields:
            compared = {name: name for name in constraint.fields}
        elif isinstance(constraint, ExclusionConstraint):
            compared = {str(name): f"{name}__{_COMPARED[operator]}" for name, operator in constraint.expressions}
        if compared.pop(pointer.field, None):
            yield constraint, constraint.condition or Q(), compared


def named(record: Any, pointer: Pointer, by: Caller) -> str:
    """The record by name for a caller who may read it; for others its kind, and when it was entered."""
    if pointer.moves and by.may(pointer.moves.seen_with):
        with timezone.override(by.zone):
            return f"{record._meta.verbose_name} “{record}”"
    return _by_entry(record, by)


def torn_apart(patients: Iterable[Patient], by: Caller) -> list[str]:
    """Records that belong to one of the patients and hang on a record of another, by kind and day of entry.

    What was entered in error hangs on nothing any more.
    """
    found: list[str] = []
    for model, one, other in _pairs_of_paths():
        both = Q(**{f"{one}__in": patients, f"{other}__in": patients}) & ~Q(**{one: F(other)})
        rows = model._base_manager.filter(both)
        if issubclass(model, Voidable):
            rows = rows.filter(entered_in_error_at__isnull=True)
        found += [_by_entry(record, by) for record in rows.order_by("pk")[:MOST_NAMED]]
    return found


def _by_entry(record: Any, by: Caller) -> str:
    entered = date_format(timezone.localtime(record.created_at, by.zone))
    return _("%(kind)s, entered on %(day)s") % {"kind": record._meta.verbose_name, "day": entered}


def _pairs_of_paths() -> Iterator[tuple[Any, str, str]]:
    """Every table with two ways that lead from a record to a patient, who has to be the same one."""
    own: dict[Any, list[str]] = {}
    for pointer in moving():
        if pointer.moves and not pointer.moves.only:
            own.setdefault(pointer.model, []).append(pointer.field)
    for model in tables():
        ways = list(own.get(model, ()))
        for field in model._meta.concrete_fields:
            ways += [f"{field.name}__{way}" for way in own.get(field.related_model, ())] if field.is_relation else []
        for one, other in combinations(ways, 2):
            yield model, one, other

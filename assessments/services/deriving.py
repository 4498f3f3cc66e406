"""Reading what the derived values of assessments are computed from."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any
from uuid import UUID

from django.db.models import Q

from assessments.derived import Change, Taken, changes, of_both_sides
from assessments.models import Measurement, Timing
from assessments.services.precision import own_figures
from clinic.common.caller import Caller

_COLUMNS = {
    "assessment": "assessment__uuid",
    "taken_at": "assessment__taken_at",
    "patient": "assessment__patient__uuid",
    "episode": "assessment__episode",
    "measure": "measure",
    "side": "side",
    "method": "method",
    "posture": "posture",
    "footwear": "assessment__footwear",
    "lift": "assessment__lift_in_place",
    "after_treatment": "assessment__timing",
    "rater": "assessment__rater",
    "value": "value",
}
_VALIDITY = ("assessment__entered_in_error_at", "assessment__replaced_by")


@dataclass(frozen=True, slots=True)
class Derived:
    """What follows from one assessment: values of both sides, and the change of every value since baseline."""

    values: list[Taken] = field(default_factory=list)
    changes: list[Change] = field(default_factory=list)


def derive(patient_of: Mapping[UUID, UUID], by: Caller) -> dict[UUID, Derived]:
    """What follows from each assessment; ``patient_of`` gives their patients. Two queries, however many.

    Compared is with the valid assessments of the same patients; one that is void or replaced still shows what
    followed from it.
    """
    found = {assessment: Derived() for assessment in patient_of}
    rows = list(_rows(patient_of, by))
    if not rows:
        return found
    valid = {taken.assessment for taken, is_valid in rows if is_valid}
    measured = [taken for taken, _ in rows]
    computed = of_both_sides(measured)
    for taken in computed:
        if taken.assessment in found:
            found[taken.assessment].values.append(taken)
    everything = [*measured, *computed]
    asked = [taken for taken in everything if taken.assessment in found]
    history = [taken for taken in everything if taken.assessment in valid]
    for change in changes(asked, history, own_figures(by)):
        found[change.latest.assessment].changes.append(change)
    return found


def _rows(patient_of: Mapping[UUID, UUID], by: Caller) -> Iterator[tuple[Taken, bool]]:
    """The measurements of the patients, and whether each counts."""
    rows = (
        Measurement.objects.visible_to(by)
        .filter(assessment__patient__uuid__in=set(patient_of.values()))
        .filter(
            Q(assessment__uuid__in=patient_of) | Q(**dict.fromkeys((f"{name}__isnull" for name in _VALIDITY), True))
        )
        .order_by("assessment__taken_at", "assessment", "position")
    )
    for *values, voided_at, replaced_by in rows.values_list(*_COLUMNS.values(), *_VALIDITY):
        named: dict[str, Any] = dict(zip(_COLUMNS, values, strict=True))
        named["after_treatment"] = named["after_treatment"] == Timing.AFTER_TREATMENT
        yield Taken(**named), voided_at is None and replaced_by is None

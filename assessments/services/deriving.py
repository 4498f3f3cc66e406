"""Reading what the derived values of assessments are computed from."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from uuid import UUID

from django.db.models import Value

from assessments.derived import Change, Taken, changes, of_both_sides
from assessments.models import Measurement
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
    "after_treatment": "after_treatment",
    "rater": "assessment__rater",
    "value": "value",
}


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
    asked, baselines = _taken(patient_of, by)
    if not asked:
        return found
    computed = of_both_sides(asked)
    for taken in computed:
        found[taken.assessment].values.append(taken)
    history = [*baselines, *of_both_sides(baselines)]
    for change in changes([*asked, *computed], history, own_figures(by)):
        found[change.latest.assessment].changes.append(change)
    return found


def _taken(patient_of: Mapping[UUID, UUID], by: Caller) -> tuple[list[Taken], list[Taken]]:
    """The measurements of the assessments, and the first of each series of their patients; one query."""
    rows = Measurement.objects.visible_to(by).with_conditions()
    columns = (*_COLUMNS.values(), "position", "together", "is_baseline")
    asked = rows.filter(assessment__uuid__in=patient_of).annotate(is_baseline=Value(False))
    theirs = rows.filter(assessment__patient__uuid__in=set(patient_of.values())).valid()
    baselines = theirs.first_of_each_series().annotate(is_baseline=Value(True))
    both = asked.order_by().values_list(*columns).union(baselines.values_list(*columns), all=True)
    taken: dict[bool, list[Taken]] = {True: [], False: []}
    for *values, _position, _together, is_baseline in sorted(both, key=lambda row: row[len(_COLUMNS)]):
        taken[is_baseline].append(Taken(**dict(zip(_COLUMNS, values, strict=True))))
    return taken[False], taken[True]

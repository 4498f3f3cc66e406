"""The repeated readings of a repeatability report as a CSV file: one row per reading, codes as in the API. Pure."""

from collections.abc import Iterable, Iterator
from itertools import count

from treatments.outcomes.datatable import Cell, written
from treatments.outcomes.findings.repeatability.finding import RepeatabilityFinding, RepeatabilityFindings
from treatments.outcomes.findings.repeatability.points import Rater, ReplicateGroup

COLUMNS = (
    "group",
    "person",
    "measure",
    "side",
    "method",
    "posture",
    "footwear",
    "lift_in_place",
    "after_treatment",
    "apart",
    "reading",
    "value",
    "unit",
    "rater",
)


def render_repeatability_csv(findings: RepeatabilityFindings, raters: Iterable[Rater]) -> bytes:
    """Write every reading of every group. Persons are numbered; without a name, a record number or a day.

    ``apart`` says what lies between the readings of a group: ``readings`` of one visit, ``days``, or ``raters``.
    """
    return written(COLUMNS, _rows(findings, {rater.key: rater.name for rater in raters}))


def _rows(findings: RepeatabilityFindings, names: dict[str, str]) -> Iterator[dict[str, Cell]]:
    persons: dict[str, int] = {}
    numbers = count(1)
    for found in findings.methods:
        for group in found.groups:
            person = persons.setdefault(group.patient, len(persons) + 1)
            shared = {"group": next(numbers), "person": person, **_shared(found, group)}
            for place, (value, rater) in enumerate(zip(group.values, group.raters, strict=True), start=1):
                yield {**shared, "reading": place, "value": value, "rater": names.get(rater, rater)}


def _shared(found: RepeatabilityFinding, group: ReplicateGroup) -> dict[str, Cell]:
    return {
        "measure": group.measure,
        "side": group.side,
        "method": group.method,
        "posture": group.posture,
        "footwear": group.footwear,
        "lift_in_place": group.lift,
        "after_treatment": group.after_treatment,
        "apart": group.apart,
        "unit": found.unit,
    }

"""The alignment index of one patient: several measures in one figure, never without its components.

It is descriptive and no validated instrument; single measures stay what the report judges.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import groupby
from math import sqrt

from assessments.measures import Interval
from treatments.outcomes.estimators import AlignmentIndex, Refusal, alignment_index
from treatments.outcomes.findings.finding import AlignmentFinding, IndexComponent, IndexFinding, Status

COMPONENTS_DIFFER = "components_differ"
FEWEST_COMPONENTS = 2

TWINS = (
    ("pelvic_obliquity", "crest_height_diff"),
    ("lld_true", "lld_apparent", "lld_functional"),
    ("pelvic_tilt_palp_mean", "pelvic_tilt_palp"),
    ("knee_frontal_hka", "knee_frontal_fta", "icd_imd"),
)
"""Measures of one and the same thing: the first of a row that the patient has stands for all of them."""


@dataclass(frozen=True, slots=True)
class _Ends:
    """A measure's deviations in its unit, of its more deviating side, and what one MDC95 is."""

    component: IndexComponent
    mdc95: float


def index_finding(alignment: Sequence[AlignmentFinding]) -> IndexFinding:
    """Average the main series of each measure that has a band and a measurement error, at baseline and latest.

    Sides count once, by the more deviating one at each end. Reasons: `too_few_components:1<2`; `components_differ`
    if a measure could not be read at both ends, since two means of different measures cannot be compared.
    """
    series = list(_one_of_each_twin([found for found in alignment if found.main and _can_enter(found)]))
    count = len({found.measure for found in series})
    if count < FEWEST_COMPONENTS:
        return _refused("insufficient_data", f"too_few_components:{count}<{FEWEST_COMPONENTS}")
    if any(found.change is None for found in series):
        return _refused("not_estimable", COMPONENTS_DIFFER)
    ends = [_ends(list(sides)) for _measure, sides in groupby(series, key=lambda found: found.measure)]
    mdcs = [one.mdc95 for one in ends]
    baseline = _index([one.component.baseline for one in ends], mdcs)
    latest = _index([one.component.latest for one in ends], mdcs)
    return IndexFinding(
        status="ok",
        reasons=(),
        baseline=baseline.value,
        latest=latest.value,
        change=latest.value - baseline.value,
        mdc95=latest.mdc95,
        components=tuple(one.component for one in ends),
    )


def _can_enter(found: AlignmentFinding) -> bool:
    banded = found.reference_low is not None or found.reference_high is not None
    return banded and found.mdc95 is not None and not found.after_treatment


def _one_of_each_twin(series: Sequence[AlignmentFinding]) -> Iterator[AlignmentFinding]:
    """Leave out the measures for which an earlier one of their row already stands."""
    present = {found.measure for found in series}
    spare = {
        measure
        for row in TWINS
        for place, measure in enumerate(row)
        if any(earlier in present for earlier in row[:place])
    }
    return (found for found in series if found.measure not in spare)


def _ends(sides: Sequence[AlignmentFinding]) -> _Ends:
    first = sides[0]
    return _Ends(
        IndexComponent(
            measure=first.measure,
            unit=first.unit,
            baseline=max(_deviation(found, found.baseline) for found in sides),
            latest=max(_deviation(found, found.latest) for found in sides),
        ),
        mdc95=max(map(_mdc95_of_single_visits, sides)),
    )


def _deviation(found: AlignmentFinding, value: float | None) -> float:
    assert value is not None
    return Interval(found.reference_low, found.reference_high).distance(value)


def _mdc95_of_single_visits(found: AlignmentFinding) -> float:
    """Undo the averaging over visits that the finding's own MDC95 allows for."""
    assert found.mdc95 is not None
    return found.mdc95 * sqrt(2 / (1 / max(found.baseline_visits, 1) + 1 / max(found.latest_visits, 1)))


def _index(deviations: Sequence[float], mdcs: Sequence[float]) -> AlignmentIndex:
    index = alignment_index(deviations, mdcs)
    assert not isinstance(index, Refusal)
    return index


def _refused(status: Status, reason: str) -> IndexFinding:
    return IndexFinding(
        status=status, reasons=(reason,), baseline=None, latest=None, change=None, mdc95=None, components=()
    )

"""Values nobody typed in, such as the leg length difference, computed for each assessment."""

from collections.abc import Iterable, Sequence
from itertools import groupby

from assessments.measures import MEASURES, Side, derived_values
from treatments.outcomes.findings.comparability import condition_of
from treatments.outcomes.findings.points import MeasurementPoint


def within_bounds(points: Iterable[MeasurementPoint]) -> tuple[MeasurementPoint, ...]:
    """Keep the readings that can be a reading at all: a known measure, a value inside its hard bounds.

    The database refuses the others already; NaN and infinity lie outside every bound.
    """
    return tuple(
        point for point in points if point.measure in MEASURES and MEASURES[point.measure].hard.contains(point.value)
    )


def with_derived(points: Sequence[MeasurementPoint]) -> tuple[MeasurementPoint, ...]:
    """Add to the entered measurements what follows from left and right of one assessment.

    Both sides must have been taken by the same method in the same posture. What was measured directly in that
    assessment goes before what is computed.
    """

    return (*points, *within_bounds(_everything_derived(points)))


def sources_of_impossible_values(points: Sequence[MeasurementPoint]) -> frozenset[str | None]:
    """Name the measures whose left and right readings give a value outside its hard bounds: one must be wrong."""
    derived = _everything_derived(points)
    possible = {point.key for point in within_bounds(derived)}
    return frozenset(MEASURES[point.measure].derived_from for point in derived if point.key not in possible)


def _everything_derived(points: Sequence[MeasurementPoint]) -> list[MeasurementPoint]:
    def taken_together(point: MeasurementPoint) -> tuple[str, ...]:
        return (point.assessment, *condition_of(point).sort_key())

    ordered = sorted(points, key=lambda point: (taken_together(point), point.taken_at, point.key))
    return [new for _, group in groupby(ordered, key=taken_together) for new in _derived_from(tuple(group))]


def _derived_from(group: tuple[MeasurementPoint, ...]) -> list[MeasurementPoint]:
    first = group[0]
    raters = {point.rater for point in group}
    values = derived_values({(p.measure, Side(p.side)): p.value for p in group if p.side in set(Side)})
    return [
        MeasurementPoint(
            key="/".join((first.assessment, code, first.method, first.posture or "")),
            taken_at=first.taken_at,
            measure=code,
            side=Side.NONE.value,
            method=first.method,
            value=value,
            assessment=first.assessment,
            posture=first.posture,
            footwear=first.footwear,
            lift=first.lift,
            timing=first.timing,
            rater=first.rater if len(raters) == 1 else None,
        )
        for code, value in values.items()
    ]

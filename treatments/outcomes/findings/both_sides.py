"""The mean of left and right of a sided measure, for pain of a place that has no sides."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace

from assessments.catalogue.derived import mean_of_both
from assessments.measures import Side
from treatments.outcomes.findings.finding import AlignmentFinding, SeriesPoint
from treatments.outcomes.findings.prespecified import BOTH


def means_of_both_sides(measure: str, alignment: Sequence[AlignmentFinding]) -> list[AlignmentFinding]:
    """Give for each condition that has any the series of means over left and right, that with most means first.

    Only its readings are meant: no change is judged by it. Both sides of one assessment are needed, as in the report
    on all patients. Of equally many, the order of the left side's series decides.
    """
    averaged = (found for found in _averaged(measure, alignment) if found.points)
    return sorted(averaged, key=lambda found: -len(found.points))


def _averaged(measure: str, alignment: Sequence[AlignmentFinding]) -> Iterator[AlignmentFinding]:
    left, right = (
        {_condition(one): one for one in alignment if (one.measure, one.side) == (measure, side)}
        for side in (Side.LEFT, Side.RIGHT)
    )
    for condition, one in left.items():
        if condition in right:
            yield replace(one, side=BOTH, points=tuple(_means(one.points, right[condition].points)))


def _condition(found: AlignmentFinding) -> tuple[object, ...]:
    return (found.method, found.posture, found.footwear, found.lift, found.after_treatment)


def _means(left: Iterable[SeriesPoint], right: Iterable[SeriesPoint]) -> Iterator[SeriesPoint]:
    others = {point.assessment: point for point in right if point.counted}
    for point in left:
        other = others.get(point.assessment)
        if point.counted and point.assessment and other:
            yield replace(point, at=min(point.at, other.at), value=mean_of_both(point.value, other.value))

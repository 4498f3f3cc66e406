"""The difference of the legs as a measurement of its own: what is followed in patients, and what has an error."""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace

from assessments.measures import DERIVED, MEASURES, Derivation, Side
from treatments.outcomes.findings.repeatability.points import Candidate

LEG_DIFFERENCES: Mapping[str, Derivation] = {
    code: derivation for code, derivation in DERIVED.items() if MEASURES[code].difference_of_legs
}
"""Other derived values follow the error of the side that they come from."""

_Visit = dict[tuple[str, str], Candidate]


def with_leg_differences(candidates: Iterable[Candidate]) -> tuple[Candidate, ...]:
    """Add right minus left of each assessment, one method and one posture, reading by reading.

    Only where both legs have as many readings, and the landmarks of both were found anew each time, do the
    differences of further readings count; otherwise the difference of the first readings does. What was measured
    directly in that assessment goes before what is computed.
    """
    given = tuple(candidates)
    visits: dict[tuple[str, str, str | None], _Visit] = defaultdict(dict)
    for point in given:
        visits[point.assessment, point.method, point.posture][point.measure, point.side] = point
    return (*given, *(new for visit in visits.values() for new in _differences(visit)))


def _differences(visit: _Visit) -> Iterator[Candidate]:
    for code, derivation in LEG_DIFFERENCES.items():
        left, right = (visit.get((derivation.source, side)) for side in (Side.LEFT, Side.RIGHT))
        if left is None or right is None or (code, Side.NONE) in visit:
            continue
        anew = bool(left.relandmarked and right.relandmarked) and len(left.readings) == len(right.readings)
        pairs = list(zip(left.readings, right.readings, strict=False))[: None if anew else 1]
        readings = tuple(derivation.combine(*pair) for pair in pairs)
        if all(map(MEASURES[code].hard.contains, readings)):
            yield replace(left, measure=code, side=Side.NONE.value, readings=readings, relandmarked=anew or None)

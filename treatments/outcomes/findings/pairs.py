"""Which measure is looked at beside which pain, and their values side by side in one patient.

The pairs are fixed before any data are seen, so that nobody fishes for the one that fits.
"""

from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import timedelta
from operator import attrgetter

from assessments.measures import MEASURES, Side
from treatments.outcomes.estimators import rank_correlation
from treatments.outcomes.findings.finding import AlignmentFinding, PainFinding, PairFinding, PairPoint, SeriesPoint
from treatments.outcomes.rules import RULES

DEVIATION = "deviation"
THIS_LEG_MINUS_OTHER = "this_leg_minus_other"


@dataclass(frozen=True, slots=True, kw_only=True)
class Pair:
    """A measure and a pain region that are looked at together.

    `exposure` is "deviation" (distance from the reference band, or from the neutral value where there is no
    band), or "this_leg_minus_other": the signed leg length difference as seen from the painful side.
    """

    measure: str
    measure_side: str
    region: str
    side: str
    exposure: str = DEVIATION


DEFAULT_PAIRS = (
    Pair(measure="pelvic_obliquity", measure_side="none", region="low_back", side="none"),
    Pair(measure="pelvic_tilt_palp_mean", measure_side="none", region="low_back", side="none"),
    Pair(measure="lld_true", measure_side="none", region="low_back", side="none"),
    Pair(measure="knee_frontal_hka", measure_side="left", region="knee", side="left"),
    Pair(measure="knee_frontal_hka", measure_side="right", region="knee", side="right"),
    Pair(measure="lld_true", measure_side="none", region="knee", side="left", exposure=THIS_LEG_MINUS_OTHER),
    Pair(measure="lld_true", measure_side="none", region="knee", side="right", exposure=THIS_LEG_MINUS_OTHER),
    Pair(measure="pelvic_obliquity", measure_side="none", region="neck", side="none"),
)


def pair_findings(pain: Sequence[PainFinding], alignment: Sequence[AlignmentFinding]) -> tuple[PairFinding, ...]:
    """Put pain and deviation side by side for every pre-specified pair that this patient has.

    Only main series enter. There is no p-value and no claim; a rank correlation is given from 8 pairs on.
    """
    ratings = {(found.region, found.side): found for found in pain if found.main}
    readings = {(found.measure, found.side): found for found in alignment if found.main}
    return tuple(
        _finding(pair, ratings[pair.region, pair.side], readings[pair.measure, pair.measure_side])
        for pair in DEFAULT_PAIRS
        if (pair.region, pair.side) in ratings and (pair.measure, pair.measure_side) in readings
    )


def matched(ratings: Iterable[SeriesPoint], readings: Iterable[SeriesPoint]) -> list[tuple[SeriesPoint, SeriesPoint]]:
    """Match each rating with the measurement that belongs to it, in time order; each is used once.

    Those of one assessment belong together. The rest are matched by nearest time within 72 hours, the earlier
    measurement first on a tie.
    """
    candidates = sorted(_candidates(tuple(ratings), tuple(readings)), key=_closeness)
    used: set[str] = set()
    chosen = []
    for rating, reading in candidates:
        if used.isdisjoint((rating.key, reading.key)):
            used.update((rating.key, reading.key))
            chosen.append((rating, reading))
    return sorted(chosen, key=lambda match: (match[0].at, match[0].key))


def _candidates(
    ratings: tuple[SeriesPoint, ...], readings: tuple[SeriesPoint, ...]
) -> Iterator[tuple[SeriesPoint, SeriesPoint]]:
    limit = timedelta(hours=RULES.pair_hours)
    ordered = sorted(readings, key=attrgetter("at", "key"))
    for rating in ratings:
        first = bisect_left(ordered, rating.at - limit, key=attrgetter("at"))
        end = bisect_right(ordered, rating.at + limit, key=attrgetter("at"))
        yield from ((rating, reading) for reading in ordered[first:end])


def _closeness(candidate: tuple[SeriesPoint, SeriesPoint]) -> tuple[object, ...]:
    rating, reading = candidate
    other_assessment = rating.assessment is None or rating.assessment != reading.assessment
    gap = abs(rating.at - reading.at)
    return (other_assessment, gap, reading.at, rating.at, reading.key, rating.key)


def _finding(pair: Pair, pain: PainFinding, alignment: AlignmentFinding) -> PairFinding:
    counted = (point for point in alignment.points if point.counted)
    points = tuple(
        PairPoint(at=rating.at, exposure=exposure, pain=rating.value)
        for rating, reading in matched(pain.points, counted)
        if (exposure := _exposure(pair, reading)) is not None
    )
    least = RULES.spearman_minimum_pairs
    rho = rank_correlation([p.exposure for p in points], [p.pain for p in points])
    enough = len(points) >= least
    refusal = f"too_few_pairs:{len(points)}<{least}" if not enough else "no_within_variance"
    return PairFinding(
        measure=pair.measure,
        measure_side=pair.measure_side,
        region=pair.region,
        side=pair.side,
        method=alignment.method,
        exposure=pair.exposure,
        status="insufficient_data" if not enough else "not_estimable" if rho is None else "ok",
        reasons=() if enough and rho is not None else (refusal,),
        n_pairs=len(points),
        spearman=rho if enough else None,
        points=points,
    )


def _exposure(pair: Pair, reading: SeriesPoint) -> float | None:
    """Give the deviation in the measure's unit, or how much longer the leg on the painful side is."""
    if pair.exposure == THIS_LEG_MINUS_OTHER:
        return reading.value if pair.side == Side.RIGHT else -reading.value
    neutral = MEASURES[pair.measure].neutral
    if reading.deviation is None and neutral is not None:
        return abs(reading.value - neutral)
    return reading.deviation

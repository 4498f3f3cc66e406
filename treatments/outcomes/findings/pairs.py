"""Pain and alignment of one patient side by side, for every pair that was settled beforehand."""

from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Iterator, Sequence
from datetime import timedelta
from operator import attrgetter
from zoneinfo import ZoneInfo

from assessments.measures import MEASURES, Interval, Side
from assessments.pain_regions import DEFAULT_CONTEXT, DEFAULT_RECALL
from treatments.outcomes.estimators import rank_correlation
from treatments.outcomes.findings.both_sides import means_of_both_sides
from treatments.outcomes.findings.finding import AlignmentFinding, PainFinding, PairFinding, PairPoint
from treatments.outcomes.findings.points import Pair
from treatments.outcomes.findings.prespecified import BOTH, THIS_LEG_MINUS_OTHER
from treatments.outcomes.findings.series import Visit
from treatments.outcomes.findings.visits import counted_visits
from treatments.outcomes.rules import RULES


def pair_findings(
    prespecified: Iterable[Pair], pain: Sequence[PainFinding], alignment: Sequence[AlignmentFinding], zone: ZoneInfo
) -> tuple[PairFinding, ...]:
    """Put pain and deviation side by side for every pre-specified pair that this patient has.

    The main pain series enters, with the first series of the measure that was taken on the same side of treatment
    (before, or after); of means of both sides, with that of most means. There is no p-value and no claim; a rank
    correlation is given from 8 pairs on.
    """
    ratings = {(found.region, found.side): found for found in pain if found.main}
    chosen = ((pair, ratings.get((pair.region, pair.side))) for pair in prespecified)
    pairs = ((pair, rated, _partner(pair, rated, alignment)) for pair, rated in chosen if rated)
    return tuple(_finding(pair, rated, measured, zone) for pair, rated, measured in pairs if measured)


def _partner(pair: Pair, pain: PainFinding, alignment: Sequence[AlignmentFinding]) -> AlignmentFinding | None:
    """Give the first series of the pair's measure with the timing of the ratings: findings come best first."""
    wanted = (pair.measure, pair.measure_side, pain.after_treatment)
    known = alignment if pair.measure_side != BOTH else means_of_both_sides(pair.measure, alignment)
    fitting = (found for found in known if (found.measure, found.side, found.after_treatment) == wanted)
    return next(fitting, None)


def matched(ratings: Iterable[Visit], readings: Iterable[Visit]) -> list[tuple[Visit, Visit]]:
    """Match each day of ratings with the day of measurements that belongs to it, in time order; each is used once.

    Those of one assessment belong together. The rest are matched by nearest time within 72 hours, the earlier
    measurement first on a tie. The time of a day is that of its first reading.
    """
    candidates = sorted(_candidates(tuple(ratings), tuple(readings)), key=_closeness)
    rated, measured = set(), set()
    chosen = []
    for rating, reading in candidates:
        if rating.on not in rated and reading.on not in measured:
            rated.add(rating.on)
            measured.add(reading.on)
            chosen.append((rating, reading))
    return sorted(chosen, key=lambda match: match[0].at)


def _candidates(ratings: tuple[Visit, ...], readings: tuple[Visit, ...]) -> Iterator[tuple[Visit, Visit]]:
    limit = timedelta(hours=RULES.pair_hours)
    ordered = sorted(readings, key=attrgetter("at"))
    for rating in ratings:
        first = bisect_left(ordered, rating.at - limit, key=attrgetter("at"))
        end = bisect_right(ordered, rating.at + limit, key=attrgetter("at"))
        yield from ((rating, reading) for reading in ordered[first:end])


def _closeness(candidate: tuple[Visit, Visit]) -> tuple[object, ...]:
    rating, reading = candidate
    other_assessment = _assessments(rating).isdisjoint(_assessments(reading))
    return (other_assessment, abs(rating.at - reading.at), reading.at, rating.at)


def _assessments(visit: Visit) -> frozenset[str]:
    return frozenset(reading.assessment for reading in visit.readings if reading.assessment)


def _finding(pair: Pair, pain: PainFinding, alignment: AlignmentFinding, zone: ZoneInfo) -> PairFinding:
    matches = matched(counted_visits(pain.points, zone), counted_visits(alignment.points, zone))
    points = tuple(
        PairPoint(at=rating.at, exposure=exposure, pain=float(rating.value))
        for rating, reading in matches
        if (exposure := _exposure(pair, alignment, float(reading.value))) is not None
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
        primary=_usual(pain),
        status="insufficient_data" if not enough else "not_estimable" if rho is None else "ok",
        reasons=() if enough and rho is not None else (refusal,),
        n_pairs=len(points),
        spearman=rho if enough else None,
        points=points,
    )


def _usual(pain: PainFinding) -> bool:
    """Say whether pain was asked for as the pairs were specified: 7-day average, overall, before treatment."""
    return (pain.recall, pain.context, pain.after_treatment) == (DEFAULT_RECALL, DEFAULT_CONTEXT, False)


def _exposure(pair: Pair, alignment: AlignmentFinding, value: float) -> float | None:
    """Give the deviation in the measure's unit, or how much longer the leg on the painful side is."""
    if pair.exposure == THIS_LEG_MINUS_OTHER:
        return value if pair.side == Side.RIGHT else -value
    if alignment.reference_low is not None or alignment.reference_high is not None:
        return Interval(alignment.reference_low, alignment.reference_high).distance(value)
    neutral = MEASURES[pair.measure].neutral
    return None if neutral is None else abs(value - neutral)

"""The pain part of a patient report: one finding per region, side, recall window, context and timing."""

from collections.abc import Iterable
from itertools import groupby
from zoneinfo import ZoneInfo

from assessments.pain_regions import (
    CHRONIC_PAIN,
    DEFAULT_CONTEXT,
    DEFAULT_RECALL,
    INTENSITIES,
    REGIONS,
    ImportantChange,
    Recall,
)
from treatments.outcomes.estimators import Response, pain_response, pain_target
from treatments.outcomes.findings.baseline import Comparison, Start, compare
from treatments.outcomes.findings.finding import PainFinding, SeriesPoint
from treatments.outcomes.findings.points import PainPoint
from treatments.outcomes.findings.series import AFTER_TREATMENT, Reading, Visit, as_number, visits_of
from treatments.outcomes.findings.trend import course_of
from treatments.outcomes.rules import RULES

_REGION_ORDER = {code: rank for rank, code in enumerate(REGIONS)}
_RECALL_ORDER = {code: rank for rank, code in enumerate(dict.fromkeys((DEFAULT_RECALL.value, *Recall)))}


def pain_findings(points: Iterable[PainPoint], start: Start | None, zone: ZoneInfo) -> tuple[PainFinding, ...]:
    """Find baseline, latest, change, response and trend of every pain series.

    Recall windows, contexts and ratings after treatment are never mixed. The first series of a region and
    side is its main one: the 7-day average, overall, before treatment, or what comes nearest to it. Ratings
    outside 0-10 do not exist in the database and are left out.
    """
    found: list[PainFinding] = []
    possible = (point for point in points if point.intensity in INTENSITIES)
    for _, ratings in groupby(sorted(possible, key=_series), key=_series):
        finding = _finding(tuple(ratings), start, zone, previous=found[-1] if found else None)
        found.append(finding)
    return tuple(found)


def important_change_in(region: str) -> ImportantChange:
    """Give the fall of pain that matters in a region; the rule for chronic pain where it is not known."""
    return REGIONS[region].important_change if region in REGIONS else CHRONIC_PAIN


def _series(point: PainPoint) -> tuple[int, str, str, bool, bool, int, str, str]:
    """Give what the ratings of a series share, so that sorting brings the main series first."""
    return (
        _REGION_ORDER.get(point.region, len(_REGION_ORDER)),
        point.region,
        point.side,
        point.timing == AFTER_TREATMENT,
        point.context != DEFAULT_CONTEXT,
        _RECALL_ORDER.get(point.recall, len(_RECALL_ORDER)),
        point.context,
        point.recall,
    )


def _finding(
    ratings: tuple[PainPoint, ...], start: Start | None, zone: ZoneInfo, previous: PainFinding | None
) -> PainFinding:
    first = ratings[0]
    visits = visits_of(map(_reading, ratings), zone)
    comparison = compare(visits, start)
    important = important_change_in(first.region)
    course = course_of(visits)
    response = _response(comparison, important)
    return PainFinding(
        region=first.region,
        side=first.side,
        recall=first.recall,
        context=first.context,
        after_treatment=first.timing == AFTER_TREATMENT,
        main=previous is None or (previous.region, previous.side) != (first.region, first.side),
        status="ok" if response else "insufficient_data",
        reasons=(*comparison.reasons, *_response_notes(response), *course.reasons),
        n=len(visits),
        baseline=as_number(comparison.baseline_value),
        latest=as_number(comparison.latest_value),
        change=as_number(comparison.change),
        response=response,
        slope_per_week=course.trend.slope if course.trend else None,
        slope_ci95=course.trend.ci95 if course.trend else None,
        slope_intercept=course.trend.intercept if course.trend else None,
        slope_origin=visits[0].at if course.trend else None,
        baseline_on=comparison.baseline_on,
        latest_on=comparison.latest_on,
        baseline_visits=len(comparison.baseline),
        latest_visits=len(comparison.latest),
        last=as_number(comparison.last_value),
        important_points=important.points,
        important_fraction=important.fraction,
        target=as_number(pain_target(comparison.baseline_value, important)),
        points=_series_points(visits, comparison),
    )


def _reading(point: PainPoint) -> Reading:
    return Reading(
        key=point.key,
        at=point.taken_at,
        value=point.intensity,
        timing=point.timing,
        assessment=point.assessment,
    )


def _response(comparison: Comparison, important: ImportantChange) -> Response | None:
    if comparison.refusal or comparison.latest_value is None:
        return None
    return pain_response(comparison.baseline_value, comparison.latest_value, important)


def _response_notes(response: Response | None) -> tuple[str, ...]:
    return (f"baseline_below_{RULES.pain_evaluable_from:g}",) if response == "not_evaluable" else ()


def _series_points(visits: tuple[Visit, ...], comparison: Comparison) -> tuple[SeriesPoint, ...]:
    return tuple(
        SeriesPoint(
            key=reading.key,
            assessment=reading.assessment,
            at=reading.at,
            value=float(reading.value),
            counted=True,
            role=comparison.role_of(reading),
        )
        for visit in visits
        for reading in visit.readings
    )

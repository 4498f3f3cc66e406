"""The visits of a finding: its counted readings, day by day."""

from collections.abc import Iterable
from zoneinfo import ZoneInfo

from treatments.outcomes.findings.finding import SeriesPoint
from treatments.outcomes.findings.series import Reading, Visit, visits_of


def counted_visits(points: Iterable[SeriesPoint], zone: ZoneInfo) -> tuple[Visit, ...]:
    """Give one visit for each day, in time order: readings of one day are not independent, and count once."""
    counted = (point for point in points if point.counted)
    readings = (Reading(key=p.key, at=p.at, value=p.value, assessment=p.assessment) for p in counted)
    return visits_of(readings, zone)

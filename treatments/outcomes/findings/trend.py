"""Whether a series is long enough for a weekly trend, and the trend."""

from dataclasses import dataclass, replace

from treatments.outcomes.estimators import Trend, weekly_trend
from treatments.outcomes.findings.series import Visit
from treatments.outcomes.rules import RULES

SECONDS_PER_WEEK = 604_800
DAYS_PER_WEEK = 7


@dataclass(frozen=True, slots=True)
class Course:
    """The trend of a series, or None; `reasons` say what is missing."""

    trend: Trend | None
    reasons: tuple[str, ...]


def course_of(visits: tuple[Visit, ...]) -> Course:
    """Give the trend over all visits, in units per week; week 0 is the first visit.

    Needs at least 5 visits over at least 21 days. Equal readings have a slope of 0 but no interval, and so have
    readings of which too few lie off one line.
    """
    refusals = _refusals(visits)
    if refusals:
        return Course(None, refusals)
    first = visits[0].at
    weeks = [(visit.at - first).total_seconds() / SECONDS_PER_WEEK for visit in visits]
    values = [float(visit.value) for visit in visits]
    trend = weekly_trend(weeks, values)
    if trend.ci95 and _tells_an_interval(visits, values):
        return Course(trend, ())
    why = "slope_ci_needs_variation" if len(set(values)) == 1 else "slope_ci_needs_scatter"
    return Course(replace(trend, ci95=None), (why,))


def _tells_an_interval(visits: tuple[Visit, ...], values: list[float]) -> bool:
    """Say whether there is an interval by days too: coming at another hour must not make one by itself."""
    weeks = [(visit.on - visits[0].on).days / DAYS_PER_WEEK for visit in visits]
    return weekly_trend(weeks, values).ci95 is not None


def _refusals(visits: tuple[Visit, ...]) -> tuple[str, ...]:
    count, least, most = len(visits), RULES.slope_minimum_visits, RULES.slope_maximum_visits
    days = (visits[-1].on - visits[0].on).days if visits else 0
    checks = (
        (count < least, f"slope_too_few_readings:{count}<{least}"),
        (count > most, f"slope_too_many_readings:{count}>{most}"),
        (days < RULES.slope_minimum_days, f"slope_less_than_21_days:{days}<{RULES.slope_minimum_days}"),
    )
    return tuple(reason for refused, reason in checks if refused)

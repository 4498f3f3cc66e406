"""Days on the wall of the clinic, and the moments at which they begin."""

import datetime as dt
from functools import cache
from zoneinfo import ZoneInfo

import numpy as np

from treatments.outcomes.findings.cohort.columns import Columns

EPOCH = dt.date(1970, 1, 1)


def begin_of(day: dt.date, zone: ZoneInfo) -> dt.datetime:
    """The first moment of a day; if its midnight is skipped, the moment at which the clock is moved."""
    return dt.datetime.combine(day, dt.time(), tzinfo=zone).astimezone(dt.UTC)


def window_of(first: dt.date | None, last: dt.date | None, zone: ZoneInfo) -> tuple[dt.datetime, dt.datetime]:
    """The first and the last moment of inclusive days, to the microsecond that the database keeps. None: no limit."""
    begin = begin_of(first, zone) if first else dt.datetime.min.replace(tzinfo=dt.UTC)
    end = begin_of(last + dt.timedelta(days=1), zone) if last else dt.datetime.max.replace(tzinfo=dt.UTC)
    return begin, end - dt.timedelta(microseconds=1)


def days_of(at: Columns, zone: ZoneInfo) -> Columns:
    """The day of each moment: microseconds since 1970 UTC in, days since 1970-01-01 on the clinic's calendar out."""
    if not len(at):
        return np.zeros(0, dtype=np.int32)
    first, last = (_year(moment) for moment in (at.min(), at.max()))
    years = range(first - 1, last + 2)  # a day further east or west may lie in the year before or after
    midnights = np.concatenate([_midnights(year, zone) for year in years])
    before = (dt.date(years[0], 1, 1) - EPOCH).days - 1
    return (before + np.searchsorted(midnights, at, side="right")).astype(np.int32)


def microseconds(moment: dt.datetime) -> int:
    """Microseconds since 1970, exactly."""
    return (moment - dt.datetime(1970, 1, 1, tzinfo=dt.UTC)) // dt.timedelta(microseconds=1)


def _year(moment: np.int64) -> int:
    return int(moment.astype("datetime64[us]").astype("datetime64[Y]").astype(int)) + 1970


@cache
def _midnights(year: int, zone: ZoneInfo) -> Columns:
    first, next_first = dt.date(year, 1, 1), dt.date(year + 1, 1, 1)
    days = (first + dt.timedelta(days=number) for number in range((next_first - first).days))
    return np.array([microseconds(begin_of(day, zone)) for day in days], dtype=np.int64)

"""Full years of life on a day, of many people at once."""

import numpy as np

from treatments.outcomes.findings.cohort.columns import UNKNOWN_DAY, Columns

UNKNOWN_AGE = -1


def full_years(birth_day: Columns, birth_year: Columns, day: Columns) -> Columns:
    """The completed years; with only a birth year those that are surely completed; UNKNOWN_AGE with neither.

    Days count from 1970-01-01; UNKNOWN_DAY and 0 stand for what is not known.
    """
    year, in_year = _year_and_day(day)
    born, birthday = _year_and_day(np.where(birth_day == UNKNOWN_DAY, 0, birth_day))
    by_date = year - born - (in_year < birthday)
    by_year = np.where(birth_year > 0, np.maximum(year - birth_year - 1, 0), UNKNOWN_AGE)
    return np.where(birth_day == UNKNOWN_DAY, by_year, by_date)


def _year_and_day(days: Columns) -> tuple[Columns, Columns]:
    """The calendar year, and month and day as one number that grows within the year."""
    dates = days.astype("datetime64[D]")
    months = dates.astype("datetime64[M]")
    month_of_year = months.astype(np.int64) % 12
    day_of_month = (dates - months).astype(np.int64)
    return months.astype("datetime64[Y]").astype(np.int64) + 1970, month_of_year * 32 + day_of_month

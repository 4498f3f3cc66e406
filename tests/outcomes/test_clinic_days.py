"""Days on the clinic's calendar, and ages on them."""

import datetime as dt
from zoneinfo import ZoneInfo

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from patients.models import Patient
from tests.outcomes.selecting import moment
from treatments.outcomes.findings.cohort.columns import UNKNOWN_DAY
from treatments.outcomes.selectors.ages import UNKNOWN_AGE, full_years
from treatments.outcomes.selectors.clinic_days import days_of, microseconds, window_of
from treatments.outcomes.selectors.lookup import is_among, places_of

EPOCH = dt.date(1970, 1, 1)
ZONES = [
    "Asia/Hong_Kong",
    "America/Los_Angeles",
    "America/Sao_Paulo",  # skipped midnights
    "Atlantic/Azores",  # midnights that came twice
    "Pacific/Apia",  # skipped a whole day
    "Asia/Kolkata",
]
MOMENTS = st.integers(-631_152_000_000_000, 2_145_916_800_000_000)
"""Microseconds of the years 1950 to 2037."""
DATES = st.dates(dt.date(1900, 1, 1), dt.date(2100, 12, 31))


@given(st.sampled_from(ZONES), st.lists(MOMENTS, min_size=1, max_size=20))
def test_a_moment_lies_on_the_day_that_the_clinic_s_calendar_shows(name: str, moments: list[int]) -> None:
    zone = ZoneInfo(name)
    shown = [moment(at).astimezone(zone).date() for at in moments]
    assert days_of(np.array(moments), zone).tolist() == [(day - EPOCH).days for day in shown]


@given(st.sampled_from(ZONES), st.dates(dt.date(1950, 1, 1), dt.date(2037, 12, 30)))
def test_a_window_of_one_day_begins_and_ends_with_it(name: str, day: dt.date) -> None:
    zone = ZoneInfo(name)
    first, last = (microseconds(end) for end in window_of(day, day, zone))
    number = (day - EPOCH).days
    if last < first:
        assert (name, day) == ("Pacific/Apia", dt.date(2011, 12, 30)), "a day that never was"
        return
    before, *inside, after = days_of(np.array([first - 1, first, last, last + 1]), zone).tolist()
    assert inside == [number, number]
    assert before < number < after


def test_no_moments_have_no_days() -> None:
    assert days_of(np.zeros(0, dtype=np.int64), ZoneInfo("UTC")).tolist() == []


@given(DATES, DATES)
def test_an_age_by_birth_date_is_the_patient_s(born: dt.date, day: dt.date) -> None:
    (age,) = full_years(*(np.array([number]) for number in ((born - EPOCH).days, 0, (day - EPOCH).days)))
    assert age == Patient(birth_date=born).age_on(day)


@given(st.integers(1900, 2100), DATES)
def test_an_age_by_birth_year_is_the_patient_s(year: int, day: dt.date) -> None:
    (age,) = full_years(*(np.array([number]) for number in (UNKNOWN_DAY, year, (day - EPOCH).days)))
    assert age == Patient(birth_year=year).age_on(day)


def test_without_either_there_is_no_age() -> None:
    assert full_years(np.array([UNKNOWN_DAY]), np.array([0]), np.array([20_000])).tolist() == [UNKNOWN_AGE]


@pytest.mark.parametrize("known", [[], [3], [3, 5, 9]])
def test_a_lookup_tells_what_is_there(known: list[int]) -> None:
    values = np.array([1, 3, 4, 9, 12])
    assert is_among(values, np.array(known, dtype=np.int64)).tolist() == [value in known for value in values]
    backwards = np.array(known[::-1], dtype=np.int64)
    places, found = places_of(values, backwards)
    assert found.tolist() == [value in known for value in values]
    assert backwards[places[found]].tolist() == [value for value in values if value in known]

"""Which bookings lie beside the clinic's calendar: working hours and closures, by the clock on the clinic's wall."""

import datetime as dt

import pytest

from clinic.common.caller import Caller
from clinic.practice.models import Clinic, Membership
from patients.models import Patient
from tests.builders import MORNING, booking, make_patient
from treatments.models import Availability, Closure
from treatments.services.calendar import calendar_warnings

MONDAY, TUESDAY = 1, 2
HOUR = 60


@pytest.fixture
def amy(clinic: Clinic) -> Patient:
    return make_patient(clinic)


def works(therapist: Membership, weekday: int, begins: float, until: float) -> None:
    minutes = (int(begins * HOUR), int(until * HOUR))
    Availability.objects.create(clinic=therapist.clinic, therapist=therapist, weekday=weekday, minutes=minutes)


def codes(patient: Patient, therapist: Membership, by: Caller, hour: int, minutes: int) -> list[str]:
    """Of a session on Monday, 2 March 2026."""
    session = booking(patient, therapist, MORNING.replace(hour=hour, minute=0), minutes)
    return [warning.code for warning in calendar_warnings(session, by)]


def test_of_a_therapist_without_working_hours_nothing_is_said(
    amy: Patient, theo: Membership, mira: Membership, as_rosa: Caller
) -> None:
    works(mira, MONDAY, 9, 10)
    assert codes(amy, theo, as_rosa, 23, 45) == []


@pytest.mark.parametrize(("hour", "minutes"), [(9, 60), (9, 480), (11, 120)])
def test_hours_that_adjoin_count_as_one(
    amy: Patient, theo: Membership, as_rosa: Caller, hour: int, minutes: int
) -> None:
    works(theo, MONDAY, 12, 17)
    works(theo, MONDAY, 9, 12)
    assert codes(amy, theo, as_rosa, hour, minutes) == []


@pytest.mark.parametrize(("hour", "minutes"), [(8, 45), (8, 120), (11, 61), (12, 30), (16, 90), (6, 720)])
def test_a_session_that_is_not_wholly_inside_is_outside(
    amy: Patient, theo: Membership, as_rosa: Caller, hour: int, minutes: int
) -> None:
    works(theo, MONDAY, 9, 12)
    works(theo, MONDAY, 13, 17)
    works(theo, TUESDAY, 8, 18)
    assert codes(amy, theo, as_rosa, hour, minutes) == ["outside_working_hours"]


def test_a_session_over_midnight_lies_in_the_hours_of_both_days(
    amy: Patient, theo: Membership, as_rosa: Caller
) -> None:
    works(theo, MONDAY, 22, 24)
    assert codes(amy, theo, as_rosa, 23, 60) == [], "midnight ends the day"
    assert codes(amy, theo, as_rosa, 23, 90) == ["outside_working_hours"]
    works(theo, TUESDAY, 0, 1)
    assert codes(amy, theo, as_rosa, 23, 90) == []


@pytest.mark.parametrize(
    ("first", "last", "closed"),
    [
        ("2026-03-02", "2026-03-02", True),
        ("2026-02-20", "2026-03-10", True),
        ("2026-03-03", "2026-03-03", False),
        ("2026-02-01", "2026-03-01", False),
    ],
)
def test_both_ends_of_a_closure_are_closed(
    amy: Patient, theo: Membership, as_rosa: Caller, first: str, last: str, closed: bool
) -> None:
    Closure.objects.create(clinic=theo.clinic, name="Typhoon", first_day=first, last_day=last)
    assert codes(amy, theo, as_rosa, 23, 60) == ["clinic_closed"] * closed


def test_another_clinics_closure_closes_nothing_here(
    amy: Patient, theo: Membership, as_rosa: Caller, other_clinic: Clinic
) -> None:
    day = dt.date(2026, 3, 2)
    Closure.objects.create(clinic=other_clinic, name="Typhoon", first_day=day, last_day=day)
    assert codes(amy, theo, as_rosa, 9, 45) == []

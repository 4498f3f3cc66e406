"""What the days of the therapists hold, on the clinic's clock."""

import datetime as dt

import pytest
import time_machine

from clinic.common.caller import Caller
from clinic.practice.models import Clinic, Membership
from patients.models import Patient
from tests.builders import MORNING, booking, make_patient, make_session
from treatments.models import AppointmentType, Availability, Closure, TreatmentSession
from treatments.services.calendar import calendar_warnings
from treatments.services.diary import WorkingDay, working_days

MONDAY = MORNING.date()


@pytest.fixture(autouse=True)
def early() -> object:
    with time_machine.travel(MORNING.replace(hour=6)):
        yield


@pytest.fixture
def amy(clinic: Clinic, theo: Membership) -> Patient:
    """Theo works on Mondays from 9 to 12."""
    Availability.objects.create(clinic=clinic, therapist=theo, weekday=1, minutes=(540, 720))
    return make_patient(clinic)


@pytest.fixture
def first_visit(clinic: Clinic) -> AppointmentType:
    """45 minutes, and a quarter of an hour to write."""
    return AppointmentType.objects.create(clinic=clinic, name="First visit", buffer_minutes=15)


def theos(by: Caller, day: dt.date = MONDAY) -> WorkingDay:
    sessions = TreatmentSession.objects.select_related("therapist", "appointment_type")
    return next(one for one in working_days([day], sessions, by=by) if one.therapist.display_name == "Theo")


def clock(day: WorkingDay, by: Caller) -> list[str]:
    return [f"{span.starts.astimezone(by.zone):%H:%M}-{span.ends.astimezone(by.zone):%H:%M}" for span in day.free]


def test_sessions_and_their_buffers_are_taken_and_the_rest_is_free(
    amy: Patient, theo: Membership, first_visit: AppointmentType, as_rosa: Caller
) -> None:
    session = make_session(amy, theo, appointment_type=first_visit)
    assert theos(as_rosa).sessions == [session]
    assert clock(theos(as_rosa), as_rosa) == ["09:00-09:30", "10:30-12:00"]


def test_a_cancelled_session_is_shown_and_its_time_is_free(amy: Patient, theo: Membership, as_rosa: Caller) -> None:
    make_session(amy, theo, status="cancelled")
    assert len(theos(as_rosa).sessions) == 1
    assert clock(theos(as_rosa), as_rosa) == ["09:00-12:00"]


def test_nothing_is_free_on_a_day_off_and_when_the_clinic_is_closed(amy: Patient, as_rosa: Caller) -> None:
    assert (theos(as_rosa, MONDAY + dt.timedelta(days=1)).hours, theos(as_rosa).closed) == ([], "")
    Closure.objects.create(clinic=amy.clinic, name="Typhoon", first_day=MONDAY, last_day=MONDAY)
    assert (theos(as_rosa).closed, theos(as_rosa).free) == ("Typhoon", [])


def test_who_supervises_several_at_once_stays_free(amy: Patient, theo: Membership, as_rosa: Caller) -> None:
    theo.supervises_parallel_sessions = True
    theo.save()
    make_session(amy, theo)
    assert clock(theos(as_rosa), as_rosa) == ["09:00-12:00"]


def test_a_week_of_everybody_costs_three_queries(
    amy: Patient, theo: Membership, mira: Membership, as_rosa: Caller, django_assert_num_queries: object
) -> None:
    week = [MONDAY + dt.timedelta(days=number) for number in range(7)]
    with django_assert_num_queries(3):  # type: ignore[operator]
        assert len(working_days(week, [], by=as_rosa)) == 14


@pytest.mark.parametrize(("minute", "warned"), [(15, True), (29, True), (30, False)])
def test_a_booking_in_the_buffer_of_another_is_warned_of(
    amy: Patient,
    clinic: Clinic,
    theo: Membership,
    first_visit: AppointmentType,
    as_rosa: Caller,
    minute: int,
    warned: bool,
) -> None:
    """Amy is here from 9:30 to 10:15; her buffer lasts until 10:30."""
    make_session(amy, theo, appointment_type=first_visit)
    near = booking(make_patient(clinic), theo, MORNING.replace(hour=10, minute=minute))
    assert [warning.code for warning in calendar_warnings(near, as_rosa)] == ["within_buffer"] * warned


@pytest.mark.parametrize(("minutes", "warned"), [(15, False), (16, True), (30, True)])
def test_a_buffer_that_runs_into_the_next_session_is_warned_of(
    amy: Patient,
    clinic: Clinic,
    theo: Membership,
    first_visit: AppointmentType,
    as_rosa: Caller,
    minutes: int,
    warned: bool,
) -> None:
    """Amy comes at 9:30."""
    make_session(amy, theo)
    before = booking(
        make_patient(clinic), theo, MORNING.replace(hour=9, minute=0), minutes, appointment_type=first_visit
    )
    assert [warning.code for warning in calendar_warnings(before, as_rosa)] == ["within_buffer"] * warned

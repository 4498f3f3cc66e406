"""A series is booked, and an absent therapist's day rearranged, in one go or not at all."""

import datetime as dt
from zoneinfo import ZoneInfo

import pytest

from clinic.audit.models import AuditEvent
from clinic.common.caller import Caller
from clinic.common.errors import Refused
from clinic.practice.callers import caller_of_member
from clinic.practice.models import Clinic, Membership
from patients.models import Patient
from tests.builders import MORNING, booking, make_patient, make_session
from treatments.models import TreatmentSession
from treatments.services.rearranging import Rearranged, left_on, rearrange, tried_rearrangement
from treatments.services.series import book_series, series_of, tried_series

WEEK = dt.timedelta(weeks=1)


@pytest.fixture
def amy(clinic: Clinic) -> Patient:
    return make_patient(clinic)


def starts() -> list[dt.datetime]:
    return [session.starts_at for session in TreatmentSession.objects.in_time_order()]


def test_a_series_keeps_weekday_and_time(amy: Patient, theo: Membership, as_rosa: Caller) -> None:
    book_series(series_of(booking(amy, theo), 3, every_weeks=2, by=as_rosa), by=as_rosa)
    assert starts() == [MORNING, MORNING + 2 * WEEK, MORNING + 4 * WEEK]
    assert AuditEvent.objects.filter(action="session.booked").count() == 3


def test_the_clock_on_the_wall_counts_over_the_change_to_summer_time(
    other_clinic: Clinic, other_theo: Membership
) -> None:
    by = caller_of_member(other_theo)
    before = dt.datetime(2026, 3, 4, 9, 30, tzinfo=ZoneInfo("America/Los_Angeles"))
    series = series_of(booking(make_patient(other_clinic), other_theo, before), 2, by=by)
    assert [session.during.lower.astimezone(by.zone).hour for session in series] == [9, 9]
    first, second = (session.during.lower.astimezone(dt.UTC) for session in series)
    assert second - first == WEEK - dt.timedelta(hours=1)


def test_each_date_that_clashes_is_told_and_nothing_is_booked(
    amy: Patient, clinic: Clinic, theo: Membership, as_rosa: Caller
) -> None:
    make_session(make_patient(clinic), theo, starts_at=MORNING + WEEK)
    series = series_of(booking(amy, theo), 3, by=as_rosa)
    told = tried_series(series, by=as_rosa)
    assert [[problem.code for problem in problems] for problems in told] == [[], ["therapist_overlap"], []]
    with pytest.raises(Refused) as refused:
        book_series(series, by=as_rosa)
    assert [problem.pointer for problem in refused.value.problems] == ["/1"]
    assert starts() == [MORNING + WEEK]
    assert not AuditEvent.objects.exists()


def test_the_chosen_dates_are_booked(amy: Patient, clinic: Clinic, theo: Membership, as_rosa: Caller) -> None:
    make_session(make_patient(clinic), theo, starts_at=MORNING + WEEK)
    first, _clashing, third = series_of(booking(amy, theo), 3, by=as_rosa)
    book_series([first, third], by=as_rosa)
    assert starts() == [MORNING, MORNING + WEEK, MORNING + 2 * WEEK]


def test_a_series_has_an_end(amy: Patient, theo: Membership, as_rosa: Caller) -> None:
    for times in (0, 31):
        with pytest.raises(Refused):
            series_of(booking(amy, theo), times, by=as_rosa)


@pytest.fixture
def mornings(clinic: Clinic, theo: Membership) -> list[TreatmentSession]:
    """Theo's day: Amy at 9:30, Ben at 10:30; Cem was treated at 8:30."""
    hour = dt.timedelta(hours=1)
    make_session(make_patient(clinic, given_name="Cem"), theo, starts_at=MORNING - hour, status="completed")
    return [
        make_session(make_patient(clinic, given_name=name), theo, starts_at=MORNING + hour * number)
        for number, name in enumerate(("Amy", "Ben"))
    ]


def to(
    therapist: Membership, sessions: list[TreatmentSession], later: dt.timedelta = dt.timedelta()
) -> list[Rearranged]:
    return [Rearranged(one, one.version, therapist, one.starts_at + later) for one in sessions]


def test_a_sick_therapists_day_goes_to_a_colleague(
    mornings: list[TreatmentSession], theo: Membership, mira: Membership, as_rosa: Caller
) -> None:
    assert list(left_on(MORNING.date(), theo, by=as_rosa)) == mornings
    rearrange(to(mira, mornings), by=as_rosa)
    assert not left_on(MORNING.date(), theo, by=as_rosa)
    assert list(left_on(MORNING.date(), mira, by=as_rosa)) == mornings
    assert AuditEvent.objects.filter(action="session.moved").count() == 2


def test_what_the_colleague_cannot_take_over_is_told_and_the_others_can_go(
    mornings: list[TreatmentSession], clinic: Clinic, mira: Membership, theo: Membership, as_rosa: Caller
) -> None:
    make_session(make_patient(clinic), mira, starts_at=MORNING)
    told = tried_rearrangement(to(mira, mornings), by=as_rosa)
    assert [[problem.code for problem in problems] for problems in told] == [["therapist_overlap"], []]
    with pytest.raises(Refused):
        rearrange(to(mira, mornings), by=as_rosa)
    assert list(left_on(MORNING.date(), theo, by=as_rosa)) == mornings, "all of them or none"
    rearrange(to(mira, mornings[1:]), by=as_rosa)
    assert list(left_on(MORNING.date(), theo, by=as_rosa)) == mornings[:1], "nothing is lost"


def test_the_day_is_moved_to_another_day_or_cancelled(
    mornings: list[TreatmentSession], theo: Membership, as_rosa: Caller
) -> None:
    rearrange(to(theo, mornings[:1], WEEK), by=as_rosa)
    rearrange([Rearranged(mornings[1], mornings[1].version, reason="Therapist is ill")], by=as_rosa)
    mornings[1].refresh_from_db()
    assert (mornings[1].status, mornings[1].status_reason) == ("cancelled", "Therapist is ill")
    assert list(left_on((MORNING + WEEK).date(), theo, by=as_rosa)) == mornings[:1]


def test_whom_somebody_else_changed_meanwhile_is_told(
    mornings: list[TreatmentSession], mira: Membership, as_rosa: Caller
) -> None:
    TreatmentSession.objects.filter(pk=mornings[0].pk).update(version=9)
    told = tried_rearrangement(to(mira, mornings), by=as_rosa)
    assert [[problem.code for problem in problems] for problems in told] == [["stale"], []]

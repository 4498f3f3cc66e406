"""A booked session becomes a completed one, or does not take place."""

import datetime as dt
from collections.abc import Callable

import pytest
from django.utils.formats import date_format

from clinic.audit.models import AuditEvent
from clinic.common.caller import Caller
from clinic.common.errors import Clash, PermissionMissing, Refused, StaleRecord
from clinic.practice.models import Clinic, Membership
from tests.builders import booking, make_patient, make_session
from treatments.models import SessionStatus, TreatmentSession
from treatments.services.attending import (
    arrive_session,
    cancel_session,
    complete_session,
    miss_session,
    start_session,
)
from treatments.services.booking import book_session

Step = Callable[..., TreatmentSession]
STEPS: dict[str, Step] = {
    "arrived": arrive_session,
    "in_progress": start_session,
    "completed": complete_session,
    "cancelled": cancel_session,
    "no_show": miss_session,
}
POSSIBLE = {
    ("booked", "arrived"),
    ("booked", "in_progress"),
    ("booked", "completed"),
    ("booked", "cancelled"),
    ("booked", "no_show"),
    ("arrived", "in_progress"),
    ("arrived", "completed"),
    ("arrived", "cancelled"),
    ("in_progress", "completed"),
    ("no_show", "arrived"),
}


@pytest.fixture
def session(clinic: Clinic, theo: Membership) -> TreatmentSession:
    return make_session(make_patient(clinic), theo)


def status_of(session: TreatmentSession) -> str:
    return TreatmentSession.objects.get(pk=session.pk).status


@pytest.mark.parametrize("after", STEPS)
@pytest.mark.parametrize("before", SessionStatus.values)
def test_each_step_is_possible_from_its_states_only(
    clinic: Clinic, theo: Membership, as_theo: Caller, before: str, after: str
) -> None:
    session = make_session(make_patient(clinic), theo, status=before)
    if (before, after) in POSSIBLE:
        STEPS[after](session, by=as_theo)
        assert status_of(session) == after
        assert AuditEvent.objects.get().action == f"session.{after}"
        return
    with pytest.raises(Clash) as clash:
        STEPS[after](session, by=as_theo)
    assert clash.value.code == "wrong_state"
    present = "marked as missed" if before == "no_show" else SessionStatus(before).label.lower()
    assert f"The session is {present}. It can be " in str(clash.value.detail)
    assert status_of(session) == before
    assert not AuditEvent.objects.exists()


def test_a_step_that_is_not_possible_is_refused_in_a_sentence(
    clinic: Clinic, theo: Membership, as_theo: Caller
) -> None:
    session = make_session(make_patient(clinic), theo, status="completed")
    with pytest.raises(Clash) as clash:
        arrive_session(session, by=as_theo)
    assert str(clash.value.detail) == (
        "The session is completed. It can be marked as arrived only while it is booked or marked as missed."
    )


@pytest.mark.parametrize("step", [arrive_session, start_session, complete_session, miss_session])
def test_what_happens_on_a_session_s_day_is_not_known_before_that_day(
    clinic: Clinic, theo: Membership, as_theo: Caller, step: Step
) -> None:
    midnight = dt.datetime.combine(as_theo.today() + dt.timedelta(days=1), dt.time(), as_theo.zone)
    tomorrow = make_session(make_patient(clinic), theo, starts_at=midnight)
    with pytest.raises(Clash) as clash:
        step(tomorrow, by=as_theo)
    assert clash.value.code == "not_yet"
    assert f"The session is on {date_format(midnight)}." in str(clash.value.detail)
    assert status_of(tomorrow) == "booked"


@pytest.mark.parametrize("step", [arrive_session, start_session, complete_session, miss_session])
def test_a_session_of_later_today_is_attended_already(
    clinic: Clinic, theo: Membership, as_theo: Caller, step: Step
) -> None:
    late = dt.datetime.combine(as_theo.today(), dt.time(23, 59), as_theo.zone)
    step(make_session(make_patient(clinic), theo, starts_at=late), by=as_theo)
    assert not TreatmentSession.objects.filter(status="booked").exists()


def test_the_refusal_says_from_which_states_the_step_is_possible(session: TreatmentSession, as_theo: Caller) -> None:
    cancel_session(session, by=as_theo)
    with pytest.raises(Clash) as clash:
        complete_session(session, by=as_theo)
    assert str(clash.value.detail) == (
        "The session is cancelled. It can be completed only while it is booked, arrived or in progress."
    )


def test_the_front_desk_receives_but_does_not_treat(session: TreatmentSession, as_rosa: Caller) -> None:
    for step in (start_session, complete_session):
        with pytest.raises(PermissionMissing):
            step(session, by=as_rosa)
    assert arrive_session(session, by=as_rosa).status == "arrived"


def test_a_cancelled_session_gives_its_time_back(
    session: TreatmentSession, clinic: Clinic, theo: Membership, as_rosa: Caller
) -> None:
    cancelled = cancel_session(session, "caught a cold", by=as_rosa)
    assert TreatmentSession.objects.get(pk=cancelled.pk).status_reason == "caught a cold"
    assert book_session(booking(make_patient(clinic), theo), by=as_rosa).pk


def test_who_comes_late_finds_the_slot_taken(
    session: TreatmentSession, clinic: Clinic, theo: Membership, as_rosa: Caller
) -> None:
    miss_session(session, by=as_rosa)
    other = book_session(booking(make_patient(clinic), theo), by=as_rosa)
    with pytest.raises(Clash) as clash:
        arrive_session(session, by=as_rosa)
    assert clash.value.with_uuid == str(other.uuid)
    assert status_of(session) == "no_show"


def test_a_session_of_another_clinic_does_not_exist(session: TreatmentSession, as_other_theo: Caller) -> None:
    with pytest.raises(Refused) as refused:
        arrive_session(session, by=as_other_theo)
    assert refused.value.problems[0].code == "does_not_exist"
    assert status_of(session) == "booked"


def test_a_step_from_an_outdated_reading_is_refused(session: TreatmentSession, as_theo: Caller) -> None:
    outdated = TreatmentSession.objects.get(pk=session.pk)
    arrive_session(session, by=as_theo)
    with pytest.raises(StaleRecord):
        start_session(outdated, by=as_theo)
    assert status_of(session) == "arrived"

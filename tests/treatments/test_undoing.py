"""A wrong click is taken back."""

import datetime as dt

import pytest
import time_machine
from django.utils import timezone

from clinic.audit.models import AuditEvent
from clinic.common.caller import Caller
from clinic.common.errors import Clash, PermissionMissing, Refused, StaleRecord
from clinic.practice.models import Clinic, Membership
from tests.builders import booking, make_patient, make_session
from treatments.models import TreatmentSession
from treatments.services.attending import (
    arrive_session,
    cancel_session,
    complete_session,
    miss_session,
    start_session,
)
from treatments.services.booking import book_session
from treatments.services.undoing import undo_step


@pytest.fixture
def session(clinic: Clinic, theo: Membership) -> TreatmentSession:
    return make_session(make_patient(clinic), theo)


def status_of(session: TreatmentSession) -> str:
    return TreatmentSession.objects.get(pk=session.pk).status


def test_an_arrival_a_cancellation_and_a_no_show_go_back_to_booked(session: TreatmentSession, as_rosa: Caller) -> None:
    for step in (arrive_session, miss_session):
        assert undo_step(step(session, by=as_rosa), by=as_rosa).status == "booked"
    cancel_session(session, "caught a cold", by=as_rosa)
    undo_step(session, by=as_rosa)
    assert (status_of(session), session.status_reason) == ("booked", "")
    undone = AuditEvent.objects.filter(action="session.undone").values_list("detail", flat=True)
    assert {detail["from"] for detail in undone} == {"arrived", "no_show", "cancelled"}


def test_an_arrival_after_a_no_show_goes_back_to_the_no_show(session: TreatmentSession, as_rosa: Caller) -> None:
    arrive_session(miss_session(session, by=as_rosa), by=as_rosa)
    assert undo_step(session, by=as_rosa).status == "no_show"


def test_a_move_in_between_does_not_hide_the_state_before(session: TreatmentSession, as_rosa: Caller) -> None:
    arrive_session(session, by=as_rosa)
    TreatmentSession.objects.update(room=None, version=7)
    session.version = 7
    assert undo_step(session, by=as_rosa).status == "booked"


def test_a_start_is_taken_back_by_those_who_treat_only(
    session: TreatmentSession, as_rosa: Caller, as_theo: Caller
) -> None:
    start_session(session, by=as_theo)
    with pytest.raises(PermissionMissing):
        undo_step(session, by=as_rosa)
    assert undo_step(session, by=as_theo).status == "booked"


@pytest.mark.parametrize("status", ["booked", "completed"])
def test_what_is_booked_or_completed_stays_so(session: TreatmentSession, as_theo: Caller, status: str) -> None:
    if status == "completed":
        complete_session(session, by=as_theo)
    with pytest.raises(Clash) as clash:
        undo_step(session, by=as_theo)
    assert clash.value.code == "wrong_state"
    assert status_of(session) == status


def test_the_time_may_be_taken_by_now(
    session: TreatmentSession, clinic: Clinic, theo: Membership, as_rosa: Caller
) -> None:
    cancel_session(session, by=as_rosa)
    other = book_session(booking(make_patient(clinic), theo), by=as_rosa)
    with pytest.raises(Clash) as clash:
        undo_step(session, by=as_rosa)
    assert clash.value.with_uuid == str(other.uuid)
    assert status_of(session) == "cancelled"


def test_yesterdays_click_is_history(session: TreatmentSession, as_rosa: Caller) -> None:
    cancel_session(session, by=as_rosa)
    with time_machine.travel(timezone.now() + dt.timedelta(days=1)), pytest.raises(Clash) as clash:
        undo_step(session, by=as_rosa)
    assert clash.value.code == "too_late"


def test_an_arrival_that_was_written_about_stays(session: TreatmentSession, as_rosa: Caller) -> None:
    arrive_session(session, by=as_rosa)
    TreatmentSession.objects.update(note_subjective="Slept badly")
    with pytest.raises(Clash) as clash:
        undo_step(session, by=as_rosa)
    assert clash.value.code == "documented"
    assert "badly" not in str(clash.value.detail)


def test_a_state_that_was_never_another_has_nothing_to_go_back_to(
    clinic: Clinic, theo: Membership, as_rosa: Caller
) -> None:
    imported = make_session(make_patient(clinic), theo, status="cancelled")
    with pytest.raises(Clash) as clash:
        undo_step(imported, by=as_rosa)
    assert clash.value.code == "nothing_to_undo"


def test_somebody_elses_later_change_is_not_undone(session: TreatmentSession, as_rosa: Caller) -> None:
    arrive_session(session, by=as_rosa)
    outdated = TreatmentSession.objects.get(pk=session.pk)
    undo_step(session, by=as_rosa)
    arrive_session(session, by=as_rosa)
    with pytest.raises(StaleRecord):
        undo_step(outdated, by=as_rosa)


def test_another_clinics_session_is_not_there(
    session: TreatmentSession, as_rosa: Caller, as_other_theo: Caller
) -> None:
    arrive_session(session, by=as_rosa)
    with pytest.raises(Refused):
        undo_step(session, by=as_other_theo)


def test_what_agreed_at_arrival_is_noted_without_the_values(session: TreatmentSession, as_rosa: Caller) -> None:
    arrive_session(session, {"phone", "birth_date"}, by=as_rosa)
    assert AuditEvent.objects.get(action="session.arrived").detail == {"agreed": ["birth_date", "phone"]}


@pytest.mark.parametrize("agreed", [["name"], ["name", "name"], ["name", "shoe_size"]])
def test_one_thing_alone_does_not_say_who_somebody_is(
    session: TreatmentSession, as_rosa: Caller, agreed: list[str]
) -> None:
    with pytest.raises(Refused):
        arrive_session(session, agreed, by=as_rosa)
    assert status_of(session) == "booked"

"""Moving a session to another time, therapist or room."""

import datetime as dt

import pytest
from django.db.backends.postgresql.psycopg_any import DateTimeTZRange

from clinic.common.caller import Caller
from clinic.common.errors import Clash, PermissionMissing, Refused, StaleRecord
from clinic.practice.models import Clinic, Membership
from tests.builders import MORNING, make_patient, make_room, make_session
from treatments.models import TreatmentSession
from treatments.services.booking import move_session

NOON = MORNING + dt.timedelta(hours=3)


@pytest.fixture
def session(clinic: Clinic, theo: Membership) -> TreatmentSession:
    return make_session(make_patient(clinic), theo)


def at(starts_at: dt.datetime) -> DateTimeTZRange:
    return DateTimeTZRange(starts_at, starts_at + dt.timedelta(minutes=45))


def test_the_front_desk_moves_a_session(session: TreatmentSession, as_rosa: Caller) -> None:
    session.during = at(NOON)
    moved = move_session(session, ["during"], by=as_rosa)
    assert (moved.starts_at, moved.version) == (NOON, 2)
    assert TreatmentSession.objects.get(pk=session.pk).starts_at == NOON


def test_a_session_does_not_stand_in_its_own_way(session: TreatmentSession, as_rosa: Caller) -> None:
    session.during = at(MORNING + dt.timedelta(minutes=15))
    assert move_session(session, ["during"], by=as_rosa).version == 2


def test_a_session_is_not_moved_onto_another(
    session: TreatmentSession, clinic: Clinic, theo: Membership, as_rosa: Caller
) -> None:
    other = make_session(make_patient(clinic), theo, starts_at=NOON)
    session.during = at(NOON)
    with pytest.raises(Clash) as clash:
        move_session(session, ["during"], by=as_rosa)
    assert clash.value.with_uuid == str(other.uuid)
    assert TreatmentSession.objects.get(pk=session.pk).starts_at == MORNING


def test_moving_into_the_gym_takes_over_that_it_allows_overlap(
    session: TreatmentSession, clinic: Clinic, as_rosa: Caller
) -> None:
    session.room = make_room(clinic, allows_overlap=True)
    assert move_session(session, ["room"], by=as_rosa).room_may_overlap is True


def test_the_room_of_somebody_who_left_can_still_be_changed(clinic: Clinic, una: Membership, as_rosa: Caller) -> None:
    session = make_session(make_patient(clinic), una)
    session.room = make_room(clinic)
    assert move_session(session, ["room"], by=as_rosa).version == 2


@pytest.mark.parametrize("status", ["cancelled", "no_show"])
def test_what_did_not_take_place_is_not_moved(clinic: Clinic, theo: Membership, as_theo: Caller, status: str) -> None:
    session = make_session(make_patient(clinic), theo, status=status)
    session.during = at(NOON)
    with pytest.raises(Clash) as clash:
        move_session(session, ["during"], by=as_theo)
    assert clash.value.code == "wrong_state"


def test_only_a_therapist_corrects_the_time_of_a_completed_session(
    clinic: Clinic, theo: Membership, as_rosa: Caller, as_theo: Caller
) -> None:
    session = make_session(make_patient(clinic), theo, status="completed")
    session.during = at(NOON)
    with pytest.raises(PermissionMissing):
        move_session(session, ["during"], by=as_rosa)
    assert move_session(session, ["during"], by=as_theo).starts_at == NOON


def test_a_session_stays_with_its_patient(session: TreatmentSession, clinic: Clinic, as_rosa: Caller) -> None:
    session.patient = make_patient(clinic)
    with pytest.raises(Refused) as refused:
        move_session(session, ["patient"], by=as_rosa)
    assert refused.value.problems[0].code == "not_changeable"


def test_of_two_who_move_the_same_session_the_second_is_told(session: TreatmentSession, as_rosa: Caller) -> None:
    outdated = TreatmentSession.objects.get(pk=session.pk)
    session.during = at(NOON)
    move_session(session, ["during"], by=as_rosa)
    outdated.during = at(NOON + dt.timedelta(hours=1))
    with pytest.raises(StaleRecord):
        move_session(outdated, ["during"], by=as_rosa)
    assert TreatmentSession.objects.get(pk=session.pk).starts_at == NOON


def test_a_session_entered_in_error_is_not_moved(session: TreatmentSession, as_theo: Caller) -> None:
    TreatmentSession.objects.update(entered_in_error_at=NOON, entered_in_error_reason="wrong patient")
    with pytest.raises(Clash) as clash:
        move_session(session, ["during"], by=as_theo)
    assert "entered in error" in str(clash.value.detail)


@pytest.mark.parametrize("status", ["arrived", "in_progress", "completed"])
def test_whoever_has_come_did_not_come_on_a_day_to_come(
    clinic: Clinic, theo: Membership, as_theo: Caller, status: str
) -> None:
    came = make_session(make_patient(clinic), theo, status=status)
    came.during = at(dt.datetime.combine(as_theo.today() + dt.timedelta(days=1), dt.time(), as_theo.zone))
    with pytest.raises(Clash) as clash:
        move_session(came, ["during"], by=as_theo)
    assert clash.value.code == "not_yet"
    assert TreatmentSession.objects.get(pk=came.pk).starts_at == MORNING

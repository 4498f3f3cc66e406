"""Booking a session: what is refused, and who is in the way."""

import datetime as dt

import pytest
from django.db.backends.postgresql.psycopg_any import DateTimeTZRange

from clinic.audit.models import AuditEvent
from clinic.common.caller import Caller
from clinic.common.errors import Clash, PermissionMissing, Refused
from clinic.practice.callers import caller_of_member
from clinic.practice.models import Clinic, Membership
from tests.builders import MORNING, booking, make_episode, make_member, make_patient, make_plan, make_room
from treatments.models import SessionStatus, TreatmentSession
from treatments.services.booking import book_session
from treatments.services.clashing import place


def refusal(session: TreatmentSession, by: Caller) -> dict[str, str]:
    """The refusal's codes by pointer, after checking that nothing was written."""
    with pytest.raises(Refused) as refused:
        book_session(session, by=by)
    assert not TreatmentSession.objects.exists()
    assert not AuditEvent.objects.exists()
    return {problem.pointer: problem.code for problem in refused.value.problems}


def test_the_front_desk_books_a_session_and_the_audit_says_so(
    clinic: Clinic, as_rosa: Caller, theo: Membership
) -> None:
    amy = make_patient(clinic)
    session = book_session(booking(amy, theo, room=make_room(clinic)), by=as_rosa)
    stored = TreatmentSession.objects.get(pk=session.pk)
    assert (stored.status, stored.starts_at, stored.ends_at) == (
        SessionStatus.BOOKED,
        MORNING,
        MORNING + dt.timedelta(minutes=45),
    )
    assert stored.booked_by_id == as_rosa.membership_id
    event = AuditEvent.objects.get()
    assert (event.action, event.subject, event.patients) == ("session.booked", session.uuid, [amy.uuid])


def test_nobody_without_a_role_books(clinic: Clinic, una: Membership, theo: Membership) -> None:
    with pytest.raises(PermissionMissing):
        book_session(booking(make_patient(clinic), theo), by=caller_of_member(una))
    assert not TreatmentSession.objects.exists()


def test_a_manager_can_treat_but_the_front_desk_cannot(
    clinic: Clinic, as_rosa: Caller, rosa: Membership, mira: Membership
) -> None:
    amy = make_patient(clinic)
    assert refusal(booking(amy, rosa), as_rosa) == {"/therapist": "not_a_therapist"}
    assert book_session(booking(amy, mira), by=as_rosa).pk


def test_somebody_who_has_left_is_not_booked(clinic: Clinic, as_rosa: Caller, una: Membership) -> None:
    assert refusal(booking(make_patient(clinic), una), as_rosa) == {"/therapist": "not_active"}


def test_a_room_out_of_use_is_not_booked(clinic: Clinic, as_rosa: Caller, theo: Membership) -> None:
    closed = make_room(clinic, active=False)
    assert refusal(booking(make_patient(clinic), theo, room=closed), as_rosa) == {"/room": "not_active"}


def test_an_archived_patient_is_not_booked(clinic: Clinic, as_rosa: Caller, theo: Membership) -> None:
    amy = make_patient(clinic, status="archived")
    assert refusal(booking(amy, theo), as_rosa) == {"/patient": "not_active"}


def test_a_merged_patient_is_not_booked(clinic: Clinic, as_rosa: Caller, theo: Membership) -> None:
    amy = make_patient(clinic, merged_into=make_patient(clinic))
    assert refusal(booking(amy, theo), as_rosa) == {"/patient": "merged"}


def test_records_of_another_clinic_do_not_exist(
    clinic: Clinic, other_clinic: Clinic, as_rosa: Caller, other_theo: Membership
) -> None:
    stranger = make_patient(other_clinic)
    plan = make_plan(make_episode(stranger))
    session = booking(stranger, other_theo, room=make_room(other_clinic), plan=plan)
    assert refusal(session, as_rosa) == dict.fromkeys(["/patient", "/therapist", "/room", "/plan"], "does_not_exist")


def test_a_plan_entered_in_error_is_not_booked_on(clinic: Clinic, as_rosa: Caller, theo: Membership) -> None:
    plan = make_plan(make_episode(make_patient(clinic)))
    type(plan).objects.update(entered_in_error_at=MORNING, entered_in_error_reason="wrong patient")
    plan.refresh_from_db()
    assert refusal(booking(plan.patient, theo, plan=plan), as_rosa) == {"/plan": "entered_in_error"}


def test_a_session_without_an_end_is_refused(clinic: Clinic, as_rosa: Caller, theo: Membership) -> None:
    session = booking(make_patient(clinic), theo)
    session.during = DateTimeTZRange(MORNING, None)
    assert refusal(session, as_rosa) == {"/starts_at": "required"}


def test_a_plan_of_another_patient_does_not_fit(clinic: Clinic, as_rosa: Caller, theo: Membership) -> None:
    plan = make_plan(make_episode(make_patient(clinic)))
    assert refusal(booking(make_patient(clinic), theo, plan=plan), as_rosa) == {"/plan": "other_patient"}


@pytest.mark.parametrize(
    ("starts_at", "minutes", "expected"),
    [
        (MORNING, 0, {"/ends_at": "ends_before_start"}),
        (MORNING, -45, {"/ends_at": "ends_before_start"}),
        (MORNING, 12 * 60 + 1, {"/ends_at": "too_long"}),
        (MORNING.replace(tzinfo=None), 45, {"/starts_at": "naive"}),
        (MORNING.replace(year=2206), 45, {"/starts_at": "out_of_bounds"}),
        (MORNING.replace(year=1926), 45, {"/starts_at": "out_of_bounds"}),
    ],
)
def test_an_impossible_time_is_refused(
    clinic: Clinic,
    as_rosa: Caller,
    theo: Membership,
    starts_at: dt.datetime,
    minutes: int,
    expected: dict[str, str],
) -> None:
    assert refusal(booking(make_patient(clinic), theo, starts_at, minutes), as_rosa) == expected


def test_twelve_hours_are_just_possible(clinic: Clinic, as_rosa: Caller, theo: Membership) -> None:
    assert book_session(booking(make_patient(clinic), theo, minutes=12 * 60), by=as_rosa).pk


def test_all_problems_are_said_at_once(clinic: Clinic, as_rosa: Caller, rosa: Membership) -> None:
    amy = make_patient(clinic, status="deceased")
    assert refusal(booking(amy, rosa, minutes=-1), as_rosa) == {
        "/patient": "not_active",
        "/therapist": "not_a_therapist",
        "/ends_at": "ends_before_start",
    }


def test_what_is_missing_is_named(as_rosa: Caller) -> None:
    assert refusal(TreatmentSession(), as_rosa) == dict.fromkeys(["/patient", "/therapist", "/during"], "null")


def clash(session: TreatmentSession, by: Caller) -> Clash:
    before = TreatmentSession.objects.count()
    with pytest.raises(Clash) as clashed:
        book_session(session, by=by)
    assert TreatmentSession.objects.count() == before
    return clashed.value


def test_a_therapist_is_in_one_place_at_a_time(clinic: Clinic, as_rosa: Caller, theo: Membership) -> None:
    first = book_session(booking(make_patient(clinic), theo), by=as_rosa)
    found = clash(booking(make_patient(clinic), theo, MORNING + dt.timedelta(minutes=44)), as_rosa)
    assert (found.code, found.with_uuid) == ("therapist_overlap", str(first.uuid))
    assert str(found.detail) == (
        "The therapist has another session at this time. It lasts from 2 Mar 2026, 09:30 to 10:15."
    )


def test_a_room_takes_one_session_at_a_time(
    clinic: Clinic, as_rosa: Caller, theo: Membership, mira: Membership
) -> None:
    room = make_room(clinic)
    first = book_session(booking(make_patient(clinic), theo, room=room), by=as_rosa)
    found = clash(booking(make_patient(clinic), mira, room=room), as_rosa)
    assert (found.code, found.with_uuid) == ("room_overlap", str(first.uuid))
    assert "room" in str(found.detail)


def test_a_patient_has_one_session_at_a_time(
    clinic: Clinic, as_rosa: Caller, theo: Membership, mira: Membership
) -> None:
    amy = make_patient(clinic)
    first = book_session(booking(amy, theo), by=as_rosa)
    found = clash(booking(amy, mira), as_rosa)
    assert (found.code, found.with_uuid) == ("patient_overlap", str(first.uuid))
    assert "patient" in str(found.detail)


def test_one_session_may_begin_when_another_ends(clinic: Clinic, as_rosa: Caller, theo: Membership) -> None:
    book_session(booking(make_patient(clinic), theo), by=as_rosa)
    following = booking(make_patient(clinic), theo, MORNING + dt.timedelta(minutes=45))
    assert book_session(following, by=as_rosa).pk


def test_a_gym_and_a_supervisor_may_have_several_sessions(clinic: Clinic, as_rosa: Caller) -> None:
    gym = make_room(clinic, allows_overlap=True)
    supervisor = make_member(clinic, "sue", role="therapist")
    supervisor.supervises_parallel_sessions = True
    supervisor.save()
    for _number in range(3):
        assert book_session(booking(make_patient(clinic), supervisor, room=gym), by=as_rosa).pk


def test_a_stale_permission_to_overlap_does_not_count(
    clinic: Clinic, as_rosa: Caller, theo: Membership, mira: Membership
) -> None:
    gym = make_room(clinic, allows_overlap=True)
    Membership.objects.filter(pk=theo.pk).update(role="front_desk")
    type(gym).objects.update(allows_overlap=False)
    book_session(booking(make_patient(clinic), mira, room=gym), by=as_rosa)
    assert clash(booking(make_patient(clinic), mira, room=gym), as_rosa).code == "therapist_overlap"
    with pytest.raises(Refused):
        book_session(booking(make_patient(clinic), theo), by=as_rosa)


def test_a_clash_whose_cause_is_gone_meanwhile_is_still_a_clash(
    clinic: Clinic, as_rosa: Caller, theo: Membership
) -> None:
    def collide() -> None:
        raise Clash("therapist_overlap", "The therapist has another session at this time.")

    with pytest.raises(Clash) as clashed:
        place(booking(make_patient(clinic), theo), collide, as_rosa)
    assert (clashed.value.code, clashed.value.with_uuid) == ("therapist_overlap", None)

"""What the API refuses about sessions and plans, and that a refusal changes nothing."""

from typing import Any

import pytest
from django.db import OperationalError
from django.test import Client
from psycopg import errors

from assessments.models import PainRating
from clinic.audit.models import AuditEvent
from clinic.practice.models import ApiClient, Clinic, Membership
from patients.models import Patient
from tests.builders import (
    make_episode,
    make_patient,
    make_plan,
    make_room,
    make_session,
    make_token,
)
from tests.conftest import Api
from treatments.models import Plan, TreatmentSession

SESSIONS = "/api/v1/sessions/"
PLANS = "/api/v1/plans/"
NOBODY = "11111111-1111-4111-8111-111111111111"
ACTIONS = ("arrive", "start", "complete", "cancel", "no-show", "entered-in-error")
MORNING = {"starts_at": "2026-03-02T09:30:00+08:00", "ends_at": "2026-03-02T10:15:00+08:00"}


@pytest.fixture
def amy(clinic: Clinic) -> Patient:
    return make_patient(clinic)


@pytest.fixture
def session(amy: Patient, theo: Membership) -> TreatmentSession:
    """Amy's booked session with Theo, 2 March 2026 from 09:30 to 10:15."""
    return make_session(amy, theo)


@pytest.fixture
def theirs(other_clinic: Clinic, other_theo: Membership) -> TreatmentSession:
    """A session of the other clinic at the same moment."""
    return make_session(make_patient(other_clinic), other_theo)


@pytest.fixture
def desk(rosa: Membership) -> Client:
    """The front desk in a browser."""
    browser = Client(raise_request_exception=False)
    browser.force_login(rosa.user, backend="django.contrib.auth.backends.ModelBackend")
    return browser


def booking(patient: Patient, therapist: Membership, **more: Any) -> dict[str, Any]:
    return {"patient": str(patient.uuid), "therapist": str(therapist.uuid), **MORNING, **more}


def path_of(record: TreatmentSession | Plan) -> str:
    return f"{PLANS if isinstance(record, Plan) else SESSIONS}{record.uuid}/"


def unchanged(session: TreatmentSession) -> bool:
    return TreatmentSession.objects.get(pk=session.pk).version == session.version


def errors_of(answer: Any) -> dict[str, str]:
    return {error["pointer"]: error["code"] for error in answer.json()["errors"]}


@pytest.mark.parametrize("action", ACTIONS)
def test_another_clinics_session_is_answered_like_none_at_all(api: Api, theirs: TreatmentSession, action: str) -> None:
    body = {"reason": "wrong"} if action == "entered-in-error" else None
    foreign = api.post(f"{path_of(theirs)}{action}/", body)
    missing = api.post(f"{SESSIONS}{NOBODY}/{action}/", body)
    assert (foreign.status_code, foreign.content) == (404, missing.content)
    assert unchanged(theirs)


def test_another_clinics_session_is_neither_read_nor_moved_nor_listed(api: Api, theirs: TreatmentSession) -> None:
    assert api.get(path_of(theirs)).status_code == 404
    assert api.patch(path_of(theirs), {"room": None}, If_Match='"1-00000000"').status_code == 404
    assert api.get(SESSIONS).json()["results"] == []
    assert unchanged(theirs)


def test_another_clinics_bookings_are_in_nobodys_way(
    api: Api, amy: Patient, theo: Membership, theirs: TreatmentSession
) -> None:
    assert api.post(SESSIONS, booking(amy, theo)).status_code == 201


@pytest.mark.parametrize("name", ["patient", "therapist", "room", "plan", "appointment_type"])
def test_what_the_caller_cannot_see_is_refused_at_its_pointer(
    api: Api, amy: Patient, theo: Membership, other_clinic: Clinic, other_theo: Membership, name: str
) -> None:
    stranger = make_patient(other_clinic)
    foreign = {
        "patient": stranger.uuid,
        "therapist": other_theo.uuid,
        "room": make_room(other_clinic).uuid,
        "plan": make_plan(make_episode(stranger)).uuid,
        "appointment_type": NOBODY,
    }
    answer = api.post(SESSIONS, {**booking(amy, theo), name: str(foreign[name])})
    assert (answer.status_code, errors_of(answer)) == (400, {f"/{name}": "does_not_exist"})
    assert not TreatmentSession.objects.exists()


def test_whoever_does_not_treat_is_not_booked(api: Api, amy: Patient, rosa: Membership) -> None:
    answer = api.post(SESSIONS, booking(amy, rosa))
    assert (answer.status_code, errors_of(answer)) == (400, {"/therapist": "not_a_therapist"})
    assert not TreatmentSession.objects.exists()


def test_a_clash_says_which_of_the_three_is_taken_and_until_when(
    api: Api, session: TreatmentSession, amy: Patient, mira: Membership
) -> None:
    answer = api.post(SESSIONS, booking(amy, mira))
    assert answer.status_code == 409
    assert answer.headers["Content-Type"] == "application/problem+json"
    assert answer.json()["clashes_with"] == str(session.uuid)
    assert answer.json()["detail"] == (
        "The patient has another session at this time. It lasts from 2 Mar 2026, 09:30 to 10:15."
    )
    assert TreatmentSession.objects.count() == 1


def test_moving_onto_another_session_is_a_clash_too(
    api: Api, session: TreatmentSession, clinic: Clinic, theo: Membership
) -> None:
    afternoon = {"starts_at": "2026-03-02T15:00:00+08:00", "ends_at": "2026-03-02T15:45:00+08:00"}
    other = api.post(SESSIONS, booking(make_patient(clinic), theo, **afternoon)).json()
    tag = api.get(path_of(session)).headers["ETag"]
    answer = api.patch(path_of(session), afternoon, If_Match=tag)
    assert (answer.status_code, answer.json()["clashes_with"]) == (409, other["id"])
    assert unchanged(session)


def test_the_same_booking_sent_twice_with_a_key_books_once(api: Api, amy: Patient, theo: Membership) -> None:
    first = api.post(SESSIONS, booking(amy, theo), Idempotency_Key="b1")
    again = api.post(SESSIONS, booking(amy, theo), Idempotency_Key="b1")
    assert (again.status_code, again.json()) == (201, first.json())
    assert again.headers["Idempotent-Replayed"] == "true"
    assert TreatmentSession.objects.count() == 1


def test_a_change_names_the_version_that_was_read(api: Api, session: TreatmentSession) -> None:
    assert api.patch(path_of(session), {"room": None}).status_code == 428
    assert api.patch(path_of(session), {"room": None}, If_Match='"7-00000000"').status_code == 412
    assert api.post(f"{path_of(session)}arrive/", If_Match='"7-00000000"').status_code == 412
    assert unchanged(session)


def test_a_wrong_state_is_named(api: Api, amy: Patient, theo: Membership) -> None:
    cancelled = make_session(amy, theo, status="cancelled")
    for action in ACTIONS[:-1]:
        answer = api.post(f"{path_of(cancelled)}{action}/")
        assert (answer.status_code, errors_of(answer)) == (409, {"": "wrong_state"})
        assert answer.json()["detail"].startswith("The session is cancelled.")
    assert unchanged(cancelled)


def test_notes_before_the_session_are_a_wrong_state(api: Api, session: TreatmentSession) -> None:
    tag = api.get(path_of(session)).headers["ETag"]
    answer = api.patch(path_of(session), {"notes": {"plan": "early"}}, If_Match=tag)
    assert (answer.status_code, errors_of(answer)) == (409, {"": "wrong_state"})
    assert unchanged(session)


def test_moving_and_documenting_in_one_change_is_all_or_nothing(
    api: Api, session: TreatmentSession, clinic: Clinic
) -> None:
    room = str(make_room(clinic).uuid)
    tag = api.get(path_of(session)).headers["ETag"]
    both = {"room": room, "notes": {"plan": "early"}}
    assert api.patch(path_of(session), both, If_Match=tag).status_code == 409
    assert unchanged(session)
    tag = api.post(f"{path_of(session)}complete/").headers["ETag"]
    changed = api.patch(path_of(session), both, If_Match=tag).json()
    assert (changed["room"], changed["notes"]["plan"]) == (room, "early")


def test_the_front_desk_books_but_neither_treats_nor_writes(
    desk: Client, amy: Patient, theo: Membership, session: TreatmentSession
) -> None:
    later = {"starts_at": "2026-03-03T09:30:00+08:00", "ends_at": "2026-03-03T10:15:00+08:00"}
    booked = desk.post(SESSIONS, booking(amy, theo, **later), content_type="application/json")
    assert (booked.status_code, booked.json()["notes"]) == (201, None)
    for action in ("start", "complete", "entered-in-error"):
        answer = desk.post(f"{path_of(session)}{action}/", {"reason": "no"}, content_type="application/json")
        assert answer.status_code == 403, action
    assert desk.post(f"{path_of(session)}arrive/", content_type="application/json").json()["status"] == "arrived"
    tag = desk.get(path_of(session)).headers["ETag"]
    headers = {"If-Match": tag}
    note = desk.patch(path_of(session), {"notes": {"plan": "x"}}, content_type="application/json", headers=headers)
    assert note.status_code == 403
    assert TreatmentSession.objects.get(pk=session.pk).note_plan == ""


def test_the_front_desk_finds_nothing_clinical_in_a_list_either(
    desk: Client, api: Api, session: TreatmentSession
) -> None:
    pain = [{"region": "low_back", "side": "none", "intensity": 9}]
    api.post(f"{path_of(session)}complete/", {"notes": {"subjective": "secret"}, "pain": pain})
    answer = desk.get(SESSIONS)
    listed = answer.json()["results"][0]
    assert [listed[name] for name in ("notes", "pain", "techniques", "exercises", "adherence_percent")] == [None] * 5
    assert b"secret" not in answer.content
    assert desk.get(PLANS).status_code == 403


def test_a_token_that_may_only_read_does_not_book(
    partner: ApiClient, amy: Patient, theo: Membership, session: TreatmentSession
) -> None:
    reader = Api(make_token(partner, scopes=["treatments:read"]))
    assert reader.get(SESSIONS).status_code == 200
    later = {"starts_at": "2026-03-03T09:30:00+08:00", "ends_at": "2026-03-03T10:15:00+08:00"}
    assert reader.post(SESSIONS, booking(amy, theo, **later)).status_code == 403
    assert reader.post(f"{path_of(session)}cancel/").status_code == 403
    assert TreatmentSession.objects.count() == 1
    assert unchanged(session)


def test_a_session_entered_in_error_leaves_the_lists_with_its_pain(api: Api, session: TreatmentSession) -> None:
    api.post(f"{path_of(session)}complete/", {"pain": [{"region": "neck", "side": "none", "intensity": 3}]})
    assert api.post(f"{path_of(session)}entered-in-error/", {}).status_code == 400
    voided = api.post(f"{path_of(session)}entered-in-error/", {"reason": "wrong patient"}).json()
    assert voided["entered_in_error_reason"] == "wrong patient"
    assert voided["pain"] == []
    assert api.get(SESSIONS).json()["results"] == []
    in_step = api.get(f"{SESSIONS}?updated_since=2026-01-01T00:00:00Z").json()["results"]
    assert [one["id"] for one in in_step] == [str(session.uuid)]
    again = api.post(f"{path_of(session)}entered-in-error/", {"reason": "again"})
    assert again.status_code == 409
    assert not PainRating.objects.valid().exists()


def test_an_unknown_filter_or_a_day_that_is_none_is_refused(api: Api) -> None:
    assert errors_of(api.get(f"{SESSIONS}?colour=red")) == {"?colour": "unknown_filter"}
    assert api.get(f"{SESSIONS}?on=someday").status_code == 400
    assert api.get(f"{SESSIONS}?status=asleep").status_code == 400


def test_reading_sessions_leaves_an_audit_row_that_names_the_patient(
    api: Api, session: TreatmentSession, amy: Patient
) -> None:
    api.get(path_of(session))
    event = AuditEvent.objects.get()
    assert (event.action, event.subject, event.patients) == ("session.viewed", session.uuid, [amy.uuid])


def test_a_booking_that_met_a_deadlock_is_tried_again(
    api: Api, amy: Patient, theo: Membership, monkeypatch: pytest.MonkeyPatch
) -> None:
    from clinic.common import retrying
    from treatments.api import sessions

    attempts: list[int] = []

    def deadlock_first(*args: Any, **kwargs: Any) -> Any:
        attempts.append(1)
        if len(attempts) == 1:
            raise OperationalError("deadlock detected") from errors.DeadlockDetected()
        return book(*args, **kwargs)

    book = sessions.book_session
    monkeypatch.setattr(sessions, "book_session", deadlock_first)
    monkeypatch.setattr(retrying, "connection", NotInATransaction())
    assert api.post(SESSIONS, booking(amy, theo)).status_code == 201
    assert len(attempts) == 2


class NotInATransaction:
    """Stands for the connection of a real request; a test runs inside a transaction of its own."""

    in_atomic_block = False

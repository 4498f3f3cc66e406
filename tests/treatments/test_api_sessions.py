"""Other software books, follows and documents sessions."""

from typing import Any
from urllib.parse import quote

import pytest
from django.test import Client
from django.utils import timezone

from clinic.practice.models import Clinic, Membership
from patients.models import Patient
from tests.builders import PASSWORD, make_episode, make_patient, make_room
from tests.conftest import Api
from treatments.models import Availability, Closure, Exercise, Plan, SessionTechnique, Technique, TreatmentSession

SESSIONS = "/api/v1/sessions/"
PLANS = "/api/v1/plans/"
MORNING = {"starts_at": "2026-03-02T09:00:00+08:00", "ends_at": "2026-03-02T09:45:00+08:00"}


@pytest.fixture
def amy(clinic: Clinic) -> Patient:
    return make_patient(clinic)


@pytest.fixture
def booked(api: Api, amy: Patient, theo: Membership) -> dict[str, Any]:
    """Amy's session with Theo on Monday morning."""
    return book(api, amy, theo).json()  # type: ignore[no-any-return]


def book(api: Api, patient: Patient, member: Membership, **more: Any) -> Any:
    return api.post(SESSIONS, {"patient": str(patient.uuid), "therapist": str(member.uuid), **MORNING, **more})


def act(api: Api, session: dict[str, Any], action: str, body: Any = None) -> Any:
    return api.post(f"{SESSIONS}{session['id']}/{action}/", body)


def test_a_session_is_booked_on_the_clinics_clock(booked: dict[str, Any]) -> None:
    assert booked["status"] == "booked"
    assert booked["starts_at"] == MORNING["starts_at"]
    assert booked["notes"] == {"subjective": None, "objective": None, "assessment": None, "plan": None}


def test_an_overlapping_booking_names_the_session_in_the_way(
    api: Api, booked: dict[str, Any], clinic: Clinic, theo: Membership
) -> None:
    answer = book(api, make_patient(clinic), theo)
    assert (answer.status_code, answer.json()["clashes_with"]) == (409, booked["id"])
    assert TreatmentSession.objects.count() == 1


def test_a_booking_beside_the_calendar_is_made_with_warnings(
    api: Api, amy: Patient, theo: Membership, clinic: Clinic
) -> None:
    Availability.objects.create(clinic=clinic, therapist=theo, weekday=1, minutes=(600, 720))
    Closure.objects.create(clinic=clinic, name="Moving house", first_day="2026-03-01", last_day="2026-03-02")
    answer = book(api, amy, theo)
    assert answer.status_code == 201
    assert answer.json()["warnings"] == [
        {
            "pointer": "/starts_at",
            "code": "clinic_closed",
            "detail": "The clinic is closed from 1 Mar 2026 to 2 Mar 2026: Moving house.",
        },
        {
            "pointer": "/starts_at",
            "code": "outside_working_hours",
            "detail": "The therapist works on Monday only 10:00–12:00.",
        },
    ]


def test_a_session_goes_from_booked_to_documented(api: Api, booked: dict[str, Any], clinic: Clinic) -> None:
    Technique.objects.create(clinic=clinic, code="release", name="Release")
    stretch = Exercise.objects.create(clinic=clinic, name="Stretch", kind="stretch", instructions="Slowly.")
    assert act(api, booked, "arrive").json()["status"] == "arrived"
    assert act(api, booked, "start").json()["status"] == "in_progress"
    done = act(
        api,
        booked,
        "complete",
        {
            "notes": {"subjective": "better", "plan": "again next week"},
            "techniques": [{"code": "release", "region": "low_back", "minutes": 10}],
            "exercises": [str(stretch.uuid)],
            "pain": [{"region": "low_back", "side": "none", "intensity": 4}],
            "adherence_percent": 80,
        },
    ).json()
    assert (done["status"], done["notes"]["subjective"], done["adherence_percent"]) == ("completed", "better", 80)
    assert done["techniques"] == [{"code": "release", "region": "low_back", "side": "none", "minutes": 10}]
    assert done["exercises"] == [str(stretch.uuid)]
    assert [(pain["region"], pain["intensity"], pain["recall"]) for pain in done["pain"]] == [
        ("low_back", 4, "7d_average")
    ]


def test_a_session_whose_pain_was_entered_in_error_is_told_to_software_that_keeps_in_step(
    api: Api, booked: dict[str, Any]
) -> None:
    rated = {"pain": [{"region": "low_back", "side": "none", "intensity": 4}]}
    (pain,) = act(api, booked, "complete", rated).json()["pain"]
    since = f"{SESSIONS}?updated_since={quote(timezone.now().isoformat())}"
    assert api.get(since).json()["results"] == []
    api.post(f"/api/v1/pain-ratings/{pain['id']}/entered-in-error/", {"reason": "the other patient's"})
    (changed,) = api.get(since).json()["results"]
    assert (changed["id"], changed["pain"]) == (booked["id"], [])


def test_a_half_valid_documentation_writes_nothing(api: Api, booked: dict[str, Any], clinic: Clinic) -> None:
    Technique.objects.create(clinic=clinic, code="release", name="Release")
    answer = act(
        api,
        booked,
        "complete",
        {"techniques": [{"code": "release"}], "pain": [{"region": "knee", "side": "none", "intensity": 4}]},
    )
    assert (answer.status_code, answer.json()["errors"][0]["pointer"]) == (400, "/pain/0/side")
    assert not SessionTechnique.objects.exists()
    assert TreatmentSession.objects.get().status == "booked"


def test_a_completed_session_cannot_be_cancelled(api: Api, booked: dict[str, Any]) -> None:
    act(api, booked, "complete")
    answer = act(api, booked, "cancel", {"reason": "rain"})
    assert (answer.status_code, answer.json()["errors"][0]["code"]) == (409, "wrong_state")


def test_a_cancelled_session_frees_its_time(api: Api, booked: dict[str, Any], amy: Patient, theo: Membership) -> None:
    assert act(api, booked, "cancel", {"reason": "rain"}).json()["status_reason"] == "rain"
    assert book(api, amy, theo).status_code == 201


def test_a_session_is_moved_with_its_etag(api: Api, booked: dict[str, Any], clinic: Clinic) -> None:
    path = f"{SESSIONS}{booked['id']}/"
    room = make_room(clinic)
    tag = api.get(path).headers["ETag"]
    later = {"starts_at": "2026-03-02T11:00:00+08:00", "ends_at": "2026-03-02T11:45:00+08:00", "room": str(room.uuid)}
    moved = api.patch(path, later, If_Match=tag)
    assert (moved.status_code, moved.json()["starts_at"], moved.json()["room"]) == (
        200,
        later["starts_at"],
        str(room.uuid),
    )
    assert api.patch(path, {"room": None}, If_Match=tag).status_code == 412


@pytest.mark.parametrize(
    ("wrong", "pointer"),
    [
        ({"ends_at": "2026-03-02T08:00:00+08:00"}, "/ends_at"),
        ({"starts_at": "2026-03-02T09:00:00"}, "/starts_at"),
        ({"therapist": "11111111-1111-4111-8111-111111111111"}, "/therapist"),
        ({"status": "completed"}, "/status"),
        ({"notes": {"subjective": "early"}}, "/notes"),
    ],
)
def test_an_impossible_booking_is_refused(
    api: Api, amy: Patient, theo: Membership, wrong: dict[str, Any], pointer: str
) -> None:
    answer = book(api, amy, theo, **wrong)
    assert (answer.status_code, answer.json()["errors"][0]["pointer"]) == (400, pointer)
    assert not TreatmentSession.objects.exists()


def test_another_clinics_therapist_does_not_exist(api: Api, amy: Patient, other_theo: Membership) -> None:
    answer = book(api, amy, other_theo)
    assert (answer.status_code, answer.json()["errors"][0]["pointer"]) == (400, "/therapist")


def test_the_day_is_the_clinics_day(api: Api, booked: dict[str, Any]) -> None:
    assert len(api.get(f"{SESSIONS}?on=2026-03-02").json()["results"]) == 1
    assert api.get(f"{SESSIONS}?on=2026-03-01").json()["results"] == []


@pytest.mark.parametrize("day", ["0001-01-01", "1899-12-31", "2201-01-01", "9999-12-31"])
def test_a_day_that_no_calendar_of_the_clinic_shows_is_refused(api: Api, day: str) -> None:
    answer = api.get(f"{SESSIONS}?on={day}")
    assert (answer.status_code, answer.json()["errors"][0]["pointer"]) == (400, "?on")


def test_the_front_desk_sees_the_booking_and_nothing_clinical(
    api: Api, booked: dict[str, Any], rosa: Membership
) -> None:
    act(api, booked, "complete", {"notes": {"subjective": "secret"}, "adverse_event": "dizzy"})
    browser = Client()
    browser.force_login(rosa.user, backend="django.contrib.auth.backends.ModelBackend")
    shown = browser.get(f"{SESSIONS}{booked['id']}/").json()
    assert shown["status"] == "completed"
    assert [shown[name] for name in ("notes", "techniques", "exercises", "pain", "adverse_event")] == [None] * 5
    assert PASSWORD not in str(shown)


def test_a_list_of_sessions_costs_the_same_whatever_its_length(
    api: Api, clinic: Clinic, theo: Membership, django_assert_num_queries: Any
) -> None:
    for hour in (8, 10, 12):
        times = {"starts_at": f"2026-03-03T{hour:02}:00:00+08:00", "ends_at": f"2026-03-03T{hour:02}:30:00+08:00"}
        assert book(api, make_patient(clinic), theo, **times).status_code == 201
        with django_assert_num_queries(4):
            api.get(SESSIONS)


def test_a_plan_is_made_and_counts_its_sessions(api: Api, amy: Patient, theo: Membership, clinic: Clinic) -> None:
    stretch = Exercise.objects.create(clinic=clinic, name="Stretch", kind="stretch", instructions="Slowly.")
    plan = api.post(
        PLANS,
        {
            "patient": str(amy.uuid),
            "episode": str(make_episode(amy).uuid),
            "planned_sessions": 12,
            "goals": [{"region": "low_back", "target": 3}],
            "prescriptions": [{"exercise": str(stretch.uuid), "sets": 3, "repetitions": 10, "weekdays": [1, 3, 5]}],
        },
    )
    assert plan.status_code == 201, plan.json()
    session = book(api, amy, theo, plan=plan.json()["id"]).json()
    act(api, session, "complete")
    shown = api.get(f"{PLANS}{plan.json()['id']}/").json()
    assert (shown["sessions_completed"], shown["sessions_ahead"]) == (1, 0)
    assert shown["prescriptions"][0]["exercise"] == str(stretch.uuid)


def test_a_plan_without_sessions_is_refused(api: Api, amy: Patient) -> None:
    body = {"patient": str(amy.uuid), "episode": str(make_episode(amy).uuid), "planned_sessions": 0}
    answer = api.post(PLANS, body)
    assert (answer.status_code, answer.json()["errors"][0]["pointer"]) == (400, "/planned_sessions")
    assert not Plan.objects.exists()


def test_a_plan_is_changed_and_a_dropped_exercise_is_stopped(api: Api, amy: Patient, clinic: Clinic) -> None:
    stretch = Exercise.objects.create(clinic=clinic, name="Stretch", kind="stretch", instructions="Slowly.")
    body = {"patient": str(amy.uuid), "episode": str(make_episode(amy).uuid), "planned_sessions": 6}
    plan = api.post(PLANS, {**body, "prescriptions": [{"exercise": str(stretch.uuid)}]}).json()
    tag = api.get(f"{PLANS}{plan['id']}/").headers["ETag"]
    changed = api.patch(f"{PLANS}{plan['id']}/", {"planned_sessions": 8, "prescriptions": []}, If_Match=tag).json()
    assert changed["planned_sessions"] == 8
    assert changed["prescriptions"][0]["stopped_on"] is not None


@pytest.mark.parametrize("path", ["techniques", "exercises", "appointment-types", "staff", "rooms"])
def test_the_clinics_lists_are_read_and_not_written(api: Api, path: str, theo: Membership) -> None:
    assert api.get(f"/api/v1/{path}/").status_code == 200
    assert api.post(f"/api/v1/{path}/", {}).status_code == 405


def test_staff_and_rooms_of_another_clinic_are_not_listed(
    api: Api, theo: Membership, other_theo: Membership, other_clinic: Clinic
) -> None:
    make_room(other_clinic)
    assert [one["id"] for one in api.get("/api/v1/staff/").json()["results"]] == [str(theo.uuid)]
    assert api.get("/api/v1/rooms/").json()["results"] == []

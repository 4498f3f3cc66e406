"""Episodes of care and the events on their way."""

from typing import Any

import pytest

from clinic.practice.models import Clinic
from patients.models import Episode, Event, Patient
from tests.builders import make_episode, make_patient
from tests.conftest import Api

EPISODES = "/api/v1/episodes/"
EVENTS = "/api/v1/events/"


@pytest.fixture
def amy(clinic: Clinic) -> Patient:
    return make_patient(clinic)


def opened(api: Api, amy: Patient, **more: Any) -> Any:
    return api.post(EPISODES, {"patient": str(amy.uuid), "region": "low_back", "opened_at": "2026-03-01", **more})


def test_an_episode_is_opened_with_what_is_known(api: Api, amy: Patient) -> None:
    answer = opened(api, amy, cause="sitting", diagnoses=[{"text": "disc herniation"}], red_flags=["night pain"])
    body = answer.json()
    assert answer.status_code == 201, body
    assert (body["side"], body["cause"], body["assistive_device"], body["closed_at"]) == ("none", "sitting", None, None)
    assert body["diagnoses"] == [{"text": "disc herniation"}]


def test_a_second_open_episode_of_the_same_region_is_a_clash(api: Api, amy: Patient) -> None:
    opened(api, amy)
    assert opened(api, amy).status_code == 409
    assert Episode.objects.count() == 1


def test_a_closed_episode_makes_room_for_another(api: Api, amy: Patient) -> None:
    first = opened(api, amy)
    tag = api.get(f"{EPISODES}{first.json()['id']}/").headers["ETag"]
    closing = {"closed_at": "2026-05-01", "close_reason": "goal_met"}
    assert api.patch(f"{EPISODES}{first.json()['id']}/", closing, If_Match=tag).status_code == 200
    assert opened(api, amy, opened_at="2026-06-01").status_code == 201


@pytest.mark.parametrize(
    ("wrong", "pointer", "code"),
    [
        ({"side": "left"}, "/side", "side_not_allowed"),
        ({"region": "knee"}, "/side", "side_not_allowed"),
        ({"region": "elbow"}, "/region", "invalid_choice"),
        ({"opened_at": "2999-01-01"}, "/opened_at", "in_the_future"),
        ({"closed_at": "2026-02-01", "close_reason": "goal_met"}, "/closed_at", "closed_before_opened"),
        ({"closed_at": "2026-04-01"}, "/close_reason", "required"),
        ({"close_reason": "goal_met"}, "/closed_at", "required"),
        ({"assistive_device": "jetpack"}, "/assistive_device", "invalid_choice"),
    ],
)
def test_an_impossible_episode_is_refused_and_not_written(
    api: Api, amy: Patient, wrong: dict[str, str], pointer: str, code: str
) -> None:
    answer = opened(api, amy, **wrong)
    assert answer.status_code == 400
    assert [(error["pointer"], error["code"]) for error in answer.json()["errors"]] == [(pointer, code)]
    assert not Episode.objects.exists()


def test_another_clinics_patient_does_not_exist_for_an_episode(api: Api, other_clinic: Clinic) -> None:
    answer = opened(api, make_patient(other_clinic))
    assert (answer.status_code, answer.json()["errors"][0]["pointer"]) == (400, "/patient")
    assert not Episode.objects.exists()


def test_an_episode_entered_in_error_leaves_the_list_but_not_the_records(api: Api, amy: Patient) -> None:
    uuid = opened(api, amy).json()["id"]
    answer = api.post(f"{EPISODES}{uuid}/entered-in-error/", {"reason": "wrong patient"})
    assert (answer.status_code, answer.json()["entered_in_error_reason"]) == (200, "wrong patient")
    assert api.get(EPISODES).json()["results"] == []
    in_step = api.get(f"{EPISODES}?updated_since=2020-01-01T00:00:00Z").json()["results"]
    assert [episode["id"] for episode in in_step] == [uuid]
    assert opened(api, amy).status_code == 201


def test_an_episode_entered_in_error_stays_as_it_was(api: Api, amy: Patient) -> None:
    path = f"/api/v1/episodes/{make_episode(amy).uuid}/"
    api.post(f"{path}entered-in-error/", {"reason": "wrong patient"})
    before = api.get(path)
    answer = api.patch(path, {"goals": "walk an hour"}, **{"If-Match": before.headers["ETag"]})
    assert (answer.status_code, answer.json()["errors"][0]["code"]) == (409, "entered_in_error")
    assert api.get(path).json() == before.json()


def test_what_is_not_there_is_missing_before_the_reason_is(api: Api) -> None:
    answer = api.post("/api/v1/episodes/11111111-1111-4111-8111-111111111111/entered-in-error/", {})
    assert answer.status_code == 404


@pytest.mark.parametrize(
    ("path", "body"),
    [
        ("events/", {"kind": "flare", "on": "2026-03-05"}),
        ("plans/", {"planned_sessions": 6}),
        ("pain-ratings/", {"region": "neck", "side": "none", "intensity": 4, "taken_at": "2026-03-05T09:00:00+08:00"}),
    ],
)
def test_nothing_new_belongs_to_an_episode_entered_in_error(
    api: Api, amy: Patient, path: str, body: dict[str, Any]
) -> None:
    episode = opened(api, amy).json()["id"]
    api.post(f"{EPISODES}{episode}/entered-in-error/", {"reason": "wrong patient"})
    answer = api.post(f"/api/v1/{path}", {"patient": str(amy.uuid), "episode": episode, **body})
    errors = [(error["pointer"], error["code"]) for error in answer.json()["errors"]]
    assert (answer.status_code, errors) == (400, [("/episode", "entered_in_error")])


def test_voiding_needs_a_reason_and_happens_once(api: Api, amy: Patient) -> None:
    path = f"{EPISODES}{opened(api, amy).json()['id']}/entered-in-error/"
    assert api.post(path, {"reason": "  "}).status_code == 400
    assert api.post(path, {"reason": "wrong patient"}).status_code == 200
    assert api.post(path, {"reason": "again"}).status_code == 409


def test_deleting_an_episode_is_not_possible(api: Api, amy: Patient) -> None:
    uuid = opened(api, amy).json()["id"]
    assert api.delete(f"{EPISODES}{uuid}/").status_code == 405
    assert Episode.objects.count() == 1


def test_open_episodes_are_found_by_patient(api: Api, amy: Patient, clinic: Clinic) -> None:
    make_episode(amy)
    make_episode(make_patient(clinic))
    found = api.get(f"{EPISODES}?patient={amy.uuid}&open=true").json()["results"]
    assert [episode["patient"] for episode in found] == [str(amy.uuid)]


def test_an_event_of_another_patients_episode_is_refused(api: Api, amy: Patient, clinic: Clinic) -> None:
    foreign = make_episode(make_patient(clinic))
    event = {"patient": str(amy.uuid), "episode": str(foreign.uuid), "kind": "flare", "on": "2026-03-05"}
    answer = api.post(EVENTS, event)
    assert (answer.status_code, answer.json()["errors"][0]["code"]) == (400, "other_patient")
    assert not Event.objects.exists()


def test_an_event_is_noted_and_changed(api: Api, amy: Patient) -> None:
    made = api.post(EVENTS, {"patient": str(amy.uuid), "kind": "flare", "on": "2026-03-05", "note": "gardening"})
    path = f"{EVENTS}{made.json()['id']}/"
    tag = api.get(path).headers["ETag"]
    changed = api.patch(path, {"note": None}, If_Match=tag)
    assert (changed.status_code, changed.json()["note"]) == (200, None)

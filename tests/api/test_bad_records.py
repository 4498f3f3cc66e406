"""What a record must not say: each is refused at its place, in words, and nothing is written."""

import datetime as dt
from typing import Any

import pytest

from clinic.common.caller import Caller
from clinic.common.errors import Refused
from clinic.practice.models import Clinic, Membership
from clinic.practice.services.clinic_settings import change_clinic
from patients.models import Patient
from tests.api.unchanged import nothing_written
from tests.builders import make_episode, make_patient, make_session
from tests.conftest import Api

NINE, TEN = "2026-03-02T09:30:00+08:00", "2026-03-02T10:15:00+08:00"
TOMORROW = (dt.datetime.now(dt.UTC) + dt.timedelta(days=1)).isoformat()


@pytest.fixture
def amy(clinic: Clinic) -> Patient:
    return make_patient(clinic)


def tilt(**changed: Any) -> dict[str, Any]:
    return {"measure": "pelvic_obliquity", "side": "none", "method": "palm", "readings": [3.0], **changed}


def back(**changed: Any) -> dict[str, Any]:
    return {"region": "low_back", "side": "none", "intensity": 6, **changed}


def visit(*measurements: Any, pain: list[Any] | None = None, **changed: Any) -> dict[str, Any]:
    return {"taken_at": NINE, "measurements": list(measurements), "pain": pain or [], **changed}


def refusals(api: Api, path: str, body: Any, status: int = 400) -> list[tuple[str, str]]:
    """(pointer, code) of everything that is wrong with the body; fails unless it is refused and nothing written."""
    with nothing_written():
        answer = api.post(f"/api/v1/{path}", body)
    assert answer.status_code == status, answer.content
    assert answer.headers["Content-Type"] == "application/problem+json"
    errors = answer.json()["errors"]
    assert all(error["detail"] for error in errors)
    return [(error["pointer"], error["code"]) for error in errors]


@pytest.mark.parametrize(
    ("body", "pointer", "code"),
    [
        (visit(tilt(readings=[500])), "/measurements/0/readings/0", "out_of_bounds"),
        (visit(tilt(side="left")), "/measurements/0/side", "side_not_allowed"),
        (visit(tilt(method="goniometer")), "/measurements/0/method", "method_not_allowed"),
        (visit(tilt(measure="shoe_size")), "/measurements/0/measure", "unknown_measure"),
        (visit(tilt(readings=["3.0"])), "/measurements/0/readings/0", "invalid"),
        (visit(tilt(readings=[True])), "/measurements/0/readings/0", "invalid"),
        (visit(tilt(readings=[])), "/measurements/0/readings", "min_length"),
        (visit(tilt(colour="red")), "/measurements/0/colour", "unknown_field"),
        (visit(pain=[back(intensity=11)]), "/pain/0/intensity", "out_of_bounds"),
        (visit(pain=[back(intensity=5.5)]), "/pain/0/intensity", "out_of_bounds"),
        (visit(pain=[back(side="left")]), "/pain/0/side", "side_not_allowed"),
        (visit(pain=[back(region="tail")]), "/pain/0/region", "unknown_region"),
        (visit(tilt(), taken_at=TOMORROW), "/taken_at", "in_the_future"),
        (visit(tilt(), taken_at="2026-03-02T09:30:00"), "/taken_at", "naive"),
        (visit(tilt(), taken_at="yesterday"), "/taken_at", "invalid"),
        (visit(tilt(), clinic=1), "/clinic", "unknown_field"),
        (visit(tilt(), version=7), "/version", "read_only_field"),
    ],
)
def test_an_impossible_assessment(api: Api, amy: Patient, body: dict[str, Any], pointer: str, code: str) -> None:
    assert (pointer, code) in refusals(api, "assessments/", {"patient": str(amy.uuid), **body})


def test_of_a_half_valid_assessment_nothing_is_written(api: Api, amy: Patient) -> None:
    body = visit(tilt(), tilt(measure="knee_extension"), pain=[back(), back(region="knee", side="none")])
    pointers = {pointer for pointer, _code in refusals(api, "assessments/", {"patient": str(amy.uuid), **body})}
    assert {"/measurements/1/side", "/measurements/1/method", "/pain/1/side"} <= pointers


@pytest.mark.parametrize(
    ("path", "body", "pointer"),
    [
        ("consents/", {"kind": "treatment", "given_at": TOMORROW}, "/given_at"),
        ("pain-ratings/", {**back(), "taken_at": TOMORROW}, "/taken_at"),
        ("reports/", {"kind": "patient", "from": "2999-01-01"}, "/from"),
    ],
)
def test_what_has_not_happened_yet(api: Api, amy: Patient, path: str, body: dict[str, Any], pointer: str) -> None:
    assert (pointer, "in_the_future") in refusals(api, path, {"patient": str(amy.uuid), **body})


@pytest.mark.parametrize(
    ("path", "body", "field"),
    [
        ("patients/", {"family_name": "Lee", "given_name": "Bo"}, "birth_date"),
        ("episodes/", {"region": "knee", "side": "left"}, "opened_at"),
        ("events/", {"kind": "flare"}, "on"),
        ("questionnaire-scores/", {"instrument": "odi", "score": 20}, "taken_on"),
    ],
)
def test_a_day_that_has_not_begun_in_the_clinic(
    api: Api, amy: Patient, clinic: Clinic, path: str, body: dict[str, Any], field: str
) -> None:
    """In Hong Kong the day of UTC's tomorrow begins at four in the afternoon."""
    tomorrow = dt.datetime.now(clinic.zone).date() + dt.timedelta(days=1)
    whose = {} if path == "patients/" else {"patient": str(amy.uuid)}
    assert (f"/{field}", "in_the_future") in refusals(api, path, {**whose, **body, field: tomorrow.isoformat()})


@pytest.mark.parametrize(
    "path", ["consents/", "contacts/", "episodes/", "events/", "assessments/", "pain-ratings/", "sessions/", "reports/"]
)
def test_another_clinics_patient_in_a_body_is_one_that_does_not_exist(
    api: Api, theo: Membership, other_clinic: Clinic, path: str
) -> None:
    def told(uuid: str) -> str:
        with nothing_written():
            answer = api.post(f"/api/v1/{path}", {**BODIES[path], "patient": uuid})
        assert answer.status_code == 400, answer.content
        assert ("/patient", "does_not_exist") in [(e["pointer"], e["code"]) for e in answer.json()["errors"]]
        return answer.content.decode().replace(uuid, "…")

    BODIES["sessions/"]["therapist"] = str(theo.uuid)
    assert told(str(make_patient(other_clinic).uuid)) == told("11111111-1111-4111-8111-111111111111")


BODIES: dict[str, dict[str, Any]] = {
    "consents/": {"kind": "treatment", "given_at": NINE},
    "contacts/": {"kind": "guardian", "name": "Bo"},
    "episodes/": {"region": "knee", "side": "left"},
    "events/": {"kind": "flare", "on": "2026-03-02"},
    "assessments/": visit(tilt()),
    "pain-ratings/": {**back(), "taken_at": NINE},
    "sessions/": {"starts_at": NINE, "ends_at": TEN},
    "reports/": {"kind": "patient"},
}


def test_another_patients_episode_is_refused(api: Api, amy: Patient, clinic: Clinic) -> None:
    episode = make_episode(make_patient(clinic))
    body = {"patient": str(amy.uuid), "episode": str(episode.uuid), **visit(tilt())}
    assert [pointer for pointer, _code in refusals(api, "assessments/", body)] == ["/episode"]


def test_an_overlapping_booking_names_the_session_that_is_in_the_way(
    api: Api, amy: Patient, clinic: Clinic, theo: Membership
) -> None:
    booked = make_session(amy, theo)
    other = make_patient(clinic)
    body = {"patient": str(other.uuid), "therapist": str(theo.uuid), "starts_at": NINE, "ends_at": TEN}
    with nothing_written():
        answer = api.post("/api/v1/sessions/", body)
    assert (answer.status_code, answer.json()["clashes_with"]) == (409, str(booked.uuid))


def test_a_session_that_ends_before_it_begins(api: Api, amy: Patient, theo: Membership) -> None:
    body = {"patient": str(amy.uuid), "therapist": str(theo.uuid), "starts_at": TEN, "ends_at": NINE}
    assert refusals(api, "sessions/", body) == [("/ends_at", "ends_before_start")]


def test_an_unknown_time_zone_of_the_clinic(clinic: Clinic, as_mira: Caller) -> None:
    clinic.time_zone = "Asia/Kowloon"
    with nothing_written(), pytest.raises(Refused) as refused:
        change_clinic(clinic, ["time_zone"], by=as_mira)
    (problem,) = refused.value.problems
    assert (problem.pointer, problem.code) == ("/time_zone", "unknown_time_zone")
    assert "Asia/Kowloon" in str(problem.detail)

"""Pain ratings by themselves and questionnaire scores, over REST."""

import datetime as dt
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from assessments.models import PainRating, QuestionnaireScore
from assessments.services.scoring import record_questionnaire_score
from clinic.audit.models import AuditEvent
from clinic.common.caller import Caller
from clinic.practice.models import Clinic
from patients.models import Patient
from tests.builders import (
    MORNING,
    make_assessment,
    make_client,
    make_episode,
    make_patient,
    make_token,
    rated,
)
from tests.conftest import Api

RATINGS = "/api/v1/pain-ratings/"
SCORES = "/api/v1/questionnaire-scores/"


@pytest.fixture
def amy(clinic: Clinic) -> Patient:
    return make_patient(clinic)


def rating(patient: Patient, **fields: Any) -> dict[str, Any]:
    given = {"region": "low_back", "side": "none", "intensity": 6, "taken_at": "2026-03-02T09:30:00+08:00"}
    return {"patient": str(patient.uuid), **given, **fields}


def score(patient: Patient, **fields: Any) -> dict[str, Any]:
    return {"patient": str(patient.uuid), "instrument": "odi", "score": 42, "taken_on": "2026-03-02", **fields}


def problems(answer: Any) -> list[tuple[str, str]]:
    """Pointer and code of a refusal; and nothing was written."""
    assert answer.status_code == 400, answer.content
    assert [model.objects.count() for model in (PainRating, QuestionnaireScore, AuditEvent)] == [0] * 3
    return [(error["pointer"], error["code"]) for error in answer.json()["errors"]]


def test_a_patients_app_rates_pain_without_a_visit(api: Api, amy: Patient) -> None:
    answer = api.post(RATINGS, rating(amy, mode="patient_app", timing="no_treatment"))
    given = answer.json()
    assert answer.status_code == 201, given
    assert answer.headers["Location"].endswith(f"{RATINGS}{given['id']}/")
    assert (given["recall"], given["context"], given["mode"], given["assessment"], given["status"]) == (
        "7d_average",
        "overall",
        "patient_app",
        None,
        "final",
    )
    assert {**api.get(f"{RATINGS}{given['id']}/").json(), "warnings": []} == given


@pytest.mark.parametrize(
    ("fields", "pointer", "code"),
    [
        ({"intensity": 11}, "/intensity", "out_of_bounds"),
        ({"intensity": 5.5}, "/intensity", "out_of_bounds"),
        ({"intensity": None}, "/intensity", "null"),
        ({"side": "left"}, "/side", "side_not_allowed"),
        ({"region": "elbow"}, "/region", "unknown_region"),
        ({"taken_at": "2999-01-01T00:00:00Z"}, "/taken_at", "in_the_future"),
        ({"taken_at": "2026-03-02T09:30"}, "/taken_at", "naive"),
        ({"mode": "smoke"}, "/mode", "invalid_choice"),
        ({"assessment": None}, "/assessment", "read_only_field"),
        ({"mood": "bad"}, "/mood", "unknown_field"),
    ],
)
def test_an_impossible_rating_is_refused_and_nothing_is_written(
    api: Api, amy: Patient, fields: dict[str, Any], pointer: str, code: str
) -> None:
    assert problems(api.post(RATINGS, rating(amy, **fields))) == [(pointer, code)]


def test_a_rating_belongs_to_the_clinics_own_patient_and_the_patients_own_episode(
    api: Api, amy: Patient, clinic: Clinic, other_clinic: Clinic
) -> None:
    assert problems(api.post(RATINGS, rating(make_patient(other_clinic)))) == [("/patient", "does_not_exist")]
    of_ben = make_episode(make_patient(clinic, given_name="Ben"))
    assert problems(api.post(RATINGS, rating(amy, episode=str(of_ben.uuid)))) == [("/episode", "other_patient")]


def test_ratings_of_assessments_and_single_ones_are_listed_and_filtered(
    api: Api, amy: Patient, as_theo: Caller
) -> None:
    visit = make_assessment(amy, rated("neck", 3), rated("knee", 8, side="left"), by=as_theo)
    api.post(RATINGS, rating(amy))
    assert len(api.get(RATINGS).json()["results"]) == 3
    for query, found in (
        (f"assessment={visit.uuid}", {"neck", "knee"}),
        ("region=low_back", {"low_back"}),
        ("intensity__gte=6", {"low_back", "knee"}),
        ("side=left", {"knee"}),
        (f"patient={amy.uuid}", {"neck", "knee", "low_back"}),
    ):
        assert {item["region"] for item in api.get(f"{RATINGS}?{query}").json()["results"]} == found
    assert api.get(f"{RATINGS}?mood=bad").status_code == 400


def test_a_rating_is_voided_and_leaves_the_list_and_its_assessment(api: Api, amy: Patient, as_theo: Caller) -> None:
    visit = make_assessment(amy, rated("neck", 3), rated("low_back", 6), by=as_theo)
    visit_before = api.get(f"/api/v1/assessments/{visit.uuid}/").json()
    wrong = PainRating.objects.get(region="neck")
    answer = api.post(f"{RATINGS}{wrong.uuid}/entered-in-error/", {"reason": "Asked about the wrong place"})
    assert (answer.status_code, answer.json()["status"]) == (200, "entered_in_error")
    assert [item["region"] for item in api.get(RATINGS).json()["results"]] == ["low_back"]
    shown = api.get(f"/api/v1/assessments/{visit.uuid}/").json()
    assert [item["region"] for item in shown["pain"]] == ["low_back"]
    assert shown["version"] == visit.version + 1
    assert shown["updated_at"] > visit_before["updated_at"]


def test_another_clinic_neither_sees_nor_voids_a_rating(other_api: Api, amy: Patient, as_theo: Caller) -> None:
    make_assessment(amy, rated("neck", 3), by=as_theo)
    path = f"{RATINGS}{PainRating.objects.get().uuid}/"
    assert other_api.get(path).status_code == 404
    assert other_api.post(f"{path}entered-in-error/", {"reason": "Mine"}).status_code == 404
    assert other_api.get(RATINGS).json()["results"] == []
    assert PainRating.objects.valid().count() == 1


def test_a_list_of_many_ratings_costs_as_many_queries_as_one(api: Api, amy: Patient, as_theo: Caller) -> None:
    counts = []
    for week in range(2):
        pains = [rated(region, 5) for region in ("neck", "low_back", "upper_back")]
        make_assessment(amy, *pains, by=as_theo, taken_at=MORNING + dt.timedelta(days=7 * week))
        with CaptureQueriesContext(connection) as queries:
            listed = api.get(RATINGS).json()["results"]
        asked = [q["sql"] for q in queries if q["sql"].startswith("SELECT") and "set_config" not in q["sql"]]
        counts.append((len(listed), len(asked)))
    assert counts == [(3, 2), (6, 2)]


def test_a_score_is_recorded_once_however_often_the_request_arrives(api: Api, amy: Patient) -> None:
    first = api.post(SCORES, score(amy), Idempotency_Key="odi-1")
    again = api.post(SCORES, score(amy), Idempotency_Key="odi-1")
    assert (first.status_code, first.json()["score"]) == (201, 42.0)
    assert (again.status_code, again.headers["Idempotent-Replayed"]) == (201, "true")
    assert QuestionnaireScore.objects.count() == 1


@pytest.mark.parametrize(
    ("fields", "pointer", "code"),
    [
        ({"score": 100.5}, "/score", "out_of_bounds"),
        ({"score": "42"}, "/score", "invalid"),
        ({"instrument": "mood"}, "/instrument", "invalid_choice"),
        ({"taken_on": "2999-01-01"}, "/taken_on", "in_the_future"),
        ({"taken_on": "2026-02-30"}, "/taken_on", "invalid"),
        ({"items": [1, 2]}, "/items", "unknown_field"),
    ],
)
def test_an_impossible_score_is_refused_and_nothing_is_written(
    api: Api, amy: Patient, fields: dict[str, Any], pointer: str, code: str
) -> None:
    assert problems(api.post(SCORES, score(amy, **fields))) == [(pointer, code)]


def test_scores_are_listed_voided_and_hidden_from_the_other_clinic(
    api: Api, other_api: Api, amy: Patient, as_theo: Caller
) -> None:
    given = QuestionnaireScore(patient=amy, instrument="peg", score=4.5, taken_on=dt.date(2026, 3, 2))
    stored = record_questionnaire_score(given, by=as_theo)
    path = f"{SCORES}{stored.uuid}/"
    assert other_api.get(path).status_code == 404
    assert [item["score"] for item in api.get(f"{SCORES}?instrument=peg").json()["results"]] == [4.5]
    assert api.get(f"{SCORES}?score__gt=5").json()["results"] == []
    assert api.post(f"{path}entered-in-error/", {"reason": "Other patient"}).status_code == 200
    assert api.get(SCORES).json()["results"] == []


def test_the_front_desks_software_reads_neither_pain_nor_scores(clinic: Clinic) -> None:
    front = Api(make_token(make_client(clinic, "front", ["patients:read", "patients:write"])))
    assert front.get(RATINGS).status_code == 403
    assert front.get(SCORES).status_code == 403

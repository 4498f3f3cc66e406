"""Pain ratings without an assessment, questionnaire scores, and the clinic's own precision."""

import datetime as dt
import math
from typing import Any

import pytest
from django.utils import timezone

from assessments.models import MethodPrecision, PainRating, QuestionnaireScore
from assessments.precision import OwnFigure
from assessments.services.precision import own_figures, set_precision
from assessments.services.rating_pain import rate_pain
from assessments.services.scoring import record_questionnaire_score
from clinic.audit.models import AuditEvent
from clinic.common.caller import Caller
from clinic.common.errors import Clash, PermissionMissing, Refused
from clinic.practice.models import Clinic
from patients.models import Patient
from tests.builders import MORNING, make_episode, make_patient, rated


@pytest.fixture
def amy(clinic: Clinic) -> Patient:
    return make_patient(clinic)


def test_a_patients_app_can_rate_pain_without_a_visit(amy: Patient, as_theo: Caller) -> None:
    rating = rated("low_back", 6, patient=amy, taken_at=MORNING, mode="patient_app", timing="no_treatment")
    rate_pain(rating, by=as_theo)
    stored = PainRating.objects.get()
    assert (stored.intensity, stored.assessment, stored.recall, stored.context) == (
        6,
        None,
        "7d_average",
        "overall",
    )
    assert AuditEvent.objects.get().action == "pain_rating.recorded"


def test_every_problem_of_a_rating_is_said_at_once(amy: Patient, other_clinic: Clinic, as_theo: Caller) -> None:
    tomorrow = timezone.now() + dt.timedelta(days=1)
    stranger = make_patient(other_clinic)
    with pytest.raises(Refused) as refused:
        rate_pain(rated("knee", 5.5, patient=stranger, taken_at=tomorrow, mode="smoke"), by=as_theo)
    assert {(p.pointer, p.code) for p in refused.value.problems} == {
        ("/patient", "does_not_exist"),
        ("/taken_at", "in_the_future"),
        ("/side", "side_not_allowed"),
        ("/intensity", "out_of_bounds"),
        ("/mode", "invalid_choice"),
    }
    assert not PainRating.objects.exists()


def test_a_rating_of_an_episode_is_one_of_the_same_patient(amy: Patient, clinic: Clinic, as_theo: Caller) -> None:
    of_ben = make_episode(make_patient(clinic, given_name="Ben"))
    with pytest.raises(Refused) as refused:
        rate_pain(rated("low_back", 5, patient=amy, episode=of_ben, taken_at=MORNING), by=as_theo)
    assert [(p.pointer, p.code) for p in refused.value.problems] == [("/episode", "other_patient")]


def score(patient: Patient, **fields: Any) -> QuestionnaireScore:
    given = {"instrument": "odi", "score": 42.0, "taken_on": dt.date(2026, 3, 2), **fields}
    return QuestionnaireScore(patient=patient, **given)


def test_a_questionnaire_score_is_stored(amy: Patient, as_theo: Caller) -> None:
    record_questionnaire_score(score(amy), by=as_theo)
    assert QuestionnaireScore.objects.get().score == 42.0


@pytest.mark.parametrize(
    ("fields", "pointer", "code"),
    [
        ({"score": 100.5}, "/score", "out_of_bounds"),
        ({"score": math.nan}, "/score", "out_of_bounds"),
        ({"score": None}, "/score", "null"),
        ({"instrument": "mood"}, "/instrument", "invalid_choice"),
        ({"taken_on": dt.date(2100, 1, 1)}, "/taken_on", "in_the_future"),
    ],
)
def test_an_impossible_score_is_refused(
    amy: Patient, as_theo: Caller, fields: dict[str, Any], pointer: str, code: str
) -> None:
    with pytest.raises(Refused) as refused:
        record_questionnaire_score(score(amy, **fields), by=as_theo)
    assert (pointer, code) in [(p.pointer, p.code) for p in refused.value.problems]
    assert not QuestionnaireScore.objects.exists()


def precision(**fields: Any) -> MethodPrecision:
    return MethodPrecision(
        **{
            "measure": "pelvic_obliquity",
            "method": "palm",
            "sem_same_rater": 0.5,
            "sem_different_rater": 0.9,
            "source": "Own repeated readings",
            "valid_from": dt.date(2026, 3, 1),
            **fields,
        }
    )


def test_the_manager_gives_the_clinics_own_precision_and_the_therapist_does_not(
    as_mira: Caller, as_theo: Caller
) -> None:
    with pytest.raises(PermissionMissing):
        set_precision(precision(), by=as_theo)
    set_precision(precision(), by=as_mira)
    own = OwnFigure(0.5, 0.9, "Own repeated readings", dt.date(2026, 3, 1))
    assert own_figures(as_theo) == {("pelvic_obliquity", "palm"): own}


def test_precision_is_dated_and_never_overwritten(as_mira: Caller) -> None:
    set_precision(precision(), by=as_mira)
    with pytest.raises(Clash):
        set_precision(precision(sem_same_rater=0.4), by=as_mira)
    set_precision(precision(sem_same_rater=0.4, valid_from=dt.date(2026, 4, 1)), by=as_mira)
    set_precision(precision(sem_same_rater=0.3, valid_from=dt.date(2100, 1, 1)), by=as_mira)
    assert MethodPrecision.objects.count() == 3
    assert [figure.sem_same_rater for figure in own_figures(as_mira).values()] == [0.4]


def test_another_clinics_precision_does_not_count(as_mira: Caller, as_other_theo: Caller) -> None:
    set_precision(precision(), by=as_mira)
    assert own_figures(as_other_theo) == {}


@pytest.mark.parametrize(
    ("fields", "pointer", "code"),
    [
        ({"sem_same_rater": 0}, "/sem_same_rater", "out_of_bounds"),
        ({"sem_different_rater": math.inf}, "/sem_different_rater", "out_of_bounds"),
        ({"method": "goniometer"}, "/method", "method_not_allowed"),
        ({"measure": "mood"}, "/measure", "unknown_measure"),
        ({"source": ""}, "/source", "blank"),
    ],
)
def test_an_impossible_precision_is_refused(as_mira: Caller, fields: dict[str, Any], pointer: str, code: str) -> None:
    with pytest.raises(Refused) as refused:
        set_precision(precision(**fields), by=as_mira)
    assert (pointer, code) in [(p.pointer, p.code) for p in refused.value.problems]
    assert not MethodPrecision.objects.exists()

"""What the database itself refuses, whoever writes; and the sentence that a person gets for it."""

import datetime as dt
from typing import Any

import pytest
from django.db import IntegrityError, transaction
from django.utils import timezone

from assessments.models import Assessment, Measurement, MethodPrecision, PainRating, QuestionnaireScore
from clinic.common.caller import Caller
from clinic.common.errors import Clash, Refused
from clinic.common.records import insert, insert_all
from clinic.practice.models import Clinic
from patients.models import Patient
from tests.builders import MORNING, make_assessment, make_patient


@pytest.fixture
def amy(clinic: Clinic) -> Patient:
    return make_patient(clinic)


@pytest.fixture
def assessment(amy: Patient, as_theo: Caller) -> Assessment:
    return make_assessment(amy, by=as_theo)


def raw(assessment: Assessment, **fields: Any) -> Measurement:
    """A measurement that has passed no check at all."""
    given = {
        "measure": "pelvic_obliquity",
        "side": "none",
        "method": "radiograph",
        "value": 3.0,
        "posture": "unknown",
        **fields,
    }
    return Measurement(
        clinic_id=assessment.clinic_id,
        assessment=assessment,
        **{"readings": [3.0], "entered_readings": [3.0], "entered_unit": "deg", **given},
    )


@pytest.mark.parametrize(
    ("fields", "code"),
    [
        ({"value": 20.5}, "out_of_bounds"),
        ({"value": float("nan")}, "out_of_bounds"),
        ({"side": "left"}, "not_allowed"),
        ({"method": "ruler"}, "not_allowed"),
        ({"measure": "innominate_asymmetry"}, "out_of_bounds"),
        ({"readings": []}, "assessments_measurement_readings"),
        ({"readings": [3.0] * 6}, "assessments_measurement_readings"),
    ],
)
def test_a_bad_row_among_many_is_refused_in_the_constraints_own_words(
    assessment: Assessment, fields: dict[str, Any], code: str
) -> None:
    good = raw(assessment, posture="standing")
    with pytest.raises(Refused) as refused:
        insert_all([good, raw(assessment, **fields)], "/measurements")
    problem = refused.value.problems[0]
    assert (problem.pointer, problem.code) in {("/measurements", code), ("/measurements", "not_allowed")}
    assert "violated" not in str(problem.detail)
    assert Measurement.objects.count() == 1


def test_the_same_series_twice_in_one_assessment_clashes(assessment: Assessment) -> None:
    with pytest.raises(Clash):
        insert_all([raw(assessment), raw(assessment)], "/measurements")


def rating(patient: Patient, **fields: Any) -> PainRating:
    given = {"region": "low_back", "side": "none", "intensity": 5, "taken_at": MORNING, **fields}
    return PainRating(clinic_id=patient.clinic_id, patient=patient, **given)


@pytest.mark.parametrize(
    "fields",
    [
        {"intensity": 11},
        {"side": "left"},
        {"taken_at": timezone.now() + dt.timedelta(days=400)},
        {"entered_in_error_at": MORNING},
    ],
)
def test_an_impossible_rating_is_refused(amy: Patient, fields: dict[str, Any]) -> None:
    with pytest.raises(IntegrityError), transaction.atomic():
        rating(amy, **fields).save()


def test_a_rating_cannot_point_into_another_clinic(amy: Patient, other_clinic: Clinic) -> None:
    smuggled = rating(amy)
    smuggled.clinic_id = other_clinic.pk
    with pytest.raises(Refused) as refused:
        insert(smuggled)
    assert refused.value.problems[0].code == "does_not_exist"


def test_a_correction_without_a_reason_is_refused(assessment: Assessment) -> None:
    replacement = Assessment(
        clinic_id=assessment.clinic_id, patient=assessment.patient, taken_at=MORNING, replaces=assessment
    )
    with pytest.raises(Refused):
        insert(replacement)


def test_one_record_of_a_source_is_stored_once(amy: Patient) -> None:
    insert(rating(amy, source="trial", source_key="1/day 0"))
    with pytest.raises(Clash):
        insert(rating(amy, source="trial", source_key="1/day 0"))


def test_a_score_outside_its_instruments_range_is_refused(amy: Patient) -> None:
    score = QuestionnaireScore(
        clinic_id=amy.clinic_id, patient=amy, instrument="peg", score=10.5, taken_on=MORNING.date()
    )
    with pytest.raises(Refused):
        insert(score)


def test_a_precision_of_zero_is_refused(clinic: Clinic) -> None:
    precision = MethodPrecision(
        clinic=clinic, measure="pelvic_obliquity", method="palm", sem_same_rater=0.0, sem_different_rater=1.0,
        source="Own", valid_from=MORNING.date(),
    )  # fmt: skip
    with pytest.raises(Refused):
        insert(precision)


def test_the_serving_role_can_delete_nothing_clinical(assessment: Assessment) -> None:
    for rows in (Measurement.objects.all(), Assessment.objects.all()):
        with pytest.raises(Exception, match="permission denied"), transaction.atomic():
            rows._raw_delete("default")

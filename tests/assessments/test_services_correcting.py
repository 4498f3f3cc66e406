"""Records are corrected or voided, never erased."""

import datetime as dt
from concurrent.futures import ThreadPoolExecutor
from threading import Barrier
from typing import Any

import pytest
from django.db import connection
from django.db.models import Model
from django.utils import timezone

from assessments.models import Assessment, Measurement, PainRating, QuestionnaireScore
from assessments.services.correcting import correct_assessment
from assessments.services.rating_pain import rate_pain
from assessments.services.scoring import record_questionnaire_score
from assessments.services.voiding import mark_entered_in_error
from clinic.audit.models import AuditEvent
from clinic.common.caller import Caller
from clinic.common.errors import Clash, PermissionMissing, Refused, StaleRecord
from clinic.practice.models import Clinic
from patients.models import Patient
from tests.builders import MORNING, make_assessment, make_patient, measured, rated


@pytest.fixture
def amy(clinic: Clinic) -> Patient:
    return make_patient(clinic)


@pytest.fixture
def original(amy: Patient, as_theo: Caller) -> Assessment:
    return make_assessment(amy, measured("pelvic_obliquity", -3), rated("low_back", 6), by=as_theo)


def correct(original: Assessment, by: Caller, reason: str = "Sign mistaken", **fields: Any) -> Assessment:
    replacement = Assessment(**{"patient": original.patient, "taken_at": original.taken_at, **fields})
    measurements = [measured("pelvic_obliquity", 3)]
    return correct_assessment(original, replacement, measurements, [rated("low_back", 5)], reason, by=by).assessment


def test_only_the_correction_counts_from_now_on(original: Assessment, as_theo: Caller) -> None:
    corrected = correct(original, as_theo)
    assert list(Assessment.objects.valid()) == [corrected]
    assert (corrected.replaces, corrected.reason) == (original, "Sign mistaken")
    assert [rating.intensity for rating in PainRating.objects.valid()] == [5]
    assert list(Measurement.objects.valid().values_list("value", flat=True)) == [3.0]


def test_before_the_correction_the_original_counted(original: Assessment, as_theo: Caller) -> None:
    before = timezone.now()
    correct(original, as_theo)
    assert list(Assessment.objects.valid_at(before)) == [original]
    assert [rating.intensity for rating in PainRating.objects.valid_at(before)] == [6]


def test_a_correction_counts_up_the_original_so_that_other_software_hears_of_it(
    original: Assessment, as_theo: Caller
) -> None:
    rating = original.pain.get()
    correct(original, as_theo)
    original.refresh_from_db()
    changed = PainRating.objects.get(pk=rating.pk)
    assert (original.version, changed.version) == (2, 2)
    assert changed.updated_at > rating.updated_at


def test_the_audit_names_what_was_replaced(original: Assessment, as_theo: Caller) -> None:
    corrected = correct(original, as_theo)
    event = AuditEvent.objects.get(action="assessment.corrected")
    assert (event.subject, event.detail) == (corrected.uuid, {"replaces": str(original.uuid)})


def test_a_correction_needs_a_reason(original: Assessment, as_theo: Caller) -> None:
    with pytest.raises(Refused) as refused:
        correct(original, as_theo, reason="  ")
    assert [problem.pointer for problem in refused.value.problems] == ["/reason"]
    assert Assessment.objects.count() == 1


def test_a_half_valid_correction_leaves_the_original_in_force(original: Assessment, as_theo: Caller) -> None:
    with pytest.raises(Refused):
        correct(original, as_theo, taken_at=timezone.now() + dt.timedelta(days=1))
    original.refresh_from_db()
    assert list(Assessment.objects.valid()) == [original]
    assert original.version == 1


def test_a_correction_keeps_the_patient(original: Assessment, clinic: Clinic, as_theo: Caller) -> None:
    ben = make_patient(clinic, given_name="Ben")
    with pytest.raises(Refused) as refused:
        correct(original, as_theo, patient=ben)
    assert [(p.pointer, p.code) for p in refused.value.problems] == [("/patient", "other_patient")]


def test_what_was_corrected_is_not_corrected_again(original: Assessment, as_theo: Caller) -> None:
    corrected = correct(original, as_theo)
    with pytest.raises(Clash) as clash:
        correct(original, as_theo)
    assert (clash.value.code, clash.value.with_uuid) == ("already_replaced", str(corrected.uuid))
    assert Assessment.objects.count() == 2


def test_a_correction_can_itself_be_corrected(original: Assessment, as_theo: Caller) -> None:
    second = correct(correct(original, as_theo), as_theo, reason="Other knee")
    assert list(Assessment.objects.valid()) == [second]


def test_what_was_voided_is_not_corrected(original: Assessment, as_theo: Caller) -> None:
    mark_entered_in_error(original, "Wrong patient", by=as_theo)
    with pytest.raises(Clash) as clash:
        correct(original, as_theo)
    assert clash.value.code == "entered_in_error"


def test_the_typing_guard_of_a_correction_does_not_look_at_what_it_replaces(amy: Patient, as_theo: Caller) -> None:
    slip = make_assessment(amy, measured("pelvic_obliquity", -16), by=as_theo)
    replacement = Assessment(patient=amy, taken_at=MORNING + dt.timedelta(hours=1))
    recorded = correct_assessment(
        slip, replacement, [measured("pelvic_obliquity", 1.6)], [], "Comma forgotten", by=as_theo
    )
    assert recorded.warnings == []


@pytest.mark.django_db(transaction=True)
def test_of_two_corrections_at_one_moment_only_one_stands(original: Assessment, as_theo: Caller) -> None:
    start = Barrier(2)

    def attempt(_number: int) -> str:
        held = Assessment.objects.get(pk=original.pk)
        start.wait()
        try:
            correct(held, as_theo)
        except Clash as clash:
            return clash.code
        finally:
            connection.close()
        return "done"

    with ThreadPoolExecutor(2) as pool:
        assert sorted(pool.map(attempt, range(2))) == ["already_replaced", "done"]
    assert Assessment.objects.valid().count() == 1


def score_of(patient: Patient, by: Caller) -> QuestionnaireScore:
    score = QuestionnaireScore(patient=patient, instrument="peg", score=4.5, taken_on=dt.date(2026, 3, 2))
    return record_questionnaire_score(score, by=by)


def test_any_record_of_this_app_can_be_entered_in_error_with_a_reason(
    original: Assessment, amy: Patient, as_theo: Caller
) -> None:
    rating = rate_pain(rated("neck", 4, patient=amy, taken_at=MORNING), by=as_theo)
    kinds = {"assessment": original, "pain_rating": rating, "questionnaire_score": score_of(amy, as_theo)}
    for kind, entry in kinds.items():
        mark_entered_in_error(entry, "Wrong patient", by=as_theo)
        model: type[Model] = type(entry)
        stored: Any = model._default_manager.get(pk=entry.pk)
        assert (stored.entered_in_error_reason, stored.version) == ("Wrong patient", 2)
        assert stored.entered_in_error_at is not None
        assert AuditEvent.objects.get(action=f"{kind}.entered_in_error").patients == [amy.uuid]


def test_a_voided_assessment_takes_its_pain_ratings_along(original: Assessment, as_theo: Caller) -> None:
    mark_entered_in_error(original, "Wrong patient", by=as_theo)
    assert not Assessment.objects.valid().exists()
    assert not PainRating.objects.valid().exists()
    assert PainRating.objects.get().version == 2


def test_voiding_needs_a_reason_and_happens_once(original: Assessment, as_theo: Caller) -> None:
    with pytest.raises(Refused):
        mark_entered_in_error(original, "", by=as_theo)
    mark_entered_in_error(original, "Wrong patient", by=as_theo)
    with pytest.raises(Clash):
        mark_entered_in_error(original, "Again", by=as_theo)
    assert Assessment.objects.get().entered_in_error_reason == "Wrong patient"


def test_what_was_corrected_is_voided_through_its_correction(original: Assessment, as_theo: Caller) -> None:
    corrected = correct(original, as_theo)
    original.refresh_from_db()
    with pytest.raises(Clash) as clash:
        mark_entered_in_error(original, "Wrong patient", by=as_theo)
    assert clash.value.with_uuid == str(corrected.uuid)


def test_a_record_that_changed_since_it_was_read_is_not_voided(original: Assessment, as_theo: Caller) -> None:
    stale = Assessment.objects.get(pk=original.pk)
    mark_entered_in_error(original, "Wrong patient", by=as_theo)
    with pytest.raises(StaleRecord):
        mark_entered_in_error(stale, "Another reason", by=as_theo)


def test_the_front_desk_neither_corrects_nor_voids(original: Assessment, as_rosa: Caller) -> None:
    with pytest.raises(PermissionMissing):
        correct(original, as_rosa)
    with pytest.raises(PermissionMissing):
        mark_entered_in_error(original, "Wrong patient", by=as_rosa)
    assert list(Assessment.objects.valid()) == [original]


def test_another_clinic_neither_corrects_nor_voids(original: Assessment, as_other_theo: Caller) -> None:
    for attempt in (correct, lambda entry, by: mark_entered_in_error(entry, "Mine", by=by)):
        with pytest.raises(Refused) as refused:
            attempt(original, as_other_theo)
        assert [problem.code for problem in refused.value.problems] == ["does_not_exist"]
    assert list(Assessment.objects.valid()) == [original]

"""What is possible but unlikely is accepted with a warning."""

import datetime as dt

import pytest

from assessments.models import Assessment, Measurement, MethodPrecision
from assessments.services.precision import set_precision
from assessments.services.recording import Recorded, record_assessment
from assessments.services.voiding import mark_entered_in_error
from clinic.common.caller import Caller
from clinic.practice.models import Clinic, Membership
from patients.models import Patient
from tests.builders import MORNING, make_assessment, make_patient, measured

WEEK = dt.timedelta(days=7)


@pytest.fixture
def amy(clinic: Clinic) -> Patient:
    return make_patient(clinic)


def record(
    patient: Patient, *measurements: Measurement, by: Caller, weeks: int = 1, rater: Membership | None = None
) -> Recorded:
    assessment = Assessment(patient=patient, taken_at=MORNING + weeks * WEEK, rater=rater)
    return record_assessment(assessment, measurements, [], by=by)


def said(recorded: Recorded) -> list[tuple[str, str]]:
    return [(warning.pointer, warning.code) for warning in recorded.warnings]


def test_a_value_beyond_the_soft_limit_is_stored_and_warned_about(amy: Patient, as_theo: Caller) -> None:
    recorded = record(amy, measured("pelvic_obliquity", 6.5), by=as_theo)
    assert said(recorded) == [("/measurements/0/readings", "unusual_value")]
    assert "6.5°" in str(recorded.warnings[0].detail)
    assert Measurement.objects.get().confirmed_unusual is False


def test_an_unusual_value_is_confirmed_only_by_somebody_who_looked(amy: Patient, as_theo: Caller) -> None:
    recorded = record(amy, measured("pelvic_obliquity", 6.5, confirmed_unusual=True), by=as_theo)
    assert said(recorded) == [("/measurements/0/readings", "unusual_value")]
    assert Measurement.objects.get().confirmed_unusual is True


def test_a_usual_value_cannot_be_confirmed_as_unusual(amy: Patient, as_theo: Caller) -> None:
    record(amy, measured("pelvic_obliquity", 2.0, confirmed_unusual=True), by=as_theo)
    assert Measurement.objects.get().confirmed_unusual is False


def test_a_change_of_more_than_three_mdc95_since_the_last_reading_is_suspected_to_be_a_typing_error(
    amy: Patient, theo: Membership, as_theo: Caller
) -> None:
    # PALM frontal, same rater: 3 * 2.772 * 0.7 degrees = 5.82 degrees.
    make_assessment(amy, measured("pelvic_obliquity", -3.0), by=as_theo, rater=theo)
    at_the_limit = record(amy, measured("pelvic_obliquity", 2.8), by=as_theo, rater=theo)
    assert said(at_the_limit) == []
    mark_entered_in_error(at_the_limit.assessment, "Only to try", by=as_theo)
    beyond = record(amy, measured("pelvic_obliquity", 2.9), by=as_theo, rater=theo)
    assert said(beyond) == [("/measurements/0/readings", "unusual_change")]


def test_an_unknown_rater_makes_the_larger_error_count(amy: Patient, theo: Membership, as_theo: Caller) -> None:
    # Different raters: 3 * 2.772 * 1.1 degrees = 9.15 degrees.
    make_assessment(amy, measured("pelvic_obliquity", -3.0), by=as_theo, rater=None)
    assert said(record(amy, measured("pelvic_obliquity", 5.9), by=as_theo, rater=theo)) == []


def test_the_clinics_own_precision_decides_once_it_is_in_force(
    amy: Patient, clinic: Clinic, theo: Membership, as_theo: Caller, as_mira: Caller
) -> None:
    make_assessment(amy, measured("pelvic_obliquity", 0), by=as_theo, rater=theo)
    own = MethodPrecision(
        measure="pelvic_obliquity", method="palm", sem_same_rater=0.3, sem_different_rater=0.5,
        source="Repeated readings of March", valid_from=dt.date(2026, 3, 31),
    )  # fmt: skip
    set_precision(own, by=as_mira)
    # 3 * 2.772 * 0.3 degrees = 2.49 degrees.
    warned = record(amy, measured("pelvic_obliquity", 2.6), by=as_theo, rater=theo)
    assert said(warned) == [("/measurements/0/readings", "unusual_change")]


@pytest.mark.parametrize(
    "other",
    [
        measured("pelvic_obliquity", -5.9, method="radiograph"),
        measured("pelvic_obliquity", -5.9, posture="sitting"),
    ],
)
def test_only_readings_of_one_method_and_posture_are_compared(
    amy: Patient, theo: Membership, as_theo: Caller, other: Measurement
) -> None:
    make_assessment(amy, other, by=as_theo, rater=theo)
    assert said(record(amy, measured("pelvic_obliquity", 5.9), by=as_theo, rater=theo)) == []


def test_a_back_dated_reading_is_compared_with_the_one_before_it(
    amy: Patient, theo: Membership, as_theo: Caller
) -> None:
    make_assessment(amy, measured("pelvic_obliquity", 0), by=as_theo, rater=theo)
    record(amy, measured("pelvic_obliquity", 5.9), by=as_theo, weeks=2, rater=theo)
    assert said(record(amy, measured("pelvic_obliquity", 0.5), by=as_theo, rater=theo)) == []


def test_what_was_entered_in_error_is_not_compared_with(amy: Patient, theo: Membership, as_theo: Caller) -> None:
    wrong = make_assessment(amy, measured("pelvic_obliquity", -5), by=as_theo, rater=theo)
    mark_entered_in_error(wrong, "Sign mistaken", by=as_theo)
    assert said(record(amy, measured("pelvic_obliquity", 5), by=as_theo, rater=theo)) == []


def test_legs_that_are_usual_one_by_one_but_not_together_are_warned_about(amy: Patient, as_theo: Caller) -> None:
    recorded = record(
        amy,
        measured("leg_length_true", 971, side="left", method="tape_supine"),
        measured("pelvic_obliquity", 1),
        measured("leg_length_true", 862, side="right", method="tape_supine"),
        by=as_theo,
    )
    assert said(recorded) == [("/measurements/2/readings", "unusual_value")]
    assert "−109 mm" in str(recorded.warnings[0].detail)


def test_legs_measured_in_different_postures_make_no_difference(amy: Patient, as_theo: Caller) -> None:
    recorded = record(
        amy,
        measured("leg_length_true", 971, side="left", method="tape_supine", posture="unknown"),
        measured("leg_length_true", 862, side="right", method="tape_supine"),
        by=as_theo,
    )
    assert said(recorded) == []


def legs(left: float, right: float) -> tuple[Measurement, ...]:
    return tuple(
        measured("leg_length_true", length, side=side, method="tape_supine")
        for side, length in (("left", left), ("right", right))
    )


def test_legs_that_were_exchanged_are_warned_about(amy: Patient, theo: Membership, as_theo: Caller) -> None:
    # By tape, same rater: 3 * 2.772 * 3.5 mm = 29.1 mm.
    make_assessment(amy, *legs(860, 875), by=as_theo, rater=theo)
    recorded = record(amy, *legs(875, 860), by=as_theo, rater=theo)
    assert said(recorded) == [("/measurements/1/readings", "unusual_change")]
    assert "−30 mm" in str(recorded.warnings[0].detail)


def test_legs_that_changed_a_little_less_are_not(amy: Patient, theo: Membership, as_theo: Caller) -> None:
    make_assessment(amy, *legs(860, 874), by=as_theo, rater=theo)
    assert said(record(amy, *legs(875, 860), by=as_theo, rater=theo)) == []


def test_the_last_difference_is_that_of_the_last_visit_with_both_legs(
    amy: Patient, theo: Membership, as_theo: Caller
) -> None:
    make_assessment(amy, *legs(860, 875), by=as_theo, rater=theo)
    make_assessment(amy, legs(874, 0)[0], by=as_theo, rater=theo, taken_at=MORNING + dt.timedelta(days=1))
    recorded = record(amy, *legs(875, 860), by=as_theo, rater=theo)
    assert said(recorded) == [("/measurements/1/readings", "unusual_change")]

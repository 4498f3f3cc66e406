"""An assessment is recorded whole or not at all."""

import datetime as dt
import math
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from assessments.models import Assessment, Measurement, PainRating
from assessments.services.recording import record_assessment
from clinic.audit.models import AuditEvent
from clinic.common.caller import Caller
from clinic.common.errors import PermissionMissing, Refused
from clinic.practice.models import Clinic, Membership
from patients.models import Patient
from tests.builders import MORNING, make_episode, make_member, make_patient, measured, rated


@pytest.fixture
def amy(clinic: Clinic) -> Patient:
    return make_patient(clinic)


def visit(patient: Patient, **fields: Any) -> Assessment:
    return Assessment(**{"patient": patient, "taken_at": MORNING, **fields})


def refusals(assessment: Assessment, entries: list[Measurement | PainRating], by: Caller) -> list[tuple[str, str]]:
    """Pointer and code of every problem; and nothing was written."""
    measurements = [entry for entry in entries if isinstance(entry, Measurement)]
    pain = [entry for entry in entries if isinstance(entry, PainRating)]
    with pytest.raises(Refused) as refused:
        record_assessment(assessment, measurements, pain, by=by)
    written = (Assessment, Measurement, PainRating, AuditEvent)
    assert [model.objects.count() for model in written] == [0, 0, 0, 0]
    return [(problem.pointer, problem.code) for problem in refused.value.problems]


def test_a_visit_is_stored_with_its_measurements_and_pain(amy: Patient, as_theo: Caller) -> None:
    measurements = [
        measured("pelvic_obliquity", 3.0, 3.4),
        measured("leg_length_true", 871, side="left", method="tape_supine"),
    ]
    pain = [rated("low_back", 6), rated("knee", 4, side="right", recall="now")]
    recorded = record_assessment(visit(amy), measurements, pain, by=as_theo)

    stored = Assessment.objects.get()
    assert recorded.assessment == stored
    assert recorded.warnings == []
    assert stored.entered_by_id == as_theo.membership_id
    assert [(m.measure, m.value) for m in stored.measurements.all()] == [
        ("pelvic_obliquity", 3.2),
        ("leg_length_true", 871.0),
    ]
    assert {(p.region, p.intensity, p.recall) for p in stored.pain.all()} == {
        ("low_back", 6, "7d_average"),
        ("knee", 4, "now"),
    }


def test_recording_leaves_one_audit_row_that_names_the_patient(amy: Patient, as_theo: Caller) -> None:
    recorded = record_assessment(visit(amy), [measured("pelvic_obliquity", 3)], [], by=as_theo)
    event = AuditEvent.objects.get()
    assert (event.action, event.subject, event.patients) == (
        "assessment.recorded",
        recorded.assessment.uuid,
        [amy.uuid],
    )


def test_pain_within_an_assessment_shares_its_patient_episode_time_and_timing(amy: Patient, as_theo: Caller) -> None:
    episode = make_episode(amy)
    assessment = visit(amy, episode=episode, timing="after_treatment")
    record_assessment(assessment, [], [rated("low_back", 6)], by=as_theo)
    rating = PainRating.objects.get()
    assert (rating.patient, rating.episode, rating.taken_at, rating.timing) == (
        amy,
        episode,
        MORNING,
        "after_treatment",
    )


@pytest.mark.parametrize(
    ("unit", "entered", "millimetres"),
    [("cm", 87.15, 871.5), ("[in_i]", 34.25, 34.25 * 25.4), ("mm", 871.25, 871.25), ("", 871, 871.0)],
)
def test_an_entered_length_is_kept_as_entered_and_converted_unrounded(
    amy: Patient, as_theo: Caller, unit: str, entered: float, millimetres: float
) -> None:
    length = measured("leg_length_true", entered, side="left", method="tape_supine", entered_unit=unit)
    record_assessment(visit(amy), [length], [], by=as_theo)
    stored = Measurement.objects.get()
    assert (stored.entered_unit, stored.entered_readings) == (unit or "mm", [entered])
    assert (stored.readings, stored.value) == ([millimetres], millimetres)


def test_the_value_is_the_unrounded_mean_of_the_readings(amy: Patient, as_theo: Caller) -> None:
    record_assessment(visit(amy), [measured("pelvic_obliquity", 1.0, 2.0, 2.0)], [], by=as_theo)
    assert Measurement.objects.get().value == 5 / 3


def test_what_was_not_recorded_stays_unknown_and_never_becomes_zero(amy: Patient, as_theo: Caller) -> None:
    record_assessment(visit(amy), [measured("pelvic_obliquity", 3)], [], by=as_theo)
    stored = Assessment.objects.get()
    assert (stored.rater, stored.footwear, stored.lift_in_place) == (None, "", None)


def test_a_posture_that_is_not_given_is_the_prescribed_one_or_unknown(amy: Patient, as_theo: Caller) -> None:
    measurements = [
        measured("pelvic_obliquity", 3),
        measured("leg_length_true", 871, side="left", method="tape_supine"),
        measured("q_angle", 14, side="left", method="goniometer"),
        measured("pelvic_obliquity", 3, posture="unknown"),
    ]
    record_assessment(visit(amy), measurements, [], by=as_theo)
    postures = Measurement.objects.values_list("posture", flat=True)
    assert list(postures) == ["standing", "supine", "unknown", "unknown"]


@pytest.mark.parametrize(
    ("entry", "pointer", "code"),
    [
        (measured("pelvic_obliquity", 21), "/measurements/0/readings/0", "out_of_bounds"),
        (measured("pelvic_obliquity", 3, -20.1), "/measurements/0/readings/1", "out_of_bounds"),
        (measured("pelvic_obliquity", 1e308, 1e308), "/measurements/0/readings/0", "out_of_bounds"),
        (measured("pelvic_obliquity", math.nan), "/measurements/0/readings/0", "not_a_number"),
        (measured("pelvic_obliquity", 3, math.inf), "/measurements/0/readings/1", "not_a_number"),
        (measured("pelvic_obliquity", 10**400), "/measurements/0/readings/0", "not_a_number"),
        (measured("pelvic_obliquity", True), "/measurements/0/readings/0", "not_a_number"),
        (measured("pelvic_obliquity"), "/measurements/0/readings", "number_of_readings"),
        (measured("pelvic_obliquity", 1, 2, 3, 4, 5, 6), "/measurements/0/readings", "number_of_readings"),
        (measured("pelvic_obliquity", 3, side="left"), "/measurements/0/side", "side_not_allowed"),
        (measured("pelvic_obliquity", 3, method="goniometer"), "/measurements/0/method", "method_not_allowed"),
        (measured("lld_apparent", 3, method="tape_supine"), "/measurements/0/method", "method_not_allowed"),
        (measured("pelvic_obliquty", 3), "/measurements/0/measure", "unknown_measure"),
        (measured("pelvic_obliquity", 3, entered_unit="mm"), "/measurements/0/unit", "unit_not_accepted"),
        (measured("pelvic_obliquity", 3, posture="hanging"), "/measurements/0/posture", "invalid_choice"),
        (rated("low_back", 11), "/pain/0/intensity", "out_of_bounds"),
        (rated("low_back", 5.5), "/pain/0/intensity", "out_of_bounds"),
        (rated("low_back", -1), "/pain/0/intensity", "out_of_bounds"),
        (rated("low_back", math.nan), "/pain/0/intensity", "out_of_bounds"),
        (PainRating(region="low_back", side="none"), "/pain/0/intensity", "required"),
        (rated("knee", 4), "/pain/0/side", "side_not_allowed"),
        (rated("low_back", 4, side="left"), "/pain/0/side", "side_not_allowed"),
        (rated("elbow", 4), "/pain/0/region", "unknown_region"),
        (rated("low_back", 4, recall="yesterday"), "/pain/0/recall", "invalid_choice"),
    ],
)
def test_an_impossible_entry_is_refused(
    amy: Patient, as_theo: Caller, entry: Measurement | PainRating, pointer: str, code: str
) -> None:
    assert (pointer, code) in refusals(visit(amy), [entry], as_theo)


def test_every_problem_is_said_at_once(amy: Patient, as_theo: Caller) -> None:
    wrong = visit(amy, taken_at=timezone.now() + dt.timedelta(days=1), kind="surprise")
    entries = [
        measured("pelvic_obliquity", 3),
        measured("pelvic_obliquity", 40, side="left", method="ruler"),
        rated("low_back", 6),
        rated("knee", 11),
    ]
    assert set(refusals(wrong, entries, as_theo)) == {
        ("/taken_at", "in_the_future"),
        ("/kind", "invalid_choice"),
        ("/measurements/1/side", "side_not_allowed"),
        ("/measurements/1/method", "method_not_allowed"),
        ("/measurements/1/readings/0", "out_of_bounds"),
        ("/pain/1/side", "side_not_allowed"),
        ("/pain/1/intensity", "out_of_bounds"),
    }


def test_the_same_series_twice_in_one_visit_is_refused(amy: Patient, as_theo: Caller) -> None:
    entries = [
        measured("pelvic_obliquity", 3),
        measured("pelvic_obliquity", 4, posture="sitting"),
        measured("pelvic_obliquity", 5, posture="standing"),
        rated("low_back", 6),
        rated("low_back", 5, context="movement"),
        rated("low_back", 4),
    ]
    assert refusals(visit(amy), entries, as_theo) == [("/measurements/2", "duplicate"), ("/pain/2", "duplicate")]


def test_an_assessment_of_nothing_is_refused(amy: Patient, as_theo: Caller) -> None:
    assert refusals(visit(amy), [], as_theo) == [("", "empty")]


@pytest.mark.parametrize(
    ("taken_at", "code"),
    [
        (dt.datetime(2026, 3, 2, 9, 30), "naive"),  # noqa: DTZ001
        (dt.datetime(206, 3, 2, 9, 30, tzinfo=dt.UTC), "too_long_ago"),
        (None, "required"),
    ],
)
def test_a_time_that_cannot_be_is_refused(
    amy: Patient, as_theo: Caller, taken_at: dt.datetime | None, code: str
) -> None:
    wrong = visit(amy, taken_at=taken_at)
    assert refusals(wrong, [measured("pelvic_obliquity", 3)], as_theo) == [("/taken_at", code)]


def test_a_clock_that_runs_four_minutes_ahead_is_forgiven_and_one_of_six_is_not(amy: Patient, as_theo: Caller) -> None:
    late = visit(amy, taken_at=timezone.now() + dt.timedelta(minutes=6))
    assert refusals(late, [measured("pelvic_obliquity", 3)], as_theo) == [("/taken_at", "in_the_future")]
    soon = visit(amy, taken_at=timezone.now() + dt.timedelta(minutes=4))
    record_assessment(soon, [measured("pelvic_obliquity", 3)], [], by=as_theo)
    assert Assessment.objects.count() == 1


def test_patient_episode_and_rater_of_another_clinic_do_not_exist(
    amy: Patient, other_clinic: Clinic, other_theo: Membership, as_theo: Caller
) -> None:
    stranger = make_patient(other_clinic)
    obliquity = [measured("pelvic_obliquity", 3)]
    assert refusals(visit(stranger), obliquity, as_theo) == [("/patient", "does_not_exist")]
    foreign_episode = visit(amy, episode=make_episode(stranger))
    assert refusals(foreign_episode, obliquity, as_theo) == [("/episode", "does_not_exist")]
    assert refusals(visit(amy, rater=other_theo), obliquity, as_theo) == [("/rater", "does_not_exist")]


def test_the_episode_is_one_of_the_same_patient_and_not_void(amy: Patient, clinic: Clinic, as_theo: Caller) -> None:
    ben = make_patient(clinic, given_name="Ben")
    obliquity = [measured("pelvic_obliquity", 3)]
    of_ben = visit(amy, episode=make_episode(ben))
    assert refusals(of_ben, obliquity, as_theo) == [("/episode", "other_patient")]
    void = make_episode(amy, entered_in_error_at=timezone.now(), entered_in_error_reason="Wrong knee")
    assert refusals(visit(amy, episode=void), obliquity, as_theo) == [("/episode", "entered_in_error")]


def test_a_therapist_who_has_left_can_still_be_the_rater(amy: Patient, clinic: Clinic, as_theo: Caller) -> None:
    left = make_member(clinic, "tessa", role="therapist", active=False)
    record_assessment(visit(amy, rater=left), [measured("pelvic_obliquity", 3)], [], by=as_theo)
    assert Assessment.objects.get().rater == left


def test_the_front_desk_may_not_record_assessments(amy: Patient, as_rosa: Caller) -> None:
    with pytest.raises(PermissionMissing):
        record_assessment(visit(amy), [measured("pelvic_obliquity", 3)], [], by=as_rosa)
    assert not Assessment.objects.exists()


def test_the_number_of_queries_does_not_grow_with_the_measurements(amy: Patient, as_theo: Caller) -> None:
    few = [measured("pelvic_obliquity", 1)]
    many = [
        measured(measure, 1, side=side, method=method)
        for measure, method in (("pelvic_tilt_palp", "palm"), ("knee_frontal_hka", "photograph"))
        for side in ("left", "right")
    ]
    pains = [rated(region, 5, side=side) for region in ("knee", "hip") for side in ("left", "right")]
    for measurements, pain in ((few, [rated("neck", 5)]), (many, pains)):
        with CaptureQueriesContext(connection) as queries:
            record_assessment(visit(amy), measurements, pain, by=as_theo)
        # Last readings and own precisions; assessment, measurements, pain, audit row.
        assert len([query for query in queries if "SAVEPOINT" not in query["sql"]]) == 6

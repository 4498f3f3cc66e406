"""What a report reads: the records of its scope, as they stood at its cut-off."""

import datetime as dt
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from assessments.models import Assessment, MethodPrecision, PainRating
from assessments.services.correcting import correct_assessment
from assessments.services.voiding import mark_entered_in_error
from clinic.common.caller import Caller
from clinic.common.records import update
from clinic.practice.models import Clinic, Membership
from patients.models import Patient
from tests.builders import (
    MORNING,
    make_assessment,
    make_course,
    make_episode,
    make_event,
    make_patient,
    make_plan,
    make_session,
    measured,
    rated,
)
from treatments.outcomes.findings.points import PatientInputs
from treatments.outcomes.findings.prespecified import DEFAULT_PAIRS
from treatments.outcomes.models import OutcomeReport, PrespecifiedPair
from treatments.outcomes.selectors.patient import keys_of, patient_inputs
from treatments.outcomes.settling import retire_pair, settle_pair, write_down_default_pairs

HONG_KONG = ZoneInfo("Asia/Hong_Kong")


def now() -> dt.datetime:
    """The database's own time, by which records are entered."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT clock_timestamp()")
        moment: dt.datetime = cursor.fetchone()[0]
    return moment


def selected(patient: Patient, cutoff: dt.datetime | None = None, **asked: Any) -> PatientInputs:
    report = OutcomeReport(clinic=patient.clinic, patient=patient, kind="patient", **asked)
    return patient_inputs(report, cutoff or now())


def obliquities(inputs: PatientInputs) -> list[float]:
    return sorted(point.value for point in inputs.measurements if point.measure == "pelvic_obliquity")


def intensities(inputs: PatientInputs) -> list[int]:
    return sorted(point.intensity for point in inputs.pain)


def test_a_point_says_what_when_how_and_by_whom(amy: Patient, as_theo: Caller, theo: Membership) -> None:
    assessment = make_assessment(
        amy, measured("pelvic_obliquity", 3.0, 3.4), rated("low_back", 6), by=as_theo, rater=theo, footwear="barefoot"
    )
    inputs = selected(amy)
    (measurement,), (rating,) = inputs.measurements, inputs.pain
    assert (measurement.taken_at, measurement.value, measurement.method) == (MORNING, 3.2, "palm")
    assert (measurement.rater, measurement.assessment) == (str(theo.uuid), str(assessment.uuid))
    assert (measurement.footwear, measurement.lift, measurement.timing) == ("barefoot", None, "before_treatment")
    assert (rating.intensity, rating.region, rating.recall, rating.assessment) == (
        6,
        "low_back",
        "7d_average",
        str(assessment.uuid),
    )
    assert (inputs.patient, inputs.zone, inputs.birth_date) == (str(amy.uuid), "Asia/Hong_Kong", amy.birth_date)


def test_what_was_not_recorded_is_none_and_never_empty(amy: Patient, as_theo: Caller) -> None:
    make_assessment(amy, by=as_theo)
    (measurement,) = selected(amy).measurements
    assert measurement.footwear is None
    assert measurement.rater is None


def test_records_of_another_patient_stay_out(amy: Patient, as_theo: Caller) -> None:
    make_assessment(make_patient(amy.clinic), rated("low_back", 9), by=as_theo)
    assert selected(amy).pain == ()
    assert selected(amy).measurements == ()


def test_the_window_counts_whole_days_of_the_clinic(amy: Patient, as_theo: Caller) -> None:
    """23:59 and 00:00 in Hong Kong both lie on 1 March in London."""
    late = dt.datetime(2026, 3, 1, 23, 59, tzinfo=HONG_KONG)
    for intensity, taken_at in enumerate([late, late + dt.timedelta(minutes=1), late + dt.timedelta(days=1)]):
        make_assessment(
            amy, rated("low_back", intensity), measured("pelvic_obliquity", intensity), by=as_theo, taken_at=taken_at
        )
    second = dt.date(2026, 3, 2)
    on_the_second = selected(amy, window_from=second, window_until=second)
    assert intensities(on_the_second) == [1, 2]
    assert obliquities(on_the_second) == [1.0, 2.0]
    assert intensities(selected(amy, window_until=dt.date(2026, 3, 1))) == [0]
    assert intensities(selected(amy, window_from=dt.date(2026, 3, 3))) == []


def test_an_episode_keeps_the_records_of_other_complaints_out(amy: Patient, as_theo: Caller) -> None:
    back, knee = make_episode(amy), make_episode(amy, region="knee", side="left")
    make_assessment(amy, rated("low_back", 6), measured("pelvic_obliquity", 3), by=as_theo, episode=back)
    make_assessment(amy, rated("knee", 4, "left"), measured("pelvic_obliquity", 5), by=as_theo, episode=knee)
    make_assessment(amy, rated("neck", 2), measured("pelvic_obliquity", 7), by=as_theo)
    assert intensities(selected(amy, episode=back)) == [6]
    assert obliquities(selected(amy, episode=knee)) == [5.0]
    assert intensities(selected(amy)) == [2, 4, 6]


def test_only_sessions_that_took_place_count_also_before_the_window(amy: Patient, theo: Membership) -> None:
    make_session(amy, theo, status="completed")
    make_session(amy, theo, starts_at=MORNING + dt.timedelta(days=1))
    make_session(amy, theo, starts_at=MORNING + dt.timedelta(days=2), status="cancelled")
    inputs = selected(amy, window_from=dt.date(2026, 4, 1))
    assert [(point.starts_at, point.status) for point in inputs.sessions] == [(MORNING, "completed")]


def test_a_session_without_a_plan_counts_for_every_episode_open_on_its_day(amy: Patient, theo: Membership) -> None:
    back = make_episode(amy, opened_at=dt.date(2026, 3, 2))
    knee = make_episode(amy, region="knee", side="left", closed_at=dt.date(2026, 3, 8), close_reason="goal_met")
    for week, plan in enumerate([None, None, make_plan(knee)]):
        make_session(amy, theo, starts_at=MORNING + dt.timedelta(weeks=week), status="completed", plan=plan)
    weeks = [MORNING + dt.timedelta(weeks=week) for week in range(3)]
    assert sorted(point.starts_at for point in selected(amy, episode=back).sessions) == weeks[:2]
    assert sorted(point.starts_at for point in selected(amy, episode=knee).sessions) == [weeks[0], weeks[2]]
    assert len(selected(amy).sessions) == 3


def test_events_of_the_patient_as_a_whole_belong_to_every_episode(amy: Patient) -> None:
    back, knee = make_episode(amy), make_episode(amy, region="knee", side="left")
    make_event(amy, episode=back)
    make_event(amy, kind="surgery", episode=knee)
    make_event(amy, kind="injury")
    assert {event.kind for event in selected(amy, episode=back).events} == {"flare", "injury"}
    assert {event.kind for event in selected(amy).events} == {"flare", "surgery", "injury"}
    assert selected(amy, window_until=dt.date(2026, 3, 19)).events == ()


def test_an_event_lies_on_its_day_in_every_zone(amy: Patient) -> None:
    make_event(amy, on=dt.date(2026, 3, 20))
    (event,) = selected(amy).events
    assert event.at.astimezone(HONG_KONG).date() == dt.date(2026, 3, 20)


def test_what_is_entered_after_the_cut_off_stays_out_however_early_it_was_taken(amy: Patient, as_theo: Caller) -> None:
    make_assessment(amy, rated("low_back", 6), by=as_theo)
    cutoff = now()
    make_assessment(amy, rated("low_back", 2), by=as_theo, taken_at=MORNING - dt.timedelta(days=30))
    assert intensities(selected(amy, cutoff)) == [6]
    assert intensities(selected(amy)) == [2, 6]


def test_a_correction_counts_from_its_entry_on_and_the_old_figure_until_then(amy: Patient, as_theo: Caller) -> None:
    wrong = make_assessment(amy, measured("pelvic_obliquity", 13), rated("low_back", 6), by=as_theo)
    cutoff = now()
    correction = Assessment(patient=amy, taken_at=MORNING)
    correct_assessment(
        wrong, correction, [measured("pelvic_obliquity", 3)], [rated("low_back", 5)], "a slip of the pen", by=as_theo
    )
    before, after = selected(amy, cutoff), selected(amy)
    assert (obliquities(before), intensities(before)) == ([13.0], [6])
    assert (obliquities(after), intensities(after)) == ([3.0], [5])


def test_what_was_entered_in_error_counts_until_somebody_said_so(amy: Patient, as_theo: Caller) -> None:
    assessment = make_assessment(amy, measured("pelvic_obliquity", 3), rated("low_back", 6), by=as_theo)
    cutoff = now()
    mark_entered_in_error(assessment, "another patient", by=as_theo)
    assert obliquities(selected(amy, cutoff)) == [3.0]
    assert selected(amy).measurements == ()
    assert selected(amy).pain == ()


@pytest.mark.django_db(transaction=True)
def test_a_session_completed_after_the_cut_off_had_not_taken_place_by_then(amy: Patient, theo: Membership) -> None:
    session = make_session(amy, theo)
    cutoff = now()
    session.status = "completed"
    update(session, ["status"])
    assert selected(amy, cutoff).sessions == ()
    assert len(selected(amy).sessions) == 1


def test_a_completed_session_that_begins_after_the_cut_off_stays_out(amy: Patient, theo: Membership) -> None:
    cutoff = now()
    make_session(amy, theo, starts_at=cutoff - dt.timedelta(hours=1), minutes=30, status="completed")
    make_session(amy, theo, starts_at=cutoff + dt.timedelta(hours=1), minutes=30, status="completed")
    entered = now()
    assert [point.starts_at for point in selected(amy, entered).sessions] == [cutoff - dt.timedelta(hours=1)]


@pytest.mark.django_db(transaction=True)
def test_an_event_moved_after_the_cut_off_lies_where_it_lay_then(amy: Patient) -> None:
    event = make_event(amy, on=dt.date(2026, 3, 20))
    cutoff = now()
    event.on = dt.date(2026, 3, 25)
    update(event, ["on"])
    assert [point.at.day for point in selected(amy, cutoff).events] == [20]
    assert [point.at.day for point in selected(amy).events] == [25]


def test_the_clinic_s_own_precision_holds_from_its_day_on(amy: Patient) -> None:
    own = {"clinic": amy.clinic, "measure": "pelvic_obliquity", "method": "palm", "source": "own study"}
    for sem, valid_from in [(0.5, dt.date(2026, 1, 1)), (0.4, dt.date(2026, 2, 1)), (0.3, dt.date(2999, 1, 1))]:
        MethodPrecision.objects.create(sem_same_rater=sem, sem_different_rater=2 * sem, valid_from=valid_from, **own)
    figures = {(figure.measure, figure.method): figure for figure in selected(amy).precisions}
    chosen = figures["pelvic_obliquity", "palm"]
    assert (chosen.sem_same_rater, chosen.sem_different_rater, chosen.clinic_own) == (0.4, 0.8, True)
    assert figures["knee_flexion", "visual"].clinic_own is False


def test_another_clinic_s_precision_does_not_count(amy: Patient, other_clinic: Clinic) -> None:
    MethodPrecision.objects.create(
        clinic=other_clinic,
        measure="pelvic_obliquity",
        method="palm",
        sem_same_rater=9,
        sem_different_rater=9,
        source="elsewhere",
        valid_from=dt.date(2026, 1, 1),
    )
    assert not any(figure.clinic_own for figure in selected(amy).precisions)


def test_the_keys_name_every_record_that_entered(amy: Patient, as_theo: Caller, theo: Membership) -> None:
    make_course(amy, theo, by=as_theo, visits=2)
    make_event(amy)
    ratings = PainRating.objects.values_list("uuid", flat=True)
    keys = keys_of(selected(amy))
    assert len(keys) == len(set(keys)) == 2 + 2 + 1 + 1
    assert set(ratings) <= set(keys)


def test_the_number_of_queries_does_not_grow_with_the_course(amy: Patient, as_theo: Caller, theo: Membership) -> None:
    make_course(amy, theo, by=as_theo, visits=2)
    report = OutcomeReport(clinic=amy.clinic, patient=amy, kind="patient")
    with CaptureQueriesContext(connection) as few:
        patient_inputs(report, now())
    for day in range(6):
        make_assessment(
            amy,
            rated("neck", day),
            measured("pelvic_obliquity", day),
            by=as_theo,
            taken_at=MORNING - dt.timedelta(days=day + 1),
        )
        make_session(amy, theo, starts_at=MORNING - dt.timedelta(days=day + 1), status="completed")
    with CaptureQueriesContext(connection) as many:
        inputs = patient_inputs(report, now())
    assert len(inputs.pain) == 8
    assert len(few) == len(many) == 10


def settle_only_the_q_angle(by: Caller) -> None:
    """Mira retires all six pairs of the product, and settles one of her own."""
    for pair in write_down_default_pairs(by=by):
        retire_pair(PrespecifiedPair.objects.get(pk=pair.pk), by=by)
    settle_pair(PrespecifiedPair(measure="q_angle", region="knee", position=1), by=by)


def test_the_pairs_are_those_that_the_clinic_had_in_force_at_the_cut_off(amy: Patient, as_mira: Caller) -> None:
    before = now()
    settle_only_the_q_angle(by=as_mira)
    assert selected(amy, before).pairs == DEFAULT_PAIRS
    assert [(pair.measure, pair.measure_side, pair.region, pair.side) for pair in selected(amy).pairs or ()] == [
        ("q_angle", "left", "knee", "left"),
        ("q_angle", "right", "knee", "right"),
    ]


def test_a_clinic_that_retired_all_pairs_has_none_in_its_reports(amy: Patient, as_mira: Caller) -> None:
    for pair in write_down_default_pairs(by=as_mira):
        retire_pair(PrespecifiedPair.objects.get(pk=pair.pk), by=as_mira)
    assert selected(amy).pairs == ()

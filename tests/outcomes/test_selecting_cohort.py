"""The ratings and measurements that a cohort report reads, as they stood at its cut-off."""

import datetime as dt
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from django.utils import timezone

from assessments.measures import MEASURES, Posture
from assessments.models import Assessment, Measurement, PainRating
from assessments.services.correcting import correct_assessment
from assessments.services.voiding import mark_entered_in_error
from clinic.common.caller import Caller
from clinic.practice.models import Clinic, Membership
from patients.models import Patient
from tests.builders import MORNING, make_assessment, make_episode, make_patient, measured, rated
from tests.outcomes.selecting import moment, now, selected
from treatments.outcomes.findings.cohort.columns import (
    CONTEXTS,
    FOOTWEAR,
    LIFTS,
    METHODS,
    POSTURES,
    RECALLS,
    SIDES,
    TIMINGS,
)

HONG_KONG = ZoneInfo("Asia/Hong_Kong")


def test_a_row_says_of_whom_when_how_and_by_whom(amy: Patient, as_theo: Caller, theo: Membership) -> None:
    back = make_episode(amy)
    assessment = make_assessment(
        amy,
        measured("pelvic_obliquity", 3.0, 3.4),
        rated("low_back", 6),
        by=as_theo,
        rater=theo,
        episode=back,
        footwear="barefoot",
        lift_in_place=False,
    )
    found = selected(amy.clinic)
    (rating,), (reading,), (person,) = found.ratings, found.readings, found.people
    for row in (rating, reading):
        assert (row["patient"], row["episode"], row["assessment"]) == (amy.pk, back.pk, assessment.pk)
        assert moment(row["at"]) == MORNING
        assert row["day"] == (dt.date(2026, 3, 2) - dt.date(1970, 1, 1)).days
        assert TIMINGS[row["timing"]] == "before_treatment"
    assert (rating["intensity"], RECALLS[rating["recall"]], CONTEXTS[rating["context"]]) == (6, "7d_average", "overall")
    assert (reading["value"], reading["rater"], reading["source"]) == (3.2, theo.pk, 0)
    assert (METHODS[reading["method"]], POSTURES[reading["posture"]]) == ("palm", "standing")
    assert (FOOTWEAR[reading["footwear"]], LIFTS[reading["lift"]]) == ("barefoot", False)
    assert (person["patient"], person["visits"]) == (amy.pk, 0)
    assert person["birth_day"] == (dt.date(1980, 5, 17) - dt.date(1970, 1, 1)).days


def test_what_was_not_recorded_is_zero(amy: Patient, as_theo: Caller) -> None:
    make_assessment(amy, by=as_theo)
    PainRating.objects.create(
        clinic=amy.clinic, patient=amy, taken_at=MORNING, region="low_back", side="none", intensity=4
    )
    found = selected(amy.clinic)
    (rating,), (reading,) = found.ratings, found.readings
    assert (rating["assessment"], rating["episode"]) == (0, 0)
    assert (reading["rater"], reading["episode"]) == (0, 0)
    assert (FOOTWEAR[reading["footwear"]], LIFTS[reading["lift"]]) == ("", None)


def test_every_code_of_a_rating_comes_back_as_it_was_entered(amy: Patient) -> None:
    entered = [
        {"recall": recall, "context": context, "timing": timing, "side": side, "intensity": 10}
        for recall in RECALLS
        for context in CONTEXTS
        for timing in TIMINGS
        for side in SIDES
    ]
    PainRating.objects.bulk_create(
        PainRating(
            clinic=amy.clinic, patient=amy, region="other", taken_at=MORNING + dt.timedelta(minutes=number), **one
        )
        for number, one in enumerate(entered)
    )
    found = [
        {
            "recall": RECALLS[row["recall"]],
            "context": CONTEXTS[row["context"]],
            "timing": TIMINGS[row["timing"]],
            "side": SIDES[row["side"]],
            "intensity": row["intensity"],
        }
        for row in selected(amy.clinic, region="other").ratings
    ]
    assert found == entered


@pytest.mark.parametrize(
    "measure", [measure for measure in MEASURES.values() if measure.enterable], ids=lambda m: m.code
)
def test_every_code_of_a_measurement_comes_back_as_it_was_entered(amy: Patient, measure: Any) -> None:
    value = measure.hard.low if measure.hard.low is not None else measure.hard.high
    entered = [
        (side.value, method, posture.value, timing, footwear, lift)
        for timing, footwear, lift in [*zip(TIMINGS, FOOTWEAR, LIFTS, strict=False), ("no_treatment", "shoes", True)]
        for side in measure.sides
        for method in measure.enterable_methods
        for posture in Posture
    ]
    visits: dict[Any, Assessment] = {}
    for _side, _method, _posture, timing, footwear, lift in entered:
        if (timing, footwear, lift) not in visits:
            visits[timing, footwear, lift] = Assessment.objects.create(
                clinic=amy.clinic, patient=amy, taken_at=MORNING, timing=timing, footwear=footwear, lift_in_place=lift
            )
    Measurement.objects.bulk_create(
        Measurement(
            clinic=amy.clinic,
            assessment=visits[timing, footwear, lift],
            measure=measure.code,
            side=side,
            method=method,
            posture=posture,
            readings=[value],
            entered_readings=[value],
            value=value,
        )
        for side, method, posture, timing, footwear, lift in entered
    )
    found = [
        (
            SIDES[row["side"]],
            METHODS[row["method"]],
            POSTURES[row["posture"]],
            TIMINGS[row["timing"]],
            FOOTWEAR[row["footwear"]],
            LIFTS[row["lift"]],
        )
        for row in selected(amy.clinic, measure=measure.code).readings
    ]
    assert len(found) == len(entered)
    assert set(found) == set(entered)


def test_the_sided_measure_is_told_from_the_one_that_is_computed_from_it(amy: Patient, as_theo: Caller) -> None:
    make_assessment(
        amy,
        measured("leg_length_true", 871, side="left", method="tape_supine"),
        measured("leg_length_true", 862, side="right", method="tape_supine"),
        measured("lld_true", 8, method="blocks_standing"),
        measured("pelvic_obliquity", 3),
        by=as_theo,
    )
    found = selected(amy.clinic, measure="lld_true", source="leg_length_true")
    rows = [(int(row["source"]), SIDES[row["side"]], float(row["value"])) for row in found.readings]
    assert sorted(rows) == [(0, "none", 8.0), (1, "left", 871.0), (1, "right", 862.0)]


def test_nothing_is_read_of_what_is_not_asked_for(amy: Patient, as_theo: Caller) -> None:
    make_assessment(amy, rated("low_back", 6), rated("neck", 2), measured("pelvic_obliquity", 3), by=as_theo)
    assert selected(amy.clinic, measure=None).values == []
    assert selected(amy.clinic, region=None).intensities == []
    assert selected(amy.clinic, region="neck").intensities == [2]
    assert selected(amy.clinic, measure="pelvic_rotation").values == []


def test_rows_are_in_order_of_patient_and_time(amy: Patient, as_theo: Caller) -> None:
    ben = make_patient(amy.clinic)
    for days, patient in [(5, ben), (9, amy), (1, ben), (2, amy)]:
        taken_at = MORNING + dt.timedelta(days=days)
        make_assessment(
            patient, rated("low_back", days), measured("pelvic_obliquity", days), by=as_theo, taken_at=taken_at
        )
    found = selected(amy.clinic)
    assert found.ratings["intensity"].tolist() == [2, 9, 1, 5]
    assert found.readings["value"].tolist() == [2, 9, 1, 5]


def test_another_clinic_s_rows_are_never_read(
    amy: Patient, as_theo: Caller, as_other_theo: Caller, other_clinic: Clinic
) -> None:
    stranger = make_patient(other_clinic)
    make_assessment(stranger, rated("low_back", 9), measured("pelvic_obliquity", 9), by=as_other_theo)
    make_assessment(amy, rated("low_back", 6), measured("pelvic_obliquity", 3), by=as_theo)
    found, other = selected(amy.clinic), selected(other_clinic)
    assert (found.intensities, found.values, found.patients) == ([6], [3.0], [amy.pk])
    assert (other.intensities, other.values, other.patients) == ([9], [9.0], [stranger.pk])


def test_the_window_counts_whole_days_of_the_clinic(amy: Patient, as_theo: Caller) -> None:
    """23:59 and 00:00 in Hong Kong both lie on 1 March in London."""
    late = dt.datetime(2026, 3, 1, 23, 59, 59, 999_999, tzinfo=HONG_KONG)
    for intensity, taken_at in enumerate([late, late + dt.timedelta(microseconds=1), late + dt.timedelta(days=1)]):
        make_assessment(
            amy, rated("low_back", intensity), measured("pelvic_obliquity", intensity), by=as_theo, taken_at=taken_at
        )
    second = dt.date(2026, 3, 2)
    on_the_second = selected(amy.clinic, window_from=second, window_until=second)
    assert (on_the_second.intensities, on_the_second.values) == ([1, 2], [1.0, 2.0])
    assert selected(amy.clinic, window_until=dt.date(2026, 3, 1)).intensities == [0]
    assert selected(amy.clinic, window_from=dt.date(2026, 3, 3)).intensities == []


def test_a_day_on_which_the_clocks_are_changed_is_as_long_as_it_is(other_clinic: Clinic, as_other_theo: Caller) -> None:
    """In California 8 March 2026 has 23 hours, and the day after begins at 7:00 instead of 8:00 UTC."""
    patient = make_patient(other_clinic)
    moments = ["2026-03-08 07:59", "2026-03-08 08:00", "2026-03-09 06:59", "2026-03-09 07:00"]
    for intensity, text in enumerate(moments):
        taken_at = dt.datetime.fromisoformat(f"{text}:00+00:00")
        make_assessment(patient, rated("low_back", intensity), by=as_other_theo, taken_at=taken_at)
    eighth = dt.date(2026, 3, 8)
    found = selected(other_clinic, window_from=eighth, window_until=eighth)
    assert found.intensities == [1, 2]
    assert set(found.ratings["day"].tolist()) == {(eighth - dt.date(1970, 1, 1)).days}


def test_what_is_entered_after_the_cut_off_stays_out_however_early_it_was_taken(amy: Patient, as_theo: Caller) -> None:
    make_assessment(amy, rated("low_back", 6), measured("pelvic_obliquity", 3), by=as_theo)
    cutoff = now()
    earlier = MORNING - dt.timedelta(days=30)
    make_assessment(amy, rated("low_back", 2), measured("pelvic_obliquity", 1), by=as_theo, taken_at=earlier)
    before, after = selected(amy.clinic, cutoff), selected(amy.clinic)
    assert (before.intensities, before.values) == ([6], [3.0])
    assert (after.intensities, after.values) == ([2, 6], [1.0, 3.0])


def test_what_is_taken_after_the_cut_off_stays_out(amy: Patient, as_theo: Caller) -> None:
    """A clock that is fast may enter what is a few minutes ahead."""
    later = timezone.now() + dt.timedelta(minutes=2)
    make_assessment(amy, rated("low_back", 6), measured("pelvic_obliquity", 3), by=as_theo, taken_at=later)
    found = selected(amy.clinic)
    assert (found.intensities, found.values, found.patients) == ([], [], [])


def test_a_correction_counts_from_its_entry_on_and_the_old_figure_until_then(amy: Patient, as_theo: Caller) -> None:
    wrong = make_assessment(amy, measured("pelvic_obliquity", 13), rated("low_back", 6), by=as_theo)
    cutoff = now()
    correction = Assessment(patient=amy, taken_at=MORNING)
    entered = [measured("pelvic_obliquity", 3)], [rated("low_back", 5)]
    correct_assessment(wrong, correction, *entered, "a slip of the pen", by=as_theo)
    before, after = selected(amy.clinic, cutoff), selected(amy.clinic)
    assert (before.values, before.intensities) == ([13.0], [6])
    assert (after.values, after.intensities) == ([3.0], [5])


def test_what_was_entered_in_error_counts_until_somebody_said_so(amy: Patient, as_theo: Caller) -> None:
    assessment = make_assessment(amy, measured("pelvic_obliquity", 3), rated("low_back", 6), by=as_theo)
    cutoff = now()
    mark_entered_in_error(assessment, "another patient", by=as_theo)
    before, after = selected(amy.clinic, cutoff), selected(amy.clinic)
    assert (before.values, before.intensities, before.patients) == ([3.0], [6], [amy.pk])
    assert (after.values, after.intensities, after.patients) == ([], [], [])


def test_a_rating_of_its_own_is_voided_alone(amy: Patient, as_theo: Caller) -> None:
    make_assessment(amy, rated("low_back", 6), rated("low_back", 8, recall="7d_worst"), by=as_theo)
    cutoff = now()
    mark_entered_in_error(PainRating.objects.get(intensity=8), "a slip", by=as_theo)
    assert selected(amy.clinic, cutoff).intensities == [6, 8]
    assert selected(amy.clinic).intensities == [6]


def test_a_clinic_without_patients_has_an_empty_cohort(clinic: Clinic) -> None:
    found = selected(clinic)
    assert (found.patients, found.batches) == ([], 0)
    assert found.counts == {"ratings": 0, "measurements": 0, "sessions": 0, "patients": 0}

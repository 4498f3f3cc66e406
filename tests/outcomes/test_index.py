"""The alignment index of a patient: several measures in one figure, with its components or not at all."""

from typing import Any

import pytest

from tests.outcomes.courses import inputs, measurements, ratings, session
from treatments.outcomes.findings.finding import IndexFinding
from treatments.outcomes.findings.patient import patient_findings
from treatments.outcomes.findings.points import MeasurementPoint
from treatments.outcomes.narrative.patient import narrative

OBLIQUITY = measurements([(0, 5.5), (60, 1.5)])
TILT = measurements([(0, 19.0), (60, 15.0)], measure="pelvic_tilt_palp_mean", method="palm")


def knee(side: str, first: float, last: float) -> tuple[MeasurementPoint, ...]:
    return measurements([(0, first), (60, last)], measure="knee_frontal_hka", side=side, method="phone_inclinometer")


def index_of(*points: MeasurementPoint, **given: Any) -> IndexFinding:
    return patient_findings(inputs(measurements=points, sessions=(session(1),), **given)).index


def test_two_measures_are_averaged_in_units_of_their_smallest_real_change() -> None:
    found = index_of(*OBLIQUITY, *TILT)
    obliquity, tilt = 4.0 / (1.96 * 0.7 * 2**0.5), 4.0 / (1.96 * 1.5 * 2**0.5)
    assert (found.status, found.latest) == ("ok", 0.0)
    assert found.baseline == pytest.approx((obliquity + tilt) / 2)
    assert found.change == pytest.approx(-(obliquity + tilt) / 2)
    assert found.mdc95 == pytest.approx(1 / 2**0.5)
    assert [(one.measure, one.baseline, one.latest) for one in found.components] == [
        ("pelvic_tilt_palp_mean", 4.0, 0.0),
        ("pelvic_obliquity", 4.0, 0.0),
    ]


def test_one_measure_far_away_counts_three_at_most() -> None:
    found = index_of(
        *measurements([(0, 19.5), (60, 1.0)]),
        *measurements([(0, 7), (60, 7)], measure="pelvic_rotation", method="caliper"),
    )
    assert found.baseline is not None
    assert found.baseline < 3 / 2 + 3 / 5.5


def test_a_single_measure_is_no_index() -> None:
    found = index_of(*OBLIQUITY)
    assert (found.status, found.reasons, found.baseline) == (
        "insufficient_data",
        ("too_few_components:1<2",),
        None,
    )


def test_a_measure_that_was_read_at_one_end_only_leaves_the_index_out() -> None:
    found = index_of(*OBLIQUITY, *measurements([(0, 19.0)], measure="pelvic_tilt_palp_mean", method="palm"))
    assert (found.status, found.reasons, found.components) == ("not_estimable", ("components_differ",), ())


def test_both_knees_count_once_by_the_worse_one_at_each_end() -> None:
    found = index_of(*OBLIQUITY, *knee("left", 5.0, 7.0), *knee("right", 9.0, 4.0))
    assert [(one.measure, one.baseline, one.latest) for one in found.components][1] == ("knee_frontal_hka", 6.0, 4.0)


def test_of_twins_only_the_first_counts() -> None:
    crest = measurements([(0, 30.0), (60, 10.0)], measure="crest_height_diff", method="palpation_level")
    found = index_of(*OBLIQUITY, *crest, *TILT)
    assert [one.measure for one in found.components] == ["pelvic_tilt_palp_mean", "pelvic_obliquity"]


def test_a_measure_without_a_band_or_an_error_does_not_enter() -> None:
    gap = measurements([(0, 50.0), (60, 45.0)], measure="icd_imd", method="caliper")
    assert index_of(*OBLIQUITY, *gap).reasons == ("too_few_components:1<2",)


def test_the_sentence_names_the_components_and_says_that_the_index_is_descriptive() -> None:
    sentences = narrative(patient_findings(inputs(measurements=(*OBLIQUITY, *TILT), sessions=(session(1),))))
    told = next(sentence for sentence in sentences if sentence.startswith("Alignment index"))
    assert "no validated instrument" in told
    assert "Pelvic obliquity 4° to 0° outside its band" in told
    assert not any("index" in one for one in narrative(patient_findings(inputs(measurements=OBLIQUITY))))


def test_the_narrative_says_when_it_cannot_tell_whether_pain_and_alignment_went_together() -> None:
    few = [(0, 6), (7, 5), (14, 4)]
    sentences = narrative(
        patient_findings(inputs(pain=ratings(few), measurements=measurements([(day, 3.0) for day, _ in few])))
    )
    told = next(sentence for sentence in sentences if sentence.startswith("Insufficient data to tell"))
    assert "low back beside Pelvic obliquity (3 of the 8 pairs" in told


def test_days_of_which_one_never_varies_have_no_rank_correlation_and_the_narrative_says_only_that() -> None:
    days = range(0, 80, 10)
    same = inputs(pain=ratings((day, day // 10) for day in days), measurements=measurements((day, 1.0) for day in days))
    told = next(one for one in narrative(patient_findings(same)) if one.startswith("Insufficient data to tell"))
    assert "low back beside Pelvic obliquity (one of the two did not vary)" in told


def test_a_rank_correlation_is_told_as_the_description_of_one_course() -> None:
    course = [(7 * week, 8 - week) for week in range(8)]
    sentences = narrative(
        patient_findings(
            inputs(pain=ratings(course), measurements=measurements([(day, float(value)) for day, value in course]))
        )
    )
    told = next(sentence for sentence in sentences if "rank correlation was" in sentence)
    assert "on 8 days with both, their rank correlation was +1, which has no interval" in told
    assert any("time alone may move both" in sentence for sentence in sentences)

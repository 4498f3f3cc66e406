"""Pain beside deviation in one patient: who belongs to whom, and that nothing is claimed."""

from datetime import date
from typing import Any

import pytest
from scipy import stats

from tests.outcomes.courses import inputs, measured, measurements, on_day, rated, ratings
from treatments.outcomes.findings.cohort.exposure import DEFAULT_COHORT_PAIRS
from treatments.outcomes.findings.cohort.question import CohortPair
from treatments.outcomes.findings.finding import PairFinding
from treatments.outcomes.findings.patient import patient_findings
from treatments.outcomes.findings.points import MeasurementPoint, PainPoint
from treatments.outcomes.findings.prespecified import DEFAULT_PAIRS, patient_pairs


def pairs_of(
    pain: tuple[PainPoint, ...], alignment: tuple[MeasurementPoint, ...], **given: Any
) -> tuple[PairFinding, ...]:
    return patient_findings(inputs(pain=pain, measurements=alignment, **given)).pairs


def matched_pains(pain: tuple[PainPoint, ...], alignment: tuple[MeasurementPoint, ...]) -> list[tuple[float, float]]:
    (found,) = pairs_of(pain, alignment)
    return [(point.exposure, point.pain) for point in found.points]


def test_eight_pairs_give_a_rank_correlation_and_no_p_value() -> None:
    days, values, pains = range(0, 80, 10), (6, 5, 5.5, 4, 3, 2, 1, 0.5), (8, 8, 7, 6, 6, 4, 3, 3)
    (found,) = pairs_of(
        ratings(zip(days, pains, strict=True)), measurements(zip(days, map(float, values), strict=True))
    )
    deviations = [max(value - 1.5, 0) for value in values]
    assert (found.status, found.reasons, found.n_pairs) == ("ok", (), 8)
    assert found.spearman == stats.spearmanr(deviations, pains).statistic
    assert not hasattr(found, "p")


def test_seven_pairs_are_shown_without_a_correlation() -> None:
    days = range(0, 70, 10)
    (found,) = pairs_of(
        ratings((day, 8 - day // 10) for day in days), measurements((day, 8.0 - day / 10) for day in days)
    )
    assert (found.status, found.reasons) == ("insufficient_data", ("too_few_pairs:7<8",))
    assert (found.spearman, len(found.points)) == (None, 7)


def test_deviations_that_never_vary_have_no_correlation() -> None:
    days = range(0, 80, 10)
    (found,) = pairs_of(ratings((day, day // 10) for day in days), measurements((day, 1.0) for day in days))
    assert (found.status, found.reasons, found.spearman) == ("not_estimable", ("no_within_variance",), None)


def test_a_rating_belongs_to_the_measurement_of_its_assessment_before_a_nearer_one() -> None:
    own = measured(0.9, 4.5, assessment="first")
    nearer = measured(0.1, 3.5, assessment="second")
    assert matched_pains((rated(0, 7, assessment="first"),), (own, nearer)) == [(3.0, 7.0)]


def test_otherwise_the_nearest_within_72_hours_and_the_earlier_on_a_tie() -> None:
    pain = (rated(10, 7),)
    assert matched_pains(pain, measurements([(8, 3.5), (11, 4.5)])) == [(3.0, 7.0)]
    assert matched_pains(pain, measurements([(9, 3.5), (11, 4.5)])) == [(2.0, 7.0)]
    assert matched_pains(pain, measurements([(7, 3.5)])) == [(2.0, 7.0)]
    assert matched_pains(pain, measurements([(6.99, 3.5), (13.01, 3.5)])) == []


def test_each_reading_is_used_once() -> None:
    assert matched_pains(ratings([(0, 7), (1, 5)]), (measured(0.9, 3.5),)) == [(2.0, 5.0)]
    assert matched_pains((rated(0, 7),), measurements([(0.5, 3.5), (1, 4.5)])) == [(2.0, 7.0)]


def test_only_readings_of_the_main_series_enter() -> None:
    alignment = (*measurements([(0, 3.5), (20, 4.5)]), measured(40, 9, posture="sitting"))
    pain = (*ratings([(0, 7), (20, 6), (40, 5)]), rated(0, 1, recall="now"))
    assert matched_pains(pain, alignment) == [(2.0, 7.0), (3.0, 6.0)]


@pytest.mark.parametrize(("side", "exposure"), [("right", 12.0), ("left", -12.0)])
def test_a_knee_sees_its_own_leg_minus_the_other(side: str, exposure: float) -> None:
    legs = {"measure": "lld_true", "method": "radiograph"}
    (found,) = pairs_of((rated(0, 5, region="knee", side=side),), measurements([(0, 12.0)], **legs))
    assert (found.measure, found.side, found.exposure) == ("lld_true", side, "this_leg_minus_other")
    assert [point.exposure for point in found.points] == [exposure]


def test_a_knee_is_paired_with_its_own_side_only() -> None:
    knee = {"measure": "knee_frontal_hka", "side": "left", "method": "phone_inclinometer"}
    assert pairs_of((rated(0, 5, region="knee", side="right"),), measurements([(0, 6.0)], **knee)) == ()
    (found,) = pairs_of((rated(0, 5, region="knee", side="left"),), measurements([(0, 6.0)], **knee))
    assert [point.exposure for point in found.points] == [3.0]


def test_under_18_the_distance_from_neutral_stands_in_for_the_band() -> None:
    (found,) = pairs_of((rated(0, 5),), measurements([(0, -4.0)]), birth_date=on_day(-4000).date())
    assert [point.exposure for point in found.points] == [4.0]


def test_coming_of_age_during_the_course_does_not_look_like_a_change() -> None:
    days = range(0, 70, 7)
    (found,) = pairs_of(
        ratings((day, 9 - day // 7) for day in days),
        measurements((day, 4.0) for day in days),
        birth_date=date(2008, 2, 10),
    )
    assert (found.status, found.reasons, found.spearman) == ("not_estimable", ("no_within_variance",), None)
    assert {point.exposure for point in found.points} == {4.0}


def test_two_readings_of_each_day_make_one_pair_a_day() -> None:
    twice = [(day + hour, value) for day, value in ((0, 6), (10, 5), (20, 4), (30, 3)) for hour in (0, 0.1)]
    (found,) = pairs_of(ratings(twice), measurements((at, float(value)) for at, value in twice))
    assert (found.n_pairs, found.reasons) == (4, ("too_few_pairs:4<8",))
    assert [point.pain for point in found.points] == [6, 5, 4, 3]


def test_ratings_before_treatment_are_never_paired_with_measurements_after_it() -> None:
    after = measurements([(0, 4.5), (20, 3.5)], timing="after_treatment")
    assert pairs_of(ratings([(0, 7), (20, 5)]), after) == ()
    assert matched_pains(ratings([(0, 7), (20, 5)]), (*after, measured(20, 2.5))) == [(1.0, 5.0)]


@pytest.mark.parametrize(
    ("asked", "primary"),
    [({}, True), ({"recall": "now"}, False), ({"context": "movement"}, False), ({"timing": "after_treatment"}, False)],
)
def test_only_the_usual_question_before_treatment_makes_a_primary_pair(asked: dict[str, Any], primary: bool) -> None:
    timing = {"timing": asked["timing"]} if "timing" in asked else {}
    (found,) = pairs_of((rated(0, 5, **asked),), measurements([(0, 4.0)], **timing))
    assert found.primary is primary


def settled(*pairs: tuple[str, str]) -> dict[str, Any]:
    return {"pairs": patient_pairs(CohortPair(measure=measure, region=region) for measure, region in pairs)}


def both_knees(measure: str, method: str, course: dict[float, tuple[float, float]], **other: Any) -> Any:
    """Left and right in one assessment, as {day: (left, right)}."""
    sides = enumerate(("left", "right"))
    return tuple(
        measured(day, values[place], measure=measure, side=side, method=method, **other)
        for place, side in sides
        for day, values in course.items()
    )


def test_the_pairs_of_the_product_are_those_of_every_report_so_far() -> None:
    assert patient_pairs(DEFAULT_COHORT_PAIRS) == DEFAULT_PAIRS


def test_the_pairs_that_a_clinic_settled_are_looked_at_and_no_others() -> None:
    pain = (rated(0, 5, region="knee", side="left"), rated(0, 6))
    angles = both_knees("q_angle", "goniometer", {0: (21.0, 16.0)})
    axes = both_knees("knee_frontal_hka", "radiograph", {0: (6.0, 5.0)})
    (found,) = pairs_of(pain, (*angles, *axes, measured(0, 4.0)), **settled(("q_angle", "knee")))
    assert (found.measure, found.measure_side, found.region, found.side) == ("q_angle", "left", "knee", "left")
    assert [point.exposure for point in found.points] == [3.0]
    assert found.primary


def test_a_clinic_that_settled_none_has_none() -> None:
    assert pairs_of((rated(0, 6),), (measured(0, 4.0),), **settled()) == ()


def test_beside_a_place_without_sides_stands_the_mean_of_both_sides_of_one_assessment() -> None:
    knees = both_knees("knee_frontal_hka", "radiograph", {0: (6.0, 10.0), 20: (-6.0, 10.0)})
    left_only = measured(40, 9.0, measure="knee_frontal_hka", side="left", method="radiograph")
    pain = ratings([(0, 5), (20, 4), (40, 3)])
    (found,) = pairs_of(pain, (*knees, left_only), **settled(("knee_frontal_hka", "low_back")))
    assert (found.measure_side, found.method) == ("both", "radiograph")
    assert [(point.exposure, point.pain) for point in found.points] == [(5.0, 5), (0.0, 4)]


def test_a_stray_reading_by_another_method_does_not_hide_the_days_with_both_sides() -> None:
    days = range(0, 90, 10)
    knee = {"measure": "knee_frontal_hka"}
    by_phone = measurements(((day, 6.0) for day in range(0, 100, 5)), side="left", method="phone_inclinometer", **knee)
    stray = measured(97, 6.0, side="right", method="phone_inclinometer", **knee)
    both = both_knees("knee_frontal_hka", "photograph", {day: (6.0 + day / 10, 6.0 + day / 10) for day in days})
    pain = ratings((day, 9 - day // 10) for day in days)
    (found,) = pairs_of(pain, (*by_phone, stray, *both), **settled(("knee_frontal_hka", "low_back")))
    assert (found.method, found.n_pairs, found.spearman) == ("photograph", 9, pytest.approx(-1))


def test_of_two_methods_with_means_of_both_sides_that_with_most_of_them_stands_beside_pain() -> None:
    once = both_knees("knee_frontal_hka", "phone_inclinometer", {0: (9.0, 9.0)})
    left_only = ((day, 9.0) for day in (20, 40, 60))
    phone_left = measurements(left_only, side="left", measure="knee_frontal_hka", method="phone_inclinometer")
    twice = both_knees("knee_frontal_hka", "photograph", {0: (6.0, 6.0), 20: (7.0, 7.0)})
    pain = ratings([(0, 5), (20, 4)])
    (found,) = pairs_of(pain, (*once, *phone_left, *twice), **settled(("knee_frontal_hka", "low_back")))
    assert (found.method, found.n_pairs) == ("photograph", 2)


def test_sides_under_different_conditions_have_no_mean() -> None:
    standing, sitting = (
        both_knees("knee_frontal_hka", "radiograph", {0: (6.0, 10.0)}, posture=posture)[place]
        for place, posture in enumerate(("standing", "sitting"))
    )
    assert pairs_of((rated(0, 5),), (standing, sitting), **settled(("knee_frontal_hka", "low_back"))) == ()


def test_a_mean_of_both_sides_that_is_a_measure_itself_is_looked_at_once() -> None:
    twice = settled(("pelvic_tilt_palp", "low_back"), ("pelvic_tilt_palp_mean", "low_back"))
    tilts = both_knees("pelvic_tilt_palp", "palm", {0: (18.0, 20.0)})
    (found,) = pairs_of((rated(0, 5),), tilts, **twice)
    assert (found.measure, found.measure_side) == ("pelvic_tilt_palp_mean", "none")
    assert [point.exposure for point in found.points] == [4.0]

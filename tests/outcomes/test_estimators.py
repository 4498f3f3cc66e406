"""The arithmetic of a patient report, held to published figures and to scipy."""

from fractions import Fraction
from itertools import combinations
from statistics import median

import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy import stats

from assessments.measures import Interval
from assessments.pain_regions import CHRONIC_PAIN, SHOULDER_PAIN
from treatments.outcomes.estimators import (
    classify_change,
    pain_response,
    pain_target,
    rank_correlation,
    weekly_trend,
)

BAND = Interval(-1.5, 1.5)
MDC = 1.94


@pytest.mark.parametrize(
    ("baseline", "latest", "expected"),
    [
        (1.0, -1.0, "in_reference_throughout"),
        (-1.5, 1.5, "in_reference_throughout"),  # both ends belong to the band, even beyond the MDC
        (4.0, 2.1, "within_noise"),
        (1.0, 2.9, "within_noise"),  # out of the band, but not by more than the error
        (2.0, 0.5, "within_noise"),  # into the band, but not by more than the error
        (1.0, 3.0, "away"),  # a baseline inside the band can never improve
        (3.0, -3.0, "overshoot"),
        (-2.0, 1.6, "overshoot"),  # even though it ends nearer to the band
        (4.2, 1.1, "toward_reference"),
        (-4.2, -1.6, "toward_reference"),
        (4.0, 1.5, "toward_reference"),
        (3.0, 5.0, "away"),
        (-3.0, -5.0, "away"),
    ],
)
def test_the_first_matching_rule_classifies_a_change(baseline: float, latest: float, expected: str) -> None:
    assert classify_change(baseline, latest, latest - baseline, BAND, MDC) == expected


def test_a_change_of_exactly_the_mdc_is_no_longer_noise() -> None:
    assert classify_change(4.0, 2.0, -2.0, BAND, mdc95=2.0) == "toward_reference"


def test_noise_is_judged_on_the_signed_change_and_not_on_the_deviation() -> None:
    # The deviation is 1 both times, yet the pelvis moved by 5 degrees.
    assert classify_change(2.5, -2.5, -5.0, BAND, MDC) == "overshoot"


def test_a_band_that_is_open_above_cannot_be_overshot() -> None:
    flexion = Interval(130, None)
    assert classify_change(110, 128, 18, flexion, mdc95=6) == "toward_reference"
    assert classify_change(135, 120, -15, flexion, mdc95=6) == "away"


@pytest.mark.parametrize(
    ("baseline", "latest", "expected"),
    [
        ("7", "3.5", "improved"),
        ("6", "4", "improved"),  # 2 points and a third
        ("10", "7", "improved"),  # exactly 30 percent
        ("10", "7.5", "no_important_change"),  # 2.5 points, but only a quarter
        ("4", "2.5", "no_important_change"),  # 38 percent, but only 1.5 points
        ("20/3", "14/3", "improved"),  # exactly 2 points of means of three readings, exactly 30 percent
        ("3", "1", "improved"),
        ("3", "5", "worse"),
        ("5", "7", "worse"),
        ("5", "6.5", "no_important_change"),
        ("2.5", "0", "not_evaluable"),
        ("0", "0", "not_evaluable"),
        ("0", "2", "worse"),  # a rise of 2 is worse even from a baseline below 3
        ("2.5", "4", "not_evaluable"),
    ],
)
def test_pain_is_judged_by_points_and_percent_in_exact_fractions(baseline: str, latest: str, expected: str) -> None:
    assert pain_response(Fraction(baseline), Fraction(latest), CHRONIC_PAIN) == expected


def test_the_shoulder_needs_its_own_number_of_points() -> None:
    assert pain_response(Fraction(6), Fraction(4), SHOULDER_PAIN) == "no_important_change"
    assert pain_response(Fraction(6), Fraction("3.83"), SHOULDER_PAIN) == "improved"


@given(baseline=st.integers(6, 40).map(lambda quarters: Fraction(quarters, 4)))
def test_a_fall_to_the_target_is_improved_and_one_hair_above_it_is_not(baseline: Fraction) -> None:
    target = pain_target(baseline, CHRONIC_PAIN)
    if target is None:
        assert baseline < 3
        return
    assert pain_response(baseline, target, CHRONIC_PAIN) == "improved"
    assert pain_response(baseline, target + Fraction(1, 10**9), CHRONIC_PAIN) == "no_important_change"


def test_theil_sen_agrees_with_sens_published_example() -> None:
    trend = weekly_trend((1, 2, 3, 4, 10, 12, 18), (9, 15, 19, 20, 45, 55, 78))
    assert trend.slope == 4.0
    assert trend.ci95 == pytest.approx((3.7142857, 4.375), abs=5e-8)


def test_theil_sen_agrees_with_the_reference_figures_for_pain() -> None:
    days = (0, 7, 14, 21, 28, 42, 56, 70)
    trend = weekly_trend(days, (7, 7, 6, 6, 5, 4, 4, 3))
    assert trend.slope == pytest.approx(-0.0623582766, abs=5e-11)
    assert trend.ci95 == pytest.approx((-0.0714285714, -0.0476190476), abs=5e-11)
    assert trend.intercept == pytest.approx(7.1547619, abs=5e-8)


@given(st.lists(st.floats(-50, 50), min_size=5, max_size=30).filter(lambda values: len(set(values)) > 1))
def test_theil_sen_agrees_with_a_median_over_all_pairs(values: list[float]) -> None:
    weeks = [float(week) for week in range(len(values))]
    points = list(zip(weeks, values, strict=True))
    slopes = [(y2 - y1) / (x2 - x1) for (x1, y1), (x2, y2) in combinations(points, 2)]
    trend = weekly_trend(weeks, values)
    assert trend.slope == pytest.approx(median(slopes), abs=1e-9)
    low, high = trend.ci95 or (min(slopes), max(slopes))
    assert low <= trend.slope <= high
    assert low < high


def test_equal_readings_have_a_slope_of_zero_and_no_interval() -> None:
    trend = weekly_trend((0, 1, 2, 3, 4), (5, 5, 5, 5, 5))
    assert trend.slope == 0
    assert trend.ci95 is None


def test_the_rank_correlation_is_spearmans() -> None:
    deviation, pain = (4.0, 3.5, 3.0, 3.0, 1.0, 0.0, 0.0, 2.0), (7, 7, 6, 5, 4, 4, 3, 5)
    assert rank_correlation(deviation, pain) == stats.spearmanr(deviation, pain).statistic


def test_no_rank_correlation_without_variation() -> None:
    assert rank_correlation((0.0, 0.0, 0.0), (1, 2, 3)) is None
    assert rank_correlation((1.0, 2.0, 3.0), (4, 4, 4)) is None
    assert rank_correlation((), ()) is None

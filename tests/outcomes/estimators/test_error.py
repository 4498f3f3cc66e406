"""Measurement error: of the alignment index, of one rating of pain, and of replicate readings."""

import math

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy import stats

from treatments.outcomes.estimators import (
    AlignmentIndex,
    Refusal,
    WithinSubjectSd,
    alignment_index,
    identical_pairs,
    regression_to_the_mean,
    within_subject_sd,
)


def _sd(groups: list[list[float]], minimum_dof: int = 1) -> WithinSubjectSd:
    found = within_subject_sd(groups, minimum_dof)
    assert isinstance(found, WithinSubjectSd), found
    return found


# The alignment index


def test_the_index_averages_deviations_in_units_of_their_mdc() -> None:
    found = alignment_index([2.0, 0.0, 39.0], [2.0, 4.2, 9.7])
    assert isinstance(found, AlignmentIndex)
    assert found.value == pytest.approx((1 + 0 + 3) / 3)  # the third is capped
    assert found.n_components == 3


@pytest.mark.parametrize(("components", "mdc95"), [(1, "1.00"), (2, "0.71"), (3, "0.58"), (4, "0.50")])
def test_the_error_of_the_index_shrinks_with_the_number_of_components(components: int, mdc95: str) -> None:
    found = alignment_index([1.0] * components, [2.0] * components)
    assert isinstance(found, AlignmentIndex)
    assert f"{found.mdc95:.2f}" == mdc95
    assert found.se == pytest.approx(math.sqrt(components) * 0.361 / components, rel=1e-3)


def test_an_index_of_nothing_or_without_an_mdc_is_refused() -> None:
    assert alignment_index([], []) == Refusal("insufficient_data", ("no_components",))
    assert alignment_index([1.0, 2.0], [2.0, 0.0]) == Refusal("not_estimable", ("sem_unknown",))


# Regression to the mean


@pytest.mark.parametrize(
    ("mean", "sd", "enrolled_from", "expected"),
    [(5, 1.5, 5, 0.6), (5, 1.5, 6, 0.9), (6.2, 1.2, 5, 0.35), (6.2, 1.2, 6, 0.6)],
)
def test_enrolling_those_in_much_pain_makes_a_fall_expected(
    mean: float, sd: float, enrolled_from: float, expected: float
) -> None:
    noise = 1.2
    observed = math.hypot(sd, noise)
    enrolled = stats.truncnorm.mean((enrolled_from - mean) / observed, np.inf, mean, observed)
    fall = regression_to_the_mean(float(enrolled), mean, reliability=sd**2 / observed**2)
    assert fall == pytest.approx(expected, abs=0.05)


def test_no_fall_is_expected_of_perfect_ratings_or_from_the_mean() -> None:
    assert regression_to_the_mean(7, 5, reliability=1) == 0
    assert regression_to_the_mean(5, 5, reliability=0.5) == 0
    assert regression_to_the_mean(4, 5, reliability=0.5) == -0.5


# Replicate readings


def test_pairs_of_readings_give_the_root_of_half_the_mean_squared_difference() -> None:
    found = _sd([[4.0, 5.0], [2.0, 2.0], [7.5, 6.0], [3.0]])
    assert found.sd == pytest.approx(math.sqrt((1 + 0 + 1.5**2) / 6))
    assert (found.dof, found.n_subjects, found.n_readings) == (3, 3, 6)


@given(
    st.lists(st.lists(st.integers(-20, 20).map(float), min_size=2, max_size=5), min_size=2, max_size=12).filter(
        lambda groups: any(len(set(group)) > 1 for group in groups)
    )
)
def test_the_sd_is_that_of_a_one_way_analysis_of_variance(groups: list[list[float]]) -> None:
    found = _sd(groups)
    squares = sum(np.var(group) * len(group) for group in groups)
    dof = sum(len(group) - 1 for group in groups)
    assert found.sd == pytest.approx(math.sqrt(squares / dof), rel=1e-9)
    ends = [math.sqrt(squares / stats.chi2.ppf(tail, dof)) for tail in (0.975, 0.025)]
    assert found.ci95 == pytest.approx(ends, rel=1e-9)
    assert found.ci95[0] < found.sd < found.ci95[1]


def test_a_reading_that_is_missing_does_not_count() -> None:
    assert within_subject_sd([[4.0, np.nan, 5.0], [3.0, np.nan], [1.0, 2.0]], 1) == _sd([[4.0, 5.0], [1.0, 2.0]])


def test_thirty_degrees_of_freedom_are_needed() -> None:
    assert within_subject_sd([[4.0, 5.0]] * 29) == Refusal("insufficient_data", ("too_few_dof:29<30",))
    assert isinstance(within_subject_sd([[4.0, 5.0]] * 30), WithinSubjectSd)
    assert within_subject_sd([], minimum_dof=0) == Refusal("insufficient_data", ("too_few_dof:0<1",))


def test_readings_that_only_repeat_one_another_tell_no_error() -> None:
    assert within_subject_sd([[4.1, 4.1], [0.1 + 0.2, 0.3]], 1) == Refusal("not_estimable", ("no_scatter",))


def test_equal_readings_are_counted_among_all_pairs_of_a_group() -> None:
    assert identical_pairs([[4.0, 4.0], [2.0, 3.0]]) == 0.5
    assert identical_pairs([[4.0, 4.0, 5.0], [2.0, 2.0]]) == 0.5  # 1 of 3 pairs, and 1 of 1
    assert identical_pairs([[1.0, 2.0], [np.nan, np.nan]]) == 0
    assert identical_pairs([[1.0], []]) is None

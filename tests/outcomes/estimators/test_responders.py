"""Means and Welch's difference between them: held to scipy and statsmodels."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy import stats
from statsmodels.stats.weightstats import CompareMeans, DescrStatsW

from treatments.outcomes.estimators import MeanDifference, Refusal, Sample, mean_difference, mean_interval


@given(n_first=st.integers(10, 40), n_second=st.integers(10, 40), seed=st.integers(0, 10**6))
@settings(derandomize=True, deadline=None, max_examples=100)
def test_the_difference_equals_welchs(n_first: int, n_second: int, seed: int) -> None:
    rng = np.random.default_rng(seed)
    first, second = rng.normal(-2, 1, n_first), rng.normal(-1, 3, n_second)
    found = mean_difference(Sample.of(first), Sample.of(second))
    assert isinstance(found, MeanDifference)
    theirs = stats.ttest_ind(first, second, equal_var=False)
    assert (found.p, found.dof) == pytest.approx((theirs.pvalue, theirs.df), rel=1e-9)
    assert found.ci95 == pytest.approx(tuple(theirs.confidence_interval(0.95)), rel=1e-9)
    compared = CompareMeans(DescrStatsW(first), DescrStatsW(second))
    assert found.ci95 == pytest.approx(compared.tconfint_diff(usevar="unequal"), rel=1e-9)
    assert found.difference == pytest.approx(first.mean() - second.mean(), rel=1e-9)
    assert found.se == pytest.approx(compared.std_meandiff_separatevar, rel=1e-9)


def test_a_sample_counts_what_was_measured() -> None:
    sample = Sample.of([1e6 + 1, 1e6 + 2, np.nan, 1e6 + 4])
    assert (sample.n, sample.mean) == (3, pytest.approx(1e6 + 7 / 3))
    assert sample.variance == pytest.approx(7 / 3, rel=1e-9)
    assert Sample.of([]) == Sample(0, 0.0, 0.0)
    assert Sample.of([4]) == Sample(1, 4.0, 0.0)


def test_the_interval_of_a_mean_is_students() -> None:
    values = [3.0, 4, 4, 7, 1]
    expected = stats.ttest_1samp(values, 0).confidence_interval(0.95)
    assert mean_interval(Sample.of(values)) == pytest.approx(tuple(expected), rel=1e-12)


@pytest.mark.parametrize("values", [[], [5.0], [5.0, 5, 5], [0.1 + 0.2, 0.3]])
def test_a_mean_of_values_that_do_not_differ_has_no_interval(values: list[float]) -> None:
    assert mean_interval(Sample.of(values)) is None


def test_one_group_may_be_constant_but_not_both() -> None:
    constant, varied = Sample.of([-2.0] * 12), Sample.of(np.arange(10.0))
    found = mean_difference(constant, varied)
    assert isinstance(found, MeanDifference)
    assert found.dof == pytest.approx(9)
    assert found.se == pytest.approx(np.sqrt(varied.variance / 10))
    assert mean_difference(constant, Sample.of([-1.0] * 10)) == Refusal("not_estimable", ("no_scatter",))


def test_a_variance_of_rounding_is_no_variance() -> None:
    summed = Sample(n=12, mean=0.3, variance=1e-33)
    assert mean_difference(summed, summed) == Refusal("not_estimable", ("no_scatter",))


def test_the_smaller_group_decides_whether_there_are_enough() -> None:
    ten, seven, one = (Sample.of(np.arange(float(n))) for n in (10, 7, 1))
    assert mean_difference(ten, seven) == Refusal("insufficient_data", ("too_few_in_a_group:7<10",))
    assert mean_difference(one, ten, minimum=0) == Refusal("insufficient_data", ("too_few_in_a_group:1<2",))
    assert isinstance(mean_difference(seven, ten, minimum=7), MeanDifference)

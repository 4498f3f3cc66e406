"""Lines across patients: held to NIST's certified figures, to statsmodels and to leaving patients out."""

import numpy as np
import pytest
import statsmodels.api as sm
from hypothesis import given, settings
from hypothesis import strategies as st
from numpy.typing import NDArray

from tests.outcomes.estimators.examples import small_fixture, small_fixture_expected
from treatments.outcomes.estimators import AcrossFit, Refusal, ancova_hc3, line_across

# NIST Statistical Reference Datasets, Norris: ozone monitors (x NIST's reading, y the customer's).
NORRIS_X = (
    *(0.2, 337.4, 118.2, 884.6, 10.1, 226.5, 666.3, 996.3, 448.6, 777.0, 558.2, 0.4),
    *(0.6, 775.5, 666.9, 338.0, 447.5, 11.6, 556.0, 228.1, 995.8, 887.6, 120.2, 0.3),
    *(0.3, 556.8, 339.1, 887.2, 999.0, 779.0, 11.1, 118.3, 229.2, 669.1, 448.9, 0.5),
)
NORRIS_Y = (
    *(0.1, 338.8, 118.1, 888.0, 9.2, 228.1, 668.5, 998.5, 449.1, 778.9, 559.2, 0.3),
    *(0.1, 778.1, 668.8, 339.3, 448.9, 10.8, 557.7, 228.3, 998.0, 888.8, 119.6, 0.3),
    *(0.6, 557.6, 339.3, 888.0, 998.5, 778.9, 10.2, 117.6, 228.9, 668.4, 449.2, 0.2),
)

Numbers = NDArray[np.float64]


def _fit(found: AcrossFit | Refusal) -> AcrossFit:
    assert isinstance(found, AcrossFit), found
    return found


def _changes(n: int, seed: int) -> tuple[Numbers, Numbers, Numbers, Numbers]:
    """Change of pain, change of exposure, baseline pain, baseline exposure of n patients."""
    rng = np.random.default_rng(seed)
    pain, exposure = rng.integers(3, 11, n) * 1.0, rng.normal(4, 1.5, n)
    change = rng.normal(-1, 1, n) - 0.2 * exposure
    return 0.4 * change - 0.3 * pain + rng.normal(0, 1 + exposure**2 / 10, n), change, pain, exposure


def _design(change_exposure: Numbers, *baselines: Numbers) -> Numbers:
    return np.column_stack([change_exposure, np.ones(len(change_exposure)), *baselines])


def test_nists_norris_data_give_the_certified_figures() -> None:
    fit = _fit(line_across(NORRIS_X, NORRIS_Y))
    assert f"{fit.slope:.8f} {fit.se:.10f}" == "1.00211682 0.0004297968"
    assert f"{fit.mean_pain - fit.slope * fit.mean_exposure:.8f}" == "-0.26232307"


def test_a_line_through_pain_gives_the_reference_figures() -> None:
    fit = _fit(line_across((0, 7, 14, 21, 28, 42, 56, 70), (7, 7, 6, 6, 5, 4, 4, 3), minimum=8))
    assert fit.slope == pytest.approx(-71 / 1197, rel=1e-12)
    assert f"{fit.se:.7f}" == "0.0054994"
    assert "{:.7f} {:.7f}".format(*fit.ci95) == "-0.0727716 -0.0458584"
    pairs, expected = small_fixture(), small_fixture_expected()["P1_pain"]
    first = pairs.patient == 1
    fit = _fit(line_across(pairs.weeks[first], pairs.pain[first], minimum=5))
    assert (fit.slope, fit.se) == pytest.approx((expected["ols_slope"], expected["ols_se"]), rel=1e-12)


@given(n=st.integers(10, 60), seed=st.integers(0, 10**6))
@settings(derandomize=True, deadline=None, max_examples=100)
def test_both_lines_equal_statsmodels(n: int, seed: int) -> None:
    change_pain, change_exposure, pain, exposure = _changes(n, seed)
    line = _fit(line_across(exposure, pain))
    model = sm.OLS(pain, _design(exposure)).fit()
    assert (line.slope, line.se, line.p) == pytest.approx((model.params[0], model.bse[0], model.pvalues[0]), rel=1e-9)
    assert line.ci95 == pytest.approx(tuple(model.conf_int()[0]), rel=1e-9)
    ancova = _fit(ancova_hc3(change_pain, change_exposure, pain, exposure))
    robust = sm.OLS(change_pain, _design(change_exposure, pain, exposure)).fit(cov_type="HC3", use_t=True)
    ours = (ancova.slope, ancova.se, ancova.p)
    assert ours == pytest.approx((robust.params[0], robust.bse[0], robust.pvalues[0]), rel=1e-9)
    assert ancova.ci95 == pytest.approx(tuple(robust.conf_int()[0]), rel=1e-9)
    assert ancova.dof == n - 4


@given(seed=st.integers(0, 10**6))
@settings(derandomize=True, deadline=None, max_examples=30)
def test_the_order_of_patients_does_not_matter(seed: int) -> None:
    columns = _changes(25, seed)
    order = np.random.default_rng(seed).permutation(25)
    one, other = _fit(ancova_hc3(*columns)), _fit(ancova_hc3(*(column[order] for column in columns)))
    assert (other.slope, other.se) == pytest.approx((one.slope, one.se), rel=1e-12)


def test_patients_with_a_missing_value_do_not_count() -> None:
    columns = _changes(14, seed=1)
    with_gaps = [np.append(column, [3.0, 4.0]) for column in columns]
    with_gaps[0][-1], with_gaps[3][-2] = np.nan, np.inf
    assert ancova_hc3(*with_gaps) == ancova_hc3(*columns)


def test_a_baseline_that_does_not_vary_does_not_count() -> None:
    change_pain, change_exposure, _, exposure = _changes(15, seed=2)
    fit = _fit(ancova_hc3(change_pain, change_exposure, np.full(15, 7.0), exposure))
    robust = sm.OLS(change_pain, _design(change_exposure, exposure)).fit(cov_type="HC3", use_t=True)
    assert (fit.slope, fit.se) == pytest.approx((robust.params[0], robust.bse[0]), rel=1e-9)
    assert fit.dof == 12
    same = _fit(ancova_hc3(change_pain, change_exposure, exposure, 2 * exposure + 1))
    assert (same.slope, same.se, same.dof) == pytest.approx((fit.slope, fit.se, 12), rel=1e-9)


def test_a_patient_who_alone_decides_a_baseline_says_nothing_about_the_slope() -> None:
    change_pain, change_exposure, pain, _ = _changes(15, seed=3)
    one_differs = np.where(np.arange(15) == 4, 6.0, 1.5)
    fit = _fit(ancova_hc3(change_pain, change_exposure, pain, one_differs))
    others = np.arange(15) != 4
    design = _design(change_exposure[others], pain[others])
    robust = sm.OLS(change_pain[others], design).fit(cov_type="HC3", use_t=True)
    assert (fit.slope, fit.se) == pytest.approx((robust.params[0], robust.bse[0]), rel=1e-9)


def test_a_slope_that_one_patient_carries_alone_is_not_estimable() -> None:
    change_pain, _, pain, exposure = _changes(15, seed=4)
    one_changed = np.where(np.arange(15) == 4, -3.0, 0.0)
    assert ancova_hc3(change_pain, one_changed, pain, exposure) == Refusal("not_estimable", ("no_between_variance",))


def test_scatter_only_where_the_exposure_is_at_its_mean_judges_nothing() -> None:
    exposure = np.array([-1.0, 1] * 2 + [0] * 8)
    pain = np.concatenate([exposure[:4], [1, -1] * 4])
    flat = np.full(12, 5.0)
    assert ancova_hc3(pain, exposure, flat, flat) == Refusal("not_estimable", ("no_scatter",))


def test_a_line_is_refused_with_a_reason_where_there_is_none() -> None:
    numbers = np.arange(12.0)
    assert line_across(numbers[:5], numbers[:5]) == Refusal("insufficient_data", ("too_few_patients:5<10",))
    assert line_across([1, 2], [3, 4], minimum=0) == Refusal("insufficient_data", ("too_few_patients:2<3",))
    assert ancova_hc3([], [], [], []) == Refusal("insufficient_data", ("too_few_patients:0<10",))
    assert line_across(numbers * 0 + 0.1, numbers) == Refusal("not_estimable", ("no_between_variance",))
    assert line_across(numbers, numbers * 0 + 0.1) == Refusal("not_estimable", ("no_pain_variance",))
    assert line_across(numbers, 2 - 0.1 * numbers) == Refusal("not_estimable", ("no_scatter",))

"""The raw correlation of repeated measurements: held to the published example, to R's figures and to statsmodels."""

import numpy as np
import pytest
import statsmodels.api as sm
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.outcomes.estimators.examples import Pairs, bland1995, random_pairs, small_fixture, small_fixture_expected
from treatments.outcomes.estimators import SUMS, Refusal, RepeatedCorrelation, raw_rmcorr, series_sums


def _correlation(pairs: Pairs) -> RepeatedCorrelation:
    found = raw_rmcorr(pairs.sums())
    assert isinstance(found, RepeatedCorrelation), found
    return found


def test_bland_and_altmans_example_gives_the_figures_of_the_r_package() -> None:
    found = _correlation(bland1995())
    assert f"{found.r:.10f} {found.dof} {found.p:.12f}" == "-0.5067697422 38 0.000847108109"
    assert "{:.10f} {:.10f}".format(*found.ci95) == "-0.7067146364 -0.2318631198"
    assert f"{found.slope:.10f} {found.slope_se:.10f}" == "-0.1083230471 0.0298928067"


def test_the_small_fixture_gives_the_reference_figures() -> None:
    expected, found = small_fixture_expected()["raw"], _correlation(small_fixture())
    assert (found.r, found.slope, found.slope_se, found.p) == pytest.approx(
        (expected["r_partial"], expected["slope"], expected["se_model"], expected["p_model"]), rel=1e-9
    )
    assert found.dof == expected["df_model"]


def test_the_interval_uses_an_effective_n_of_dof_plus_2() -> None:
    sums = np.zeros(1, dtype=SUMS)
    sums["n_pairs"], sums["n_series"], sums["s"] = 6, 1, 1
    sums["m"][0, 0], sums["v"][0, 0] = 1, 0.88
    found = raw_rmcorr(sums)
    assert isinstance(found, RepeatedCorrelation)
    assert found.dof == 4
    assert found.ci95 == pytest.approx((0.2394418, 0.9868084), abs=5e-8)


@given(
    visits=st.lists(st.integers(3, 8), min_size=2, max_size=15),
    seed=st.integers(0, 10**6),
    both_sides=st.booleans(),
)
@settings(derandomize=True, deadline=None, max_examples=200)
def test_it_equals_an_analysis_of_covariance_with_a_level_for_each_series(
    visits: list[int], seed: int, both_sides: bool
) -> None:
    pairs = random_pairs(visits, seed, both_sides)
    found = _correlation(pairs)
    levels = (pairs.series[:, None] == np.arange(len(visits))).astype(np.float64)
    model = sm.OLS(pairs.pain, np.column_stack([pairs.exposure, levels])).fit()
    r = model.tvalues[0] / np.sqrt(model.tvalues[0] ** 2 + model.df_resid)
    ours = (found.r, found.p, found.slope, found.slope_se)
    assert ours == pytest.approx((r, model.pvalues[0], model.params[0], model.bse[0]), rel=1e-9, abs=1e-12)
    assert found.dof == model.df_resid


def test_it_is_refused_with_a_reason_where_there_is_none() -> None:
    assert raw_rmcorr(series_sums([1] * 3, [0] * 3, [0, 1, 2], [1, 2, 4], [3, 1, 2])) == Refusal(
        "insufficient_data", ("too_few_dof:1<2",)
    )
    weeks = range(4)
    flat_exposure = series_sums([1] * 4, [0] * 4, weeks, [2, 2, 2, 2], [3, 1, 2, 4])
    assert raw_rmcorr(flat_exposure) == Refusal("not_estimable", ("no_within_variance",))
    flat_pain = series_sums([1] * 4, [0] * 4, weeks, [3, 1, 2, 4], [2, 2, 2, 2])
    assert raw_rmcorr(flat_pain) == Refusal("not_estimable", ("no_pain_variance",))
    on_a_line = series_sums([1] * 4, [0] * 4, weeks, [3, 1, 2, 4], [6, 2, 4, 8])
    assert raw_rmcorr(on_a_line) == Refusal("not_estimable", ("no_scatter",))

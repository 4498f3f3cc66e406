"""Slopes within patients: held to reference figures, to statsmodels and to leaving each patient out for real."""

from dataclasses import astuple
from typing import Any

import numpy as np
import pytest
import statsmodels.api as sm
from hypothesis import given, settings
from hypothesis import strategies as st
from numpy.typing import NDArray

from tests.outcomes.estimators.examples import Pairs, random_pairs, small_fixture, small_fixture_expected
from treatments.outcomes.estimators import (
    LOG1P_T,
    OwnTimeSlopesFit,
    Refusal,
    T,
    WithinFit,
    own_time_slopes_fit,
    series_sums,
    within_patient,
    within_patient_fit,
)

TERMS = {"raw": (), "lin": (T,), "flex": (T, LOG1P_T)}


def _fit(pairs: Pairs, **options: Any) -> WithinFit:
    fit = within_patient_fit(pairs.sums(), **options)
    assert isinstance(fit, WithinFit), fit
    return fit


def _own_fit(pairs: Pairs, **options: Any) -> OwnTimeSlopesFit:
    fit = own_time_slopes_fit(pairs.sums(), **options)
    assert isinstance(fit, OwnTimeSlopesFit), fit
    return fit


def _time(pairs: Pairs) -> NDArray[np.float64]:
    """Weeks since the first visit of the series; rows are in order of time within a series."""
    return pairs.weeks - np.array([pairs.weeks[pairs.series == series].min() for series in pairs.series])


def _dummies(pairs: Pairs) -> NDArray[np.float64]:
    return (pairs.series[:, None] == np.unique(pairs.series)).astype(np.float64)


def _design(pairs: Pairs, terms: tuple[int, ...]) -> NDArray[np.float64]:
    time = _time(pairs)
    return np.column_stack(
        [pairs.exposure, *({T: time, LOG1P_T: np.log1p(time)}[term] for term in terms), _dummies(pairs)]
    )


# Reference figures


@pytest.mark.parametrize("name", TERMS)
def test_the_small_fixture_gives_the_reference_figures(name: str) -> None:
    expected = small_fixture_expected()[name]
    fit = _fit(small_fixture(), time_terms=TERMS[name], minimum_patients=6)
    assert fit.slope == pytest.approx(expected["slope"], rel=1e-12)
    assert fit.partial_r == pytest.approx(expected["r_partial"], rel=1e-12)
    assert (fit.model_se, fit.cr1_se) == pytest.approx((expected["se_model"], expected["se_cr1"]), rel=1e-12)
    assert fit.se == pytest.approx(expected["se_jackknife"], rel=1e-12)
    assert fit.ci95 == pytest.approx(expected["ci_jackknife"], rel=1e-12)
    assert (fit.p, fit.model_p) == pytest.approx((expected["p_jackknife"], expected["p_model"]), rel=1e-9)
    assert (fit.residual_dof, fit.dof, fit.n_patients, fit.n_series, fit.n_pairs) == (expected["df_model"], 5, 6, 6, 30)


def test_the_headline_of_the_small_fixture_to_the_printed_digits() -> None:
    fit = _fit(small_fixture(), minimum_patients=6)
    assert f"{fit.slope:.10f} {fit.partial_r:.10f}" == "0.8595170522 0.8452279640"
    assert f"{fit.model_se:.10f} {fit.cr1_se:.10f} {fit.se:.10f}" == "0.1185884122 0.1008813255 0.0869114825"
    assert "{:.10f} {:.10f}".format(*fit.ci95) == "0.6361039740 1.0829301305"
    assert f"{fit.p:.8f}" == "0.00018029"


# Held to statsmodels and to brute force


@given(
    visits=st.lists(st.integers(3, 8), min_size=14, max_size=24),
    seed=st.integers(0, 10**6),
    both_sides=st.booleans(),
    constant=st.integers(0, 3),
    name=st.sampled_from(sorted(TERMS)),
)
@settings(derandomize=True, deadline=None, max_examples=200)
def test_slope_and_standard_errors_equal_statsmodels(
    visits: list[int], seed: int, both_sides: bool, constant: int, name: str
) -> None:
    pairs, terms = random_pairs(visits, seed, both_sides, constant), TERMS[name]
    fit = _fit(pairs, time_terms=terms, minimum_patients=2)
    model = sm.OLS(pairs.pain, _design(pairs, terms)).fit()
    clustered = model.get_robustcov_results("cluster", groups=pairs.patient)
    clusters = len(np.unique(pairs.patient))
    # statsmodels counts every patient; here only those whose exposure varies are clusters.
    correction = np.sqrt(fit.n_patients / (fit.n_patients - 1) * (clusters - 1) / clusters)
    ours = (fit.slope, fit.model_se, fit.cr1_se, fit.model_p, fit.residual_variance)
    theirs = (model.params[0], model.bse[0], clustered.bse[0] * correction, model.pvalues[0], model.mse_resid)
    assert ours == pytest.approx(theirs, rel=1e-9, abs=1e-12)
    assert fit.residual_dof == model.df_resid
    assert fit.partial_r == pytest.approx(
        model.tvalues[0] / np.sqrt(model.tvalues[0] ** 2 + model.df_resid), rel=1e-9, abs=1e-12
    )


@pytest.mark.parametrize("constant", [0, 4])
@pytest.mark.parametrize("seed", range(5))
def test_the_jackknife_leaves_out_each_patient_whose_exposure_varies(seed: int, constant: int) -> None:
    pairs = random_pairs([4, 7, 3, 5, 6, 8] * 4, seed, both_sides=True, constant=constant)
    fit = _fit(pairs)
    informative = np.unique(pairs.patient)[constant // 2 :]
    slopes = []
    for patient in informative:
        others = pairs.rows(pairs.patient != patient)
        slopes.append(np.linalg.lstsq(_design(others, (T, LOG1P_T)), others.pain)[0][0])
    count = len(informative)
    assert fit.n_patients == count
    assert fit.n_series == 24
    assert fit.se == pytest.approx(np.sqrt((count - 1) / count * sum((np.array(slopes) - fit.slope) ** 2)), rel=1e-9)


@pytest.mark.parametrize("seed", range(5))
def test_own_time_slopes_equal_a_model_with_a_log_slope_for_each_series(seed: int) -> None:
    pairs = random_pairs([4, 7, 3, 5, 6, 8] * 4, seed, both_sides=True)
    long = pairs.rows(np.bincount(pairs.series)[pairs.series] >= 4)

    def slope(chosen: Pairs) -> float:
        own = _dummies(chosen) * np.log1p(_time(chosen))[:, None]
        design = np.column_stack([chosen.exposure, _dummies(chosen), own])
        return float(np.linalg.lstsq(design, chosen.pain)[0][0])

    fit = _own_fit(pairs)
    assert fit.slope == pytest.approx(slope(long), rel=1e-9)
    assert (fit.n_patients, fit.dof, fit.n_series, fit.n_pairs) == (12, 11, 20, 120)
    without = np.array([slope(long.rows(long.patient != patient)) for patient in range(12)])
    assert fit.se == pytest.approx(np.sqrt(11 / 12 * ((without - fit.slope) ** 2).sum()), rel=1e-9)
    assert fit.ci95[0] < fit.slope < fit.ci95[1]


@pytest.mark.parametrize("name", TERMS)
def test_time_slopes_take_the_common_course_out_of_exposure_and_pain(name: str) -> None:
    pairs = random_pairs([5, 6, 7] * 4, seed=5)
    fit = _fit(pairs, time_terms=TERMS[name])
    design = _design(pairs, TERMS[name])[:, 1:]
    for ours, column in ((fit.exposure_over_time, pairs.exposure), (fit.pain_over_time, pairs.pain)):
        theirs = np.linalg.lstsq(design, column)[0][: len(TERMS[name])]
        assert ours == pytest.approx((*theirs, *[0] * (2 - len(theirs))), rel=1e-9)


def test_the_variance_of_the_exposure_is_within_series_before_time_is_taken_out() -> None:
    pairs = random_pairs([5] * 12, seed=6)
    variances = [pairs.exposure[pairs.series == series].var(ddof=1) for series in range(12)]
    assert _fit(pairs).within_variance_of_exposure == pytest.approx(np.mean(variances), rel=1e-12)


def test_leaving_out_in_chunks_changes_no_bit(monkeypatch: pytest.MonkeyPatch) -> None:
    pairs = random_pairs([5] * 20, seed=7)
    at_once = _fit(pairs)
    monkeypatch.setattr(within_patient, "_CHUNK", 3)
    assert astuple(_fit(pairs)) == astuple(at_once)


# What the figures do not depend on, and when there are none


def test_a_time_term_that_the_other_explains_does_not_count() -> None:
    rng = np.random.default_rng(8)
    patient = np.repeat(np.arange(12), 4)
    weeks = np.tile([0.0, 0, 2, 2], 12)  # two visits a day on two days: t and log(1 + t) say the same
    pairs = Pairs(patient, patient, weeks, rng.normal(4, 1, 48), rng.normal(5, 1, 48))
    both, one = _fit(pairs), _fit(pairs, time_terms=(T,))
    assert both.residual_dof == one.residual_dof == 48 - 12 - 2
    assert (both.slope, both.se, both.cr1_se) == pytest.approx((one.slope, one.se, one.cr1_se), rel=1e-12)
    at_one_moment = Pairs(patient, patient, weeks * 0, pairs.exposure, pairs.pain)
    assert astuple(_fit(at_one_moment)) == astuple(_fit(at_one_moment, time_terms=()))


def test_forty_patients_of_whom_three_vary_are_three_patients() -> None:
    pairs = random_pairs([6] * 40, seed=9, constant=37)
    assert within_patient_fit(pairs.sums()) == Refusal("insufficient_data", ("too_few_patients:3<8",))


def test_every_shortage_is_named() -> None:
    few = random_pairs([3] * 5, seed=10)
    expected = Refusal("insufficient_data", ("too_few_patients:5<8", "too_few_dof:7<20"))
    assert within_patient_fit(few.sums()) == expected
    assert own_time_slopes_fit(few.sums()) == Refusal("insufficient_data", ("too_few_patients:0<8",))
    nobody = Refusal("insufficient_data", ("too_few_patients:0<8", "too_few_dof:0<20"))
    assert within_patient_fit(series_sums([], [], [], [], [])) == nobody


def test_one_patient_is_too_few_whatever_the_minimum() -> None:
    one = random_pairs([12], seed=11).sums()
    assert within_patient_fit(one, minimum_patients=0, minimum_dof=0) == Refusal(
        "insufficient_data", ("too_few_patients:1<2",)
    )
    assert own_time_slopes_fit(one, minimum_patients=0) == Refusal("insufficient_data", ("too_few_patients:1<2",))


@pytest.mark.parametrize("estimate", [within_patient_fit, own_time_slopes_fit])
def test_an_exposure_that_never_varies_within_patients_is_not_estimable(estimate: Any) -> None:
    pairs = random_pairs([6] * 12, seed=12, constant=12)
    assert estimate(pairs.sums()) == Refusal("not_estimable", ("no_within_variance",))


@pytest.mark.parametrize("estimate", [within_patient_fit, own_time_slopes_fit])
def test_pain_that_never_varies_is_not_estimable(estimate: Any) -> None:
    pairs = random_pairs([6] * 12, seed=13)
    flat = Pairs(*pairs.columns()[:4], np.full(72, 7.0))
    assert estimate(flat.sums()) == Refusal("not_estimable", ("no_pain_variance",))


def test_an_exposure_that_only_follows_time_is_not_estimable() -> None:
    pairs = random_pairs([6] * 12, seed=14)
    follows = Pairs(*pairs.columns()[:3], 9 - 0.3 * _time(pairs) - np.log1p(_time(pairs)), pairs.pain)
    assert within_patient_fit(follows.sums()) == Refusal("not_estimable", ("no_within_variance",))


@pytest.mark.parametrize("estimate", [within_patient_fit, own_time_slopes_fit])
def test_a_slope_that_one_patient_carries_alone_is_not_estimable(estimate: Any) -> None:
    pairs = random_pairs([6] * 12, seed=15)
    exposure = np.where(pairs.patient == 4, pairs.exposure * 1e6, pairs.exposure)
    if estimate is within_patient_fit:
        exposure = np.where(pairs.patient == 4, pairs.exposure, 5 - 0.5 * _time(pairs))
    alone = Pairs(*pairs.columns()[:3], exposure, pairs.pain)
    assert estimate(alone.sums()) == Refusal("not_estimable", ("no_within_variance",))


@pytest.mark.parametrize("estimate", [within_patient_fit, own_time_slopes_fit])
def test_points_on_a_line_have_nothing_to_judge_the_slope_by(estimate: Any) -> None:
    pairs = random_pairs([6] * 12, seed=16)
    exact = Pairs(*pairs.columns()[:4], 2 + 0.5 * pairs.exposure)
    assert estimate(exact.sums()) == Refusal("not_estimable", ("no_scatter",))


@pytest.mark.parametrize("estimate", [within_patient_fit, own_time_slopes_fit])
def test_one_patient_copied_many_times_is_not_many_patients(estimate: Any) -> None:
    one = random_pairs([9], seed=17)
    copies = Pairs(
        np.repeat(np.arange(40), 9), np.repeat(np.arange(40), 9), *(np.tile(column, 40) for column in one.columns()[2:])
    )
    assert estimate(copies.sums()) == Refusal("not_estimable", ("no_scatter",))

"""Whatever comes in, a status or finite figures come out: never NaN, an exception, or a warning of numpy."""

from typing import Any

import numpy as np
import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from tests.outcomes.estimators.examples import Pairs, is_honest, random_pairs
from treatments.outcomes.estimators import (
    LOG1P_T,
    Sample,
    T,
    WithinFit,
    ancova_hc3,
    identical_pairs,
    line_across,
    mean_difference,
    mean_interval,
    own_time_slopes_fit,
    raw_rmcorr,
    series_sums,
    within_patient_fit,
    within_subject_sd,
)

pytestmark = pytest.mark.filterwarnings("error")

VALUES = st.one_of(
    st.just(5.0),
    st.integers(0, 3).map(float),
    st.integers(0, 3).map(lambda offset: 1e6 + offset / 8),
    st.sampled_from([0.1 + 0.2, 0.3, 1e-9, -1e6, np.nan, np.inf, -np.inf]),
    st.floats(),
)
ROWS = st.lists(
    st.tuples(st.integers(-2, 9), st.integers(0, 1), st.one_of(st.integers(0, 4).map(float), VALUES), VALUES, VALUES),
    max_size=80,
)


@given(rows=ROWS, terms=st.sampled_from([(), (T,), (T, LOG1P_T)]))
@example(rows=[(1, 0, 0.0, 5.0, 5.0)] * 40, terms=(T, LOG1P_T))
@settings(derandomize=True, deadline=None, max_examples=300)
def test_any_pairs_end_in_a_refusal_or_in_finite_figures(rows: list[tuple[float, ...]], terms: tuple[int, ...]) -> None:
    columns = list(zip(*rows, strict=True)) or [()] * 5
    sums = series_sums(*columns)
    for figure in (
        within_patient_fit(sums),
        within_patient_fit(sums, terms, minimum_patients=0, minimum_dof=0),
        own_time_slopes_fit(sums, minimum_patients=0),
        raw_rmcorr(sums),
    ):
        assert is_honest(figure), figure


@given(points=st.lists(st.tuples(VALUES, VALUES, VALUES, VALUES), max_size=20))
@settings(derandomize=True, deadline=None, max_examples=300)
def test_any_points_end_in_a_refusal_or_in_finite_figures(points: list[tuple[float, ...]]) -> None:
    columns = list(zip(*points, strict=True)) or [()] * 4
    samples = [Sample.of(column) for column in columns]
    for figure in (
        line_across(columns[0], columns[1], minimum=0),
        ancova_hc3(*columns, minimum=0),
        mean_difference(samples[0], samples[1], minimum=0),
        mean_interval(samples[2]),
        within_subject_sd(points, minimum_dof=0),
        identical_pairs(points),
    ):
        assert is_honest(figure), figure


def _copies(pairs: Pairs) -> Pairs:
    return Pairs(*(np.concatenate([column, column]) for column in pairs.columns()))


def _weighted_up(pairs: Pairs) -> Pairs:
    return Pairs(*pairs.columns()[:3], pairs.exposure * 1e12, pairs.pain * 1e-12)


@pytest.mark.parametrize("distort", [_copies, _weighted_up])
def test_duplicated_and_rescaled_pairs_keep_the_slope(distort: Any) -> None:
    pairs = random_pairs([6] * 12, seed=1)
    plain, distorted = within_patient_fit(pairs.sums()), within_patient_fit(distort(pairs).sums())
    assert isinstance(plain, WithinFit)
    assert isinstance(distorted, WithinFit)
    scale = 1e-24 if distort is _weighted_up else 1
    assert (distorted.slope, distorted.se) == pytest.approx((plain.slope * scale, plain.se * scale), rel=1e-9)


def test_many_pairs_at_a_large_level_give_the_slope_that_they_have_at_a_small_one() -> None:
    pairs = random_pairs([10] * 20_000, seed=2)
    raised = Pairs(pairs.patient, pairs.series, pairs.weeks + 2800, pairs.exposure + 1e6, pairs.pain + 1e6)
    plain, at_a_large_level = within_patient_fit(pairs.sums()), within_patient_fit(raised.sums())
    assert isinstance(plain, WithinFit)
    assert isinstance(at_a_large_level, WithinFit)
    assert is_honest(at_a_large_level)
    assert at_a_large_level.slope == pytest.approx(plain.slope, rel=1e-8)
    assert at_a_large_level.se == pytest.approx(plain.se, rel=1e-8)
    assert plain.n_patients == 20_000

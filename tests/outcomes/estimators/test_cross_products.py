"""Sums of cross-products: what they hold, and that no order of rows, patients or workers shows in them."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.outcomes.estimators.examples import Pairs, random_pairs, small_fixture
from treatments.outcomes.estimators import SUMS, Sums, WithinFit, merge, series_sums, within_patient_fit
from treatments.outcomes.estimators.cross_products import bilinear, matrices, packed

VISITS = st.lists(st.integers(1, 7), min_size=1, max_size=12)


def _same_bits(one: Sums, other: Sums) -> bool:
    return one.tobytes() == other.tobytes()


def test_a_row_holds_the_cross_products_of_deviations_from_the_series_mean() -> None:
    weeks, exposure, pain = np.array([0.0, 1, 3, 8]), np.array([4.0, 3, 3.5, 1]), np.array([7.0, 6, 6, 2])
    (row,) = series_sums([5] * 4, [9] * 4, weeks + 2800, exposure, pain)
    columns = np.stack([exposure, weeks, np.log1p(weeks), pain])
    expected = np.cov(columns, bias=True) * 4
    assert matrices(packed(np.array([row], dtype=SUMS)))[0] == pytest.approx(expected, rel=1e-9)
    assert (row["patient"], row["n_pairs"], row["n_series"], row["informative"]) == (5, 4, 1, True)


def test_own_sums_are_of_what_a_line_over_log_time_leaves() -> None:
    weeks, exposure, pain = np.array([0.0, 1, 3, 8, 9]), np.array([4.0, 3, 3.5, 1, 2]), np.array([7.0, 6, 6, 2, 3])
    (row,) = series_sums([5] * 5, [9] * 5, weeks, exposure, pain)
    time = np.column_stack([np.ones(5), np.log1p(weeks)])
    left = [column - time @ np.linalg.lstsq(time, column)[0] for column in (exposure, pain)]
    own = (row["own_exposure"], row["own_product"], row["own_pain"])
    assert own == pytest.approx((left[0] @ left[0], left[0] @ left[1], left[1] @ left[1]), rel=1e-12)
    assert (row["own_pairs"], row["own_series"]) == (5, 1)


def test_a_series_without_four_pairs_or_without_time_has_no_own_slope() -> None:
    sums = series_sums([1] * 3 + [2] * 4, [0] * 7, [0, 1, 2, 5, 5, 5, 5], [3, 1, 2, 3, 1, 2, 2], [4, 2, 5, 4, 3, 1, 1])
    assert list(sums["own_series"]) == [0, 0]
    assert list(sums["own_pairs"]) == [0, 0]
    assert list(sums["own_exposure"]) == [0, 0]
    assert list(sums["informative"]) == [True, True]


def test_an_exposure_on_its_own_line_over_log_time_leaves_nothing() -> None:
    weeks = np.array([0.0, 1, 2, 5, 9])
    (row,) = series_sums([1] * 5, [0] * 5, weeks, 4 - 1.1 * np.log1p(weeks), [4, 2, 5, 4, 3])
    assert (row["own_exposure"], row["own_product"]) == (0, 0)
    assert row["own_pain"] > 0


def test_series_of_fewer_than_three_pairs_do_not_enter() -> None:
    sums = series_sums(
        [1, 1, 1, 2, 2, 1, 1], [0, 0, 0, 0, 0, 1, 1], range(7), [1, 2, 3, 4, 5, 6, 7], [1, 2, 4, 3, 2, 1, 0]
    )
    assert [(row["patient"], row["n_pairs"], row["n_series"]) for row in sums] == [(1, 3, 1)]


def test_a_pair_with_a_missing_value_does_not_count() -> None:
    pairs = small_fixture()
    with_gaps = [np.append(column, column[:4]) for column in pairs.columns()]
    with_gaps[2][-4], with_gaps[3][-3], with_gaps[4][-2], with_gaps[4][-1] = np.nan, np.nan, np.inf, 1e300
    assert _same_bits(series_sums(*with_gaps), pairs.sums())


def test_both_knees_of_a_patient_share_a_row() -> None:
    pairs = random_pairs([5, 6], seed=1)
    each = pairs.sums()
    (together,) = series_sums(np.zeros(11), *pairs.columns()[1:])
    assert together["n_series"] == 2
    assert together["n_pairs"] == 11
    assert together["m"] == pytest.approx(each["m"].sum(axis=0), rel=1e-14)


@pytest.mark.parametrize("level", [0.3, 1e6, -123456.789])
def test_a_constant_exposure_has_exactly_no_spread(level: float) -> None:
    sums = series_sums([1] * 7, [0] * 7, range(7), [level] * 7, [1, 2, 4, 3, 2, 1, 0])
    assert sums["m"][0, 0] == 0
    assert not sums["informative"][0]


def test_a_spread_of_rounding_is_no_spread() -> None:
    (row,) = series_sums([1] * 3, [0] * 3, range(3), [0.1 + 0.2, 0.3, 0.15 + 0.15], [1, 2, 4])
    assert row["m"][0] == 0
    assert not row["informative"]


def test_a_large_level_costs_no_digits() -> None:
    pairs = random_pairs([6] * 10, seed=2)
    eighths = Pairs(pairs.patient, pairs.series, pairs.weeks, np.round(pairs.exposure * 8) / 8, pairs.pain)
    raised = Pairs(eighths.patient, eighths.series, eighths.weeks, eighths.exposure + 1e6, eighths.pain)
    assert packed(raised.sums()) == pytest.approx(packed(eighths.sums()), rel=1e-12)


@given(visits=VISITS, seed=st.integers(0, 10**6), coarse=st.booleans())
@settings(derandomize=True, deadline=None, max_examples=60)
def test_the_order_of_rows_changes_no_bit(visits: list[int], seed: int, coarse: bool) -> None:
    pairs = random_pairs(visits, seed, both_sides=True)
    if coarse:  # several visits at one moment, and some of them twice
        pairs = Pairs(pairs.patient, pairs.series, pairs.weeks // 2, np.round(pairs.exposure), np.round(pairs.pain))
    shuffled = pairs.rows(np.random.default_rng(seed).permutation(len(pairs.pain)))
    assert _same_bits(shuffled.sums(), pairs.sums())


@given(visits=VISITS, seed=st.integers(0, 10**6), workers=st.integers(1, 4))
@settings(derandomize=True, deadline=None, max_examples=60)
def test_partial_sums_of_several_workers_make_the_same_whole(visits: list[int], seed: int, workers: int) -> None:
    pairs = random_pairs(visits, seed, both_sides=True)
    rng = np.random.default_rng(seed)
    worker_of = rng.integers(0, workers, pairs.patient.max() + 1)[pairs.patient]
    parts = [pairs.rows(worker_of == worker).sums() for worker in range(workers)]
    assert _same_bits(merge(parts), pairs.sums())
    assert _same_bits(merge(reversed(parts)), pairs.sums())


def test_series_of_one_patient_from_two_workers_are_added() -> None:
    pairs = random_pairs([5, 6, 4, 7], seed=3, both_sides=True)
    left, right = (pairs.rows(pairs.series % 2 == side).sums() for side in (0, 1))
    assert _same_bits(merge([left, right]), pairs.sums())
    assert _same_bits(merge([right, left]), pairs.sums())


def test_the_numbering_of_patients_does_not_matter() -> None:
    pairs = random_pairs([6] * 20, seed=4)
    renumbered = Pairs(1000 - 7 * pairs.patient, *pairs.columns()[1:])
    one, other = (within_patient_fit(data.sums()) for data in (pairs, renumbered))
    assert isinstance(one, WithinFit)
    assert isinstance(other, WithinFit)
    assert (other.slope, other.se, other.cr1_se, other.p) == pytest.approx(
        (one.slope, one.se, one.cr1_se, one.p), rel=1e-12
    )


def test_nothing_makes_no_rows() -> None:
    assert len(series_sums([], [], [], [], [])) == 0
    assert len(series_sums([1], [1], [0], [2], [3])) == 0
    assert len(merge([])) == 0


def test_a_bilinear_form_is_a_weighted_sum_of_packed_cross_products() -> None:
    cells = packed(small_fixture().sums())
    left, right = np.array([1.0, -2, 0.5, 0]), np.array([-0.3, 2, 1, 1])
    assert cells @ bilinear(left, right) == pytest.approx(left @ matrices(cells) @ right, rel=1e-12)

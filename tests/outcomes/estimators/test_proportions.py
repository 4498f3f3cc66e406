"""Shares of patients: held to the published intervals."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from treatments.outcomes.estimators import NumberNeeded, katz, newcombe, number_needed, wilson


@pytest.mark.parametrize(
    ("counts", "low", "high"),
    [
        ((56, 70, 48, 80), 0.0524, 0.3339),  # Newcombe 1998, table II
        ((9, 10, 3, 10), 0.1705, 0.8090),
        ((10, 10, 0, 10), 0.6075, 1.0),
        ((0, 10, 0, 10), -0.2775, 0.2775),
    ],
)
def test_the_difference_of_shares_has_newcombes_interval(
    counts: tuple[int, int, int, int], low: float, high: float
) -> None:
    assert newcombe(*counts) == pytest.approx((low, high), abs=5e-5)


@pytest.mark.parametrize(
    ("successes", "n", "low", "high"), [(81, 263, 0.2552885, 0.3662096), (15, 148, 0.0623864, 0.1604872)]
)
def test_a_share_has_wilsons_interval(successes: int, n: int, low: float, high: float) -> None:
    assert wilson(successes, n) == pytest.approx((low, high), abs=5e-8)


def test_the_ratio_of_shares_has_katzs_interval() -> None:
    found = katz(56, 70, 48, 80)
    assert found is not None
    assert found[0] == pytest.approx(1.3333, abs=5e-5)
    assert found[1] == pytest.approx((1.0766, 1.6512), abs=5e-5)


@pytest.mark.parametrize("counts", [(0, 10, 5, 10), (5, 10, 0, 10), (10, 10, 8, 8), (0, 0, 5, 10), (0, 0, 0, 0)])
def test_a_ratio_is_undefined_without_successes_or_without_failures(counts: tuple[int, int, int, int]) -> None:
    assert katz(*counts) is None


def test_a_ratio_to_a_share_of_all_is_defined() -> None:
    found = katz(5, 10, 10, 10)
    assert found is not None
    assert found[1][0] < found[0] == 0.5 < found[1][1]


def test_the_number_needed_is_the_reciprocal_with_the_reciprocal_interval() -> None:
    interval = newcombe(56, 70, 48, 80)
    assert interval is not None
    found = number_needed(56 / 70 - 48 / 80, interval)
    assert found is not None
    assert found.value == pytest.approx(5.0)
    assert found.ci95 == pytest.approx((3.0, 19.1), abs=0.05)


def test_the_number_needed_is_negative_for_one_more_failure() -> None:
    assert number_needed(-0.2, (-0.25, -0.1)) == NumberNeeded(-5.0, (-10.0, -4.0))


@pytest.mark.parametrize("interval", [(-0.1, 0.4), (0.0, 0.4), (-0.4, 0.0)])
def test_the_number_needed_is_undefined_where_no_difference_is_possible(interval: tuple[float, float]) -> None:
    assert number_needed(0.2, interval) is None


def test_a_share_of_nobody_has_no_interval() -> None:
    assert wilson(0, 0) is None
    assert newcombe(0, 0, 3, 10) is None
    assert newcombe(3, 10, 0, 0) is None


@given(
    first=st.tuples(st.integers(1, 10**6), st.floats(0, 1)), second=st.tuples(st.integers(1, 10**6), st.floats(0, 1))
)
def test_intervals_contain_their_figure_and_stay_within_what_is_possible(
    first: tuple[int, float], second: tuple[int, float]
) -> None:
    (n1, share1), (n2, share2) = first, second
    a, b = round(n1 * share1), round(n2 * share2)
    alone, between = wilson(a, n1), newcombe(a, n1, b, n2)
    assert alone is not None
    assert between is not None
    assert 0 <= alone[0] <= a / n1 <= alone[1] <= 1
    assert -1 <= between[0] <= a / n1 - b / n2 <= between[1] <= 1

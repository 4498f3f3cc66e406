"""Runs of rows, and numbers for whatever ids come: what stands for loops."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from treatments.outcomes.findings.cohort.columns import PEOPLE, RATINGS, READINGS, STARTS, Batch
from treatments.outcomes.findings.cohort.rows import Frame
from treatments.outcomes.findings.cohort.runs import DIFFERENT, Axis, Runs, expanded, order_of

IDS = st.integers(1, 2**62)


@given(st.lists(st.one_of(st.integers(0, 5), IDS), max_size=30))
def test_any_ids_are_numbered_in_their_order_and_given_back(ids: list[int]) -> None:
    values = np.array(ids, dtype=np.int64)
    axis = Axis.of(values, values[:0])
    codes = axis.code(values)
    assert axis.value(codes).tolist() == ids
    assert codes.min(initial=0) >= 0
    assert codes.max(initial=0) < max(4 * len(ids), 1)
    assert np.array_equal(np.argsort(codes, kind="stable"), np.argsort(values, kind="stable"))


def test_sums_within_a_run_do_not_depend_on_the_order_of_rows() -> None:
    values = np.array([1.0, 1e16, -1e16, 3.0, 0.1, 0.2, 0.3])
    runs = Runs.of(np.array([0, 0, 0, 1, 2, 2, 2]))
    turned = np.array([2, 0, 1, 3, 6, 4, 5])
    assert runs.sum(values).tobytes() == runs.sum(values[turned]).tobytes()
    assert runs.count(values > 0.15).tolist() == [2, 1, 2]


def test_what_a_run_shares_is_told_from_what_it_does_not() -> None:
    runs = Runs.of(np.array([5, 5, 7, 9, 9]))
    assert runs.common(np.array([1, 1, 2, 3, 4])).tolist() == [1, 2, DIFFERENT]
    assert Runs.of(np.array([1, 2])).common(np.array([8, 9])).tolist() == [8, 9]


def test_nothing_has_no_runs() -> None:
    runs = Runs.of(np.zeros(0, dtype=np.int64))
    assert (len(runs), runs.sum(np.zeros(0)).tolist(), runs.numbers.tolist()) == (0, [], [])


def test_ranges_are_listed_with_the_number_of_the_range() -> None:
    which, number = expanded(np.array([3, 9, 0]), np.array([5, 9, 1]))
    assert (which.tolist(), number.tolist()) == ([0, 0, 2], [3, 4, 0])


def test_rows_in_order_are_left_alone() -> None:
    assert order_of(np.array([1, 1, 2])) is None
    found = order_of(np.array([2, 1]))
    assert found is not None
    assert found.tolist() == [1, 0]


@pytest.mark.parametrize("spread", [1, 10**6, 10**15])
def test_units_are_told_apart_however_far_their_ids_lie_apart(spread: int) -> None:
    """Ids so far apart that one number for patient, episode and day would not fit are ranked first."""
    count = 3000
    ratings = np.zeros(count, dtype=RATINGS)
    ratings["patient"] = np.arange(count, 0, -1) * spread
    ratings["episode"] = ratings["patient"] * 2
    ratings["day"] = np.where(np.arange(count) % 2, 2**31 - 1, -(2**31) + 1)
    empty = (np.zeros(0, dtype=dtype) for dtype in (READINGS, STARTS, PEOPLE))
    frame = Frame.of(Batch(ratings, *empty))
    units = frame.unit(ratings)
    assert len(np.unique(units)) == count
    assert frame.patient(units).tolist() == ratings["patient"].tolist()
    assert frame.calendar_day(frame.day(ratings)).tolist() == ratings["day"].tolist()
    assert (np.diff(units) < 0).all()

"""Ranges, deviations, and the smallest change that is more than measurement error."""

from dataclasses import replace
from math import inf, isnan, nan, sqrt

import pytest
from hypothesis import given
from hypothesis import strategies as st

from assessments.measures import Interval, Unit, mdc95, measure

values = st.floats(-1e6, 1e6)
visits = st.integers(1, 50)
errors = st.floats(1e-3, 1e3)
bands = st.tuples(values, values).map(lambda ends: Interval(min(ends), max(ends)))


def test_ends_belong_to_the_range() -> None:
    band = Interval(-1.5, 1.5)
    assert band.contains(-1.5)
    assert band.contains(1.5)
    assert not band.contains(1.5000001)


def test_the_deviation_is_the_distance_to_the_nearest_end() -> None:
    band = Interval(-9, -3)
    assert [band.distance(value) for value in (-12, -9, -5, -3, 1)] == [3, 0, 0, 0, 4]


def test_a_range_open_at_one_end_has_no_limit_there() -> None:
    at_least = Interval(130, None)
    assert (at_least.distance(120), at_least.distance(1e9)) == (10, 0)
    at_most = Interval(None, 10)
    assert (at_most.distance(12), at_most.distance(-1e9)) == (2, 0)


@given(band=bands, value=values)
def test_the_deviation_is_zero_inside_and_positive_outside(band: Interval, value: float) -> None:
    assert band.distance(value) >= 0
    assert (band.distance(value) == 0) == band.contains(value)


@given(band=bands)
def test_what_is_not_a_number_lies_in_no_range(band: Interval) -> None:
    assert not band.contains(nan)
    assert not band.contains(inf)
    assert isnan(band.distance(nan))


@pytest.mark.parametrize("ends", [(2, 1), (None, None), (nan, 1), (0, nan)])
def test_nonsense_is_no_range(ends: tuple[float | None, float | None]) -> None:
    with pytest.raises(ValueError, match="is no range"):
        Interval(*ends)


@pytest.mark.parametrize(
    ("band", "words"),
    [
        (Interval(-1.5, 1.5), "−1.5° to 1.5°"),
        (Interval(130, None), "130° or more"),
        (Interval(None, 7), "7° or less"),
    ],
)
def test_a_range_can_be_read_aloud(band: Interval, words: str) -> None:
    assert band.in_words(Unit.DEG).text() == words


def test_between_two_visits_the_smallest_real_change_is_2_772_times_the_error() -> None:
    assert mdc95(1.0) == pytest.approx(2.772, abs=5e-4)
    assert mdc95(0.7) == 1.96 * 0.7 * sqrt(2)


def test_two_visits_at_each_end_halve_the_variance() -> None:
    assert mdc95(1.0, 2, 2) == pytest.approx(1.96)


@given(sem=errors, first=visits, last=visits)
def test_it_does_not_matter_which_end_has_more_visits(sem: float, first: int, last: int) -> None:
    assert mdc95(sem, first, last) == pytest.approx(mdc95(sem, last, first), rel=1e-12)


@given(sem=errors, first=visits, last=visits)
def test_one_more_visit_makes_the_smallest_real_change_smaller(sem: float, first: int, last: int) -> None:
    assert mdc95(sem, first + 1, last) < mdc95(sem, first, last)


@pytest.mark.parametrize("sem", [0.0, -1.0, nan])
def test_an_error_that_is_not_positive_is_refused(sem: float) -> None:
    with pytest.raises(ValueError, match="must be a positive number"):
        mdc95(sem)


@pytest.mark.parametrize("counts", [(0, 1), (1, 0)])
def test_a_mean_of_no_visits_is_refused(counts: tuple[int, int]) -> None:
    with pytest.raises(ValueError, match="at least one visit"):
        mdc95(1.0, *counts)


def test_for_two_raters_the_larger_error_counts_even_if_a_clinic_entered_them_the_other_way_round() -> None:
    palm = measure("pelvic_obliquity").methods["palm"]
    swapped = replace(palm, sem_same_rater=1.1, sem_different_rater=0.7)
    assert swapped.sem(same_rater=False) == 1.1


def test_an_error_known_only_for_one_rater_says_nothing_about_two() -> None:
    palm = measure("pelvic_obliquity").methods["palm"]
    assert replace(palm, sem_different_rater=None).sem(same_rater=False) is None
    assert replace(palm, sem_same_rater=None).sem(same_rater=False) == 1.1

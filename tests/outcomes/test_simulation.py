"""Cohorts whose truth is known: the report's estimator must not find what is not there, and must find what is.

The bands are those of a binomial count at 99.9 %, so a right estimator stays inside them; the seeds are fixed, so
the suite is the same every time. `make simulate` does the same with thousands of cohorts.
"""

from collections.abc import Iterable
from functools import cache

import numpy as np

from benchmarks.simulation import CONFOUNDED, DIFFERENTLY, REAL, SEED, Looked, look, rate
from clinic.demo.generator import Truth

COHORTS = 400


@cache
def looked_at(truth: Truth, patients: int, cohorts: int = COHORTS) -> list[Looked]:
    return [look(truth, patients, [SEED, patients, number]) for number in range(cohorts)]


def share(found: Iterable[bool | None]) -> float:
    return rate(found)


def test_where_nothing_is_linked_the_primary_estimator_finds_something_in_about_five_of_a_hundred_cohorts() -> None:
    assert 0.014 <= share(one.primary for one in looked_at(DIFFERENTLY, 20)) <= 0.086


def test_on_the_same_cohorts_the_raw_correlation_finds_a_link_that_is_only_shared_time() -> None:
    assert share(one.raw for one in looked_at(DIFFERENTLY, 20)) > 0.40


def test_a_real_link_of_0_6_points_per_degree_is_found_in_forty_patients() -> None:
    assert share(one.primary for one in looked_at(REAL, 40, 150)) > 0.95


def test_the_interval_of_the_fit_on_the_true_exposure_covers_the_true_slope() -> None:
    assert 0.90 <= share(one.covers for one in looked_at(REAL, 40, 150)) <= 0.98


def test_measurement_error_shrinks_the_slope_that_is_found() -> None:
    slopes = [one.slope for one in looked_at(REAL, 40, 150) if one.slope is not None]
    assert abs(float(np.mean(slopes)) - 0.27) <= 0.03


def test_own_time_slopes_resist_patients_who_recover_fast_in_both() -> None:
    confounded = looked_at(CONFOUNDED, 40, 250)
    assert 0.02 <= share(one.own for one in confounded) <= 0.09
    assert share(one.primary for one in confounded) > share(one.own for one in confounded)


def test_a_real_finding_is_hardly_ever_called_inconsistent() -> None:
    assert share(one.flagged for one in looked_at(REAL, 40, 150) if one.primary) <= 0.05

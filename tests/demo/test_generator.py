"""The generated courses have the truth that they claim."""

import math
from dataclasses import replace
from itertools import pairwise

import numpy as np
import pytest

from clinic.demo.generator import Association, Course, Trend, Truth, cohort

REAL = Truth(Association.REAL)
NULL = Truth(Association.NULL)
CONFOUNDED = Truth(Association.CONFOUNDED)
MANY = 400


def within_patient_slope(courses: list[Course]) -> float:
    """Pain points per degree of read deviation, with each patient's own level and a common course of time."""
    rows = []
    for course in courses:
        pairs = [
            (abs(one.reading), one.day / 7, math.log1p(one.day / 7), one.pain)
            for one in course.visits
            if one.reading is not None and one.pain is not None
        ]
        if len(pairs) >= 3:
            rows.append(np.array(pairs) - np.mean(pairs, axis=0))
    together = np.concatenate(rows)
    return float(np.linalg.lstsq(together[:, :3], together[:, 3])[0][0])


def mean_slope(truth: Truth, cohorts: int = 60, patients: int = 40) -> float:
    return float(np.mean([within_patient_slope(cohort(truth, patients, seed)) for seed in range(cohorts)]))


def test_the_same_seed_gives_the_same_courses_and_another_seed_others() -> None:
    assert cohort(REAL, 10, 7) == cohort(REAL, 10, 7)
    assert cohort(REAL, 10, 7) != cohort(REAL, 10, 8)


def test_a_longer_cohort_begins_with_the_same_patients() -> None:
    assert cohort(REAL, 20, 7)[:10] == cohort(REAL, 10, 7)


def test_a_course_stays_within_what_was_promised() -> None:
    for course in cohort(REAL, MANY, 1):
        assert 3 <= len(course.visits) <= 12
        assert course.stopped_early or len(course.visits) >= 8
        assert 1 <= course.first_deviation <= 10
        assert -0.2 <= course.recovery <= 1
        assert 3 <= course.weeks <= 6
        days = [visit.day for visit in course.visits]
        assert days[0] == 0
        assert all(2 <= later - earlier <= 21 for earlier, later in pairwise(days))
        for visit in course.visits:
            assert visit.pain is None or (isinstance(visit.pain, int) and 0 <= visit.pain <= 10)
            assert visit.entered is None or abs(visit.entered) < 20


def test_readings_are_missing_and_mistyped_as_often_as_stated() -> None:
    visits = [visit for course in cohort(REAL, MANY, 1) for visit in course.visits]
    assert np.mean([visit.reading is None for visit in visits]) == pytest.approx(0.05, abs=0.015)
    assert np.mean([visit.pain is None for visit in visits]) == pytest.approx(0.05, abs=0.015)
    assert np.mean([visit.mistyped for visit in visits]) == pytest.approx(0.02, abs=0.01)


def test_about_a_quarter_stop_early() -> None:
    trends = [cohort(replace(NULL, trend=trend), MANY, 1) for trend in Trend]
    share = np.mean([course.stopped_early for courses in trends for course in courses])
    assert share == pytest.approx(0.255, abs=0.04)


def test_patients_whose_pain_rises_stop_more_often_when_dropout_depends_on_it() -> None:
    usual = np.mean([course.stopped_early for course in cohort(NULL, MANY, 1)])
    informative = np.mean([course.stopped_early for course in cohort(replace(NULL, stops_when_worse=1.0), MANY, 1)])
    assert informative > usual + 0.03


def test_measurement_error_hides_half_of_a_real_association() -> None:
    assert mean_slope(REAL) == pytest.approx(0.27, abs=0.03)
    exact = replace(REAL, sem=0.0, sem_other_rater=0.0)
    assert mean_slope(exact, cohorts=30) == pytest.approx(0.59, abs=0.05)


def test_without_an_association_there_is_no_slope_beyond_the_course_of_time() -> None:
    assert abs(mean_slope(NULL)) < 0.03


def test_recovery_is_shared_only_where_it_confounds() -> None:
    def shared(truth: Truth) -> float:
        courses = cohort(truth, MANY, 1)
        return float(np.corrcoef([c.recovery for c in courses], [c.natural_course for c in courses])[0, 1])

    assert shared(CONFOUNDED) > 0.3
    assert abs(shared(NULL)) < 0.15


@pytest.mark.parametrize(("trend", "spread"), [(Trend.NONE, 0.0), (Trend.COMMON, 0.0), (Trend.OWN, 1.2)])
def test_the_trend_says_how_differently_pain_goes_away(trend: Trend, spread: float) -> None:
    courses = cohort(replace(NULL, trend=trend), MANY, 1)
    away = [course.natural_course for course in courses]
    assert np.mean(away) == pytest.approx(0.0 if trend is Trend.NONE else 1.5, abs=0.2)
    assert np.std(away) == pytest.approx(spread, abs=0.15)


def test_another_rater_reads_with_a_larger_error() -> None:
    truth = replace(REAL, sem=0.7, sem_other_rater=1.1)
    errors: dict[bool, list[float]] = {True: [], False: []}
    for course in cohort(truth, MANY, 1):
        for visit in course.visits:
            if visit.reading is not None:
                same = visit.rater == course.visits[0].rater
                errors[same].append(visit.reading - visit.true_deviation)
    assert np.std(errors[True]) == pytest.approx(0.7, abs=0.05)
    assert np.std(errors[False]) == pytest.approx(1.1, abs=0.12)

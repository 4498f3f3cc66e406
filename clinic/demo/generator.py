"""Courses of treatment with a known truth, pure: the data of the demo and the test bench of the estimators.

One course is what one patient would have shown: at each visit the true deviation of the pelvis from level, a
reading of it with measurement error, and the pain that the patient reports. Whether pain follows the
deviation is chosen beforehand, so a report can be held against it.

The order of the random draws is part of the contract: the same seed gives the same courses.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass, replace
from enum import StrEnum

import numpy as np
from numpy.typing import NDArray

Series = NDArray[np.float64]
FEWEST_VISITS, MOST_VISITS = 8, 12
DAYS_BETWEEN_VISITS = 7.0
WANDER_CORRELATION, WANDER_INNOVATION = 0.5, 0.8
PAIN_CORRELATION, PAIN_SD = 0.3, 1.0
FIRST_VISIT_TO_STOP_AFTER = 3


class Association(StrEnum):
    """What truly links pain and alignment.

    null: nothing. real: pain changes by ``beta`` for each degree of true deviation. confounded: nothing, but who
    recovers fast recovers in both.
    """

    NULL = "null"
    REAL = "real"
    CONFOUNDED = "confounded"


class Trend(StrEnum):
    """How pain falls over the course whatever the alignment does: in nobody, in all alike, in each differently."""

    NONE = "none"
    COMMON = "common"
    OWN = "own"


@dataclass(frozen=True, slots=True)
class Truth:
    """The parameters of a cohort. ``sem`` is the error of one reading (SD, degrees) by the patient's first rater,
    ``sem_other_rater`` that of a reading by another. ``beta`` counts only for a real association, in points of
    pain per degree; ``shared_recovery`` (0 to 1) only for a confounded one. ``stops_when_worse`` lets dropout
    depend on the pain of the visit that is then never seen. The shares are of single readings.
    """

    association: Association
    beta: float = 0.6
    trend: Trend = Trend.OWN
    sem: float = 1.0
    sem_other_rater: float = 1.0
    raters: int = 2
    share_other_rater: float = 0.2
    shared_recovery: float = 0.8
    stops_when_worse: float = 0.0
    share_missing: float = 0.05
    share_mistyped: float = 0.02


@dataclass(frozen=True, slots=True)
class Visit:
    """One visit. ``day`` counts from the first. Deviations are signed degrees, right side higher positive.

    ``reading`` is what the instrument showed and ``entered`` what was typed in, now and then with a slip of the
    hand. These and ``pain`` (0 to 10) are None where nothing was taken. ``rater`` numbers who measured.
    """

    day: float
    true_deviation: float
    reading: float | None
    entered: float | None
    pain: int | None
    rater: int

    @property
    def mistyped(self) -> bool:
        return self.entered != self.reading


@dataclass(frozen=True, slots=True)
class Course:
    """One patient's visits and the truth behind them.

    ``recovery`` is the share of the first deviation that is gone in the end, ``weeks`` the time constant,
    ``natural_course`` the points of pain that go away without regard to alignment.
    """

    side: int
    first_deviation: float
    recovery: float
    weeks: float
    usual_pain: float
    natural_course: float
    visits: tuple[Visit, ...]
    stopped_early: bool


def cohort(truth: Truth, patients: int, seed: int | Sequence[int]) -> list[Course]:
    """The courses of so many patients; equal arguments give equal courses."""
    rng = np.random.default_rng(seed)
    return [course(truth, rng) for _patient in range(patients)]


def course(truth: Truth, rng: np.random.Generator) -> Course:
    """One patient's course."""
    person = _person(truth, rng)
    days = _days(int(rng.integers(FEWEST_VISITS, MOST_VISITS + 1)), rng)
    progress = 1 - np.exp(-days / 7 / person.weeks)
    wander = _autoregressive(len(days), WANDER_CORRELATION, WANDER_INNOVATION, rng)
    true = person.side * (person.first_deviation * (1 - person.recovery * progress) + wander)
    pain = _pain(truth, person, true, progress, rng)
    seen = _visits_until_stopping(truth, pain, rng)
    visits = _visits(truth, days[:seen], true[:seen], pain[:seen], rng)
    return replace(person, visits=visits, stopped_early=seen < len(days))


def _days(visits: int, rng: np.random.Generator) -> Series:
    gaps = np.clip(rng.normal(DAYS_BETWEEN_VISITS, 2, visits - 1), 2, 21)
    return np.concatenate([[0.0], np.cumsum(gaps)])


def _person(truth: Truth, rng: np.random.Generator) -> Course:
    side = int(rng.choice([-1, 1]))
    first = float(np.clip(rng.normal(4.5, 1.5), 1, 10))
    recovery, common, own = rng.normal(0.55, 0.25), rng.standard_normal(), rng.standard_normal()
    weeks, usual = rng.uniform(3, 6), rng.normal(6.2, 1.2)
    shared = truth.shared_recovery
    if truth.association is Association.CONFOUNDED:
        recovery += 0.2 * shared * common
        natural = 1.5 + 1.2 * (shared * common + math.sqrt(1 - shared**2) * own)
    else:
        natural = {Trend.NONE: 0.0, Trend.COMMON: 1.5, Trend.OWN: 1.5 + 1.2 * own}[truth.trend]
    return Course(
        side=side,
        first_deviation=first,
        recovery=float(np.clip(recovery, -0.2, 1)),
        weeks=float(weeks),
        usual_pain=float(usual),
        natural_course=float(natural),
        visits=(),
        stopped_early=False,
    )


def _autoregressive(length: int, correlation: float, innovation: float, rng: np.random.Generator) -> Series:
    """An AR(1) series that is stationary from its first value on."""
    shocks = rng.normal(0, innovation, length)
    series = np.empty(length)
    series[0] = shocks[0] / math.sqrt(1 - correlation**2)
    for j in range(1, length):
        series[j] = correlation * series[j - 1] + shocks[j]
    return series


def _pain(truth: Truth, person: Course, true: Series, progress: Series, rng: np.random.Generator) -> Series:
    beta = truth.beta if truth.association is Association.REAL else 0.0
    error = _autoregressive(len(true), PAIN_CORRELATION, PAIN_SD * math.sqrt(1 - PAIN_CORRELATION**2), rng)
    followed: Series = beta * (np.abs(true) - person.first_deviation)
    felt = person.usual_pain + followed - person.natural_course * progress + error
    rated: Series = felt.clip(0.0, 10.0).round()
    return rated


def _visits_until_stopping(truth: Truth, pain: Series, rng: np.random.Generator) -> int:
    """How many visits the patient comes to: after the third, each may be the last."""
    chances = rng.random(len(pain))
    for j in range(FIRST_VISIT_TO_STOP_AFTER - 1, len(pain) - 1):
        hazard = -3.6 + 0.25 * (pain[j] - 4) + truth.stops_when_worse * (pain[j + 1] - pain[j])
        if chances[j] < 1 / (1 + math.exp(-hazard)):
            return j + 1
    return len(pain)


def _visits(truth: Truth, days: Series, true: Series, pain: Series, rng: np.random.Generator) -> tuple[Visit, ...]:
    """What is entered at each visit: read with error, sometimes left out, sometimes mistyped."""
    count = len(days)
    raters = np.where(rng.random(count) < truth.share_other_rater, rng.integers(0, truth.raters, count), 0)
    error = np.where(raters == raters[0], truth.sem, truth.sem_other_rater)
    readings = true + error * rng.standard_normal(count)
    unread, unasked, mistyped = rng.random((3, count)) < np.array(
        [[truth.share_missing], [truth.share_missing], [truth.share_mistyped]]
    )
    typed = np.where(mistyped, _with_a_slipped_digit(readings), readings)
    return tuple(
        Visit(
            day=float(days[j]),
            true_deviation=float(true[j]),
            reading=None if unread[j] else float(readings[j]),
            entered=None if unread[j] else float(typed[j]),
            pain=None if unasked[j] else int(pain[j]),
            rater=int(raters[j]),
        )
        for j in range(count)
    )


def _with_a_slipped_digit(readings: Series) -> Series:
    """3.2 entered as 13.2: unusual, but not impossible for a pelvis, which is read up to 20 degrees."""
    slipped: Series = np.sign(readings) * np.minimum(np.abs(readings) + 10, 19.9)
    return slipped

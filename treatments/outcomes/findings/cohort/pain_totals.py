"""Running totals over the pain courses of one region, recall window and context, one course for each patient."""

from dataclasses import dataclass, replace
from typing import Self

import numpy as np

from treatments.outcomes.findings.cohort.courses import Courses
from treatments.outcomes.findings.cohort.judging import RESPONSES, UNJUDGED
from treatments.outcomes.findings.cohort.moments import Moments
from treatments.outcomes.findings.cohort.paired import MICROSECONDS_PER_WEEK
from treatments.outcomes.findings.cohort.rules import COHORT
from treatments.outcomes.findings.cohort.runs import Flags, Floats, Ints, Runs, expanded
from treatments.outcomes.findings.cohort.scatter import Scatter
from treatments.outcomes.findings.cohort.visits import Visits

DAYS_PER_WEEK = 7


@dataclass(frozen=True, slots=True)
class ChosenVisits:
    """The visits of the chosen courses in order of course and day; `runs` are the courses.

    `days` on the calendar and `weeks` elapsed, both since the first rating of the course.
    """

    runs: Runs
    days: Ints
    weeks: Floats
    pain: Floats

    @classmethod
    def of(cls, visits: Visits, series: Ints) -> Self:
        """Take the visits of some series, in the order named."""
        _, rows = expanded(visits.of_series.starts[series], visits.of_series.ends[series])
        lengths = visits.of_series.lengths[series]
        runs = Runs(np.cumsum(lengths) - lengths, lengths, len(rows))
        day, at = visits.day[rows], visits.at[rows]
        days, elapsed = (column - runs.spread(column[runs.starts]) for column in (day, at))
        return cls(runs, days, elapsed / MICROSECONDS_PER_WEEK, visits.value[rows])


@dataclass(frozen=True, slots=True)
class PainTotals:
    """What is kept of all courses; `+` adds those of other patients.

    `first`: the baselines of all. `came_back`, `stayed_away`: of those with and without a rating 14 days later; whose
    14 days are not over, and who did not come back yet, is in neither.
    `start`, `end`, `change`: where there is a change. `responses` in order of `RESPONSES`. `scatter`: about each
    course. `by_day`, `by_week`: mean of each patient in each step of the course; `longest` in days.
    """

    first: Moments
    came_back: Moments
    stayed_away: Moments
    start: Moments
    end: Moments
    change: Moments
    responses: Ints
    scatter: Scatter
    by_day: Moments
    by_week: Moments
    longest: int

    @classmethod
    def none(cls) -> Self:
        """Give the totals of nobody."""
        one = Moments.none()
        by_day, by_week = Moments.none(COHORT.drawn_in_days_below), Moments.none(COHORT.drawn_weeks)
        return cls(
            one, one, one, one, one, one, np.zeros(len(RESPONSES), dtype=np.int64), Scatter(), by_day, by_week, 0
        )

    @classmethod
    def of(cls, courses: Courses, due: Flags, responses: Ints, visits: ChosenVisits) -> Self:
        """Sum up the chosen courses of a batch. `due`: whose 14 days after the baseline are over."""
        baseline, changed = courses.baseline, courses.changed
        return cls(
            first=Moments.of(baseline),
            came_back=Moments.of(baseline[courses.came_back]),
            stayed_away=Moments.of(baseline[due & ~courses.came_back]),
            start=Moments.of(baseline[changed]),
            end=Moments.of(courses.latest[changed]),
            change=Moments.of((courses.latest - baseline)[changed]),
            responses=np.bincount(responses[responses != UNJUDGED], minlength=len(RESPONSES)),
            scatter=Scatter.of(visits.runs, visits.weeks, visits.pain),
            by_day=_by_step(visits, visits.days, COHORT.drawn_in_days_below),
            by_week=_by_step(visits, visits.days // DAYS_PER_WEEK, COHORT.drawn_weeks),
            longest=int(visits.days.max(initial=0)),
        )

    def __add__(self, other: Self) -> Self:
        return replace(
            self,
            first=self.first + other.first,
            came_back=self.came_back + other.came_back,
            stayed_away=self.stayed_away + other.stayed_away,
            start=self.start + other.start,
            end=self.end + other.end,
            change=self.change + other.change,
            responses=self.responses + other.responses,
            scatter=self.scatter + other.scatter,
            by_day=self.by_day + other.by_day,
            by_week=self.by_week + other.by_week,
            longest=max(self.longest, other.longest),
        )


def _by_step(visits: ChosenVisits, step: Ints, steps: int) -> Moments:
    """Average each course within each step, so that every patient counts once, and then over patients."""
    early = step < steps
    key = (visits.runs.numbers * steps + step)[early]
    runs = Runs.of(key)
    return Moments.of(runs.sum(visits.pain[early]) / runs.lengths, key[runs.starts] % steps, steps)

"""Pairs of pain and exposure in one batch: the visits that belong together, by one method for each patient."""

from dataclasses import dataclass, fields, replace
from typing import Any, Self

import numpy as np

from assessments.pain_regions import DEFAULT_CONTEXT, DEFAULT_RECALL, INTENSITIES
from treatments.outcomes.estimators.cross_products import FEWEST_PAIRS
from treatments.outcomes.findings.cohort.columns import CONTEXTS, RECALLS, SIDES, Batch, Columns
from treatments.outcomes.findings.cohort.courses import Courses, Starts, courses_of
from treatments.outcomes.findings.cohort.exposure import Exposure
from treatments.outcomes.findings.cohort.matching import Places, matches_of
from treatments.outcomes.findings.cohort.measured import Measured, measured_for
from treatments.outcomes.findings.cohort.people import People
from treatments.outcomes.findings.cohort.rows import AFTER, LEFT, Frame, Rows, kept, ratings_of
from treatments.outcomes.findings.cohort.runs import Flags, Floats, Ints, Runs
from treatments.outcomes.findings.cohort.visits import Visits, visits_of
from treatments.outcomes.findings.trend import SECONDS_PER_WEEK

MICROSECONDS_PER_WEEK = 1_000_000 * SECONDS_PER_WEEK


@dataclass(frozen=True, slots=True)
class Series:
    """Series of the pair: pain and one condition of measuring, of one unit and side. Only those with a pair.

    In order of patients. `method` is a position in `METHODS`, `left` says that the pain is on the left, `adult`
    that adult bands hold at the baseline of the measure.
    """

    patient: Ints
    method: Ints
    left: Flags
    adult: Flags
    condition: Ints
    pairs: Ints
    pain: Courses
    measure: Courses

    def take(self, chosen: Ints | Flags) -> Self:
        """Give some series, in the order named."""
        columns: dict[str, Any] = {field.name: getattr(self, field.name) for field in fields(self)}
        taken: dict[str, Any] = {
            name: one.take(chosen) if isinstance(one, Courses) else one[chosen] for name, one in columns.items()
        }
        return replace(self, **taken)


@dataclass(frozen=True, slots=True)
class Paired:
    """All pairs of a batch in order of patient, series and day of measuring; one method for each patient.

    `weeks` since the first paired rating of the series. `long`: of a series that has enough pairs for an estimate.
    """

    patient: Ints
    series: Ints
    day: Ints
    weeks: Floats
    exposure: Floats
    pain: Floats
    long: Flags
    of_series: Series

    def __len__(self) -> int:
        return len(self.patient)


def paired(batch: Batch, measure: str, exposure: Exposure) -> Paired:
    """Find the pairs of a measure (its code as asked for) and the region whose ratings are in the batch."""
    frame, people = Frame.of(batch), People.of(batch.people)
    rated = visits_of(usual_ratings(batch.ratings, frame, exposure), frame, len(SIDES))
    measured = measured_for(batch.readings, frame, measure, exposure.sides)
    taken = visits_of(measured.rows, frame, measured.local_codes)
    courses = courses_of(taken, Starts.of(batch.starts, frame, taken.unit), raters=True)
    adult = people.adult_on(frame.patient(taken.unit), frame.calendar_day(courses.first_baseline_day))
    allowed = adult | (exposure.kind != "deviation")
    first, second = _matched(rated, taken, measured, allowed, frame)
    links = _Links(rated, taken, measured, frame, first, second).of_one_method()
    pain = courses_of(rated, Starts.of(batch.starts, frame, rated.unit))
    return links.paired(exposure, pain, courses, adult)


def usual_ratings(table: Columns, frame: Frame, exposure: Exposure) -> Rows:
    """Keep the ratings that pairs are made of: 7-day average, overall, not after treatment."""
    usual = (
        (table["recall"] == RECALLS.index(DEFAULT_RECALL))
        & (table["context"] == CONTEXTS.index(DEFAULT_CONTEXT))
        & possible_ratings(table)
        & np.isin(table["side"], [SIDES.index(side) for side in exposure.sides])
    )
    table = kept(table, usual)
    return ratings_of(table, table["side"].astype(np.int64), frame)


def possible_ratings(table: Columns) -> Flags:
    """Say which ratings are from 0 to 10 and not after treatment. The database has no others than 0 to 10."""
    inside = (table["intensity"] >= INTENSITIES.start) & (table["intensity"] < INTENSITIES.stop)
    return np.asarray(inside & (table["timing"] != AFTER))


def _matched(rated: Visits, taken: Visits, measured: Measured, allowed: Flags, frame: Frame) -> tuple[Ints, Ints]:
    """Match ratings and measurements; gives the numbers of both, in order of the measurements."""
    side, condition = np.divmod(taken.local, measured.conditions)
    methods, method = np.unique(measured.methods, return_inverse=True)
    place = taken.unit * len(SIDES) + side
    places = Places(
        rated=rated.unit * len(SIDES) + rated.local,
        # What has no exposure finds no place.
        measured=np.where(allowed, place, -1),
        method=method[condition],
        methods=max(len(methods), 1),
        condition=condition,
    )
    matches = matches_of(rated, taken, places, frame)
    partner = np.full(len(taken), -1)
    partner[matches.measured] = matches.rated
    chosen = np.flatnonzero(partner >= 0)
    return partner[chosen], chosen


@dataclass(frozen=True, slots=True)
class _Links:
    """Matched visits by their numbers, and where they come from."""

    rated: Visits
    taken: Visits
    measured: Measured
    frame: Frame
    first: Ints
    second: Ints

    @property
    def series(self) -> Ints:
        """The measured series of each pair."""
        return self.taken.of_series.numbers[self.second]

    def of_one_method(self) -> Self:
        """Keep for each patient the method with most pairs; on a tie the alphabetically first."""
        methods, number = np.unique(self.measured.methods, return_inverse=True)
        if len(methods) < 2:
            return self
        series = self.series
        method = number[self.taken.local % self.measured.conditions][series]
        people = Runs.of(self.frame.patient(self.taken.unit)[series])
        cell = people.numbers * len(methods) + method
        counts = np.bincount(cell, minlength=len(people) * len(methods)).reshape(-1, len(methods))
        best = method == people.spread(counts.argmax(axis=1))
        return replace(self, first=self.first[best], second=self.second[best])

    def paired(self, exposure: Exposure, pain: Courses, courses: Courses, adult: Flags) -> Paired:
        """Turn the links into pairs and their series."""
        every = self.series
        runs = Runs.of(every)
        number, at = every[runs.starts], self.rated.at[self.first]
        side, condition = np.divmod(self.taken.local[number], self.measured.conditions)
        patient = self.frame.patient(self.taken.unit[number])
        rated_series = self.rated.of_series.numbers[self.first[runs.starts]]
        series = Series(
            patient=patient,
            method=self.measured.methods[condition],
            left=side == LEFT,
            adult=adult[number],
            condition=condition,
            pairs=runs.lengths,
            pain=pain.take(rated_series),
            measure=courses.take(number),
        )
        return Paired(
            patient=runs.spread(patient),
            series=runs.numbers,
            day=self.rated.day[self.first],
            weeks=(at - runs.spread(runs.smallest(at))) / MICROSECONDS_PER_WEEK,
            exposure=exposure.amounts(self.taken.value[self.second], runs.spread(series.left)),
            pain=self.rated.value[self.first],
            long=runs.spread(runs.lengths >= FEWEST_PAIRS),
            of_series=series,
        )

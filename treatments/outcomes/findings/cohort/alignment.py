"""One measure over a whole cohort, batch by batch: running totals for each method."""

from dataclasses import dataclass, replace
from typing import Literal, Self

import numpy as np

from assessments.derived import NEVER_TRENDED, SINGLE_LEG_NOT_TRENDED
from assessments.measures import MEASURES, mdc95
from treatments.outcomes.estimators import mean_interval
from treatments.outcomes.findings.cohort.columns import METHODS, SIDES, Batch
from treatments.outcomes.findings.cohort.courses import Courses, Starts, courses_of
from treatments.outcomes.findings.cohort.exposure import MeasureSide
from treatments.outcomes.findings.cohort.finding import CohortAlignment, Status
from treatments.outcomes.findings.cohort.judging import CLASSES, NOT_COMPARABLE, UNJUDGED, MethodErrors, classes_of
from treatments.outcomes.findings.cohort.measured import Measured, measured_for
from treatments.outcomes.findings.cohort.moments import Moments
from treatments.outcomes.findings.cohort.people import People
from treatments.outcomes.findings.cohort.question import CohortQuestion
from treatments.outcomes.findings.cohort.rows import LEFT, Frame
from treatments.outcomes.findings.cohort.rules import COHORT
from treatments.outcomes.findings.cohort.runs import Flags, Floats, Ints, Runs
from treatments.outcomes.findings.cohort.visits import Visits, visits_of
from treatments.outcomes.findings.precision import precision_of, sem_of
from treatments.outcomes.findings.verdict import FEASIBILITY_CAUTION, NO_REFERENCE, SEM_UNKNOWN

_SIDES: tuple[Literal["none", "left", "right"], ...] = ("none", "left", "right")


@dataclass(frozen=True, slots=True)
class AlignmentTotals:
    """What is kept of the chosen series by one method; `+` adds those of other patients.

    `start`, `end`, `change`: where there is a change. `classes` in order of `CLASSES`. `beyond_error`: how many
    changes are at least as large as their MDC95.
    """

    start: Moments
    end: Moments
    change: Moments
    classes: Ints
    beyond_error: int

    @classmethod
    def none(cls) -> Self:
        """Give the totals of nobody."""
        one = Moments.none()
        return cls(one, one, one, np.zeros(len(CLASSES), dtype=np.int64), 0)

    @classmethod
    def of(cls, courses: Courses, classes: Ints, mdc: Floats) -> Self:
        """Sum up the chosen series of a batch."""
        changed, change = courses.changed, courses.latest - courses.baseline
        return cls(
            start=Moments.of(courses.baseline[changed]),
            end=Moments.of(courses.latest[changed]),
            change=Moments.of(change[changed]),
            classes=np.bincount(classes[classes != UNJUDGED], minlength=len(CLASSES)),
            beyond_error=int((changed & (np.abs(change) >= mdc)).sum()),
        )

    def __add__(self, other: Self) -> Self:
        return type(self)(
            self.start + other.start,
            self.end + other.end,
            self.change + other.change,
            self.classes + other.classes,
            self.beyond_error + other.beyond_error,
        )


class AlignmentAccumulator:
    """Takes batches of whole patients, in any order, and tells how one measure went, not after treatment.

    Raises ValueError for the length of a single leg, which is too inexact to be followed.
    """

    def __init__(self, question: CohortQuestion, measure: str) -> None:
        if measure in NEVER_TRENDED:
            raise ValueError(f"{measure} is not followed over time: {SINGLE_LEG_NOT_TRENDED}.")
        self.question, self.entry = question, MEASURES[measure]
        self._errors = MethodErrors.of(measure, question.precisions)
        self._totals: dict[int, AlignmentTotals] = {}
        # A caution tells that somebody's bone seems to have changed: in a report for sharing, no small number of them.
        self._fewest_for_a_caution = max(question.small_cell_threshold, 1) if question.audience == "sharing" else 1

    def add(self, batch: Batch) -> None:
        """Add all rows of some patients; no patient may come in two batches."""
        frame, people = Frame.of(batch), People.of(batch.people)
        sides: dict[str, MeasureSide] = {side: side for side in _SIDES if side in self.entry.sides}
        measured = measured_for(batch.readings, frame, self.entry.code, sides, after_treatment=True)
        visits = visits_of(measured.rows, frame, measured.local_codes)
        starts = Starts.of(batch.starts, frame, visits.unit)
        courses = courses_of(visits, starts, raters=True)
        side, condition = np.divmod(visits.local, measured.conditions)
        method, patient = measured.methods[condition], frame.patient(visits.unit)
        mdc = self._errors.mdc95(method, courses)
        adult = people.adult_on(patient, frame.calendar_day(courses.first_baseline_day))
        classes = classes_of(courses, self.entry.reference, mdc, adult)
        classes[_kept_apart(visits, measured, courses, batch, frame)] = NOT_COMPARABLE
        counts = ~measured.after[condition]
        for one in np.unique(method[counts]).tolist():
            own = np.flatnonzero(counts & (method == one))
            chosen = own[_first_series(patient[own], side[own], condition[own], courses.take(own))]
            totals = AlignmentTotals.of(courses.take(chosen), classes[chosen], mdc[chosen])
            self._totals[one] = self._totals.get(one, AlignmentTotals.none()) + totals

    def findings(self) -> list[CohortAlignment]:
        """Give a finding for each method, in alphabetical order."""
        return [self._finding(method) for method in sorted(self._totals)]

    def _finding(self, number: int) -> CohortAlignment:
        totals, method = self._totals[number], METHODS[number]
        figure = precision_of(self.entry.code, method, self.question.precisions)
        sem = sem_of(figure, same_rater=True)
        n = int(totals.change.n[0])
        enough = n >= COHORT.mean_minimum_patients
        status, reasons = self._status(n, known=sem is not None)
        caution = self.entry.feasibility_caution and totals.beyond_error >= self._fewest_for_a_caution
        return CohortAlignment(
            measure=self.entry.code,
            method=method,
            unit=self.entry.unit.value,
            status=status,
            reasons=(*reasons, FEASIBILITY_CAUTION) if caution else reasons,
            n=n,
            baseline=float(totals.start.mean[0]) if enough else None,
            latest=float(totals.end.mean[0]) if enough else None,
            change=float(totals.change.mean[0]) if enough else None,
            change_ci95=mean_interval(totals.change.sample()) if enough else None,
            mdc95=None if sem is None else mdc95(sem),
            mdc_source=figure.source if figure and sem else None,
            classes=dict(zip(CLASSES, totals.classes.tolist(), strict=True)),
            feasibility_caution=caution,
        )

    def _status(self, n: int, *, known: bool) -> tuple[Status, tuple[str, ...]]:
        if n < COHORT.mean_minimum_patients:
            return "insufficient_data", (f"too_few_patients:{n}<{COHORT.mean_minimum_patients}",)
        missing = ((self.entry.reference is None, NO_REFERENCE), (not known, SEM_UNKNOWN))
        reasons = tuple(reason for absent, reason in missing if absent)
        return ("not_estimable" if reasons else "ok"), reasons


def _first_series(patient: Ints, side: Ints, condition: Ints, courses: Courses) -> Ints:
    """Choose one series for each patient: the earliest, then that with most visits, then right."""
    people = Runs.of(patient)
    if people.single:
        return people.starts
    return np.lexsort((condition, side == LEFT, -courses.visits, courses.baseline_day, patient))[people.starts]


def _kept_apart(visits: Visits, measured: Measured, courses: Courses, batch: Batch, frame: Frame) -> Flags:
    """Say which series have no change, but would have one if their readings and those of the others were comparable."""
    place = visits.unit * len(SIDES) + visits.local // measured.conditions
    places, where = np.unique(place, return_inverse=True)
    if len(places) == len(place):
        return np.zeros(len(place), dtype=bool)
    rows = replace(measured.rows, local=measured.rows.local // measured.conditions)
    together = visits_of(rows, frame, len(SIDES))
    regardless = courses_of(together, Starts.of(batch.starts, frame, together.unit))
    return np.asarray(~courses.changed & regardless.changed[where])

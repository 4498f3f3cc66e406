"""Pain of one region over a whole cohort, batch by batch: running totals, and a few courses to draw."""

import datetime as dt
import math
from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np

from assessments.pain_regions import DEFAULT_CONTEXT, DEFAULT_RECALL
from treatments.outcomes.estimators import Sample, mean_interval, regression_to_the_mean
from treatments.outcomes.findings.cohort.columns import CONTEXTS, RECALLS, SIDES, Batch, Columns
from treatments.outcomes.findings.cohort.courses import Courses, Starts, courses_of
from treatments.outcomes.findings.cohort.drawing import Drawing, Drawn
from treatments.outcomes.findings.cohort.finding import CohortPain, CourseStep, RegressionToTheMean
from treatments.outcomes.findings.cohort.judging import RESPONSES, responses_of
from treatments.outcomes.findings.cohort.moments import Moments
from treatments.outcomes.findings.cohort.pain_totals import ChosenVisits, PainTotals
from treatments.outcomes.findings.cohort.paired import possible_ratings
from treatments.outcomes.findings.cohort.people import People
from treatments.outcomes.findings.cohort.question import CohortQuestion
from treatments.outcomes.findings.cohort.rows import LEFT, Frame, Rows, kept, ratings_of
from treatments.outcomes.findings.cohort.rules import COHORT
from treatments.outcomes.findings.cohort.runs import Flags, Ints, Runs
from treatments.outcomes.findings.cohort.scatter import Scatter
from treatments.outcomes.findings.cohort.visits import visits_of
from treatments.outcomes.findings.pain import important_change_in
from treatments.outcomes.rules import RULES

Asked = tuple[str, str]
"""Recall window and context of a rating."""

EPOCH = dt.date(1970, 1, 1)

_QUESTIONS = len(RECALLS) * len(CONTEXTS)


@dataclass(frozen=True, slots=True)
class BaselinePopulation:
    """What all patients of a clinic are like: the baselines, and how far ratings scatter about each one's course.

    `n`, `mean`, `sd`: of the baselines. `scatter`: of those who were rated often enough to have one.
    """

    n: int
    mean: float
    sd: float
    scatter: Scatter

    @property
    def reliability(self) -> float:
        """That of one rating, 0 to 1: 1 - variance within patients / variance of the baselines; both must be known."""
        return min(max(1 - self.scatter.squares / self.scatter.dof / self.sd**2, 0.0), 1.0)


class PainAccumulator:
    """Takes batches of whole patients, in any order, and tells how pain in one region went."""

    def __init__(self, question: CohortQuestion, region: str) -> None:
        self.question, self.region = question, region
        self._due_until = (question.last_day - EPOCH).days - RULES.minimum_change_days
        self._totals: dict[int, PainTotals] = {}
        self._drawings: dict[int, Drawing] = {}

    def add(self, batch: Batch) -> None:
        """Add all rows of some patients; no patient may come in two batches."""
        frame, people = Frame.of(batch), People.of(batch.people)
        visits = visits_of(_rows(batch.ratings, frame), frame, _QUESTIONS * len(SIDES))
        courses = courses_of(visits, Starts.of(batch.starts, frame, visits.unit))
        patient = frame.patient(visits.unit)
        asked, side = np.divmod(visits.local, len(SIDES))
        for question in np.flatnonzero(np.bincount(asked)).tolist():
            own = np.flatnonzero(asked == question)
            chosen = own[_first_courses(patient[own], side[own], courses.take(own))]
            due = frame.calendar_day(courses.baseline_day[chosen]) <= self._due_until
            self._add(question, patient[chosen], courses.take(chosen), due, ChosenVisits.of(visits, chosen), people)

    def findings(self, population: Mapping[Asked, BaselinePopulation] | None = None) -> list[CohortPain]:
        """Give a finding for each recall window and context, the main one first.

        `population`: the `baselines` of an accumulator over all patients of the clinic; by default those given here.
        """
        known = self.baselines if population is None else population
        ordered = sorted(self._totals, key=_rank)
        return [self._finding(question, known, main=question == ordered[0]) for question in ordered]

    @property
    def baselines(self) -> dict[Asked, BaselinePopulation]:
        """The baselines of all patients so far, for each recall window and context."""
        return {_asked(question): _population(totals) for question, totals in self._totals.items()}

    def _add(
        self, question: int, patient: Ints, courses: Courses, due: Flags, visits: ChosenVisits, people: People
    ) -> None:
        totals = PainTotals.of(courses, due, responses_of(courses, important_change_in(self.region)), visits)
        self._totals[question] = self._totals.get(question, PainTotals.none()) + totals
        drawing = self._drawings.setdefault(question, Drawing(self.question))
        seeds = people.seeds(patient)
        drawing.add([_drawn(visits, row, int(seeds[row]), int(patient[row])) for row in drawing.wanted(seeds, patient)])

    def _finding(self, question: int, population: Mapping[Asked, BaselinePopulation], *, main: bool) -> CohortPain:
        totals, (recall, context) = self._totals[question], _asked(question)
        n = int(totals.change.n[0])
        enough = n >= COHORT.mean_minimum_patients
        baseline = _mean(totals.start) if enough else None
        return CohortPain(
            region=self.region,
            recall=recall,
            context=context,
            main=main,
            status="ok" if enough else "insufficient_data",
            reasons=() if enough else (_why_no_mean(n, totals.longest),),
            n=n,
            baseline=baseline,
            latest=_mean(totals.end) if enough else None,
            change=_mean(totals.change) if enough else None,
            change_ci95=mean_interval(totals.change.sample()) if enough else None,
            responses=dict(zip(RESPONSES, totals.responses.tolist(), strict=True)),
            completer_baseline=_mean(totals.came_back),
            dropout_baseline=_mean(totals.stayed_away),
            regression_to_the_mean=_expected(baseline, population.get((recall, context)), n),
            steps_in="day" if totals.longest < COHORT.drawn_in_days_below else "week",
            course=_steps(totals.by_day if totals.longest < COHORT.drawn_in_days_below else totals.by_week),
            spaghetti=tuple(
                tuple(zip(one.weeks.tolist(), one.pain.tolist(), strict=True))
                for one in self._drawings[question].shown(int(totals.first.n[0]))
            ),
            completers=int(totals.came_back.n[0]),
            dropouts=int(totals.stayed_away.n[0]),
        )


def _why_no_mean(n: int, longest: int) -> str:
    """Name what is missing: so few patients, or for all of them the days that a change needs."""
    days = RULES.minimum_change_days
    too_short = n == 0 and 0 < longest < days
    return (
        f"less_than_{days}_days:{longest}<{days}"
        if too_short
        else f"too_few_patients:{n}<{COHORT.mean_minimum_patients}"
    )


def _rows(table: Columns, frame: Frame) -> Rows:
    table = kept(table, possible_ratings(table))
    asked = table["recall"].astype(np.int64) * len(CONTEXTS) + table["context"]
    return ratings_of(table, asked * len(SIDES) + table["side"], frame)


def _asked(question: int) -> Asked:
    recall, context = divmod(question, len(CONTEXTS))
    return RECALLS[recall], CONTEXTS[context]


def _rank(question: int) -> tuple[bool, bool, int, str]:
    """Order questions as a patient report does: what comes nearest to the 7-day average, overall, is first."""
    recall, context = _asked(question)
    return (context != DEFAULT_CONTEXT, recall != DEFAULT_RECALL, RECALLS.index(recall), context)


def _first_courses(patient: Ints, side: Ints, courses: Courses) -> Ints:
    """Choose one course for each patient: the earliest, then the one with more pain at baseline, then right."""
    people = Runs.of(patient)
    if people.single:
        return people.starts
    return np.lexsort((side == LEFT, -courses.baseline_rank, courses.baseline_day, patient))[people.starts]


def _drawn(visits: ChosenVisits, course: int, seed: int, patient: int) -> Drawn:
    first = int(visits.runs.starts[course])
    chosen = slice(first, first + min(int(visits.runs.lengths[course]), COHORT.drawn_visits))
    return Drawn(seed, patient, visits.weeks[chosen], visits.pain[chosen], np.zeros(0))


def _population(totals: PainTotals) -> BaselinePopulation:
    first = totals.first.sample()
    sd = math.sqrt(first.variance) if first.squared_se else 0.0
    return BaselinePopulation(n=first.n, mean=first.mean, sd=sd, scatter=totals.scatter)


def _mean(moments: Moments) -> float | None:
    return float(moments.mean[0]) if moments.n[0] else None


def _steps(steps: Moments) -> tuple[CourseStep, ...]:
    return tuple(_step(start, steps.sample(start)) for start in np.flatnonzero(steps.n).tolist())


def _step(start: int, sample: Sample) -> CourseStep:
    if sample.n < COHORT.mean_minimum_patients:
        return CourseStep(start=start, n=sample.n, mean=None, ci95=None)
    return CourseStep(start=start, n=sample.n, mean=sample.mean, ci95=mean_interval(sample))


def _expected(baseline: float | None, population: BaselinePopulation | None, changed: int) -> RegressionToTheMean:
    """Give the fall to expect with no effect at all, from the clinic's own baselines and the scatter about its courses.

    `changed`: how many patients of the cohort have a change, and so a baseline that counts.
    """
    n = population.n if population else 0
    if population is None or n < COHORT.baselines_minimum:
        return _not_expected(n, f"too_few_patients:{n}<{COHORT.baselines_minimum}")
    if refusal := population.scatter.refusal:
        return _not_expected(n, refusal)
    if not population.sd:
        return _not_expected(n, "no_pain_variance")
    reliability, too_few = population.reliability, f"too_few_patients:{changed}<{COHORT.mean_minimum_patients}"
    return RegressionToTheMean(
        expected=None if baseline is None else regression_to_the_mean(baseline, population.mean, reliability),
        mean=population.mean,
        sd=population.sd,
        reliability=reliability,
        n=n,
        rated_often=population.scatter.patients,
        reasons=(too_few,) if baseline is None else (),
    )


def _not_expected(n: int, reason: str) -> RegressionToTheMean:
    return RegressionToTheMean(
        expected=None, mean=None, sd=None, reliability=None, n=n, rated_often=None, reasons=(reason,)
    )

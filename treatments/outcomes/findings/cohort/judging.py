"""Change classes and pain responses of many courses at once, by the rules of a patient report.

Values are means of few readings, so they lie on thresholds or far from them: comparisons allow for rounding.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Self, get_args

import numpy as np

from assessments.catalogue.measure import NORMAL_95
from assessments.measures import Interval
from assessments.pain_regions import ImportantChange
from treatments.outcomes.estimators import Classification, Response
from treatments.outcomes.findings.cohort.bands import ROUNDING, distance, side_of
from treatments.outcomes.findings.cohort.columns import METHODS
from treatments.outcomes.findings.cohort.courses import Courses
from treatments.outcomes.findings.cohort.runs import Flags, Floats, Ints
from treatments.outcomes.findings.points import Precision
from treatments.outcomes.findings.precision import precision_of, sem_of
from treatments.outcomes.rules import RULES

CLASSES: tuple[str, ...] = get_args(Classification)
RESPONSES: tuple[str, ...] = get_args(Response)
UNJUDGED = -1
"""Stands for a course without a verdict; otherwise verdicts are positions in `CLASSES` and `RESPONSES`."""

TOWARD, AWAY, OVERSHOOT, WITHIN_NOISE, IN_REFERENCE, NOT_COMPARABLE = map(
    CLASSES.index,
    ("toward_reference", "away", "overshoot", "within_noise", "in_reference_throughout", "not_comparable"),
)
IMPROVED, WORSE, UNCHANGED, NOT_EVALUABLE = map(
    RESPONSES.index, ("improved", "worse", "no_important_change", "not_evaluable")
)


@dataclass(frozen=True, slots=True)
class MethodErrors:
    """The SEM of every method of a measure, by its position in `METHODS`; NaN: not known."""

    same_rater: Floats
    different_rater: Floats

    @classmethod
    def of(cls, measure: str, precisions: Sequence[Precision]) -> Self:
        """Look the errors of a measure up among a report's frozen figures."""
        figures = [precision_of(measure, method, precisions) for method in METHODS]
        same, different = ([sem_of(figure, same_rater=same) for figure in figures] for same in (True, False))
        return cls(np.array(same, dtype=np.float64), np.array(different, dtype=np.float64))

    def mdc95(self, method: Ints, courses: Courses) -> Floats:
        """Give the MDC95 of each change, for its visits and raters; NaN where no SEM is known."""
        sem = np.where(courses.same_rater, self.same_rater[method], self.different_rater[method])
        visits = 1 / courses.baseline_visits + 1 / np.maximum(courses.latest_visits, 1)
        return NORMAL_95 * sem * np.sqrt(visits)


def classes_of(courses: Courses, band: Interval | None, mdc95: Floats, adult: Flags) -> Ints:
    """Classify each change against the band, as `estimators.classify_change` does.

    `UNJUDGED` without a change, a band, a known error, or for a minor.
    """
    if band is None:
        return np.full(len(mdc95), UNJUDGED)
    first, last = side_of(band, courses.baseline), side_of(band, courses.latest)
    nearer = distance(band, courses.latest) < distance(band, courses.baseline)
    ruled = [
        (~(courses.changed & adult & np.isfinite(mdc95)), UNJUDGED),
        ((first == 0) & (last == 0), IN_REFERENCE),
        (np.abs(courses.latest - courses.baseline) < mdc95 - ROUNDING, WITHIN_NOISE),
        (first == 0, AWAY),
        (first * last < 0, OVERSHOOT),
        (nearer, TOWARD),
    ]
    return np.select([rule for rule, _ in ruled], [verdict for _, verdict in ruled], AWAY)


def responses_of(courses: Courses, important: ImportantChange) -> Ints:
    """Judge each change of pain, as `estimators.pain_response` does; `UNJUDGED` without a change."""
    fall = courses.baseline - courses.latest
    needed = np.maximum(important.points, important.fraction * courses.baseline)
    ruled = [
        (~courses.changed, UNJUDGED),
        (-fall >= RULES.pain_worse_from_points - ROUNDING, WORSE),
        (courses.baseline < RULES.pain_evaluable_from - ROUNDING, NOT_EVALUABLE),
        (fall >= needed - ROUNDING, IMPROVED),
    ]
    return np.select([rule for rule, _ in ruled], [verdict for _, verdict in ruled], UNCHANGED)


def starts_inside(courses: Courses, band: Interval | None) -> Flags:
    """Say which courses began inside the band: they cannot move toward it."""
    if band is None:
        return np.zeros(len(courses.baseline), dtype=bool)
    return np.asarray(side_of(band, courses.baseline) == 0)

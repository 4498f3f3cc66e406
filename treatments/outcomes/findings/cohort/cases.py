"""One row per patient of a pair: level of pain and exposure, and what the first course of both came to."""

import numpy as np
from numpy.typing import NDArray

from assessments.measures import Interval
from assessments.pain_regions import ImportantChange
from treatments.outcomes.findings.cohort.exposure import Exposure
from treatments.outcomes.findings.cohort.judging import MethodErrors, classes_of, responses_of, starts_inside
from treatments.outcomes.findings.cohort.paired import Paired, Series
from treatments.outcomes.findings.cohort.runs import Flags, Floats, Ints, Runs

Cases = NDArray[np.void]
"""Rows of `CASES`, in order of `patient`."""

CASES = np.dtype(
    [
        ("patient", "i8"),
        ("method", "i2"),
        ("pairs", "i4"),
        ("visits", "i4"),
        ("exposure", "f8"),
        ("pain", "f8"),
        ("klass", "i1"),
        ("response", "i1"),
        ("inside", "?"),
        ("came_back", "?"),
        ("changed", "?"),
        ("measured_again", "?"),
        ("one_rater", "?"),
        ("after_start", "?"),
        ("pain_change", "f8"),
        ("exposure_change", "f8"),
        ("pain_baseline", "f8"),
        ("exposure_baseline", "f8"),
    ]
)
"""A patient with at least one pair.

`pairs`, `visits` (days), and the means `exposure` and `pain` are over series of at least 3 pairs, 0 if there are
none. The rest is of the patient's first course: `klass` and `response` as in `judging`, `inside` the band at
baseline, `came_back` at least 14 days after the baseline of pain; where both `changed`, by how much and from where.
`measured_again`: the measure has a change, `one_rater`: and one known rater took all that it is made of.
`after_start`: the baseline of pain or of the measure was taken after treatment had begun.
"""


def cases_of(paired: Paired, exposure: Exposure, errors: MethodErrors, important: ImportantChange) -> Cases:
    """Sum a batch up by patient."""
    people = Runs.of(paired.of_series.patient)
    cases = np.zeros(len(people), dtype=CASES)
    if not len(people):
        return cases
    first = paired.of_series.take(_first_courses(paired.of_series))
    cases["patient"], cases["method"] = first.patient, first.method
    _fill_levels(cases, paired)
    _fill_courses(cases, first, exposure, errors.mdc95(first.method, first.measure), important)
    return cases


def judged(series: Series, band: Interval | None, mdc95: Floats) -> tuple[Ints, Flags]:
    """Give the class of each series' change, and whether it began inside the band; without a band neither."""
    return classes_of(series.measure, band, mdc95, series.adult), starts_inside(series.measure, band)


def _first_courses(series: Series) -> Ints:
    """Choose one series for each patient: the one whose pain has the earliest baseline, then more pain, then right.

    After that the one with more pairs, then the first condition, so that there is always one answer.
    """
    people = Runs.of(series.patient)
    if people.single:
        return people.starts
    preference = (
        series.condition,
        -series.pairs,
        series.left,
        -series.pain.baseline_rank,
        series.pain.baseline_day,
        series.patient,
    )
    return np.lexsort(preference)[people.starts]


def _fill_levels(cases: Cases, paired: Paired) -> None:
    """Average exposure and pain over the pairs that enter an estimate, and count their visits."""
    person = Runs.of(paired.patient).numbers[paired.long]
    count = len(cases)
    pairs = np.bincount(person, minlength=count)
    cases["pairs"] = pairs
    for name, values in (("exposure", paired.exposure), ("pain", paired.pain)):
        cases[name] = np.bincount(person, values[paired.long], minlength=count) / np.maximum(pairs, 1)
    if Runs.of(paired.of_series.patient).single:
        cases["visits"] = pairs
        return
    day = paired.day[paired.long]
    span = int(day.max(initial=0)) + 1
    cases["visits"] = np.bincount(np.unique(person * span + day) // span, minlength=count)


def _fill_courses(cases: Cases, first: Series, exposure: Exposure, mdc95: Floats, important: ImportantChange) -> None:
    cases["klass"], cases["inside"] = judged(first, exposure.band, mdc95)
    cases["response"] = responses_of(first.pain, important)
    cases["came_back"] = first.pain.came_back
    cases["measured_again"] = first.measure.changed
    cases["one_rater"] = first.measure.changed & first.measure.same_rater
    cases["after_start"] = first.pain.after_start | first.measure.after_start
    changed = first.pain.changed & first.measure.changed
    start, end = (exposure.amounts(values, first.left) for values in (first.measure.baseline, first.measure.latest))
    cases["changed"] = changed
    cases["pain_change"] = np.where(changed, first.pain.latest - first.pain.baseline, 0)
    cases["exposure_change"] = np.where(changed, end - start, 0)
    cases["pain_baseline"], cases["exposure_baseline"] = first.pain.baseline, start

"""What the estimators do on cohorts whose truth is known: how often they are wrong, and how often they find it.

    make simulate                    2 000 cohorts for each row; prints the tables of docs/statistics.md
    make simulate COHORTS=200        a quick look

Each cohort is made by the generator of the demo. The exposure is the distance from level, |reading|, or the true
one where it is said; pain is the rating of the same visit. Equal arguments give equal tables.
"""

import math
import os
import sys
import time
from collections.abc import Callable, Iterable, Mapping, Sequence
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass, replace
from functools import partial
from typing import Any

import numpy as np
from scipy.stats import pearsonr
from scipy.stats import t as student_t

from clinic.demo.generator import Association, Course, Trend, Truth, cohort
from treatments.outcomes.estimators import (
    Refusal,
    Sums,
    own_time_slopes_fit,
    raw_rmcorr,
    series_sums,
    within_patient_fit,
)

LEVEL = 0.05
"""A result counts as a finding if its p-value lies below, or its 95 % interval excludes 0."""

NOTHING = Truth(Association.NULL, trend=Trend.NONE)
ALIKE = Truth(Association.NULL, trend=Trend.COMMON)
DIFFERENTLY = Truth(Association.NULL, trend=Trend.OWN)
CONFOUNDED = Truth(Association.CONFOUNDED)
WHOLLY_CONFOUNDED = replace(CONFOUNDED, shared_recovery=1.0)
REAL = Truth(Association.REAL, beta=0.6)

SCENARIOS: Mapping[str, Truth] = {
    "no link, no trends": NOTHING,
    "no link, all improve alike": ALIKE,
    "no link, own recovery rates": DIFFERENTLY,
    "no link, shared recovery (confounded)": CONFOUNDED,
    "no link, wholly shared recovery": WHOLLY_CONFOUNDED,
    "real, 0.6 points per degree": REAL,
}
SIZES = (3, 4, 5, 6, 8, 12, 20, 40)
ERRORS = (0.0, 0.5, 1.0, 1.5, 2.0)
PATIENTS = 40
SEED = 20_261_126


@dataclass(frozen=True, slots=True)
class Looked:
    """What the estimators say of one cohort; None where they refuse. `covers`: the interval of the fit on the true
    exposure holds the true slope. `flagged`: the primary finding is called inconsistent."""

    pearson: bool | None
    raw: bool | None
    model: bool | None
    cr1: bool | None
    primary: bool | None
    own: bool | None
    flagged: bool
    slope: float | None
    covers: bool | None


def sums_of(courses: Iterable[Course], *, true: bool = False) -> Sums:
    """The cross-products of a cohort's visits that have both a reading and a rating."""
    rows = np.array(
        [
            (patient, visit.day / 7, abs(visit.true_deviation if true else visit.reading), visit.pain)
            for patient, course in enumerate(courses, 1)
            for visit in course.visits
            if visit.reading is not None and visit.pain is not None
        ]
    )
    patient = rows[:, 0].astype(np.int64)
    return series_sums(patient, patient, rows[:, 1], rows[:, 2], rows[:, 3])


def look(truth: Truth, patients: int, seed: Sequence[int]) -> Looked:
    """Make one cohort and let every estimator look at it. Small cohorts are fitted too, to see what would happen."""
    courses = cohort(truth, patients, seed)
    sums = sums_of(courses)
    fit, own, raw = (
        within_patient_fit(sums, minimum_patients=2, minimum_dof=1),
        own_time_slopes_fit(sums, minimum_patients=2),
        raw_rmcorr(sums),
    )
    return Looked(
        pearson=_naive(courses),
        raw=None if isinstance(raw, Refusal) else raw.p < LEVEL,
        model=None if isinstance(fit, Refusal) else fit.model_p < LEVEL,
        cr1=None if isinstance(fit, Refusal) else abs(fit.slope) > _critical(fit.dof) * fit.cr1_se,
        primary=None if isinstance(fit, Refusal) else fit.p < LEVEL,
        own=None if isinstance(own, Refusal) else own.p < LEVEL,
        flagged=not isinstance(fit, Refusal) and not isinstance(own, Refusal) and _inconsistent(fit, own),
        slope=None if isinstance(fit, Refusal) else fit.slope,
        covers=_covers(courses, truth),
    )


def _inconsistent(fit: Any, own: Any) -> bool:
    """The rule of the report: an interval without 0, and an own-slope estimate below half of it or of other sign."""
    return bool(fit.p < LEVEL and own.slope * math.copysign(1, fit.slope) < abs(fit.slope) / 2)


def _covers(courses: Sequence[Course], truth: Truth) -> bool | None:
    fit = within_patient_fit(sums_of(courses, true=True), minimum_patients=2, minimum_dof=1)
    if isinstance(fit, Refusal):
        return None
    low, high = fit.ci95
    return low <= (truth.beta if truth.association is Association.REAL else 0.0) <= high


def _naive(courses: Iterable[Course]) -> bool | None:
    """The correlation over all visits of all patients, as if each were a person."""
    pairs = [
        (abs(visit.reading), visit.pain)
        for course in courses
        for visit in course.visits
        if visit.reading is not None and visit.pain is not None
    ]
    exposure, pain = np.array(pairs).T
    return bool(pearsonr(exposure, pain).pvalue < LEVEL)


def _critical(dof: int) -> float:
    return float(student_t.ppf(1 - LEVEL / 2, dof))


def rate(found: Iterable[bool | None]) -> float:
    """The share of cohorts with a finding, among those in which the estimator answered."""
    answered = [one for one in found if one is not None]
    return sum(answered) / len(answered) if answered else math.nan


def several(truth: Truth, patients: int, cohorts: int, seed: int = SEED) -> list[Looked]:
    """Look at so many cohorts, on both cores."""
    seeds = [[seed, patients, number] for number in range(cohorts)]
    with ProcessPoolExecutor(max_workers=os.cpu_count()) as pool:
        return list(pool.map(partial(look, truth, patients), seeds, chunksize=50))


def main() -> None:
    cohorts = int(sys.argv[1]) if len(sys.argv) > 1 else 2000
    started = time.monotonic()
    for table in (operating_characteristics, small_cohorts, measurement_error):
        print("\n".join(table(cohorts)), end="\n\n", flush=True)
    print(f"{cohorts} cohorts a row, seed {SEED}, {time.monotonic() - started:.0f} s.")


Share = Callable[[list[Looked]], float]
COLUMNS: Mapping[str, Share] = {
    "naive Pearson": lambda looked: rate(one.pearson for one in looked),
    "raw rmcorr": lambda looked: rate(one.raw for one in looked),
    "t, log(1 + t): model SE": lambda looked: rate(one.model for one in looked),
    "CR1": lambda looked: rate(one.cr1 for one in looked),
    "**jackknife (primary)**": lambda looked: rate(one.primary for one in looked),
    "own log-time slopes": lambda looked: rate(one.own for one in looked),
    "flagged, of those found": lambda looked: rate(one.flagged for one in looked if one.primary),
    "coverage": lambda looked: rate(one.covers for one in looked),
}


def operating_characteristics(cohorts: int) -> list[str]:
    """How often each estimator finds something, by what is true."""
    lines = _header([f"{PATIENTS} patients", *COLUMNS])
    for name, truth in SCENARIOS.items():
        looked = several(truth, PATIENTS, cohorts)
        lines.append(_row([name, *(_share(column(looked)) for column in COLUMNS.values())]))
    return lines


def small_cohorts(cohorts: int) -> list[str]:
    """The primary estimator in small cohorts: false findings, coverage and power."""
    lines = _header(["patients", "false findings (own recovery rates)", "coverage", "power (0.6 points per degree)"])
    for patients in SIZES:
        null, real = several(DIFFERENTLY, patients, cohorts), several(REAL, patients, cohorts)
        shares = [rate(one.primary for one in null), rate(one.covers for one in null), rate(o.primary for o in real)]
        lines.append(_row([str(patients), *map(_share, shares)]))
    return lines


def measurement_error(cohorts: int) -> list[str]:
    """What is left of a true slope of 0.6 when the readings have an error."""
    lines = _header(["SEM", "mean slope found, for a true 0.6", "power"])
    for sem in ERRORS:
        looked = several(replace(REAL, sem=sem, sem_other_rater=sem), PATIENTS, cohorts // 4)
        slopes = [one.slope for one in looked if one.slope is not None]
        lines.append(_row([f"{sem:g}°", f"{np.mean(slopes):.2f}", _share(rate(one.primary for one in looked))]))
    return lines


def _header(names: Sequence[str]) -> list[str]:
    return [_row(names), _row(["---", *("---:" for _ in names[1:])])]


def _row(cells: Iterable[str]) -> str:
    return f"| {' | '.join(cells)} |"


def _share(share: float) -> str:
    return "–" if math.isnan(share) else f"{100 * share:.1f} %"


if __name__ == "__main__":
    main()

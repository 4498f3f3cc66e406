"""The pairs of a few patients as a drawing shows them: raw, and with time allowed for."""

import numpy as np

from treatments.outcomes.estimators import WithinFit
from treatments.outcomes.findings.cohort.drawing import Drawing, Drawn
from treatments.outcomes.findings.cohort.finding import PatientLine
from treatments.outcomes.findings.cohort.paired import Paired
from treatments.outcomes.findings.cohort.people import People
from treatments.outcomes.findings.cohort.rules import COHORT
from treatments.outcomes.findings.cohort.runs import Floats, Ints, Runs


def offer_lines(drawing: Drawing, found: Paired, people: People) -> None:
    """Offer the patients of a batch whose exposure varies, each with the longest such series."""
    rows = Runs.of(found.series)
    varies = (rows.lengths > 0) & found.long[rows.starts]
    varies &= rows.largest(found.exposure) > rows.smallest(found.exposure)
    chosen = _longest(found.of_series.patient[varies], rows.lengths[varies], np.flatnonzero(varies))
    patient = found.of_series.patient[chosen]
    seeds = people.seeds(patient)
    drawing.add([_drawn(found, rows, int(chosen[row]), int(seeds[row])) for row in drawing.wanted(seeds, patient)])


def lines_of(drawing: Drawing, fit: WithinFit) -> tuple[PatientLine, ...]:
    """Give the lines with the time terms of the estimate taken out; none of fewer than 10 patients."""
    return tuple(
        PatientLine(
            exposure=tuple(one.exposure.tolist()),
            pain=tuple(one.pain.tolist()),
            adjusted_exposure=tuple(_without_time(one.exposure, one.weeks, fit.exposure_over_time).tolist()),
            adjusted_pain=tuple(_without_time(one.pain, one.weeks, fit.pain_over_time).tolist()),
        )
        for one in drawing.shown(fit.n_patients)
    )


def _longest(patient: Ints, length: Ints, series: Ints) -> Ints:
    """Choose the series with most pairs of each patient, the first on a tie."""
    order = np.lexsort((series, -length, patient))
    return series[order[Runs.of(patient).starts]]


def _drawn(found: Paired, rows: Runs, series: int, seed: int) -> Drawn:
    first = int(rows.starts[series])
    chosen = slice(first, first + min(int(rows.lengths[series]), COHORT.drawn_visits))
    order = np.argsort(found.weeks[chosen], kind="stable")
    return Drawn(
        seed=seed,
        patient=int(found.patient[first]),
        weeks=found.weeks[chosen][order],
        pain=found.pain[chosen][order],
        exposure=found.exposure[chosen][order],
    )


def _without_time(values: Floats, weeks: Floats, slopes: tuple[float, float]) -> Floats:
    """Take the common course over t and log(1 + t) out of a series, keeping its mean."""
    course = slopes[0] * weeks + slopes[1] * np.log1p(weeks)
    return np.asarray(values - (course - course.mean()))

"""One pair over a whole cohort, batch by batch: only sums and one row per patient are kept."""

import numpy as np

from treatments.outcomes.estimators import SUMS, WithinFit, series_sums, within_patient_fit
from treatments.outcomes.findings.cohort.cases import CASES, cases_of
from treatments.outcomes.findings.cohort.columns import Batch
from treatments.outcomes.findings.cohort.drawing import Drawing
from treatments.outcomes.findings.cohort.exposure import exposure_of
from treatments.outcomes.findings.cohort.finding import CohortPairFinding
from treatments.outcomes.findings.cohort.judging import MethodErrors
from treatments.outcomes.findings.cohort.lines import lines_of, offer_lines
from treatments.outcomes.findings.cohort.pair_finding import pair_finding
from treatments.outcomes.findings.cohort.paired import paired
from treatments.outcomes.findings.cohort.people import People
from treatments.outcomes.findings.cohort.question import CohortPair, CohortQuestion
from treatments.outcomes.findings.cohort.runs import Ints
from treatments.outcomes.findings.cohort.table import Rows, Table
from treatments.outcomes.findings.pain import important_change_in


class PairAccumulator:
    """Takes batches of whole patients, in any order, and gives the finding of one pair.

    `patients`: how many to expect at most. Raises ValueError for a pair that is not eligible.
    """

    def __init__(self, question: CohortQuestion, pair: CohortPair, patients: int = 0) -> None:
        self.question, self.pair, self.exposure = question, pair, exposure_of(pair)
        self._errors = MethodErrors.of(self.exposure.measure.code, question.precisions)
        self._sums, self._cases = Table(SUMS, patients), Table(CASES, patients)
        self._drawing = Drawing(question)

    def add(self, batch: Batch) -> None:
        """Add all rows of some patients; no patient may come in two batches."""
        found = paired(batch, self.pair.measure, self.exposure)
        self._cases.add(cases_of(found, self.exposure, self._errors, important_change_in(self.pair.region)))
        self._sums.add(series_sums(found.patient, found.series, found.weeks, found.exposure, found.pain))
        offer_lines(self._drawing, found, People.of(batch.people))

    def finding(self, p_wanted: bool = False) -> CohortPairFinding:
        """Give the finding over all patients so far. `p_wanted`: with p-value, if the pair was settled beforehand."""
        sums, cases = _in_order(self._sums.rows), _in_order(self._cases.rows)
        fit = within_patient_fit(sums)
        lines = lines_of(self._drawing, fit) if isinstance(fit, WithinFit) else ()
        return pair_finding(self.question, self.pair, sums, cases, fit, lines, p_wanted=p_wanted)

    @property
    def patients_with_pair(self) -> Ints:
        """The patients with at least one pair, in order."""
        return np.sort(self._cases.rows["patient"])

    @property
    def patients_after_start(self) -> Ints:
        """The patients whose baseline of pain or of the measure was taken after treatment had begun, in order."""
        cases = self._cases.rows
        return np.sort(cases["patient"][cases["after_start"]])

    @property
    def patients_with_3_pairs(self) -> Ints:
        """The patients with a series of at least 3 pairs, in order."""
        return np.sort(self._sums.rows["patient"])

    @property
    def patients_analysed(self) -> Ints:
        """The patients with a series of at least 3 pairs whose exposure varies: who counts in an estimate."""
        sums = self._sums.rows
        return np.sort(sums["patient"][sums["informative"]])


def _in_order(rows: Rows) -> Rows:
    """Put rows in order of patient. The database gives patients in order, and then nothing is copied."""
    patient = rows["patient"]
    return rows if (patient[1:] > patient[:-1]).all() else rows[np.argsort(patient)]

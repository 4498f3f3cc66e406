"""One pair over a whole cohort, batch by batch: only sums and one row per patient are kept."""

import numpy as np
from numpy.typing import NDArray

from treatments.outcomes.estimators import SUMS, Sums, WithinFit, series_sums, within_patient_fit
from treatments.outcomes.findings.cohort.cases import CASES, Cases, cases_of
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
from treatments.outcomes.findings.pain import important_change_in


class PairAccumulator:
    """Takes batches of whole patients, in any order, and gives the finding of one pair.

    Raises ValueError for a pair that is not eligible.
    """

    def __init__(self, question: CohortQuestion, pair: CohortPair) -> None:
        self.question, self.pair, self.exposure = question, pair, exposure_of(pair)
        self._errors = MethodErrors.of(self.exposure.measure.code, question.precisions)
        self._sums: list[Sums] = []
        self._cases: list[Cases] = []
        self._drawing = Drawing(question)

    def add(self, batch: Batch) -> None:
        """Add all rows of some patients; no patient may come in two batches."""
        found = paired(batch, self.pair.measure, self.exposure)
        self._cases.append(cases_of(found, self.exposure, self._errors, important_change_in(self.pair.region)))
        self._sums.append(series_sums(found.patient, found.series, found.weeks, found.exposure, found.pain))
        offer_lines(self._drawing, found, People.of(batch.people))

    def finding(self, p_wanted: bool = False) -> CohortPairFinding:
        """Give the finding over all patients so far. `p_wanted`: with p-value, if the pair was settled beforehand."""
        fit = within_patient_fit(self.sums)
        lines = lines_of(self._drawing, fit) if isinstance(fit, WithinFit) else ()
        return pair_finding(self.question, self.pair, self.sums, self.cases, fit, lines, p_wanted=p_wanted)

    @property
    def sums(self) -> Sums:
        """The cross-products of all patients so far that have a series of at least 3 pairs, in order of patient."""
        return _in_order(self._sums, SUMS)

    @property
    def cases(self) -> Cases:
        """One row for each patient so far that has a pair, in order of patient."""
        return _in_order(self._cases, CASES)

    @property
    def patients_with_pair(self) -> Ints:
        """The patients with at least one pair, in order."""
        return np.ascontiguousarray(self.cases["patient"])

    @property
    def patients_with_3_pairs(self) -> Ints:
        """The patients with a series of at least 3 pairs, in order."""
        return np.ascontiguousarray(self.sums["patient"])

    @property
    def patients_analysed(self) -> Ints:
        """The patients with a series of at least 3 pairs whose exposure varies: who counts in an estimate."""
        return np.ascontiguousarray(self.sums["patient"][self.sums["informative"]])


def _in_order(parts: list[NDArray[np.void]], dtype: np.dtype[np.void]) -> NDArray[np.void]:
    """Put rows of different patients together in order of patient, and leave them in `parts` as the only one.

    Each part is let go once it is copied: so the rows of a large cohort are never in memory twice. The database
    gives patients in order, and then there is nothing to sort.
    """
    if len(parts) != 1:
        parts.sort(key=lambda part: int(part["patient"][0]) if len(part) else 0, reverse=True)
        together = np.zeros(sum(map(len, parts)), dtype=dtype)
        end = 0
        while parts:
            part = parts.pop()
            start, end = end, end + len(part)
            together[start:end] = part
        patient = together["patient"]
        parts.append(together if (patient[1:] > patient[:-1]).all() else together[np.argsort(patient)])
    return parts[0]

"""Who is in a cohort, how far each patient got on the way to an estimate, and how often they came."""

import numpy as np

from treatments.outcomes.findings.cohort.columns import Columns
from treatments.outcomes.findings.cohort.finding import CohortPairFinding
from treatments.outcomes.findings.cohort.flow_finding import Attendance, Flow
from treatments.outcomes.findings.cohort.pairs import PairAccumulator
from treatments.outcomes.findings.cohort.rules import COHORT
from treatments.outcomes.findings.cohort.runs import Ints

MOST_VISITS = COHORT.attendance_visits


class FlowAccumulator:
    """Takes the people of every batch once, and every pair when it is finished."""

    def __init__(self) -> None:
        self._enrolled = 0
        self._visits = np.zeros(MOST_VISITS + 1, dtype=np.int64)
        nobody = np.zeros(0, dtype=np.int64)
        self._with_pair = self._after_start = self._with_3_pairs = self._analysed = nobody

    def add(self, people: Columns) -> None:
        """Count the patients of a batch; no patient may come in two batches."""
        self._enrolled += len(people)
        visits = np.clip(people["visits"], 0, MOST_VISITS)
        self._visits += np.bincount(visits, minlength=MOST_VISITS + 1)

    def add_pair(self, pair: PairAccumulator, finding: CohortPairFinding) -> None:
        """Note how far the patients of a pair got."""
        self._with_pair = np.union1d(self._with_pair, pair.patients_with_pair)
        self._after_start = np.union1d(self._after_start, pair.patients_after_start)
        self._with_3_pairs = np.union1d(self._with_3_pairs, pair.patients_with_3_pairs)
        if finding.within_patient is not None:
            self._analysed = np.union1d(self._analysed, pair.patients_analysed)

    def flow(self) -> Flow:
        """Give the flow and the attendance, up to the most visits that anybody had."""
        at_least: Ints = np.cumsum(self._visits[::-1])[::-1]
        return Flow(
            enrolled=self._enrolled,
            with_baseline=len(self._with_pair),
            baseline_after_start=len(self._after_start),
            with_3_pairs=len(self._with_3_pairs),
            analysed=len(self._analysed),
            attendance=tuple(
                Attendance(visits=visits, patients=int(at_least[visits]))
                for visits in range(1, MOST_VISITS + 1)
                if at_least[visits]
            ),
        )

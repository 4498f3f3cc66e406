"""The few patients that a drawing shows: chosen by a number without meaning, so that nobody picks the telling ones."""

from dataclasses import dataclass, replace

import numpy as np

from treatments.outcomes.findings.cohort.question import CohortQuestion
from treatments.outcomes.findings.cohort.rules import COHORT
from treatments.outcomes.findings.cohort.runs import Floats, Ints


@dataclass(frozen=True, slots=True)
class Drawn:
    """One patient's course for a drawing; `exposure` is empty where only pain is drawn."""

    seed: int
    patient: int
    weeks: Floats
    pain: Floats
    exposure: Floats


class Drawing:
    """Keeps the courses of the patients with the smallest seeds; of none in a report for sharing."""

    def __init__(self, question: CohortQuestion) -> None:
        self._most = COHORT.drawn_patients if question.audience == "internal" else 0
        self._drawn: list[Drawn] = []

    def wanted(self, seed: Ints, patient: Ints) -> list[int]:
        """Say which rows of a batch belong to the patients that may still be drawn."""
        chosen: list[int] = np.lexsort((patient, seed))[: self._most].tolist() if self._most else []
        return chosen

    def add(self, courses: list[Drawn]) -> None:
        """Offer the courses of some patients, which are copied: a part of a batch would keep all of it in memory."""
        copies = [
            replace(one, weeks=one.weeks.copy(), pain=one.pain.copy(), exposure=one.exposure.copy()) for one in courses
        ]
        self._drawn = sorted([*self._drawn, *copies], key=lambda one: (one.seed, one.patient))[: self._most]

    def shown(self, patients: int) -> list[Drawn]:
        """Give the courses, in order of their seeds; none if there are too few `patients` in all."""
        return self._drawn if patients >= COHORT.drawn_from_patients else []

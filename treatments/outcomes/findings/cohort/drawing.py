"""The few patients that a drawing shows: chosen by a number without meaning, so that nobody picks the telling ones."""

from dataclasses import dataclass

from treatments.outcomes.findings.cohort.question import CohortQuestion
from treatments.outcomes.findings.cohort.runs import Floats, Ints

MOST_DRAWN = 24
MOST_POINTS = 60
FEWEST_TO_DRAW = 10
"""Lines of fewer patients would point to persons."""


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
        self._most = MOST_DRAWN if question.audience == "internal" else 0
        self._drawn: list[Drawn] = []

    def wanted(self, seed: Ints, patient: Ints) -> list[int]:
        """Say which rows of a batch belong to the patients that may still be drawn."""
        rows = sorted(zip(seed.tolist(), patient.tolist(), range(len(seed)), strict=True)) if self._most else []
        return [row for _, _, row in rows[: self._most]]

    def add(self, courses: list[Drawn]) -> None:
        """Offer the courses of some patients."""
        self._drawn = sorted([*self._drawn, *courses], key=lambda one: (one.seed, one.patient))[: self._most]

    def shown(self, patients: int) -> list[Drawn]:
        """Give the courses, in order of their seeds; none if there are too few `patients` in all."""
        return self._drawn if patients >= FEWEST_TO_DRAW else []

"""How far the ratings of a clinic's patients scatter about each one's own course; merged over batches of patients."""

from dataclasses import dataclass
from typing import Self

import numpy as np

from treatments.outcomes.estimators import series_sums
from treatments.outcomes.findings.cohort.rules import COHORT
from treatments.outcomes.findings.cohort.runs import Floats, Runs


@dataclass(frozen=True, slots=True)
class Scatter:
    """What is left of pain about each course over log(1 + t), one course of at least 4 ratings for each patient.

    `squares`: the residuals, squared and summed, in points squared; `dof`: their degrees of freedom. `patients`:
    whose they are; `heaviest`: the most degrees of freedom that one of them has. `+` adds those of other patients.
    """

    squares: float = 0.0
    dof: int = 0
    patients: int = 0
    heaviest: int = 0

    @classmethod
    def of(cls, courses: Runs, weeks: Floats, pain: Floats) -> Self:
        """Sum over one course for each patient; shorter ones say nothing of scatter."""
        course = courses.numbers
        rows = series_sums(course, course, weeks, np.zeros(len(course)), pain)
        dof = rows["own_pairs"] - 2 * rows["own_series"]
        return cls(
            squares=float(rows["own_pain"].sum()),
            dof=int(dof.sum()),
            patients=int((rows["own_series"] > 0).sum()),
            heaviest=int(dof.max(initial=0)),
        )

    def __add__(self, other: Self) -> Self:
        return type(self)(
            self.squares + other.squares,
            self.dof + other.dof,
            self.patients + other.patients,
            max(self.heaviest, other.heaviest),
        )

    @property
    def refusal(self) -> str | None:
        """Why it says nothing of a clinic's patients: too few of them, or one who outweighs all others.

        Degrees of freedom alone are no guard: one patient who rates every day has as many as a whole clinic needs.
        """
        if self.patients < COHORT.scatter_minimum_patients:
            return f"too_few_rated_often:{self.patients}<{COHORT.scatter_minimum_patients}"
        if self.dof < COHORT.scatter_minimum_dof:
            return f"too_few_dof:{self.dof}<{COHORT.scatter_minimum_dof}"
        return "one_patient_outweighs" if self.heaviest > COHORT.scatter_largest_share * self.dof else None

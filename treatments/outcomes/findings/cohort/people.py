"""What the cohort core knows about persons: from which day on they were adults, and whom a drawing may show."""

from dataclasses import dataclass
from typing import Self

import numpy as np

from treatments.outcomes.findings.cohort.columns import UNKNOWN_DAY, Columns
from treatments.outcomes.findings.cohort.runs import Flags, Floats, Ints
from treatments.outcomes.rules import RULES

_MONTHS, _YEARS = 12 * RULES.adult_age, RULES.adult_age


@dataclass(frozen=True, slots=True)
class People:
    """The patients of a batch in order: since which day (from 1970-01-01) adult bands hold, and their seed."""

    patient: Ints
    adult_from: Floats
    seed: Ints

    @classmethod
    def of(cls, people: Columns) -> Self:
        """Read the rows of a batch."""
        rows = people[np.argsort(people["patient"], kind="stable")]
        return cls(np.ascontiguousarray(rows["patient"]), _adult_from(rows), np.ascontiguousarray(rows["seed"]))

    def adult_on(self, patient: Ints, day: Floats) -> Flags:
        """Say whose adult bands hold on a day. Where nothing is known about the age, they do."""
        where, known = self._rows(patient)
        since = np.full(len(patient), -np.inf)
        since[known] = self.adult_from[where[known]]
        return np.asarray(day >= since)

    def seeds(self, patient: Ints) -> Ints:
        """Give the seed of each patient."""
        where, known = self._rows(patient)
        return np.where(known, self.seed[where] if len(self.seed) else 0, 0)

    def _rows(self, patient: Ints) -> tuple[Ints, Flags]:
        where = np.minimum(np.searchsorted(self.patient, patient), max(len(self.patient) - 1, 0))
        return where, (self.patient[where] == patient if len(self.patient) else np.zeros(len(patient), dtype=bool))


def _adult_from(rows: Columns) -> Floats:
    """Find the 18th birthday; if only the year is known, the first day on which nobody born in it is under 18."""
    since = np.full(len(rows), -np.inf)
    dated = rows["birth_day"] != UNKNOWN_DAY
    birth = rows["birth_day"][dated].astype("datetime64[D]")
    month = birth.astype("datetime64[M]")
    # Counted from the first of the month, so that who was born on 29 February is of age on 1 March.
    since[dated] = (month + _MONTHS).astype("datetime64[D]").astype(np.int64) + (birth - month).astype(np.int64)
    only_year = ~dated & (rows["birth_year"] > 0)
    year = rows["birth_year"][only_year].astype(np.int64) + _YEARS + 1
    since[only_year] = (year - 1970).astype("datetime64[Y]").astype("datetime64[D]").astype(np.int64)
    return since

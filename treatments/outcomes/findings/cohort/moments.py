"""Means and variances that grow batch by batch, without keeping the values."""

from dataclasses import dataclass
from typing import Self

import numpy as np

from treatments.outcomes.estimators import Sample
from treatments.outcomes.findings.cohort.runs import Floats, Ints


@dataclass(frozen=True, slots=True)
class Moments:
    """How many values, their mean and the sum of squares about it; of several groups at once.

    Two of them are added by the rule of Chan, Golub and LeVeque 1983 (Am Stat 37:242), which loses no digits.
    """

    n: Ints
    mean: Floats
    squares: Floats

    @classmethod
    def none(cls, groups: int = 1) -> Self:
        """Give the moments of no values."""
        return cls(np.zeros(groups, dtype=np.int64), np.zeros(groups), np.zeros(groups))

    @classmethod
    def of(cls, values: Floats, group: Ints | None = None, groups: int = 1) -> Self:
        """Summarise values; `group` says to which group each belongs."""
        where = np.zeros(len(values), dtype=np.int64) if group is None else group
        n = np.bincount(where, minlength=groups)
        mean = np.bincount(where, values, minlength=groups) / np.maximum(n, 1)
        squares = np.bincount(where, np.square(values - mean[where]), minlength=groups).astype(np.float64)
        return cls(n, mean, squares)

    def __add__(self, other: Self) -> Self:
        n = self.n + other.n
        share = other.n / np.maximum(n, 1)
        apart = other.mean - self.mean
        return type(self)(n, self.mean + apart * share, self.squares + other.squares + apart**2 * self.n * share)

    def sample(self, group: int = 0) -> Sample:
        """Give one group as the estimators take it."""
        n = int(self.n[group])
        return Sample(n, float(self.mean[group]), float(self.squares[group]) / max(n - 1, 1))

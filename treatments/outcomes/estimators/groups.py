"""Consecutive rows that belong together, and their means taken out of them without losing digits."""

from dataclasses import dataclass
from typing import Any, Self

import numpy as np
from numpy.typing import NDArray

Numbers = NDArray[np.float64]
Whole = NDArray[np.int64]
Flags = NDArray[np.bool_]

ROUNDING = 1e-10
"""A spread below this share of the values' size is rounding, not variation."""
_SMALLEST, _LARGEST = 1e-50, 1e50
"""No reading has a size beyond these; squares of squares of such numbers still fit into a double."""


def measured(values: Numbers) -> Flags:
    """Say which values can be readings: not missing (NaN), and not of an impossible size."""
    flags: Flags = np.abs(values) < _LARGEST
    return flags


@dataclass(frozen=True, slots=True)
class Groups:
    """Where each group of rows starts, and how many rows it has. At least one group, and none of them empty."""

    starts: Whole
    lengths: Whole

    @classmethod
    def of(cls, *keys: Whole) -> Self:
        """Find the rows that agree in every key; rows are in order of the keys."""
        changes = np.zeros(len(keys[0]) - 1, dtype=np.bool_)
        for key in keys:
            changes |= key[1:] != key[:-1]
        starts = np.concatenate(([0], np.flatnonzero(changes) + 1))
        return cls(starts, np.diff(starts, append=len(keys[0])))

    @classmethod
    def of_lengths(cls, lengths: Whole) -> Self:
        """Take groups of given lengths, one after the other."""
        return cls(np.cumsum(lengths) - lengths, lengths)

    def sum(self, values: NDArray[Any]) -> NDArray[Any]:
        """Add up the rows of each group."""
        return np.add.reduceat(values, self.starts, axis=0)

    def spread(self, values: NDArray[Any]) -> NDArray[Any]:
        """Repeat a value of each group for each of its rows."""
        return np.repeat(values, self.lengths)

    def centred(self, values: Numbers) -> Numbers:
        """Take each group's mean out of its values; a group that varies by no more than rounding becomes exactly 0.

        Values are counted from the first of the group before they are averaged, so that a large level costs no digits.
        """
        from_first = values - self.spread(values[self.starts])
        centred: Numbers = from_first - self.spread(self.sum(from_first) / self.lengths)
        size = np.maximum(np.maximum.reduceat(np.abs(values), self.starts), _SMALLEST)
        constant = self.sum(centred * centred) <= self.lengths * (ROUNDING * size) ** 2
        if constant.any():
            centred[self.spread(constant)] = 0
        return centred


def centred(values: Numbers) -> Numbers:
    """Take the mean out of values, at least one; see `Groups.centred`."""
    return Groups.of_lengths(np.array([len(values)])).centred(values)

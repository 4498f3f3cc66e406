"""Rows in order, and the runs of rows that belong together: what stands for loops in the cohort core."""

from dataclasses import dataclass
from typing import Any, Self

import numpy as np
from numpy.typing import NDArray

Ints = NDArray[np.int64]
Floats = NDArray[np.float64]
Flags = NDArray[np.bool_]

DIFFERENT = -1
"""Stands for a value that is not the same in all rows of a run."""


@dataclass(frozen=True, slots=True)
class Runs:
    """Consecutive rows that belong together: where each run starts, how long it is, and how many rows there are."""

    starts: Ints
    lengths: Ints
    rows: int

    @classmethod
    def of(cls, key: NDArray[Any]) -> Self:
        """Find the runs of equal keys; keys are in order."""
        changes = np.flatnonzero(key[1:] != key[:-1]) + 1
        starts = np.concatenate((np.zeros(min(len(key), 1), dtype=np.int64), changes))
        return cls(starts, np.diff(starts, append=len(key)), len(key))

    def __len__(self) -> int:
        return len(self.starts)

    @property
    def single(self) -> bool:
        """Whether every run is one row, which needs no arithmetic."""
        return len(self.starts) == self.rows

    @property
    def ends(self) -> Ints:
        """One past the last row of each run."""
        return self.starts + self.lengths

    @property
    def numbers(self) -> Ints:
        """The number of the run that each row belongs to."""
        return np.repeat(np.arange(len(self.starts)), self.lengths)

    def spread(self, values: NDArray[Any]) -> NDArray[Any]:
        """Repeat a value of each run for each of its rows."""
        return np.repeat(values, self.lengths)

    def smallest(self, values: NDArray[Any]) -> NDArray[Any]:
        """Give the smallest value of each run."""
        return values if self.single else np.minimum.reduceat(values, self.starts)

    def largest(self, values: NDArray[Any]) -> NDArray[Any]:
        """Give the largest value of each run."""
        return values if self.single else np.maximum.reduceat(values, self.starts)

    def count(self, flags: Flags) -> Ints:
        """Count the rows of each run that are flagged."""
        return self.sum(flags.astype(np.int64))

    def sum(self, values: NDArray[Any]) -> NDArray[Any]:
        """Add up each run. The order of rows within a run does not change a bit of the result.

        Two numbers add up to the same in either order; three and more are put in order of size first.
        """
        if self.single:
            return values
        if values.dtype.kind == "f" and self.lengths.max() > 2:
            values = self._in_order_of_size(values)
        return np.add.reduceat(values, self.starts)

    def common(self, values: NDArray[Any]) -> NDArray[Any]:
        """Give the value that all rows of a run share, `DIFFERENT` where they do not."""
        if self.single:
            return values
        low = self.smallest(values)
        return np.where(low == self.largest(values), low, DIFFERENT)

    def _in_order_of_size(self, values: Floats) -> Floats:
        long = np.flatnonzero(self.spread(self.lengths > 2))
        chosen = values[long]
        ordered = values.copy()
        ordered[long] = chosen[np.lexsort((chosen, self.numbers[long]))]
        return ordered


def order_of(key: Ints) -> Ints | None:
    """Give the order that sorts whole numbers; None if they are sorted already, as rows from the database are."""
    return None if bool((key[1:] >= key[:-1]).all()) else np.argsort(key)


def expanded(first: Ints, end: Ints) -> tuple[Ints, Ints]:
    """List the numbers of several ranges: which range each belongs to, and the number itself."""
    lengths = end - first
    which = np.repeat(np.arange(len(first)), lengths)
    before = np.cumsum(lengths) - lengths
    return which, np.arange(len(which)) - np.repeat(before - first, lengths)


@dataclass(frozen=True, slots=True)
class Axis:
    """Whole numbers numbered from 0: by their distance from the smallest or, where that wastes room, by rank."""

    low: int
    size: int
    ranked: Ints | None

    @classmethod
    def of(cls, *columns: NDArray[Any]) -> Self:
        """Number all values of some columns."""
        filled = [column for column in columns if len(column)]
        if not filled:
            return cls(0, 1, None)
        low, high = min(int(column.min()) for column in filled), max(int(column.max()) for column in filled)
        if high - low < 4 * sum(map(len, filled)):
            return cls(low, high - low + 1, None)
        ranked = np.unique(np.concatenate([np.unique(column) for column in filled]))
        return cls(low, len(ranked), ranked.astype(np.int64))

    def code(self, values: NDArray[Any]) -> Ints:
        """Number values that are on the axis."""
        if self.ranked is None:
            return values.astype(np.int64) - self.low
        return np.searchsorted(self.ranked, values)

    def value(self, codes: Ints) -> Ints:
        """Give back the values."""
        return codes + self.low if self.ranked is None else self.ranked[codes]

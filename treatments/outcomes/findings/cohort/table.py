"""Rows that come part by part and lie in one piece from the start."""

import numpy as np
from numpy.typing import NDArray

Rows = NDArray[np.void]


class Table:
    """Keeps the rows of a large cohort once: parts that are put together in the end would be in memory twice.

    `room`: so many rows are expected. A piece that grows leaves the ones it grew out of behind, too small for the
    next; room that stays empty takes no memory.
    """

    def __init__(self, kind: np.dtype[np.void], room: int) -> None:
        self._room, self._filled = np.empty(room, dtype=kind), 0

    def add(self, rows: Rows) -> None:
        """Put rows behind those that are there; more of them than expected cost a copy of all."""
        start, self._filled = self._filled, self._filled + len(rows)
        if self._filled > len(self._room):
            self._room = np.concatenate((self._room[:start], rows))
        else:
            self._room[start : self._filled] = rows

    @property
    def rows(self) -> Rows:
        """All rows so far, in the order in which they came."""
        return self._room[: self._filled]

"""Rows of a batch as plain columns of numbers that can be put in order and compared at once."""

from collections.abc import Iterable
from dataclasses import dataclass, fields, replace
from typing import Any, Self

import numpy as np

from treatments.outcomes.findings.cohort.columns import SIDES, TIMINGS, Batch, Columns
from treatments.outcomes.findings.cohort.runs import Axis, Flags, Floats, Ints
from treatments.outcomes.findings.series import AFTER_TREATMENT, BEFORE_TREATMENT

MARGIN_OF_DAYS = 5
"""So many days are free between the last day of one series and the first of the next, for windows around a day."""

AFTER = TIMINGS.index(AFTER_TREATMENT)
BEFORE = TIMINGS.index(BEFORE_TREATMENT)
NO_SIDE, LEFT, RIGHT = map(SIDES.index, ("none", "left", "right"))

_ROOM = 2**62
_MOST_LOCAL_CODES = 2**11


@dataclass(frozen=True, slots=True)
class Frame:
    """How the patients, episodes and days of a batch are numbered.

    A unit is what one course of readings belongs to: an episode of care, or the patient where there is none. Its
    number follows the order of patients, then of episodes.
    """

    patients: Axis
    episodes: Axis
    units: Ints | None
    first_day: int
    days: int

    @classmethod
    def of(cls, batch: Batch) -> Self:
        """Number what is in a batch."""
        tables = (batch.ratings, batch.readings, batch.starts)
        patients = Axis.of(*(table["patient"] for table in tables))
        episodes = Axis.of(*(table["episode"] for table in tables))
        days = Axis.of(*(table["day"] for table in tables[:2]))
        first_day, span = days.low, _span(days) + 2 * MARGIN_OF_DAYS
        plain = cls(patients, episodes, None, first_day, span)
        if patients.size * episodes.size * span * _MOST_LOCAL_CODES < _ROOM:
            return plain
        units = np.unique(np.concatenate([plain.unit(table) for table in tables]))
        return cls(patients, episodes, units, first_day, span)

    def unit(self, rows: Columns) -> Ints:
        """Number the unit of each row."""
        codes = self.patients.code(rows["patient"]) * self.episodes.size + self.episodes.code(rows["episode"])
        return codes if self.units is None else np.searchsorted(self.units, codes)

    def patient(self, units: Ints) -> Ints:
        """Give the patient of each unit, as in the batch."""
        codes = units if self.units is None else self.units[units]
        return self.patients.value(codes // self.episodes.size)

    def day(self, rows: Columns) -> Ints:
        """Count days from some days before the first of the batch."""
        return rows["day"].astype(np.int64) - (self.first_day - MARGIN_OF_DAYS)

    def calendar_day(self, days: Ints | Floats) -> Floats:
        """Give back days since 1970-01-01."""
        return days.astype(np.float64) + (self.first_day - MARGIN_OF_DAYS)


@dataclass(frozen=True, slots=True)
class Rows:
    """Ratings or values of a measure, one per row.

    `local`: what else than the unit tells series apart, as one number (side, condition, recall window). `before`:
    marked as before treatment. `rater`: 0 not known; None where nobody asks.
    """

    unit: Ints
    local: Ints
    day: Ints
    at: Ints
    assessment: Ints
    before: Flags
    value: Floats
    rater: Ints | None

    def __len__(self) -> int:
        return len(self.unit)

    def take(self, chosen: Ints | Flags) -> Self:
        """Give some rows, in the order named."""
        columns: dict[str, Any] = {field.name: getattr(self, field.name) for field in fields(self)}
        taken: dict[str, Any] = {name: None if one is None else one[chosen] for name, one in columns.items()}
        return replace(self, **taken)


def joined(parts: Iterable[Rows]) -> Rows:
    """Put rows one below the other."""
    tables = tuple(parts)
    if len(tables) == 1:
        return tables[0]
    columns = {field.name: [getattr(table, field.name) for table in tables] for field in fields(Rows)}
    return replace(tables[0], **{name: np.concatenate(column) for name, column in columns.items()})


def kept(table: Columns, flags: Flags) -> Columns:
    """Keep the flagged rows of a table; all of them need no copy."""
    return table if flags.all() else table[flags]


def ratings_of(table: Columns, local: Ints, frame: Frame) -> Rows:
    """Take ratings as rows; `local` has one number for each."""
    return _rows_of(table, local, table["intensity"].astype(np.float64), None, frame)


def readings_of(table: Columns, local: Ints, frame: Frame) -> Rows:
    """Take measurements as rows; `local` has one number for each."""
    value, rater = np.ascontiguousarray(table["value"]), np.ascontiguousarray(table["rater"])
    return _rows_of(table, local, value, rater, frame)


def _rows_of(table: Columns, local: Ints, value: Floats, rater: Ints | None, frame: Frame) -> Rows:
    return Rows(
        unit=frame.unit(table),
        local=local,
        day=frame.day(table),
        at=np.ascontiguousarray(table["at"]),
        assessment=np.ascontiguousarray(table["assessment"]),
        before=table["timing"] == BEFORE,
        value=value,
        rater=rater,
    )


def _span(days: Axis) -> int:
    return days.size if days.ranked is None else int(days.ranked[-1]) - days.low + 1

"""What the cells of one row say, read strictly: a figure, a time or a text that is not clear is refused."""

import datetime as dt
import re
from collections.abc import Callable
from functools import partial
from typing import Any, TypeVar
from zoneinfo import ZoneInfo

from django.utils.translation import gettext as _

from assessments.importing.mapping import CLINIC_ZONE, GAP, FileForm, Moment, Scale, Value
from assessments.importing.table import Rejection, Row

Read = TypeVar("Read")

_NUMBER = re.compile(r"[+-]?(\d+\.?\d*|\.\d+)([eE][+-]?\d{1,3})?")
_FORMULA = ("=", "@")


class Unclear(Exception):
    """A cell that cannot be read; ``sentence`` has a gap for its text."""

    def __init__(self, column: str, code: str, sentence: str, cell: str, **more: object) -> None:
        self.column, self.code, self.detail = column, code, sentence % {"cell": cell, **more}
        super().__init__(self.detail)


class Cells:
    """Reads the values that a mapping names out of one row.

    None means that the cell is empty: not measured, never 0. Each problem is noted in ``problems``, and its
    value is None too. ``empty`` counts the empty cells in which a reading or an intensity was looked for.
    """

    def __init__(self, row: Row, form: FileForm, zone: ZoneInfo) -> None:
        self.row, self.form, self.zone = row, form, zone
        self.problems: list[Rejection] = []
        self.empty = 0

    def value(self, value: Value) -> Any:
        """The value as text, or as the mapping translates it."""
        return self._noting(partial(self._value, value))

    def reading(self, column: str) -> float | None:
        """The figure in a column; an empty cell is counted."""
        return self.figure(Value(column=column))

    def figure(self, value: Value) -> float | None:
        """A value that is a number; an empty cell is counted."""
        return self._noting(partial(self._figure, value))

    def moment(self, moment: Moment) -> dt.datetime | None:
        """The time, with an offset from UTC."""
        return self._noting(partial(self._moment, moment))

    def note(self, unclear: Unclear) -> None:
        """Keep what is wrong with a cell."""
        self.problems.append(Rejection(self.row.line, unclear.column, unclear.code, unclear.detail))

    def _noting(self, read: Callable[[], Read]) -> Read | None:
        try:
            return read()
        except Unclear as unclear:
            self.note(unclear)
            return None

    def _value(self, value: Value) -> Any:
        if value.text is not None:
            return GAP.sub(lambda gap: self._cell(gap[1]) or "", value.text)
        if value.column is None:
            return value.constant
        cell = self._cell(value.column)
        return None if cell is None else self._translated(value, value.column, cell)

    def _figure(self, value: Value) -> float | None:
        found = self._value(value)
        if found is None:
            self.empty += 1
        return self._number(value.column or "", found) if isinstance(found, str) else found

    def _moment(self, moment: Moment) -> dt.datetime:
        column = moment.column or ""
        later = (moment.start or self._written(moment, column)) + dt.timedelta(days=moment.after_days)
        if later.tzinfo:
            return later
        if moment.zone is None:
            sentence = _("“%(cell)s” has no offset from UTC, and the mapping names no zone for it.")
            raise Unclear(column, "naive", sentence, later.isoformat(" ", "minutes"))
        return self._on_the_clock(later, moment.zone, column)

    def _cell(self, column: str) -> str | None:
        cell = self.row.cells[column]
        if cell in self.form.empty:
            return None
        if cell.startswith(_FORMULA):
            raise Unclear(column, "formula", _("“%(cell)s” is a formula, not a value."), cell)
        return cell

    def _translated(self, value: Value, column: str, cell: str) -> Any:
        if value.values is not None:
            if cell in value.values:
                return value.values[cell]
            sentence = _("The mapping does not say what “%(cell)s” means; it knows: %(known)s.")
            raise Unclear(column, "unknown_value", sentence, cell, known=", ".join(value.values))
        if value.rescale:
            return self._stretched(value.rescale, column, cell)
        if value.subtract_from is not None:
            return value.subtract_from - self._whole(column, cell)
        return self._day(column, cell, value.format) if value.format else cell

    def _stretched(self, scale: Scale, column: str, cell: str) -> int:
        step = self._whole(column, cell)
        if scale.lowest <= step <= scale.highest:
            return scale.stretch(step)
        sentence = _("“%(cell)s” is not on the scale from %(lowest)s to %(highest)s.")
        ends = {"lowest": scale.lowest, "highest": scale.highest}
        raise Unclear(column, "out_of_bounds", sentence, cell, **ends)

    def _whole(self, column: str, cell: str) -> int:
        number = self._number(column, cell)
        if number.is_integer():
            return int(number)
        raise Unclear(column, "not_whole", _("“%(cell)s” is not a whole number."), cell)

    def _number(self, column: str, cell: str) -> float:
        point = self.form.decimal_point
        plain = cell.replace(point, ".")
        if _NUMBER.fullmatch(plain) and (point == "." or "." not in cell):
            return float(plain)
        raise Unclear(column, "not_a_number", _("“%(cell)s” is not a number."), cell)

    def _day(self, column: str, cell: str, form: str) -> dt.date:
        return self._parsed(column, cell, partial(dt.datetime.strptime, cell, form)).date()

    def _written(self, moment: Moment, column: str) -> dt.datetime:
        cell = self._cell(column)
        if cell is None:
            raise Unclear(column, "required", _("The time is missing."), "")
        if moment.format is None and moment.at is None and len(cell) <= len("2026-03-02"):
            raise Unclear(column, "no_time", _("“%(cell)s” has no time of day."), cell)
        form = moment.format
        parse = partial(dt.datetime.strptime, cell, form) if form else partial(dt.datetime.fromisoformat, cell)
        wall = self._parsed(column, cell, parse)
        return dt.datetime.combine(wall.date(), moment.at) if moment.at else wall

    def _parsed(self, column: str, cell: str, parse: Callable[[], dt.datetime]) -> dt.datetime:
        try:
            return parse()
        except ValueError as error:
            sentence = _("“%(cell)s” is not a date or time as the mapping describes it.")
            raise Unclear(column, "not_a_date", sentence, cell) from error

    def _on_the_clock(self, wall: dt.datetime, zone: str, column: str) -> dt.datetime:
        clock = self.zone if zone == CLINIC_ZONE else ZoneInfo(zone)
        moment = wall.replace(tzinfo=clock)
        if moment.astimezone(dt.UTC).astimezone(clock).replace(tzinfo=None) == wall:
            return moment
        sentence = _("“%(cell)s” never was: the clock was put forward over it.")
        raise Unclear(column, "no_such_time", sentence, wall.isoformat(" ", "minutes"))

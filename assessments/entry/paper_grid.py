"""The grid for paper records as typed: one row for each day, one column for each value; and answers at their cell."""

import datetime as dt
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from hashlib import sha256

from django.utils.translation import gettext as _

from assessments.entry.numbers import figure, number
from assessments.entry.paper_columns import PAIN, Column, Group, grouped
from assessments.entry.paper_form import PaperForm
from assessments.models import Assessment, Measurement, PainRating
from assessments.models.pain import PainMode
from assessments.services.backfilling import PaperVisit
from clinic.common.errors import Problem
from clinic.practice.models import Membership

ROWS_AT_FIRST, MORE_ROWS, MOST_ROWS = 6, 6, 60


@dataclass
class GridCell:
    """One value as typed, and what is to be said about it."""

    column: Column
    name: str
    text: str
    label: str
    problems: list[str] = field(default_factory=list)
    warnings: list[str] = field(default_factory=list)


@dataclass
class GridRow:
    """One day of the paper record as typed."""

    number: int
    day: str
    rater: str
    cells: list[GridCell]
    problems: list[str] = field(default_factory=list)

    @property
    def empty(self) -> bool:
        return not self.day and not any(cell.text for cell in self.cells)

    @property
    def remarks(self) -> list[str]:
        """Everything that is wrong or unusual in the row, with the name of its column."""
        of_cells = [(cell, said) for cell in self.cells for said in (*cell.problems, *cell.warnings)]
        return [*self.problems, *(f"{cell.column.name}: {said}" for cell, said in of_cells)]

    @property
    def refused(self) -> bool:
        return bool(self.problems) or any(cell.problems for cell in self.cells)


@dataclass
class Grid:
    """Head, columns and rows of the page."""

    form: PaperForm
    groups: list[Group]
    rows: list[GridRow]
    checked: str = ""

    @property
    def seen(self) -> str:
        """What a tick "I checked this" speaks of: everything that was typed."""
        texts = [cell.text for row in self.rows for cell in row.cells]
        ways = [way for group in self.groups for way in (group.method, group.unit)]
        return sha256("\n".join([*texts, *ways]).encode()).hexdigest()[:16]

    @property
    def found_wrong(self) -> bool:
        return bool(self.form.errors) or any(row.refused for row in self.rows)

    @property
    def wants_a_look(self) -> bool:
        return any(cell.warnings for row in self.rows for cell in row.cells)

    def visits(self, raters: Mapping[str, Membership]) -> list[PaperVisit]:
        """One unsaved visit for each row that is not empty."""
        return [self._visit(row, raters.get(row.rater)) for row in self._filled()]

    def show(self, problems: Iterable[Problem], *, as_warnings: bool = False) -> None:
        """Say each problem at the cell or in the row where its cause was typed."""
        filled = self._filled()
        for problem in problems:
            place = problem.pointer.split("/")
            if place[1:2] != ["visits"]:
                self.form.add_error(None, str(problem.detail))
                continue
            row = filled[int(place[2])]
            cell = _cell_of(row, place[3:])
            said = (cell.warnings if as_warnings else cell.problems) if cell else row.problems
            said.append(str(problem.detail))

    def _filled(self) -> list[GridRow]:
        return [row for row in self.rows if not row.empty]

    def _visit(self, row: GridRow, rater: Membership | None) -> PaperVisit:
        given, groups = self.form.cleaned_data, {(group.kind, group.code): group for group in self.groups}
        assessment = Assessment(
            uuid=self.form.uuid_of(row.number),
            episode=given.get("episode"),
            rater=rater,
            timing=given.get("timing", ""),
            note=given.get("note", ""),
        )
        measurements = [
            Measurement(
                measure=cell.column.code,
                side=cell.column.side,
                method=groups[cell.column.kind, cell.column.code].method,
                entered_readings=[number(cell.text)],
                entered_unit=groups[cell.column.kind, cell.column.code].unit,
                confirmed_unusual=self.checked == self.seen,
            )
            for cell in _measured(row)
        ]
        pain = [
            PainRating(
                region=cell.column.code,
                side=cell.column.side,
                intensity=figure(cell.text),
                recall=given.get("recall", ""),
                mode=PainMode.PAPER,
            )
            for cell in _rated(row)
        ]
        return PaperVisit(_day(row.day), assessment, measurements, pain)


def grid_of(form: PaperForm, columns: Sequence[Column], data: Mapping[str, str]) -> Grid:
    """The grid as it was sent; with no data, an empty one."""
    groups = grouped(columns)
    for group in groups:
        group.method = data.get(f"method.{group.prefix}", group.method)
        group.unit = data.get(f"unit.{group.prefix}", "") or (str(group.units[0][0]) if group.units else "")
    sent = data.get("rows", "")
    count = int(sent) if sent.isdecimal() else ROWS_AT_FIRST
    if data.get("another") == "rows":
        count += MORE_ROWS
    rows = [_row(row, columns, data) for row in range(min(count, MOST_ROWS))]
    return Grid(form, groups, rows, data.get("checked", ""))


def _row(row: int, columns: Sequence[Column], data: Mapping[str, str]) -> GridRow:
    cells = []
    for column in columns:
        name = f"cell-{row}-{column.key}"
        label = _("%(what)s, row %(number)s") % {"what": column.name, "number": row + 1}
        cells.append(GridCell(column, name, data.get(name, "").strip(), label))
    return GridRow(row, data.get(f"day-{row}", "").strip(), data.get(f"rater-{row}", ""), cells)


def _measured(row: GridRow) -> list[GridCell]:
    return [cell for cell in row.cells if cell.text and cell.column.kind != PAIN]


def _rated(row: GridRow) -> list[GridCell]:
    return [cell for cell in row.cells if cell.text and cell.column.kind == PAIN]


def _cell_of(row: GridRow, place: Sequence[str]) -> GridCell | None:
    """The cell that a pointer below a visit names; None for what is about the row."""
    if len(place) < 2 or not place[1].isdecimal():
        return None
    cells = _measured(row) if place[0] == "measurements" else _rated(row)
    return cells[int(place[1])]


def _day(text: str) -> dt.date | None:
    try:
        return dt.date.fromisoformat(text)
    except ValueError:
        return None

"""One row of the page: one measure by one method, left and right side by side, as typed."""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from assessments.entry.drawings import drawing_of
from assessments.entry.numbers import number, typed
from assessments.measures import (
    MEASURES,
    UNKNOWN_METHOD,
    Measure,
    Method,
    Posture,
    Side,
    accepted_units,
    to_canonical,
)
from assessments.models import Measurement, ProtocolStep, Sides
from assessments.services.checking_measurements import MOST_READINGS
from patients.body_regions import SIDE_LABELS

UNIT_LABELS = {
    "mm": gettext_lazy("mm"),
    "cm": gettext_lazy("cm"),
    "[in_i]": gettext_lazy("in"),
    "deg": gettext_lazy("°"),
}
"""How a person writes the units that are stored as in UCUM."""
_RELANDMARKED = {"": None, "no": False, "yes": True}
READINGS_IN_SIGHT = 2
MOST_ROWS = 5
"""More rows of one measure than anybody has methods; a form that claims more is cut off."""


@dataclass(frozen=True, slots=True)
class Reading:
    """One input: its name for who does not see the row, its place among the side's, what was typed, if it was wrong.

    ``asked`` says whether the protocol wants it, so that the Enter key stops there.
    """

    label: str
    place: int
    text: str
    wrong: bool
    asked: bool


@dataclass
class SideCell:
    """What was typed for one side, and what is to be said about it.

    ``measure`` is the measure's name. ``seen`` is what a tick "I checked this" would speak of: these readings in
    this unit by this method.
    ``checked`` is what somebody ticked; after a change of the readings it no longer counts. ``asked`` is the number
    of readings that the protocol wants, 0 for a side that it leaves out. ``of_both`` is what is unusual about left and
    right together, asked about at the second side.
    """

    measure: str
    side: Side
    readings: list[str]
    seen: str = ""
    checked: str = ""
    asked: int = READINGS_IN_SIGHT
    problems: list[str] = field(default_factory=list)
    wrong: set[int] = field(default_factory=set)
    warnings: list[str] = field(default_factory=list)
    of_both: list[str] = field(default_factory=list)

    @property
    def given(self) -> list[tuple[int, str]]:
        """The readings that are not empty, with their place in the row."""
        return [(place, text) for place, text in enumerate(self.readings) if text]

    @property
    def label(self) -> str:
        """The side in words; nothing where there is only one."""
        return "" if self.side == Side.NONE else _(SIDE_LABELS[self.side])

    @property
    def in_sight(self) -> list[Reading]:
        """The inputs that the row always shows."""
        return self._inputs()[:READINGS_IN_SIGHT]

    @property
    def out_of_sight(self) -> list[Reading]:
        """The inputs that the second line has room for."""
        return self._inputs()[READINGS_IN_SIGHT:]

    def _inputs(self) -> list[Reading]:
        return [
            Reading(self._named(place), place, text, place in self.wrong, place < self.asked)
            for place, text in enumerate(self.readings)
        ]

    def _named(self, place: int) -> str:
        if self.side == Side.NONE:
            return _("%(measure)s, reading %(number)s") % {"measure": _(self.measure), "number": place + 1}
        given = {"measure": _(self.measure), "side": self.label, "number": place + 1}
        return _("%(measure)s, %(side)s, reading %(number)s") % given

    @property
    def ticked(self) -> bool:
        """Whether somebody looked twice at exactly this."""
        return bool(self.checked) and self.checked == self.seen


@dataclass
class MeasureRow:
    """One measure by one method, as typed: texts, not figures, so that nothing typed is ever lost.

    ``relandmarked`` is "yes", "no", or "" for not recorded; it holds for both sides.
    """

    measure: Measure
    number: int
    method: str
    posture: str
    unit: str
    instrument: str
    cells: list[SideCell]
    relandmarked: str = ""
    problems: list[str] = field(default_factory=list)
    fresh: bool = False
    """Just added, so that the page puts the cursor there."""

    @property
    def prefix(self) -> str:
        """How the names of the row's inputs begin."""
        return f"measure-{self.measure.code}-{self.number}"

    @property
    def empty(self) -> bool:
        return not any(cell.given for cell in self.cells)

    @property
    def opened(self) -> bool:
        """Whether the row's second line has something to show."""
        hidden = any(place >= READINGS_IN_SIGHT for cell in self.cells for place, _text in cell.given)
        return hidden or bool(self.instrument)

    @property
    def units(self) -> list[tuple[str, str | Promise, float]]:
        """The units in which it may be typed: code, label, and how many mm or degrees one of it is."""
        return [(unit, UNIT_LABELS[unit], to_canonical(1, unit, self.measure)) for unit in accepted_units(self.measure)]

    @property
    def methods(self) -> list[Method]:
        """The methods to choose from; that it is not known only where it is so already."""
        unknown = [UNKNOWN_METHOD] if self.method == UNKNOWN_METHOD.code else []
        return [*self.measure.enterable_methods.values(), *unknown]

    @property
    def label(self) -> str:
        """The measure's name for a person."""
        return _(self.measure.label)

    @property
    def drawing(self) -> str:
        """The template that draws what is measured; "" if there is none."""
        return drawing_of(self.measure.code)

    @property
    def usual(self) -> str:
        """What lies within the soft limits, in words."""
        return self.measure.soft.in_words(self.measure.unit).text(_)

    @property
    def possible(self) -> str:
        """What lies within the hard limits, in words."""
        return self.measure.hard.in_words(self.measure.unit).text(_)

    def ask_as(self, step: ProtocolStep) -> None:
        """Let the Enter key stop where the protocol wants a reading."""
        for cell in self.cells:
            cell.asked = step.readings if step.sides in (Sides.BOTH, cell.side) else 0

    def note_what_is_seen(self) -> None:
        """Say for each side what a tick speaks of."""
        for cell in self.cells:
            cell.seen = " ".join([*(text for _place, text in cell.given), self.unit, self.method])

    def measurements(self) -> Iterator[tuple[Measurement, SideCell]]:
        """One unsaved measurement for each side with a reading."""
        for cell in self.cells:
            if cell.given:
                measurement = Measurement(
                    measure=self.measure.code,
                    side=cell.side,
                    method=self.method,
                    posture=self.posture,
                    instrument=self.instrument,
                    relandmarked=_RELANDMARKED[self.relandmarked],
                    entered_readings=[number(text) for _place, text in cell.given],
                    entered_unit=self.unit,
                    confirmed_unusual=cell.ticked,
                )
                yield measurement, cell


def empty_row(measure: Measure, row_number: int, method: str = "", posture: str = "", unit: str = "") -> MeasureRow:
    """A row without readings; without a method the measure's first one."""
    chosen = method if method in measure.recordable_methods else next(iter(measure.enterable_methods))
    return MeasureRow(
        measure,
        row_number,
        chosen,
        posture or measure.usual_posture(chosen),
        unit or accepted_units(measure)[0],
        "",
        [SideCell(measure.label, side, [""] * MOST_READINGS) for side in measure.sides],
    )


def another_row(measure: Measure, rows: Sequence[MeasureRow]) -> MeasureRow:
    """One more row for the measure, by a method that it was not taken by yet where there is one."""
    used = {row.method for row in rows}
    unused = next((method for method in measure.enterable_methods if method not in used), "")
    return replace(empty_row(measure, len(rows), unused), fresh=True)


def typed_rows(measure: Measure, data: Mapping[str, str]) -> list[MeasureRow]:
    """The rows of this measure as they were sent."""
    rows = []
    for row_number in range(MOST_ROWS):
        row = empty_row(measure, row_number)
        if f"{row.prefix}-method" not in data:
            break
        rows.append(_filled(row, data))
    return rows


def _filled(row: MeasureRow, data: Mapping[str, str]) -> MeasureRow:
    row.method = data[f"{row.prefix}-method"]
    row.posture = data.get(f"{row.prefix}-posture", Posture.UNKNOWN)
    row.unit = data.get(f"{row.prefix}-unit", row.unit)
    row.instrument = data.get(f"{row.prefix}-instrument", "").strip()
    relandmarked = data.get(f"{row.prefix}-relandmarked", "")
    row.relandmarked = relandmarked if relandmarked in _RELANDMARKED else ""
    for cell in row.cells:
        name = f"{row.prefix}-{cell.side}"
        cell.readings = [data.get(f"{name}-{place}", "").strip() for place in range(MOST_READINGS)]
        cell.checked = data.get(f"{name}-checked", "")
    row.note_what_is_seen()
    return row


def rows_of(measurements: Iterable[Measurement]) -> dict[str, list[MeasureRow]]:
    """The rows that show stored measurements, by measure; what was taken alike shares a row."""
    alike = defaultdict(list)
    for stored in measurements:
        how = (stored.method, stored.posture, stored.entered_unit, stored.instrument, stored.relandmarked)
        alike[stored.measure, how].append(stored)
    rows: dict[str, list[MeasureRow]] = defaultdict(list)
    for (code, _how), group in alike.items():
        rows[code].append(_row_of(group, len(rows[code])))
    return rows


def _row_of(group: Sequence[Measurement], row_number: int) -> MeasureRow:
    first = group[0]
    row = empty_row(MEASURES[first.measure], row_number, first.method, first.posture, first.entered_unit)
    row.instrument = first.instrument
    row.relandmarked = next(text for text, value in _RELANDMARKED.items() if value is first.relandmarked)
    cells = {cell.side: cell for cell in row.cells}
    for stored in group:
        cells[Side(stored.side)].readings[: len(stored.entered_readings)] = map(typed, stored.entered_readings)
    row.note_what_is_seen()
    for stored in group:
        cell = cells[Side(stored.side)]
        cell.checked = cell.seen if stored.confirmed_unusual else ""
    return row

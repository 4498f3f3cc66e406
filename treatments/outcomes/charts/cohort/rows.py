"""A chart of rows: what it is about at the left, marks over a common scale in the middle, figures at the right."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from treatments.outcomes.charts.cohort.marks import Layer, boxes, rules, texts
from treatments.outcomes.charts.frame import wrapped
from treatments.outcomes.charts.style import GRID, INK, MUTED, PAPER, TEXT_SIZE

PLOT_LEFT, PLOT_RIGHT = 214, 460
FIGURES = 478
WIDTH = 656
LINE = 15
_LABELS = PLOT_LEFT - 8
_LABEL_SIZE = TEXT_SIZE + 1
_PADDING = 7


@dataclass(frozen=True, slots=True)
class Entry:
    """The words of one row. `figures` begins with the main one; a `refusal` stands where nothing can be marked."""

    label: str
    detail: str = ""
    figures: tuple[str, ...] = ()
    refusal: str = ""


@dataclass(frozen=True, slots=True)
class Row:
    """A row in its place, from `top` in pixels; its texts are broken into lines that fit."""

    label: list[str]
    detail: list[str]
    figure: list[str]
    notes: list[str]
    refusal: list[str]
    top: float

    @property
    def bottom(self) -> float:
        """Where the next row begins."""
        lines = (len(self.label) + len(self.detail), len(self.figure) + len(self.notes), len(self.refusal), 2)
        return self.top + max(lines) * LINE + 2 * _PADDING

    @property
    def middle(self) -> float:
        """Where the marks stand."""
        return (self.top + self.bottom) / 2


def rows_from(top: float, entries: Iterable[Entry]) -> list[Row]:
    """Give each row its place, one below the other."""
    rows: list[Row] = []
    for entry in entries:
        rows.append(_row(entry, rows[-1].bottom if rows else top))
    return rows


def row_layers(rows: Sequence[Row]) -> list[Layer]:
    """Write the words of all rows, with a thin line above each; a refusal stands on white."""
    main: dict[str, Any] = {"color": INK, "fontSize": _LABEL_SIZE}
    return [
        boxes(((PLOT_LEFT - 1, row.top, PLOT_RIGHT + 1, row.bottom) for row in rows if row.refusal), color=PAPER),
        rules(((0, row.top, WIDTH, row.top) for row in rows), color=GRID),
        _written(((0, row.top, row.label) for row in rows), **main),
        _written((0, row.top + LINE * len(row.label), row.detail) for row in rows),
        _written(((FIGURES, row.top, row.figure) for row in rows), **main),
        _written((FIGURES, row.top + LINE * len(row.figure), row.notes) for row in rows),
        _written((PLOT_LEFT + 8, row.middle - _PADDING - LINE * len(row.refusal) / 2, row.refusal) for row in rows),
    ]


def scale(domain: tuple[float, float]) -> dict[str, Any]:
    """Give the common scale of the middle, between the labels and the figures."""
    return {"domain": list(domain), "range": [PLOT_LEFT, PLOT_RIGHT], "nice": False, "zero": False}


def _row(entry: Entry, top: float) -> Row:
    room = WIDTH - FIGURES
    return Row(
        label=wrapped(entry.label, _LABELS, _LABEL_SIZE),
        detail=wrapped(entry.detail, _LABELS) if entry.detail else [],
        figure=[line for text in entry.figures[:1] for line in wrapped(text, room, _LABEL_SIZE)],
        notes=[line for text in entry.figures[1:] for line in wrapped(text, room)],
        refusal=wrapped(entry.refusal, PLOT_RIGHT - PLOT_LEFT - 16) if entry.refusal else [],
        top=top,
    )


def _written(blocks: Iterable[tuple[float, float, list[str]]], **look: Any) -> Layer:
    placed = [(x, y + _PADDING, "\n".join(lines)) for x, y, lines in blocks if lines]
    return texts(placed, **{"baseline": "top", "lineHeight": LINE, "color": MUTED, **look})

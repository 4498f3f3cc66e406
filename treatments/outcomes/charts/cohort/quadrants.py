"""Four squares for each pair: patients by whether alignment moved toward the band and whether pain fell."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from math import sqrt
from typing import Any

from clinic.common.wording import Message, gettext_noop
from treatments.outcomes.charts.chart import Chart, Table, chart
from treatments.outcomes.charts.cohort.key import Sample, box_sign, key_height, key_layers
from treatments.outcomes.charts.cohort.marks import Layer, boxes, rules, texts
from treatments.outcomes.charts.cohort.names import count, measure_of, pair_name, refusal, region_and_exposure
from treatments.outcomes.charts.cohort.rows import WIDTH
from treatments.outcomes.charts.frame import panel_title, wrapped
from treatments.outcomes.charts.style import INK, TEXT_SIZE
from treatments.outcomes.charts.words import NOTHING, Translate, capitalised
from treatments.outcomes.findings.cohort.finding import CohortPairFinding, Quadrants
from treatments.outcomes.findings.verdict import NO_REFERENCE
from treatments.outcomes.narrative.joining import clauses, ended, in_sequence, named

TITLE = gettext_noop("Patients by change of alignment and of pain")
COLUMNS = gettext_noop("toward band"), gettext_noop("not toward")
ROWS = gettext_noop("less pain"), gettext_noop("not less")
MEANING = gettext_noop(
    "Columns: moved toward the population band (not a health target) by more than measurement error, or not. "
    "Rows: an important decrease of pain, or not. Area: share of the patients."
)
A_DASH = gettext_noop("A dash: not shown, as a count is too small.")
TOGETHER, APART = "#9CC8E8", "#DDE2E8"
"""Both moved, or neither did; only one of them moved. Ink has 8:1 or more on either."""
_KEY: tuple[Sample, ...] = (
    (box_sign(TOGETHER), gettext_noop("Both, or neither of the two")),
    (box_sign(APART), gettext_noop("Only one of the two")),
)
_KEY_HEIGHT = key_height(_KEY) + 6

_PANELS_BESIDE = 3
_GAP = 16
_PANEL = (WIDTH - (_PANELS_BESIDE - 1) * _GAP) / _PANELS_BESIDE
_LEFT = 58  # room for the names of the rows
_CELL_WIDTH = (_PANEL - _LEFT) / 2
_CELL_HEIGHT = 50
_LARGEST = 48  # the side of a square that would hold every patient
_LINE = 15
_HEAD = 3 * _LINE + 24
_HEIGHT = _HEAD + 2 * _CELL_HEIGHT + 3 * _LINE + 8


@dataclass(frozen=True, slots=True)
class _Cell:
    """One of the four groups, in its column and row."""

    n: int | None
    column: int
    row: int
    name: str


@dataclass(frozen=True, slots=True)
class _Panel:
    """The four groups of one pair; `left` and `top` are the corner of its place, in pixels."""

    found: CohortPairFinding
    left: float
    top: float
    translate: Translate

    @property
    def cells(self) -> tuple[_Cell, ...]:
        return _cells(self.found.quadrants)

    def middle(self, column: float, row: float) -> tuple[float, float]:
        """Give the middle of a cell; half a column or row further is a line between two."""
        left, top = self.left + _LEFT, self.top + _HEAD
        return left + _CELL_WIDTH * (column + 0.5), top + _CELL_HEIGHT * (row + 0.5)

    def title(self) -> list[str]:
        return wrapped(measure_of(self.found, self.translate), int(_PANEL), TEXT_SIZE + 1)

    def subtitle(self) -> str:
        counts = [cell.n for cell in self.cells]
        whole = NOTHING if None in counts else str(sum(n for n in counts if n is not None))
        n = Message(gettext_noop("n\u00a0=\u00a0%(patients)s"), {"patients": whole}).text(self.translate)
        return clauses((capitalised(region_and_exposure(self.found, self.translate)), n), self.translate)

    def refusal(self) -> str:
        """Say why there is no count at all; empty if there is one."""
        if any(cell.n is not None for cell in self.cells):
            return ""
        if NO_REFERENCE in self.found.responders.reasons:
            return refusal("not_estimable", (NO_REFERENCE,), self.translate)
        return refusal("suppressed_small_cell", ("small_cell:quadrants",), self.translate)


def quadrants_chart(pairs: Sequence[CohortPairFinding], translate: Translate, heading: str = "") -> Chart:
    """Draw a panel for each pair, three beside one another; the area of a square is its share of the patients.

    There is at least one pair.
    """
    panels = [_Panel(found, *_corner(n), translate) for n, found in enumerate(pairs)]
    grouped = (cell for panel in panels if panel.found.grouped for cell in panel.cells)
    hidden = [translate(A_DASH)] if any(cell.n is None for cell in grouped) else []
    layers = (*_grids(panels), _squares(panels), *_words(panels), *_names(panels), *_counts(panels))
    drawing = {
        "width": WIDTH,
        "height": _KEY_HEIGHT + -(-len(pairs) // _PANELS_BESIDE) * _HEIGHT,
        "view": {"stroke": None},
        "title": {**panel_title(WIDTH, translate(TITLE), translate(MEANING), *hidden), "dx": 0},
        "layer": [*key_layers(_KEY, translate, WIDTH), *layers],
    }
    return chart(
        name="quadrants",
        title=translate(TITLE),
        description=in_sequence([translate(MEANING), *(_said(panel) for panel in panels)], translate),
        panels=[drawing],
        table=_table(pairs, translate),
        heading=heading,
        left=0,
    )


def _corner(number: int) -> tuple[float, float]:
    return number % _PANELS_BESIDE * (_PANEL + _GAP), _KEY_HEIGHT + number // _PANELS_BESIDE * _HEIGHT


def _cells(found: Quadrants) -> tuple[_Cell, ...]:
    return (
        _Cell(found.aligned_and_less_pain, 0, 0, gettext_noop("moved toward the band and less pain")),
        _Cell(found.aligned_only, 0, 1, gettext_noop("moved toward the band only")),
        _Cell(found.less_pain_only, 1, 0, gettext_noop("less pain only")),
        _Cell(found.neither, 1, 1, gettext_noop("neither")),
    )


def _grids(panels: Sequence[_Panel]) -> Iterator[Layer]:
    frames = [(*panel.middle(-0.5, -0.5), *panel.middle(1.5, 1.5)) for panel in panels]
    yield boxes(frames, fill=None, stroke="#CBD2D9")
    open_panels = [panel for panel in panels if not panel.refusal()]
    lines = [(*panel.middle(0.5, -0.5), *panel.middle(0.5, 1.5)) for panel in open_panels]
    lines += [(*panel.middle(-0.5, 0.5), *panel.middle(1.5, 0.5)) for panel in open_panels]
    yield rules(lines, color="#CBD2D9")


def _squares(panels: Sequence[_Panel]) -> Layer:
    rows = [row for panel in panels for row in _squares_of(panel)]
    layer = boxes([])
    shown = {"pair": gettext_noop("Pair"), "group": gettext_noop("Group"), "n": gettext_noop("Patients")}
    tooltip = [{"field": field, "title": panels[0].translate(title)} for field, title in shown.items()]
    colour = {"field": "colour", "type": "nominal", "scale": None}
    return {**layer, "data": {"values": rows}, "encoding": {**layer["encoding"], "color": colour, "tooltip": tooltip}}


def _squares_of(panel: _Panel) -> Iterator[dict[str, Any]]:
    whole = sum(cell.n or 0 for cell in panel.cells)
    for cell in panel.cells:
        if cell.n:
            x, y = panel.middle(cell.column, cell.row)
            half = _LARGEST * sqrt(cell.n / whole) / 2
            yield {
                "x": x - half, "y": y - half, "x2": x + half, "y2": y + half, "n": cell.n,
                "colour": TOGETHER if cell.column == cell.row else APART,
                "pair": pair_name(panel.found, panel.translate),
                "group": capitalised(panel.translate(cell.name)),
            }  # fmt: skip


def _words(panels: Sequence[_Panel]) -> Iterator[Layer]:
    """Write what stands above and below the squares of each pair."""
    above: dict[str, Any] = {"baseline": "top", "lineHeight": _LINE}
    titles = ((panel, panel.title()) for panel in panels)
    # A title of one line leaves its room above, so that words stay near the squares.
    placed = ((panel.left, panel.top + _LINE * (2 - len(lines)), "\n".join(lines)) for panel, lines in titles)
    yield texts(placed, **above, color=INK, fontSize=TEXT_SIZE + 1)
    yield texts(((panel.left, panel.top + 2 * _LINE + 1, panel.subtitle()) for panel in panels), **above)
    sorting = (panel for panel in panels if panel.found.grouped)
    below = ((panel, "\n".join(wrapped(_left_out(panel), int(_PANEL)))) for panel in sorting)
    yield texts(((panel.left, panel.middle(0, 1.5)[1] + 6, text) for panel, text in below), **above)


def _names(panels: Sequence[_Panel]) -> Iterator[Layer]:
    """Name the columns and rows of each pair."""
    columns = ((panel, *names) for panel in panels for names in enumerate(COLUMNS))
    places = ((panel.middle(n, 0)[0], panel.top + _HEAD - 8, panel.translate(name)) for panel, n, name in columns)
    yield texts(places, align="center")
    rows = ((panel, *names) for panel in panels for names in enumerate(ROWS))
    places = ((panel.left + _LEFT - 6, panel.middle(0, n)[1], panel.translate(name)) for panel, n, name in rows)
    yield texts(places, align="right")


def _counts(panels: Sequence[_Panel]) -> Iterator[Layer]:
    """Write the count on each square, or why there is none."""
    cells = ((panel, cell) for panel in panels if not panel.refusal() for cell in panel.cells)
    counts = ((*panel.middle(cell.column, cell.row), count(cell.n)) for panel, cell in cells)
    yield texts(counts, align="center", color=INK, fontSize=14)
    refused = ((panel, wrapped(panel.refusal(), int(2 * _CELL_WIDTH) - 12)) for panel in panels if panel.refusal())
    yield texts((panel.left + _LEFT + 8, panel.top + _HEAD + 24, "\n".join(lines)) for panel, lines in refused)


def _left_out(panel: _Panel) -> str:
    found = panel.found.quadrants
    params = {"inside": count(found.baseline_in_reference), "not_judged": count(found.not_judged)}
    text = gettext_noop("Beside these: started inside the band %(inside)s, no verdict %(not_judged)s")
    return Message(text, params).text(panel.translate)


def _said(panel: _Panel) -> str:
    """Put a panel into a sentence, for those who cannot see it."""
    counts = [named(panel.translate(cell.name), count(cell.n), panel.translate) for cell in panel.cells]
    said = panel.refusal() or clauses((*counts, _left_out(panel)), panel.translate)
    return ended(named(pair_name(panel.found, panel.translate), said, panel.translate), panel.translate)


def _table(pairs: Sequence[CohortPairFinding], translate: Translate) -> Table:
    groups = _cells(pairs[0].quadrants)
    header = (
        gettext_noop("Pair"),
        *(cell.name for cell in groups),
        gettext_noop("started inside the band"),
        gettext_noop("no verdict"),
    )
    rows = (
        (
            pair_name(found, translate),
            *(cell.n for cell in _cells(found.quadrants)),
            found.quadrants.baseline_in_reference,
            found.quadrants.not_judged,
        )
        for found in pairs
    )
    return Table(tuple(capitalised(translate(name)) for name in header), tuple(rows))

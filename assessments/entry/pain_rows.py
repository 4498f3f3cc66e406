"""One row of the page: how much one region hurts, left and right side by side, as typed."""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace

from django.utils.text import capfirst
from django.utils.translation import gettext as _

from assessments.entry.numbers import figure, typed
from assessments.measures import Side
from assessments.models import PainRating
from assessments.pain_regions import DEFAULT_CONTEXT, DEFAULT_RECALL, REGIONS, Region
from patients.body_regions import SIDE_LABELS

MOST_ROWS = 10
"""More rows of one region than there are ways to ask for it that anybody uses; the rest is cut off."""


@dataclass
class PainCell:
    """What was chosen for one side. An empty text means not asked, which is not 0."""

    side: Side
    intensity: str = ""
    problems: list[str] = field(default_factory=list)

    @property
    def label(self) -> str:
        """The side in words; nothing where there is only one."""
        return "" if self.side == Side.NONE else _(SIDE_LABELS[self.side])


@dataclass
class PainRow:
    """One region asked for in one way, as typed."""

    region: Region
    number: int
    recall: str
    context: str
    mode: str
    cells: list[PainCell]
    in_sight: bool = True
    fresh: bool = False
    """Just added, so that the page puts the cursor there."""

    @property
    def name(self) -> str:
        """The region as a heading."""
        return capfirst(_(self.region.label))

    @property
    def prefix(self) -> str:
        """How the names of the row's inputs begin."""
        return f"pain-{self.region.code}-{self.number}"

    @property
    def empty(self) -> bool:
        return not any(cell.intensity for cell in self.cells)

    @property
    def opened(self) -> bool:
        """Whether the row's second line has something to show."""
        return self.context != DEFAULT_CONTEXT or bool(self.mode)

    def ratings(self) -> Iterator[tuple[PainRating, PainCell]]:
        """One unsaved rating for each side that was asked for."""
        for cell in self.cells:
            if cell.intensity:
                rating = PainRating(
                    region=self.region.code,
                    side=cell.side,
                    intensity=figure(cell.intensity),
                    recall=self.recall,
                    context=self.context,
                    mode=self.mode,
                )
                yield rating, cell


def empty_row(region: Region, row_number: int) -> PainRow:
    """A row where nothing was asked yet."""
    cells = [PainCell(side) for side in region.sides]
    return PainRow(region, row_number, DEFAULT_RECALL, DEFAULT_CONTEXT, "", cells)


def another_row(region: Region, rows: Sequence[PainRow]) -> PainRow:
    """One more row for the region, for another recall window or context."""
    return replace(empty_row(region, len(rows)), fresh=True)


def typed_rows(region: Region, data: Mapping[str, str]) -> list[PainRow]:
    """The rows of this region as they were sent."""
    rows = []
    for row_number in range(MOST_ROWS):
        row = empty_row(region, row_number)
        if f"{row.prefix}-recall" not in data:
            break
        row.recall = data[f"{row.prefix}-recall"]
        row.context = data.get(f"{row.prefix}-context", row.context)
        row.mode = data.get(f"{row.prefix}-mode", "")
        for cell in row.cells:
            cell.intensity = data.get(f"{row.prefix}-{cell.side}", "").strip()
        rows.append(row)
    return rows


def rows_of(ratings: Iterable[PainRating]) -> dict[str, list[PainRow]]:
    """The rows that show stored ratings, by region; what was asked alike shares a row."""
    alike = defaultdict(list)
    for stored in ratings:
        alike[stored.region, stored.recall, stored.context, stored.mode].append(stored)
    rows: dict[str, list[PainRow]] = defaultdict(list)
    for (code, recall, context, mode), group in alike.items():
        row = empty_row(REGIONS[code], len(rows[code]))
        row.recall, row.context, row.mode = recall, context, mode
        for stored in group:
            next(cell for cell in row.cells if cell.side == stored.side).intensity = typed(stored.intensity)
        rows[code].append(row)
    return rows

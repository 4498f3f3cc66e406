"""The columns of the grid for paper records: a pain region or a measure, each on one side."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

from django.utils.functional import Promise
from django.utils.text import capfirst
from django.utils.translation import gettext as _

from assessments.entry.measure_rows import UNIT_LABELS
from assessments.entry.sheet import ENTERED
from assessments.measures import MEASURES, UNKNOWN_METHOD, Side, accepted_units
from assessments.pain_regions import REGIONS
from patients.body_regions import SIDE_LABELS

PAIN, MEASURE = "pain", "measure"


@dataclass(frozen=True)
class Column:
    """What one column holds; ``key`` is its name in the address and in the form."""

    kind: str
    code: str
    side: Side

    @property
    def key(self) -> str:
        return f"{self.kind}.{self.code}.{self.side}"

    @property
    def side_label(self) -> str:
        """The side in words; nothing where there is only one."""
        return "" if self.side == Side.NONE else capfirst(_(SIDE_LABELS[self.side]))

    @property
    def name(self) -> str:
        """Region or measure, with its side, for who does not see the head of the table."""
        name = _name(self.kind, self.code)
        return f"{name}, {self.side_label}" if self.side_label else name


@dataclass
class Group:
    """The columns of one region or measure, which share a method and a unit."""

    kind: str
    code: str
    columns: list[Column] = field(default_factory=list)
    method: str = UNKNOWN_METHOD.code
    unit: str = ""

    @property
    def name(self) -> str:
        return _name(self.kind, self.code)

    @property
    def prefix(self) -> str:
        """How the names of its two lists begin."""
        return f"{self.kind}.{self.code}"

    @property
    def methods(self) -> list[tuple[str, str]]:
        """The methods of a measure, that it is not known first; none for pain."""
        if self.kind == PAIN:
            return []
        known = MEASURES[self.code].enterable_methods.values()
        return [(method.code, _(method.label)) for method in (UNKNOWN_METHOD, *known)]

    @property
    def units(self) -> list[tuple[str, str | Promise]]:
        """The units of a measure; none for pain."""
        if self.kind == PAIN:
            return []
        return [(unit, UNIT_LABELS[unit]) for unit in accepted_units(MEASURES[self.code])]


def every_column() -> list[Column]:
    """Everything that the grid can hold: pain first, then the measures in the order of the catalogue."""
    pain = [Column(PAIN, code, side) for code, region in REGIONS.items() for side in region.sides]
    return [*pain, *(Column(MEASURE, code, side) for code, entry in ENTERED.items() for side in entry.sides)]


def columns_named(keys: Iterable[str]) -> list[Column]:
    """The columns with these keys, in the order of ``every_column``; an unknown key is left out."""
    wanted = set(keys)
    return [column for column in every_column() if column.key in wanted]


def grouped(columns: Sequence[Column]) -> list[Group]:
    """The columns below the heads that they share."""
    groups: dict[tuple[str, str], Group] = {}
    for column in columns:
        group = groups.setdefault((column.kind, column.code), Group(column.kind, column.code))
        group.columns.append(column)
    return list(groups.values())


def usual_columns(regions: Iterable[str], measures: Iterable[str]) -> list[Column]:
    """What the grid offers at first: these regions and measures on all their sides."""
    chosen = {(PAIN, region) for region in regions} | {(MEASURE, measure) for measure in measures}
    return [column for column in every_column() if (column.kind, column.code) in chosen]


def _name(kind: str, code: str) -> str:
    return capfirst(_(REGIONS[code].label if kind == PAIN else MEASURES[code].label))

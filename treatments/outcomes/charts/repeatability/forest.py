"""The forest of measurement errors: the clinic's own with their intervals beside the figures in force."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from assessments.measures import MEASURES
from clinic.common.wording import Message, gettext_noop
from treatments.outcomes.charts.chart import Cell, Chart, Table, chart
from treatments.outcomes.charts.cohort.key import Sample, hollow_sign, interval_sign, key_height, key_layers
from treatments.outcomes.charts.cohort.marks import Layer, at, hollow, solid
from treatments.outcomes.charts.cohort.names import slug
from treatments.outcomes.charts.cohort.rows import WIDTH, Entry, Row, row_layers, rows_from, scale
from treatments.outcomes.charts.repeatability.words import (
    DIFFERENT_RATERS,
    IN_FORCE,
    ONE_RATER,
    amount,
    method_of,
    unit_sign,
    with_interval,
)
from treatments.outcomes.charts.style import NOT_COMPARABLE, POINT_SIZE, REGION_COLOURS
from treatments.outcomes.charts.words import Translate
from treatments.outcomes.findings.repeatability.finding import Figure, RepeatabilityFinding
from treatments.outcomes.narrative.joining import clauses, ended, in_sequence, named

TITLE = gettext_noop("Standard error of measurement, %(unit)s")
MOST_ROWS = 9
"""More do not fit on a printed page."""
_APART = 20  # pixels between the marks of one rater and those of different raters
_MARGIN = 1.08
_FORCED = hollow(NOT_COMPARABLE, "diamond")
_OPENING = gettext_noop(
    "Forest plot: standard error of measurement of each method, with 95 % intervals, and the figure in force."
)


@dataclass(frozen=True, slots=True)
class _Mark:
    """One own figure in its place, with the figure in force beside it."""

    kind: str
    name: str
    unit: str
    figure: Figure
    in_force: float | None
    y: float


def forest_charts(methods: Sequence[RepeatabilityFinding], translate: Translate) -> Iterator[Chart]:
    """Draw the methods that measure in degrees and those that measure in mm apart, so many on a page."""
    for unit in dict.fromkeys(found.unit for found in methods):
        members = [found for found in methods if found.unit == unit]
        for number, first in enumerate(range(0, len(members), MOST_ROWS), start=1):
            yield _forest(unit, number, members[first : first + MOST_ROWS], translate)


def _forest(unit: str, number: int, members: Sequence[RepeatabilityFinding], translate: Translate) -> Chart:
    title = Message(TITLE, {"unit": unit_sign(unit)}).text(translate)
    between = any(found.different_rater.sem is not None for found in members)
    samples: list[Sample] = [
        (interval_sign(REGION_COLOURS[0]), ONE_RATER),
        *([(interval_sign(REGION_COLOURS[1], "square"), DIFFERENT_RATERS)] if between else []),
        (hollow_sign(NOT_COMPARABLE, "diamond"), IN_FORCE),
    ]
    rows = rows_from(key_height(samples, columns=3) + 8, (_entry(found, translate) for found in members))
    marks = [mark for found, row in zip(members, rows, strict=True) for mark in _marks(found, row, translate)]
    panel = {
        "width": WIDTH,
        "height": rows[-1].bottom,
        "view": {"stroke": None},
        "title": {"text": title, "dx": 0},
        "layer": [
            *row_layers(rows),
            *key_layers(samples, translate, WIDTH, columns=3),
            *_mark_layers(marks, _domain(marks), translate),
        ],
    }
    return chart(
        name=slug("forest", unit, *([str(number)] if number > 1 else [])),
        title=title,
        description=_description(members, translate),
        panels=[panel],
        table=_table(members, translate),
        left=0,
    )


def _entry(found: RepeatabilityFinding, translate: Translate) -> Entry:
    entry = MEASURES[found.measure]
    return Entry(
        label=translate(entry.label),
        detail=translate(entry.methods[found.method].label),
        figures=tuple(_figures(found, translate)),
    )


def _figures(found: RepeatabilityFinding, translate: Translate) -> Iterator[str]:
    yield with_interval(found.same_rater, found.unit, translate)
    yield _forced(found.in_force.sem_same_rater, found.unit, translate)
    if found.different_rater.sem is not None:
        between = with_interval(found.different_rater, found.unit, translate)
        yield named(translate(DIFFERENT_RATERS), between, translate)
        yield _forced(found.in_force.sem_different_rater, found.unit, translate)


def _forced(sem: float | None, unit: str, translate: Translate) -> str:
    return named(translate(IN_FORCE), amount(sem, unit, translate), translate)


def _marks(found: RepeatabilityFinding, row: Row, translate: Translate) -> Iterator[_Mark]:
    name, both = method_of(found, translate), found.different_rater.sem is not None
    apart = _APART / 2 if both else 0
    forced = found.in_force
    yield _Mark(ONE_RATER, name, found.unit, found.same_rater, forced.sem_same_rater, row.middle - apart)
    if both:
        middle = row.middle + apart
        yield _Mark(DIFFERENT_RATERS, name, found.unit, found.different_rater, forced.sem_different_rater, middle)


def _domain(marks: Iterable[_Mark]) -> tuple[float, float]:
    """From no error at all to the largest one in sight."""
    values = [value for mark in marks for value in (*(mark.figure.sem_ci95 or ()), mark.in_force or 0.0)]
    return 0.0, _MARGIN * max(values) or 1.0


def _mark_layers(marks: Sequence[_Mark], domain: tuple[float, float], translate: Translate) -> Iterator[Layer]:
    blue, red = REGION_COLOURS[:2]
    looks = {ONE_RATER: solid(blue), DIFFERENT_RATERS: solid(red, "square")}
    for kind, look in looks.items():
        own = [_row(mark, translate) for mark in marks if mark.kind == kind and mark.figure.sem_ci95]
        ends = {"x": _x("low", domain), "x2": {"field": "high"}, "y": at("y")}
        yield {
            "data": {"values": own},
            "mark": {"type": "rule", "strokeWidth": 2.2, "color": look["fill"]},
            "encoding": ends,
        }
        yield _points(own, "sem", domain, look, translate)
    forced = [_row(mark, translate) for mark in marks if mark.in_force is not None]
    yield _points(forced, "in_force", domain, _FORCED, translate)


def _row(mark: _Mark, translate: Translate) -> dict[str, Any]:
    low, high = mark.figure.sem_ci95 or (None, None)
    written = with_interval(mark.figure, mark.unit, translate)
    return {
        "sem": mark.figure.sem,
        "low": low,
        "high": high,
        "in_force": mark.in_force,
        "y": mark.y,
        "method": mark.name,
        "kind": translate(mark.kind),
        "own": written,
        "forced": amount(mark.in_force, mark.unit, translate),
        "says": ended(named(mark.name, clauses([translate(mark.kind), written], translate), translate), translate),
    }


def _points(
    rows: list[dict[str, Any]], x: str, domain: tuple[float, float], look: dict[str, Any], translate: Translate
) -> Layer:
    shown = {
        "method": gettext_noop("Method"),
        "kind": gettext_noop("By whom"),
        "own": gettext_noop("Our own figure"),
        "forced": IN_FORCE,
    }
    return {
        "data": {"values": rows},
        "mark": {"type": "point", "size": POINT_SIZE, "opacity": 1, **look},
        "encoding": {
            "x": _x(x, domain),
            "y": at("y"),
            "description": {"field": "says"},
            "tooltip": [{"field": field, "title": translate(title)} for field, title in shown.items()],
        },
    }


def _x(field: str, domain: tuple[float, float]) -> dict[str, Any]:
    axis = {"title": None, "tickCount": 6, "grid": False}
    return {"field": field, "type": "quantitative", "scale": scale(domain), "axis": axis}


def _description(members: Sequence[RepeatabilityFinding], translate: Translate) -> str:
    said = (
        ended(
            named(method_of(found, translate), clauses(list(_figures(found, translate)), translate), translate),
            translate,
        )
        for found in members
    )
    return in_sequence([translate(_OPENING), *said], translate)


def _table(members: Sequence[RepeatabilityFinding], translate: Translate) -> Table:
    header = (
        gettext_noop("Method"),
        gettext_noop("By whom"),
        gettext_noop("Our own figure"),
        gettext_noop("Low end"),
        gettext_noop("High end"),
        gettext_noop("Repeated readings"),
        IN_FORCE,
        gettext_noop("Unit"),
    )
    rows = [row for found in members for row in _cells(found, translate)]
    return Table(tuple(map(translate, header)), tuple(rows))


def _cells(found: RepeatabilityFinding, translate: Translate) -> Iterator[tuple[Cell, ...]]:
    forced = found.in_force
    kinds = (
        (ONE_RATER, found.same_rater, forced.sem_same_rater),
        (DIFFERENT_RATERS, found.different_rater, forced.sem_different_rater),
    )
    for kind, figure, in_force in kinds:
        low, high = figure.sem_ci95 or (None, None)
        yield method_of(found, translate), translate(kind), figure.sem, low, high, figure.dof, in_force, found.unit

"""The difference plot of one method: how far two repeated readings lie apart, over their mean (Bland & Altman)."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from clinic.common.wording import Message, gettext_noop
from treatments.outcomes.charts.chart import Cell, Chart, Table, chart
from treatments.outcomes.charts.cohort.key import Sample, hollow_sign, key_height, key_layers
from treatments.outcomes.charts.cohort.marks import Layer, hollow, rules
from treatments.outcomes.charts.frame import panel_title
from treatments.outcomes.charts.repeatability.pairs import PairPoint, PairPoints, pair_points
from treatments.outcomes.charts.repeatability.words import (
    DIFFERENT_RATERS,
    ONE_RATER,
    amount,
    method_of,
    method_slug,
    unit_sign,
    with_interval,
)
from treatments.outcomes.charts.style import AXIS_EXTENT, HALF_WIDTH, INK, REGION_COLOURS
from treatments.outcomes.charts.words import Translate, number, signed, with_unit
from treatments.outcomes.findings.repeatability.finding import Figure, RepeatabilityFinding
from treatments.outcomes.narrative.joining import clauses, ended, in_sequence, named

HEIGHT = 190
_SMALLEST, _PER_PAIR, _LARGEST = 26, 16, 260  # square pixels of a marker
_MARGIN = 1.08

MEAN = gettext_noop("Mean of both, %(unit)s")
DIFFERENCE = gettext_noop("Later minus earlier, %(unit)s")
PAIRS = gettext_noop("Pairs")
_COUNTED = gettext_noop("n = %(pairs)s pairs")
_PART_DRAWN = gettext_noop("%(drawn)s of %(pairs)s pairs drawn")
_ERROR = gettext_noop("standard error %(error)s")
_LIMIT = gettext_noop("MDC95 ±%(mdc95)s")
_LARGER = gettext_noop("Larger marks: several pairs in one place")
_DESCRIPTION = gettext_noop("%(method)s: difference of two repeated readings over their mean.")


@dataclass(frozen=True, slots=True)
class _Kind:
    """Pairs of one rater or of different raters, with their figure, and how they look.

    `with_lines` is the name with what the lines mean.
    """

    name: str
    with_lines: str
    figure: Figure
    pairs: PairPoints
    look: dict[str, Any]
    line: dict[str, Any]


def difference_chart(found: RepeatabilityFinding, translate: Translate) -> Chart:
    """Draw every pair of repeated readings, and the lines within which 95 % of differences are expected."""
    kinds = [kind for kind in _kinds(found) if kind.pairs.pairs]
    name = method_of(found, translate)
    lines = [named(translate(kind.name), _said(kind, found.unit, translate), translate) for kind in kinds]
    if any(point.count > 1 for kind in kinds for point in kind.pairs.points):
        lines.append(translate(_LARGER))
    samples = [_sample(kind) for kind in kinds]
    key = {
        "width": HALF_WIDTH,
        "height": key_height(samples, columns=1),
        "view": {"stroke": None},
        "title": panel_title(HALF_WIDTH + AXIS_EXTENT, name, *lines),
        "layer": key_layers(samples, translate, HALF_WIDTH, columns=1),
    }
    return chart(
        name=method_slug("differences", found),
        title=name,
        description=in_sequence(
            [Message(_DESCRIPTION, {"method": name}).text(translate), *(ended(line, translate) for line in lines)],
            translate,
        ),
        panels=[key, _panel(found, kinds, translate)],
        table=_table(found, kinds, translate),
        half_width=True,
    )


def _kinds(found: RepeatabilityFinding) -> Iterator[_Kind]:
    blue, red = REGION_COLOURS[:2]
    of_one = [group for group in found.groups if group.apart != "raters"]
    of_several = [group for group in found.groups if group.apart == "raters"]
    yield _Kind(
        name=ONE_RATER,
        with_lines=gettext_noop("One rater; lines: ±MDC95"),
        figure=found.same_rater,
        pairs=pair_points(of_one),
        look=hollow(blue),
        line={"color": blue, "strokeWidth": 1.4},
    )
    yield _Kind(
        name=DIFFERENT_RATERS,
        with_lines=gettext_noop("Different raters; lines: ±MDC95"),
        figure=found.different_rater,
        pairs=pair_points(of_several),
        look=hollow(red, "square"),
        line={"color": red, "strokeWidth": 1.4, "strokeDash": [6, 3]},
    )


def _sample(kind: _Kind) -> Sample:
    marker = hollow_sign(kind.look["stroke"], kind.look["shape"])
    if kind.figure.mdc95 is None:
        return marker, kind.name

    def draw(x: float, y: float) -> list[Layer]:
        return [rules([(x - 13, y, x + 13, y)], **kind.line), *marker(x, y)]

    return draw, kind.with_lines


def _said(kind: _Kind, unit: str, translate: Translate) -> str:
    """Say the number of pairs, the error with its interval, and the limits."""
    pairs = kind.pairs
    counts = {"drawn": str(pairs.drawn), "pairs": str(pairs.pairs)}
    parts = [Message(_COUNTED if pairs.drawn == pairs.pairs else _PART_DRAWN, counts).text(translate)]
    written = with_interval(kind.figure, unit, translate)
    if kind.figure.mdc95 is None:
        return clauses([*parts, written], translate)
    parts.append(Message(_ERROR, {"error": written}).text(translate))
    parts.append(Message(_LIMIT, {"mdc95": amount(kind.figure.mdc95, unit, translate)}).text(translate))
    return clauses(parts, translate)


def _panel(found: RepeatabilityFinding, kinds: Sequence[_Kind], translate: Translate) -> dict[str, Any]:
    return {
        "width": HALF_WIDTH,
        "height": HEIGHT,
        "layer": [
            *_lines(found, kinds, translate),
            *(_points(found, kind, kinds, translate) for kind in kinds),
        ],
    }


def _lines(found: RepeatabilityFinding, kinds: Sequence[_Kind], translate: Translate) -> Iterator[dict[str, Any]]:
    y = _channels(found, kinds, translate)["y"]
    zero = {"data": {"values": [{"difference": 0}]}, "mark": {"type": "rule", "color": INK, "strokeWidth": 0.8}}
    yield {**zero, "encoding": {"y": y}}
    for kind in kinds:
        if kind.figure.mdc95 is not None:
            ends = [{"difference": sign * kind.figure.mdc95} for sign in (-1, 1)]
            yield {"data": {"values": ends}, "mark": {"type": "rule", **kind.line}, "encoding": {"y": y}}


def _points(found: RepeatabilityFinding, kind: _Kind, kinds: Sequence[_Kind], translate: Translate) -> dict[str, Any]:
    shown = {"said_mean": MEAN, "said_difference": DIFFERENCE, "pairs": PAIRS}
    unit = {"unit": unit_sign(found.unit)}
    # Hundreds of points would drown a listener: their numbers are in the table.
    mark = {"type": "point", "strokeWidth": 1.2, "opacity": 0.85, "aria": False, **kind.look, "fill": None}
    return {
        "data": {"values": [_row(point, found.unit) for point in kind.pairs.points]},
        "mark": mark,
        "encoding": {
            **_channels(found, kinds, translate),
            "size": {"field": "size", "type": "quantitative", "scale": None},
            "tooltip": [
                {"field": field, "title": Message(title, unit).text(translate)} for field, title in shown.items()
            ],
        },
    }


def _row(point: PairPoint, unit: str) -> dict[str, Any]:
    return {
        "mean": point.mean,
        "difference": point.difference,
        "said_mean": with_unit(number(point.mean), unit),
        "said_difference": with_unit(signed(point.difference), unit),
        "pairs": point.count,
        "size": min(_SMALLEST + _PER_PAIR * (point.count - 1), _LARGEST),
    }


def _channels(found: RepeatabilityFinding, kinds: Sequence[_Kind], translate: Translate) -> dict[str, Any]:
    points = [point for kind in kinds for point in kind.pairs.points]
    limits = [kind.figure.mdc95 or 0.0 for kind in kinds]
    height = _MARGIN * max([abs(point.difference) for point in points] + limits) or 1.0
    means = [point.mean for point in points]
    room = 0.04 * (max(means) - min(means)) or 1.0
    unit = {"unit": unit_sign(found.unit)}
    return {
        "x": _axis("mean", (min(means) - room, max(means) + room), Message(MEAN, unit).text(translate)),
        "y": _axis("difference", (-height, height), Message(DIFFERENCE, unit).text(translate)),
    }


def _axis(field: str, domain: tuple[float, float], title: str) -> dict[str, Any]:
    return {
        "field": field,
        "type": "quantitative",
        "scale": {"domain": list(domain), "nice": False, "zero": False},
        "axis": {"title": title, "tickCount": 6, "titlePadding": 4},
    }


def _table(found: RepeatabilityFinding, kinds: Sequence[_Kind], translate: Translate) -> Table:
    unit = {"unit": unit_sign(found.unit)}
    header = (gettext_noop("By whom"), MEAN, DIFFERENCE, PAIRS)
    rows: list[tuple[Cell, ...]] = [
        (translate(kind.name), point.mean, point.difference, point.count)
        for kind in kinds
        for point in kind.pairs.points
    ]
    return Table(tuple(Message(name, unit).text(translate) for name in header), tuple(rows))

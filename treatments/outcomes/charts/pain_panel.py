"""The pain panel: 0 to 10, one colour, shape and line style per region; more than three get a panel each."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import timedelta
from typing import Any

from clinic.common.wording import gettext_noop
from treatments.outcomes.charts.frame import Frame
from treatments.outcomes.charts.style import (
    AXIS_EXTENT,
    INK,
    PAGE_WIDTH,
    POINT_SIZE,
    REGION_COLOURS,
    REGION_DASHES,
    REGION_SHAPES,
    TEXT_SIZE,
)
from treatments.outcomes.charts.time_axis import runs, timed
from treatments.outcomes.charts.words import capitalised, number, pain_question, region_name, summary
from treatments.outcomes.findings.finding import PainFinding
from treatments.outcomes.narrative.joining import detailed, named

REGIONS_PER_PANEL = len(REGION_COLOURS)
HEIGHT = 150
SMALL_HEIGHT = 96
PAIN_SCALE = gettext_noop("Pain, 0 to 10")
_WEEK = timedelta(weeks=1)
_LABEL_DISTANCE = 0.9  # pain points that keep two labels at the right edge apart


@dataclass(frozen=True, slots=True)
class _Series:
    """One region's course as the panel draws it, with the name by which legend and tooltips know it."""

    finding: PainFinding
    name: str


def pain_panels(findings: Sequence[PainFinding], frame: Frame) -> list[dict[str, Any]]:
    """Draw the regions in one panel, or as small multiples if they are more than three."""
    if not findings:
        text = frame.translate(gettext_noop("No pain rating in this period"))
        return [frame.empty(frame.translate(PAIN_SCALE), text, SMALL_HEIGHT)]
    if len(findings) <= REGIONS_PER_PANEL:
        return [_panel(findings, frame, HEIGHT if frame.width == PAGE_WIDTH else SMALL_HEIGHT)]
    return [
        _panel([finding], replace(frame, labels=frame.labels and finding is findings[-1]), SMALL_HEIGHT)
        for finding in findings
    ]


def _panel(findings: Sequence[PainFinding], frame: Frame, height: int) -> dict[str, Any]:
    series = [_Series(finding, capitalised(region_name(finding, frame.translate))) for finding in findings]
    layers = [
        _targets(series, frame),
        _target_labels(series, frame),
        _trends(series, frame),
        *_courses(series, frame),
    ]
    return {
        "width": frame.width,
        "height": height,
        "title": _title(series, frame),
        "layer": [*filter(None, layers), _readings(series, frame)],
    }


def _title(series: Sequence[_Series], frame: Frame) -> dict[str, Any]:
    """Say what was asked once if it is the same for all, and the numbers of each region."""
    translate = frame.translate
    heading = translate(PAIN_SCALE)
    questions = [pain_question(one.finding, translate) for one in series]
    numbers = [summary(one.finding, translate) for one in series]
    if len(series) == 1:
        only = detailed(series[0].name, questions[0], translate)
        return frame.title(named(heading, only, translate), numbers[0])
    if len(set(questions)) == 1:
        lines = [named(one.name, said, translate) for one, said in zip(series, numbers, strict=True)]
        return frame.title(detailed(heading, questions[0], translate), *lines)
    each = [detailed(one.name, question, translate) for one, question in zip(series, questions, strict=True)]
    return frame.title(heading, *(named(name, said, translate) for name, said in zip(each, numbers, strict=True)))


def _readings(series: Sequence[_Series], frame: Frame) -> dict[str, Any]:
    rows = [
        {
            "at": frame.axis.text(point.at),
            "pain": point.value,
            "series": one.name,
            "day": frame.moment(point.at),
            "says": f"{frame.moment(point.at)}: {one.name} {number(point.value)}",
        }
        for one in series
        for point in one.finding.points
    ]
    return {
        **timed(rows),
        "mark": {"type": "point", "filled": True, "size": POINT_SIZE, "opacity": 1},
        "encoding": {
            "x": frame.x(),
            "y": _pain_scale(),
            "color": _channel(series, list(REGION_COLOURS)),
            "shape": _channel(series, list(REGION_SHAPES)),
            "description": {"field": "says"},
            "tooltip": [
                {"field": "series", "title": frame.translate(gettext_noop("Region"))},
                {"field": "day", "title": frame.translate(gettext_noop("Date"))},
                {"field": "pain", "title": frame.translate(PAIN_SCALE)},
            ],
        },
    }


def _courses(series: Sequence[_Series], frame: Frame) -> list[dict[str, Any]]:
    """Draw one layer per region: a scale of line styles would end up in the legend's markers."""
    return [
        _line(_rows(one, frame), series, frame, strokeWidth=1.4, strokeDash=dash)
        for one, dash in zip(series, REGION_DASHES, strict=False)
    ]


def _trends(series: Sequence[_Series], frame: Frame) -> dict[str, Any] | None:
    rows = [row for one in series for row in _trend_points(one, frame)]
    return _line(rows, series, frame, strokeWidth=0.7, clip=True) if rows else None


def _trend_points(one: _Series, frame: Frame) -> list[dict[str, Any]]:
    """Give the Theil-Sen line at every reading, so that it ends with the readings and stops at gaps too.

    A steep line can leave the scale between readings that are on it: what lies outside is cut off when drawn.
    """
    found = one.finding
    if found.slope_per_week is None or found.slope_intercept is None or found.slope_origin is None:
        return []
    origin, slope, intercept = found.slope_origin, found.slope_per_week, found.slope_intercept
    return [
        {**row, "pain": intercept + slope * ((point.at - origin) / _WEEK)}
        for point, row in zip(found.points, _rows(one, frame), strict=True)
    ]


def _rows(one: _Series, frame: Frame) -> list[dict[str, Any]]:
    points = one.finding.points
    return [
        {
            "at": frame.axis.text(point.at),
            "pain": point.value,
            "series": one.name,
            "run": run,
        }
        for point, run in zip(points, runs([point.at for point in points]), strict=True)
    ]


def _targets(series: Sequence[_Series], frame: Frame) -> dict[str, Any] | None:
    rows = [{"pain": one.finding.target, "series": one.name} for one in series if one.finding.target is not None]
    if not rows:
        return None
    return {
        "data": {"values": rows},
        "mark": {"type": "rule", "strokeDash": [1.5, 4], "strokeWidth": 1.6},
        "encoding": {"y": _pain_scale(), "color": _channel(series, list(REGION_COLOURS))},
    }


def _target_labels(series: Sequence[_Series], frame: Frame) -> dict[str, Any] | None:
    targets = [(one.finding.target, one.name) for one in series if one.finding.target is not None]
    rows: list[dict[str, Any]] = []
    for target, name in sorted(targets):
        lowest = rows[-1]["pain"] + _LABEL_DISTANCE if rows else 0.0
        text = f"≤ {number(target)}"
        rows.append({"pain": max(target, lowest), "text": f"{name} {text}" if len(series) > 1 else text})
    if not rows:
        return None
    return {
        "data": {"values": rows},
        "mark": {"type": "text", "align": "left", "dx": 5, "fontSize": TEXT_SIZE, "color": INK},
        "encoding": {"x": {"value": frame.width}, "y": _pain_scale(), "text": {"field": "text"}},
    }


def _line(rows: list[dict[str, Any]], series: Sequence[_Series], frame: Frame, **look: Any) -> dict[str, Any]:
    encoding = {
        "x": frame.x(),
        "y": _pain_scale(),
        "color": _channel(series, list(REGION_COLOURS)),
        "detail": {"field": "run", "type": "nominal"},
    }
    return {**timed(rows), "mark": {"type": "line", **look}, "encoding": encoding}


def _pain_scale() -> dict[str, Any]:
    return {
        "field": "pain",
        "type": "quantitative",
        "scale": {"domain": [0, 10], "nice": False},
        "axis": {"title": None, "values": [0, 2, 4, 6, 8, 10], "minExtent": AXIS_EXTENT, "maxExtent": AXIS_EXTENT},
    }


def _channel(series: Sequence[_Series], looks: list[Any]) -> dict[str, Any]:
    """Give a channel that tells the regions apart; one region needs no legend."""
    names = [one.name for one in series]
    channel: dict[str, Any] = {
        "field": "series",
        "type": "nominal",
        "scale": {"domain": names, "range": looks[: len(names)]},
    }
    return channel if len(names) > 1 else {**channel, "legend": None}

"""The readings of one alignment series: a line that stops at gaps, and a marker each."""

from collections.abc import Sequence
from typing import Any

from clinic.common.wording import Message, gettext_noop
from treatments.outcomes.charts.alignment_axis import Panel
from treatments.outcomes.charts.frame import Frame
from treatments.outcomes.charts.style import CROSS_OUT, INK, METHOD_SHAPES, NOT_COMPARABLE, PAPER, POINT_SIZE
from treatments.outcomes.charts.time_axis import runs, timed
from treatments.outcomes.charts.words import NOTHING, method_name, number, with_unit
from treatments.outcomes.findings.finding import SeriesPoint
from treatments.outcomes.narrative.joining import clauses, detailed, named
from treatments.outcomes.narrative.reasons import in_words


def course(panel: Panel) -> dict[str, Any]:
    """Join the readings that count, but not over a gap."""
    counted = [point for point in panel.finding.points if point.counted]
    rows = [
        {"at": panel.frame.axis.text(point.at), "value": point.value, "run": run}
        for point, run in zip(counted, runs([point.at for point in counted]), strict=True)
    ]
    return {
        **timed(rows),
        "mark": {"type": "line", "color": INK, "strokeWidth": 1.2},
        "encoding": {"x": panel.frame.x(), "y": panel.y(), "detail": {"field": "run", "type": "nominal"}},
    }


def readings(panel: Panel) -> list[dict[str, Any]]:
    """Draw every reading; those that are not compared are grey, crossed out and beneath those that are."""
    counted = [point for point in panel.finding.points if point.counted]
    other = [point for point in panel.finding.points if not point.counted]
    layers = []
    if other:
        crossed = _markers(panel, other, NOT_COMPARABLE)
        cross = {"type": "point", "shape": CROSS_OUT, "size": POINT_SIZE * 3, "stroke": INK, "strokeWidth": 1}
        encoding = {channel: crossed["encoding"][channel] for channel in ("x", "y")}
        layers = [crossed, {**crossed, "mark": cross, "encoding": encoding}]
    return [*layers, _markers(panel, counted, INK)]


def remark(point: SeriesPoint, frame: Frame) -> str:
    """Say what is particular about a reading: not compared and why, another rater, an unusual value."""
    parts = []
    if not point.counted:
        why = in_words(point.reason).text(frame.translate) if point.reason else NOTHING
        parts.append(Message(gettext_noop("not compared: %(why)s"), {"why": why}).text(frame.translate))
    if point.rater_differs:
        parts.append(frame.translate(gettext_noop("another rater, or not known who")))
    if point.confirmed_unusual:
        parts.append(frame.translate(gettext_noop("unusual value, confirmed on entry")))
    return clauses(parts, frame.translate)


def _markers(panel: Panel, points: Sequence[SeriesPoint], colour: str) -> dict[str, Any]:
    frame, methods = panel.frame, _methods(panel)
    return {
        **timed([_marker(panel, point, colour) for point in points]),
        "mark": {"type": "point", "size": POINT_SIZE, "strokeWidth": 1.6, "stroke": colour, "opacity": 1},
        "encoding": {
            "x": frame.x(),
            "y": panel.y(),
            "shape": {
                "field": "method",
                "type": "nominal",
                "scale": {"domain": list(methods), "range": list(methods.values())},
                "legend": {"columns": 1} if len(methods) > 1 else None,
            },
            "fill": {"field": "fill", "type": "nominal", "scale": None},
            "description": {"field": "says"},
            "tooltip": [
                {"field": "day", "title": frame.translate(gettext_noop("Date"))},
                {"field": "reading", "title": frame.translate(gettext_noop("Reading"))},
                {"field": "method", "title": frame.translate(gettext_noop("Method"))},
                {"field": "remark", "title": frame.translate(gettext_noop("Remark"))},
            ],
        },
    }


def _marker(panel: Panel, point: SeriesPoint, colour: str) -> dict[str, Any]:
    day = panel.frame.moment(point.at)
    reading = with_unit(number(point.value), panel.finding.unit)
    note = remark(point, panel.frame)
    return {
        "at": panel.frame.axis.text(point.at),
        "value": point.value,
        "method": method_name(panel.finding.measure, point.method, panel.frame.translate),
        "fill": PAPER if point.rater_differs else colour,
        "day": day,
        "reading": reading,
        "remark": note,
        "says": named(day, detailed(reading, note, panel.frame.translate) if note else reading, panel.frame.translate),
    }


def _methods(panel: Panel) -> dict[str, str]:
    """Give the shape of each method's markers by its name; a method keeps its shape in every chart."""
    measure, used = panel.finding.measure, {point.method for point in panel.finding.points}
    known = list(panel.measure.methods)
    codes = known + sorted(code for code in used if code and code not in known)
    return {
        method_name(measure, code, panel.frame.translate): METHOD_SHAPES[index % len(METHOD_SHAPES)]
        for index, code in enumerate(codes)
        if code in used
    }

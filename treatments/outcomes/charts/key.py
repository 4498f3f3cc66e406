"""The key: what the signs in the charts of one report mean. Only signs that occur are explained."""

from collections.abc import Callable, Sequence
from typing import Any

from clinic.common.wording import gettext_noop
from treatments.outcomes.charts.alignment_axis import landmarks_of
from treatments.outcomes.charts.frame import Frame, wrapped
from treatments.outcomes.charts.style import (
    AXIS_EXTENT,
    BAND,
    CROSS_OUT,
    HATCH,
    INK,
    MUTED,
    NOT_COMPARABLE,
    PAPER,
    POINT_SIZE,
    TEXT_SIZE,
)
from treatments.outcomes.charts.time_axis import runs
from treatments.outcomes.charts.words import Translate
from treatments.outcomes.findings.finding import AlignmentFinding, PainFinding

Layers = list[dict[str, Any]]
Entry = tuple[Callable[[float], Layers], str]

_COLUMN_WIDTH = 310
_SLACK = 10
_LINE = 15
_GAP = 5
_LEFT, _RIGHT = 2, 32
_TEXT_LEFT = 42
_ONE_ROW: dict[str, Any] = {"values": [{}]}


def key_panels(pain: Sequence[PainFinding], alignment: Sequence[AlignmentFinding], frame: Frame) -> Layers:
    """Draw a sample of every sign that these findings use, with its meaning beside it; nothing if there is none."""
    entries = _entries(pain, alignment)
    if not entries:
        return []
    room = frame.width + AXIS_EXTENT
    columns = max(1, round(room / _COLUMN_WIDTH))
    length = -(-len(entries) // columns)
    parts = [entries[start : start + length] for start in range(0, len(entries), length)]
    width = room / len(parts)
    return [{"hconcat": [_column(part, width, frame.translate) for part in parts], "spacing": 0}]


def _column(entries: Sequence[Entry], width: float, translate: Translate) -> dict[str, Any]:
    layers: Layers = []
    top = 0
    for sample, meaning in entries:
        lines = wrapped(translate(meaning), int(width) - _TEXT_LEFT - _SLACK)
        layers += [*sample(top + _LINE / 2), _text(lines, top)]
        top += len(lines) * _LINE + _GAP
    return {"width": width, "height": top, "view": {"stroke": None}, "layer": layers}


def key_lines(pain: Sequence[PainFinding], alignment: Sequence[AlignmentFinding], translate: Translate) -> list[str]:
    """Say the key in words, for its alternative text."""
    return [translate(meaning) for _, meaning in _entries(pain, alignment)]


def _entries(pain: Sequence[PainFinding], alignment: Sequence[AlignmentFinding]) -> list[Entry]:
    points = [point for finding in alignment for point in finding.points]
    signs = (
        (
            _target,
            gettext_noop("Dotted: at or below this level the fall in pain counts as important"),
            any(finding.target is not None for finding in pain),
        ),
        (
            _trend,
            gettext_noop("Thin and straight: weekly trend (Theil-Sen), never drawn beyond the readings"),
            any(finding.slope_per_week is not None for finding in pain),
        ),
        (
            _band,
            gettext_noop("Grey band: where most adults are, not a health target"),
            any((found.reference_low, found.reference_high) != (None, None) for found in alignment),
        ),
        (
            _error,
            gettext_noop(
                "Hatched band around the baseline: a change of the mean inside it is within measurement error; "
                "it holds for the mean of the visits compared, not for single readings"
            ),
            any(finding.baseline is not None and finding.mdc95 is not None for finding in alignment),
        ),
        (
            _judged,
            gettext_noop("Bar beside the right edge: mean of the latest visits, which is what is judged"),
            any(finding.latest is not None for finding in alignment),
        ),
        (
            _landmark,
            gettext_noop("Thin dotted lines at ±20 mm: a smaller leg length difference rarely matters (Knutson 2005)"),
            any(landmarks_of(finding) for finding in alignment),
        ),
        (
            _hollow,
            gettext_noop("Hollow: measured by another person than at baseline, or not known by whom"),
            any(point.rater_differs for point in points),
        ),
        (
            _crossed,
            gettext_noop("Crossed out: measured in another way, shown but not compared"),
            any(not point.counted for point in points),
        ),
        (_gap, gettext_noop("No line: more than 28 days lie between two readings"), _any_gap([*pain, *alignment])),
    )
    return [(sample, meaning) for sample, meaning, used in signs if used]


def _any_gap(findings: Sequence[PainFinding | AlignmentFinding]) -> bool:
    courses = ([point.at for point in found.points if point.counted] for found in findings)
    return any(max(runs(course), default=0) > 0 for course in courses)


def _target(y: float) -> Layers:
    return [_rule(y, _LEFT, _RIGHT, strokeDash=[1.5, 4], strokeWidth=1.6)]


def _trend(y: float) -> Layers:
    return [_rule(y - 3, _LEFT, _RIGHT, y + 3, strokeWidth=0.7)]


def _band(y: float) -> Layers:
    return [_rect(y, color=BAND)]


def _error(y: float) -> Layers:
    hatching = [_rule(y + 6, left, left + 12, y - 6, color=HATCH, strokeWidth=0.6) for left in range(_LEFT, 22, 6)]
    edge: dict[str, Any] = {"color": MUTED, "strokeWidth": 0.8, "strokeDash": [5, 3]}
    return [*hatching, _rule(y - 6, _LEFT, _RIGHT, **edge), _rule(y + 6, _LEFT, _RIGHT, **edge)]


def _judged(y: float) -> Layers:
    return [_rule(y, _RIGHT - 9, _RIGHT, strokeWidth=3)]


def _landmark(y: float) -> Layers:
    return [_rule(y, _LEFT, _RIGHT, color=MUTED, strokeWidth=0.5, strokeDash=[2, 2])]


def _hollow(y: float) -> Layers:
    return [_point(y, stroke=INK, fill=PAPER, size=POINT_SIZE, strokeWidth=1.6)]


def _crossed(y: float) -> Layers:
    return [
        _point(y, stroke=NOT_COMPARABLE, fill=NOT_COMPARABLE, size=POINT_SIZE),
        _point(y, stroke=INK, shape=CROSS_OUT, size=POINT_SIZE, strokeWidth=1),
    ]


def _gap(y: float) -> Layers:
    return [_rule(y, _LEFT, _LEFT + 9, strokeWidth=1.4), _rule(y, _RIGHT - 9, _RIGHT, strokeWidth=1.4)]


def _rule(y: float, left: float, right: float, y2: float | None = None, **look: Any) -> dict[str, Any]:
    end = y if y2 is None else y2
    return _drawn({"type": "rule", "color": INK, **look}, x=left, x2=right, y=y, y2=end)


def _rect(y: float, **look: Any) -> dict[str, Any]:
    return _drawn({"type": "rect", "opacity": 1, **look}, x=_LEFT, x2=_RIGHT, y=y - 6, y2=y + 6)


def _point(y: float, **look: Any) -> dict[str, Any]:
    return _drawn({"type": "point", "opacity": 1, **look}, x=(_LEFT + _RIGHT) / 2, y=y)


def _text(lines: list[str], top: float) -> dict[str, Any]:
    look = {"align": "left", "baseline": "top", "lineHeight": _LINE, "fontSize": TEXT_SIZE, "color": INK}
    return _drawn({"type": "text", "text": lines, **look}, x=_TEXT_LEFT, y=top + 2)


def _drawn(mark: dict[str, Any], **pixels: float) -> dict[str, Any]:
    encoding = {channel: {"value": pixel} for channel, pixel in pixels.items()}
    return {"data": _ONE_ROW, "mark": mark, "encoding": encoding}

"""What every panel of one report shares: its width, the time axis, the language."""

import re
from dataclasses import dataclass
from datetime import datetime
from textwrap import wrap
from typing import Any
from zoneinfo import ZoneInfo

from treatments.outcomes.charts.selection import moments_shown
from treatments.outcomes.charts.style import AXIS_EXTENT, MUTED, TEXT_SIZE, TITLE_SIZE
from treatments.outcomes.charts.time_axis import TimeAxis, time_axis
from treatments.outcomes.charts.words import Translate
from treatments.outcomes.findings.finding import PatientFindings
from treatments.outcomes.findings.points import PatientInputs
from treatments.outcomes.narrative.days import full_moment

_AVERAGE_CHARACTER = 0.53  # of the type size, in Inter
_EAST_ASIAN = "\u2e80-\uffef"
_OPENING, _CLOSING = "（「『《", "，。、；：！？）」』》"
# Between East Asian characters a line may break anywhere, but not behind an opening mark nor before a closing one.
_PIECE = re.compile(f"[ \n]+|[{_OPENING}]*(?:[{_EAST_ASIAN}]|[^ \n{_EAST_ASIAN}]+)[{_CLOSING}]*")
# A sign of comparison stays with its figure, an equals sign with both sides: no line breaks at these spaces.
_BOUND = re.compile("(?<=[<>≤≥=]) | (?==)")
_NO_BREAK = "\u202f"
_IS_EAST_ASIAN = re.compile(f"[{_EAST_ASIAN}]")
_LINE = 16  # pixels from one line of a panel without data to the next


@dataclass(frozen=True, slots=True)
class Frame:
    """The common ground of a report's panels.

    `width` is that of the data area, in pixels. `labels` is false for panels whose dates stand below another.
    """

    width: int
    axis: TimeAxis
    translate: Translate
    labels: bool = True

    def x(self) -> dict[str, Any]:
        """Give the time channel, the same for every layer of a panel."""
        return self.axis.encoding(self.width, self.translate, labels=self.labels)

    def moment(self, at: datetime) -> str:
        """Write a moment for a tooltip or a table, in the clinic's time: ``2 Mar 2026, 09:30``."""
        return full_moment(self.axis.local(at), self.translate)

    def title(self, heading: str, *lines: str) -> dict[str, Any]:
        """Give a panel's title with lines of smaller text below, broken to fit."""
        return panel_title(self.width + AXIS_EXTENT, heading, *lines)

    def empty(self, title: str, text: str, height: int) -> dict[str, Any]:
        """Draw a panel that says why there is nothing to draw."""
        return empty_panel(self.width, height, self.title(title), text)


def shared_frame(findings: PatientFindings, inputs: PatientInputs, width: int, translate: Translate) -> Frame:
    """Give the frame in which everything of a report has its place on one time axis."""
    axis = time_axis(moments_shown(findings, inputs), ZoneInfo(findings.zone))
    return Frame(width=width, axis=axis, translate=translate)


def panel_title(room: int, heading: str, *lines: str) -> dict[str, Any]:
    """Give a title with lines of smaller text below, broken to fit into `room` pixels."""
    title: dict[str, Any] = {"text": wrapped(heading, room, size=TITLE_SIZE)}
    if _IS_EAST_ASIAN.search(heading):
        # The East Asian typeface has one weight; the figures beside it take the same.
        title["fontWeight"] = 400
    subtitle = [part for line in lines for part in wrapped(line, room)]
    return {**title, "subtitle": subtitle} if subtitle else title


def empty_panel(width: int, height: int, title: dict[str, Any], text: str) -> dict[str, Any]:
    """Draw a panel that says why there is nothing to draw."""
    lines = wrapped(text, width - 24, TEXT_SIZE + 1)
    return {
        "width": width,
        "height": height,
        "title": title,
        "data": {"values": [{"text": "\n".join(lines)}]},
        "mark": {"type": "text", "color": MUTED, "fontSize": TEXT_SIZE + 1, "lineBreak": "\n", "lineHeight": _LINE},
        "encoding": {
            "x": {"value": width / 2},
            "y": {"value": height / 2 - _LINE * (len(lines) - 1) / 2},
            "text": {"field": "text"},
        },
    }


def wrapped(text: str, width: int, size: float = TEXT_SIZE) -> list[str]:
    """Break a line of text so that it fits the width in pixels; Vega does not break lines itself."""
    room = max(8 * _AVERAGE_CHARACTER, width / size)
    bound = _BOUND.sub(_NO_BREAK, text)
    lines = _east_asian(bound, room) if _IS_EAST_ASIAN.search(text) else wrap(bound, int(room / _AVERAGE_CHARACTER))
    return [line.replace(_NO_BREAK, " ") for line in lines] or [""]


def _east_asian(text: str, room: float) -> list[str]:
    """Break a text between its pieces; the room is in type sizes."""
    lines = [""]
    for piece in _PIECE.findall(text):
        if lines[-1] and _extent(lines[-1] + piece.rstrip()) > room:
            lines.append("")
        lines[-1] = (lines[-1] + piece).lstrip()
    return [line.rstrip() for line in lines]


def _extent(text: str) -> float:
    """Give the width of a line in type sizes: East Asian characters are square."""
    wide = len(_IS_EAST_ASIAN.findall(text))
    return wide + _AVERAGE_CHARACTER * (len(text) - wide)

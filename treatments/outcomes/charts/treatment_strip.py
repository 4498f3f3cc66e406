"""The strip of what was done and what happened: a tick per completed session, a triangle per event."""

from collections.abc import Mapping
from types import MappingProxyType
from typing import Any

from clinic.common.wording import Message, gettext_noop
from treatments.outcomes.charts.frame import Frame
from treatments.outcomes.charts.selection import events_shown, sessions_shown
from treatments.outcomes.charts.style import INK, MUTED, TEXT_SIZE
from treatments.outcomes.charts.time_axis import timed
from treatments.outcomes.charts.words import Translate
from treatments.outcomes.findings.points import EventPoint, PatientInputs, SessionPoint

_SESSION_ROW = 11
_EVENT_ROW = 24
_EVENT_LINE = 14  # the names of events take turns on two lines, so that neighbours stay legible


EVENT_KINDS: Mapping[str, str] = MappingProxyType(
    {
        "medication_change": gettext_noop("medication change"),
        "flare": gettext_noop("flare"),
        "injury": gettext_noop("injury"),
        "other_treatment": gettext_noop("other treatment"),
        "imaging": gettext_noop("imaging"),
        "surgery": gettext_noop("surgery"),
    }
)


def event_name(event: EventPoint, translate: Translate) -> str:
    """Name an event: its label, or its kind where nobody gave one."""
    return event.label or translate(EVENT_KINDS.get(event.kind, event.kind))


def treatment_strip(inputs: PatientInputs, frame: Frame) -> dict[str, Any] | None:
    """Draw sessions and events; None if there are neither."""
    sessions, events = sessions_shown(inputs), events_shown(inputs)
    if not sessions and not events:
        return None
    layers = [_sessions(sessions, frame)]
    if events:
        layers += _events(events, frame)
    return {
        "width": frame.width,
        "height": _EVENT_ROW + 2 * _EVENT_LINE if events else 2 * _SESSION_ROW,
        "title": _title(len(sessions), len(events), frame),
        "layer": layers,
    }


def _title(sessions: int, events: int, frame: Frame) -> dict[str, Any]:
    params = {"sessions": str(sessions), "events": str(events)}
    text = Message(gettext_noop("Sessions, n = %(sessions)s; other events, n = %(events)s"), params)
    return frame.title(text.text(frame.translate))


def _sessions(sessions: list[SessionPoint], frame: Frame) -> dict[str, Any]:
    rows = [{"at": frame.axis.text(session.starts_at), "day": frame.moment(session.starts_at)} for session in sessions]
    return {
        **timed(rows),
        "mark": {"type": "tick", "orient": "vertical", "size": 14, "thickness": 1.6, "color": INK},
        "encoding": {
            "x": frame.x(),
            "y": {"value": _SESSION_ROW},
            "description": {"field": "day"},
            "tooltip": [{"field": "day", "title": frame.translate(gettext_noop("Session"))}],
        },
    }


def _events(events: list[EventPoint], frame: Frame) -> list[dict[str, Any]]:
    rows = [
        {
            "at": frame.axis.text(event.at),
            "day": frame.moment(event.at),
            "event": event_name(event, frame.translate),
            "line": _EVENT_ROW + 4 + _EVENT_LINE * (index % 2),
        }
        for index, event in enumerate(events)
    ]
    data, line = timed(rows), {"field": "line", "type": "quantitative", "scale": None}
    tooltip = [
        {"field": "day", "title": frame.translate(gettext_noop("Date"))},
        {"field": "event", "title": frame.translate(gettext_noop("Event"))},
    ]
    triangle = {
        "type": "point",
        "shape": "triangle-up",
        "filled": True,
        "size": 60,
        "color": INK,
        "opacity": 1,
    }
    name = {"type": "text", "align": "left", "dx": 8, "color": MUTED, "fontSize": TEXT_SIZE}
    return [
        {**data, "mark": triangle, "encoding": {"x": frame.x(), "y": line, "tooltip": tooltip}},
        {**data, "mark": name, "encoding": {"x": frame.x(), "y": line, "text": {"field": "event"}}},
    ]

"""The attendance curve: how many patients came to at least so many visits."""

from collections.abc import Iterator, Sequence
from typing import Any

from clinic.common.wording import Message, gettext_noop
from treatments.outcomes.charts.chart import Chart, Table, chart
from treatments.outcomes.charts.cohort.marks import Layer, solid
from treatments.outcomes.charts.cohort.names import count
from treatments.outcomes.charts.frame import empty_panel, panel_title
from treatments.outcomes.charts.style import AXIS_EXTENT, HALF_WIDTH, INK, REGION_COLOURS, TEXT_SIZE
from treatments.outcomes.charts.words import Translate
from treatments.outcomes.findings.cohort.flow_finding import Attendance
from treatments.outcomes.narrative.cohort.people import ATTENDANCE_TOLD
from treatments.outcomes.narrative.joining import clauses, ended, named

TITLE = gettext_noop("Attendance")
VISITS, PATIENTS = gettext_noop("Visits, at least"), gettext_noop("Patients")
NOTHING_SHOWN = gettext_noop("No attendance is shown")
HIDDEN = gettext_noop("counts too small to be shown are left out")
HEIGHT = 150
_BLUE = REGION_COLOURS[0]


def attendance_chart(attendance: Sequence[Attendance], translate: Translate, heading: str = "") -> Chart:
    """Draw the curve at half width; a hidden count interrupts it."""
    said = _said(attendance, translate)
    title = panel_title(HALF_WIDTH + AXIS_EXTENT, translate(TITLE), said)
    known = [step for step in attendance if step.patients is not None]
    panel = (
        _panel(attendance, title, translate) if known else empty_panel(HALF_WIDTH, 60, title, translate(NOTHING_SHOWN))
    )
    return chart(
        name="attendance",
        title=translate(TITLE),
        description=ended(named(translate(TITLE), said, translate), translate),
        panels=[panel],
        table=Table(
            (translate(VISITS), translate(PATIENTS)), tuple((step.visits, step.patients) for step in attendance)
        ),
        heading=heading,
        half_width=True,
    )


def _said(attendance: Sequence[Attendance], translate: Translate) -> str:
    n = Message(gettext_noop("n = %(patients)s"), {"patients": count(attendance[0].patients if attendance else 0)})
    text = gettext_noop("%(visits)s visits or more: %(patients)s")
    told = [step for step in attendance if step.visits in ATTENDANCE_TOLD]
    parts = [{"visits": str(step.visits), "patients": count(step.patients)} for step in told]
    hidden = [translate(HIDDEN)] if any(step.patients is None for step in attendance) else []
    return clauses([n.text(translate), *(Message(text, part).text(translate) for part in parts), *hidden], translate)


def _panel(attendance: Sequence[Attendance], title: dict[str, Any], translate: Translate) -> dict[str, Any]:
    most = max(step.patients or 0 for step in attendance)
    # Room for the numbers that stand above and to the right of their points.
    x = _axis((0.5, 1.08 * attendance[-1].visits + 0.5), translate(VISITS))
    y = {**_axis((0, 1.2 * max(most, 1)), None), "field": "patients"}
    places = {"x": {**x, "field": "visits"}, "y": y}
    rows = list(_rows(attendance))
    tooltip = [
        {"field": field, "title": translate(name)} for field, name in (("visits", VISITS), ("patients", PATIENTS))
    ]
    point = {"type": "point", "size": 34, "opacity": 1, **solid(_BLUE)}
    label = {"type": "text", "align": "left", "dx": 5, "dy": -8, "color": INK, "fontSize": TEXT_SIZE}
    told = [row for row in rows if row["visits"] in (1, *ATTENDANCE_TOLD)]
    layers: list[Layer] = [
        {
            "data": {"values": rows},
            "mark": {"type": "line", "color": _BLUE, "strokeWidth": 2},
            "encoding": {**places, "detail": {"field": "run"}},
        },
        {"data": {"values": rows}, "mark": point, "encoding": {**places, "tooltip": tooltip}},
        {"data": {"values": told}, "mark": label, "encoding": {**places, "text": {"field": "patients"}}},
    ]
    return {"width": HALF_WIDTH, "height": HEIGHT, "title": title, "layer": layers}


def _rows(attendance: Sequence[Attendance]) -> Iterator[dict[str, int]]:
    """Give what is known, numbering the stretches between hidden counts."""
    run = 0
    for step in attendance:
        if step.patients is None:
            run += 1
        else:
            yield {"visits": step.visits, "patients": step.patients, "run": run}


def _axis(domain: tuple[float, float], title: str | None) -> dict[str, Any]:
    axis = {"title": title, "tickMinStep": 1, "tickCount": 6, "format": "d", "grid": title is None, "titlePadding": 3}
    room = {} if title else {"minExtent": AXIS_EXTENT, "maxExtent": AXIS_EXTENT}
    return {
        "type": "quantitative",
        "scale": {"domain": list(domain), "nice": False, "zero": False},
        "axis": {**axis, **room},
    }

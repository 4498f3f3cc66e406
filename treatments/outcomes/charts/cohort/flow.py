"""The flow of patients: from all of the cohort to those in an estimate, with how many fell out at each step."""

from collections.abc import Sequence
from dataclasses import dataclass

from clinic.common.wording import Message, gettext_noop
from treatments.outcomes.charts.chart import Chart, Table, chart
from treatments.outcomes.charts.cohort.marks import boxes, texts
from treatments.outcomes.charts.cohort.names import count
from treatments.outcomes.charts.frame import panel_title
from treatments.outcomes.charts.style import AXIS_EXTENT, HALF_WIDTH, INK, MUTED
from treatments.outcomes.charts.words import Translate
from treatments.outcomes.findings.cohort.flow_finding import Flow
from treatments.outcomes.narrative.joining import clauses, ended, named

TITLE = gettext_noop("Patients in this report")
COUNT_HIDDEN = gettext_noop("too small to be shown")
BAR = "#9CC8E8"
_WIDTH = HALF_WIDTH + AXIS_EXTENT
_STEP = 48
_LINE = 15
_BAR = 12


@dataclass(frozen=True, slots=True)
class _Step:
    """Those who came so far, and those who fell out before; None: hidden."""

    name: str
    patients: int | None
    left_out: int | None
    why: str = ""


def flow_chart(flow: Flow, translate: Translate, heading: str = "") -> Chart:
    """Draw a bar for each step at half width, its name above it and those left out beside it."""
    steps = _steps(flow)
    placed = [(n * _STEP + _LINE / 2, step) for n, step in enumerate(steps)]
    right = {"align": "right"}
    panel = {
        "width": _WIDTH,
        "height": _STEP * len(steps),
        "view": {"stroke": None},
        "title": {**panel_title(_WIDTH, translate(TITLE)), "dx": 0},
        "layer": [
            boxes(_bars(steps), color=BAR),
            texts(((0, y, translate(step.name)) for y, step in placed), color=INK),
            texts(((_WIDTH, y, count(step.patients)) for y, step in placed), **right, color=INK, fontWeight=600),
            texts(((_WIDTH, y + 2 * _LINE - 2, _fallen(step, translate)) for y, step in placed), **right, color=MUTED),
        ],
    }
    return chart(
        name="flow",
        title=translate(TITLE),
        description=ended(named(translate(TITLE), clauses(_said(steps, translate), translate), translate), translate),
        panels=[panel],
        table=_table(steps, translate),
        heading=heading,
        half_width=True,
        left=0,
    )


def _steps(flow: Flow) -> list[_Step]:
    counts = (flow.enrolled, flow.with_baseline, flow.with_3_pairs, flow.analysed)
    names = (
        (gettext_noop("Enrolled"), ""),
        (gettext_noop("With pain and alignment of a pair at a visit"), gettext_noop("no such visit")),
        (gettext_noop("With at least 3 such visits in a series"), gettext_noop("fewer than 3")),
        (gettext_noop("In at least one estimate"), gettext_noop("no estimate for their pairs")),
    )
    before = (None, *counts[:-1])
    return [
        _Step(name, now, None if now is None or last is None else last - now, why)
        for (name, why), now, last in zip(names, counts, before, strict=True)
    ]


def _bars(steps: Sequence[_Step]) -> list[tuple[float, float, float, float]]:
    whole = steps[0].patients or 1
    tops = (n * _STEP + _LINE + 1 for n in range(len(steps)))
    return [
        (0, top, _WIDTH * step.patients / whole, top + _BAR)
        for step, top in zip(steps, tops, strict=True)
        if step.patients and steps[0].patients
    ]


def _fallen(step: _Step, translate: Translate) -> str:
    """Say how many fell out before this step and why; nothing for the first step or where nobody did."""
    if not step.left_out:
        return ""
    params = {"patients": str(step.left_out), "why": translate(step.why)}
    return Message(gettext_noop("left out: %(patients)s (%(why)s)"), params).text(translate)


def _said(steps: Sequence[_Step], translate: Translate) -> list[str]:
    parts = []
    for step in steps:
        parts.append(named(translate(step.name), count(step.patients), translate))
        parts += filter(None, [_fallen(step, translate)])
    return parts


def _table(steps: Sequence[_Step], translate: Translate) -> Table:
    header = (gettext_noop("Step"), gettext_noop("Patients"), gettext_noop("Left out before"), gettext_noop("Why"))
    rows = ((translate(step.name), step.patients, step.left_out, translate(step.why) or None) for step in steps)
    return Table(tuple(map(translate, header)), tuple(rows))

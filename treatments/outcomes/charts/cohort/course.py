"""The course of pain in one region: some patients thin and grey, the mean with its interval and n at each step."""

from collections.abc import Iterator, Sequence
from datetime import timedelta
from itertools import accumulate
from typing import Any

from clinic.common.wording import Message, gettext_noop
from treatments.outcomes.charts.chart import Chart, Table, chart
from treatments.outcomes.charts.cohort.key import Sample, key_layers, line_sign
from treatments.outcomes.charts.cohort.marks import Layer, markers, rules, solid, texts
from treatments.outcomes.charts.cohort.names import (
    count,
    course_slug,
    estimate,
    expected_change,
    figure,
    refusal,
    rounded,
)
from treatments.outcomes.charts.frame import empty_panel, panel_title
from treatments.outcomes.charts.pain_panel import PAIN_SCALE
from treatments.outcomes.charts.style import AXIS_EXTENT, HALF_WIDTH, HATCH, REGION_COLOURS, TEXT_SIZE
from treatments.outcomes.charts.time_axis import runs
from treatments.outcomes.charts.words import Translate, capitalised
from treatments.outcomes.findings.cohort.finding import CohortPain, CourseStep
from treatments.outcomes.findings.cohort.rules import COHORT
from treatments.outcomes.narrative.cohort import cohort_pain_name
from treatments.outcomes.narrative.joining import clauses, ended, in_sequence, named

HEIGHT = 168
_TOP = 22  # above it stands the number of patients at each step
_ROOM = HALF_WIDTH + AXIS_EXTENT
_PIXELS_PER_NUMBER = 20
_POINT = 34
_KEY_TOP = HEIGHT + 42  # below the axis and its name
_BLUE = REGION_COLOURS[0]
_THIN = {"strokeWidth": 0.7, "opacity": 0.7}
_LINE, _INTERVAL = {"color": _BLUE, "strokeWidth": 2}, {"color": _BLUE, "strokeWidth": 1.4}
MEAN_PAIN = gettext_noop("Mean pain (95 % interval)")
NO_COMPARISON = gettext_noop("No untreated comparison group")
AXES = {
    "week": gettext_noop("Full weeks since the first rating"),
    "day": gettext_noop("Days since the first rating"),
}
WHOEVER_RATED = {
    "week": gettext_noop(
        "Each week is of those who rated in it, not of the same patients throughout; no mean of fewer than %(fewest)s"
    ),
    "day": gettext_noop(
        "Each day is of those who rated on it, not of the same patients throughout; no mean of fewer than %(fewest)s"
    ),
}
UNITS = {"week": timedelta(weeks=1), "day": timedelta(days=1)}


def course_chart(found: CohortPain, translate: Translate, heading: str = "") -> Chart:
    """Draw the course at half width, or a panel that says why there is none."""
    name = named(translate(PAIN_SCALE), capitalised(cohort_pain_name(found).text(translate)), translate)
    title = panel_title(_ROOM, name, *_summary(found, translate))
    panel = (
        _panel(found, title, translate) if _drawn(found) else empty_panel(HALF_WIDTH, 60, title, _why(found, translate))
    )
    return chart(
        name=course_slug(found),
        title=name,
        description=in_sequence([ended(line, translate) for line in _said(name, found, translate)], translate),
        panels=[panel],
        table=_table(found, translate),
        heading=heading,
        half_width=True,
    )


def _drawn(found: CohortPain) -> bool:
    """Say whether there is any line to draw: a mean, or a patient's course."""
    return bool(found.spaghetti) or any(step.mean is not None for step in found.course)


def _why(found: CohortPain, translate: Translate) -> str:
    return refusal("suppressed_small_cell" if found.status == "ok" else found.status, found.reasons, translate)


def _summary(found: CohortPain, translate: Translate) -> Iterator[str]:
    """Say the numbers, what of the change is expected without any effect, and of whom each step is."""
    n = Message(gettext_noop("n\u00a0=\u00a0%(patients)s"), {"patients": count(found.n)}).text(translate)
    if found.change is None:
        yield n
    else:
        numbers = {
            "baseline": figure(found.baseline),
            "latest": figure(found.latest),
            "change": estimate(found.change, found.change_ci95, translate),
        }
        text = gettext_noop("from %(baseline)s to %(latest)s, change %(change)s")
        yield clauses((n, Message(text, numbers).text(translate)), translate)
        yield clauses((translate(NO_COMPARISON), _expected(found, translate)), translate)
    if _drawn(found):
        fewest = {"fewest": str(COHORT.mean_minimum_patients)}
        yield Message(WHOEVER_RATED[found.steps_in], fewest).text(translate)


def _expected(found: CohortPain, translate: Translate) -> str:
    change = expected_change(found)
    if not change:
        return translate(gettext_noop("regression to the mean not known"))
    return Message(gettext_noop("regression to the mean alone: %(change)s"), {"change": change}).text(translate)


def _panel(found: CohortPain, title: dict[str, Any], translate: Translate) -> dict[str, Any]:
    last = max(step.start for step in found.course)
    domain = (-0.03 * max(last, 4), 1.03 * max(last, 4))
    x, y = _across(domain, translate(AXES[found.steps_in])), _upwards()
    return {
        "width": HALF_WIDTH,
        "height": HEIGHT,
        "title": title,
        "layer": [
            _spaghetti(found, x, y),
            *_means(found, x, y, translate),
            *_numbers(found.course, domain),
            *key_layers(list(_key(found)), translate, HALF_WIDTH, columns=1, top=_KEY_TOP),
        ],
    }


def _key(found: CohortPain) -> Iterator[Sample]:
    """Explain the signs that occur."""
    if any(step.mean is not None for step in found.course):
        yield _mean_sign, MEAN_PAIN
    if found.spaghetti:
        yield line_sign(HATCH, **_THIN), gettext_noop("A single patient")


def _mean_sign(x: float, y: float) -> list[Layer]:
    line, interval = rules([(x - 13, y, x + 13, y)], **_LINE), rules([(x, y - 8, x, y + 8)], **_INTERVAL)
    return [line, interval, markers([(x, y)], **solid(_BLUE), size=_POINT)]


def _across(domain: tuple[float, float], title: str) -> dict[str, Any]:
    return {
        "type": "quantitative",
        "scale": {"domain": list(domain), "nice": False, "zero": False},
        "axis": {"title": title, "tickMinStep": 1, "tickCount": 7, "format": "d", "grid": False, "titlePadding": 3},
    }


def _upwards() -> dict[str, Any]:
    return {
        "type": "quantitative",
        "scale": {"domain": [0, 10], "nice": False, "range": [HEIGHT, _TOP]},
        "axis": {"title": None, "values": [0, 2, 4, 6, 8, 10], "minExtent": AXIS_EXTENT, "maxExtent": AXIS_EXTENT},
    }


def _spaghetti(found: CohortPain, x: dict[str, Any], y: dict[str, Any]) -> Layer:
    unit = UNITS[found.steps_in]
    rows = [
        {"at": week * (timedelta(weeks=1) / unit), "pain": pain, "run": f"{patient}.{run}"}
        for patient, course in enumerate(found.spaghetti)
        for (week, pain), run in zip(course, runs([timedelta(weeks=week) for week, _ in course]), strict=True)
    ]
    return {
        "data": {"values": rows},
        "mark": {"type": "line", "color": HATCH, "clip": True, **_THIN},
        "encoding": {"x": {"field": "at", **x}, "y": {"field": "pain", **y}, "detail": {"field": "run"}},
    }


def _means(found: CohortPain, x: dict[str, Any], y: dict[str, Any], translate: Translate) -> Iterator[Layer]:
    rows = _steps(found, translate)
    places = {"x": {"field": "start", **x}, "y": {"field": "mean", **y}}
    yield {
        "data": {"values": rows},
        "mark": {"type": "line", **_LINE},
        "encoding": {**places, "detail": {"field": "run"}},
    }
    with_ends = [row for row in rows if row["low"] is not None]
    yield {
        "data": {"values": with_ends},
        "mark": {"type": "rule", "clip": True, **_INTERVAL},
        "encoding": {"x": places["x"], "y": {"field": "low", **y}, "y2": {"field": "high"}},
    }
    shown = {
        "start": AXES[found.steps_in],
        "says": MEAN_PAIN,
        "n": gettext_noop("Patients"),
    }
    tooltip = [{"field": field, "title": translate(name)} for field, name in shown.items()]
    yield {
        "data": {"values": rows},
        "mark": {"type": "point", "size": _POINT, "opacity": 1, **solid(_BLUE)},
        "encoding": {**places, "description": {"field": "says"}, "tooltip": tooltip},
    }


def _steps(found: CohortPain, translate: Translate) -> list[dict[str, Any]]:
    """Give the steps that have a mean; one of too few patients ends a line as a long gap does."""
    numbered = runs([step.start * UNITS[found.steps_in] for step in found.course])
    too_few = accumulate(int(step.mean is None) for step in found.course)
    return [
        {
            "start": step.start,
            "mean": step.mean,
            "low": max(step.ci95[0], 0) if step.ci95 else None,
            "high": min(step.ci95[1], 10) if step.ci95 else None,
            "run": f"{run}.{few}",
            "n": step.n,
            "says": estimate(step.mean, step.ci95, translate),
        }
        for step, run, few in zip(found.course, numbered, too_few, strict=True)
        if step.mean is not None
    ]


def _numbers(course: Sequence[CourseStep], domain: tuple[float, float]) -> Iterator[Layer]:
    """Write n above the steps, as many as have room."""
    pixels = HALF_WIDTH / (domain[1] - domain[0])
    rows: list[tuple[float, float, str]] = []
    for step in course:
        x = (step.start - domain[0]) * pixels
        if not rows or x - rows[-1][0] >= _PIXELS_PER_NUMBER:
            rows.append((x, _TOP / 2, str(step.n)))
    yield texts(rows, align="center", fontSize=TEXT_SIZE - 1)
    yield texts([(-10, _TOP / 2, "n")], align="right", fontSize=TEXT_SIZE - 1)


def _said(name: str, found: CohortPain, translate: Translate) -> Iterator[str]:
    yield name
    yield from _summary(found, translate)
    if not _drawn(found):
        yield _why(found, translate)
        return
    ends = {"axis": translate(AXES[found.steps_in]), "last": str(found.course[-1].start)}
    text = gettext_noop("Line chart of the mean with its 95 %% interval. %(axis)s: 0 to %(last)s")
    yield Message(text, ends).text(translate)
    if found.spaghetti:
        drawn = gettext_noop("Thin grey lines of single patients, drawn: %(drawn)s")
        yield Message(drawn, {"drawn": str(len(found.spaghetti))}).text(translate)


def _table(found: CohortPain, translate: Translate) -> Table:
    header = (AXES[found.steps_in], gettext_noop("Patients"), gettext_noop("Mean pain"), gettext_noop("Low end"),
              gettext_noop("High end"))  # fmt: skip
    rows = ((step.start, step.n, rounded(step.mean), *map(rounded, step.ci95 or (None, None))) for step in found.course)
    return Table(tuple(map(translate, header)), tuple(rows))

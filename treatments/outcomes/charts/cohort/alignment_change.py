"""The mean change of each measure in units of its smallest real change: baseline hollow, latest solid."""

from collections.abc import Iterator, Sequence
from typing import Any

from assessments.measures import MEASURES
from clinic.common.wording import Message, gettext_noop
from treatments.outcomes.charts.chart import Cell, Chart, Table, chart
from treatments.outcomes.charts.cohort.key import Sample, hollow_sign, interval_sign, key_height, key_layers, line_sign
from treatments.outcomes.charts.cohort.marks import Layer, at, hollow, solid, texts
from treatments.outcomes.charts.cohort.names import amount, count, estimate, refusal, rounded, scaled
from treatments.outcomes.charts.cohort.rows import (
    FIGURES,
    PLOT_LEFT,
    PLOT_RIGHT,
    WIDTH,
    Entry,
    Row,
    row_layers,
    rows_from,
    scale,
)
from treatments.outcomes.charts.frame import panel_title
from treatments.outcomes.charts.style import INK, MUTED, POINT_SIZE, REGION_COLOURS
from treatments.outcomes.charts.words import Translate, capitalised, method_name
from treatments.outcomes.findings.cohort.finding import CohortAlignment
from treatments.outcomes.narrative.cohort import cohort_measure_name
from treatments.outcomes.narrative.joining import clauses, ended, in_sequence, named
from treatments.outcomes.narrative.reasons import in_words

TITLE = gettext_noop("Mean change of alignment, in units of the smallest real change (MDC)")
MEANING = gettext_noop(
    "Means of signed values, in which opposite directions cancel. One patient’s change is real beyond 1 MDC; "
    "a mean is more exact. No untreated comparison group."
)
_BLUE = REGION_COLOURS[0]
_DASHES = [4, 3]
_KEY: tuple[Sample, ...] = (
    (hollow_sign(INK), gettext_noop("Baseline")),
    (interval_sign(_BLUE), gettext_noop("Latest, 95 % interval of the change")),
    (line_sign(MUTED, strokeDash=_DASHES), gettext_noop("1 MDC of one patient")),
)
_TOP = key_height(_KEY) + 24
_WIDEST = 4.0  # MDC


def alignment_change_chart(findings: Sequence[CohortAlignment], translate: Translate, heading: str = "") -> Chart:
    """Draw a dumbbell for each measure and method, of which there is at least one, with lines at 1 MDC up and down."""
    rows = rows_from(_TOP, (_entry(found, translate) for found in findings))
    height = rows[-1].bottom
    panel = {
        "width": WIDTH,
        "height": height,
        "view": {"stroke": None},
        "title": {**panel_title(WIDTH, translate(TITLE), translate(MEANING)), "dx": 0},
        "layer": [
            *_ground(findings, height),
            *row_layers(rows),
            *_dumbbells(list(zip(findings, rows, strict=True)), translate),
            *key_layers(_KEY, translate, WIDTH),
            *_column_names(height, translate),
        ],
    }
    return chart(
        name="alignment-change",
        title=translate(TITLE),
        description=in_sequence((translate(MEANING), *(_said(found, translate) for found in findings)), translate),
        panels=[panel],
        table=_table(findings, translate),
        heading=heading,
        left=0,
    )


def _in_mdcs(found: CohortAlignment) -> float | None:
    return None if found.change is None or found.mdc95 is None else found.change / found.mdc95


def _entry(found: CohortAlignment, translate: Translate) -> Entry:
    n = Message(gettext_noop("n\u00a0=\u00a0%(patients)s"), {"patients": count(found.n)}).text(translate)
    return Entry(
        label=translate(MEASURES[found.measure].label),
        detail=clauses((method_name(found.measure, found.method, translate), n), translate),
        figures=tuple(_figures(found, translate)),
        refusal="" if _in_mdcs(found) is not None else _refusal(found, translate),
    )


def _refusal(found: CohortAlignment, translate: Translate) -> str:
    if found.change is None:
        return refusal(found.status, found.reasons, translate)
    return capitalised(in_words("sem_unknown").text(translate))


def _figures(found: CohortAlignment, translate: Translate) -> Iterator[str]:
    if found.change is None:
        return
    yield estimate(found.change, found.change_ci95, translate, unit=found.unit)
    params = {"start": amount(found.baseline, found.unit, 2), "end": amount(found.latest, found.unit, 2)}
    yield Message(gettext_noop("from %(start)s to %(end)s"), params).text(translate)
    if found.mdc95 is not None:
        yield Message(gettext_noop("1 MDC is %(mdc95)s"), {"mdc95": amount(found.mdc95, found.unit)}).text(translate)
    if found.feasibility_caution:
        yield translate(gettext_noop("unlikely in bone within weeks"))


def _domain(findings: Sequence[CohortAlignment]) -> tuple[float, float]:
    ends = [end for found in findings if found.mdc95 for end in scaled(found.change_ci95, 1 / found.mdc95) or ()]
    ends += [change for found in findings if (change := _in_mdcs(found)) is not None]
    reach = min(max([1.4, *(1.08 * abs(end) for end in ends)]), _WIDEST)
    return -reach, reach


def _x(field: str, findings: Sequence[CohortAlignment]) -> dict[str, Any]:
    axis = {"title": None, "grid": False, "tickCount": 5}
    return {"field": field, "type": "quantitative", "scale": scale(_domain(findings)), "axis": axis}


def _ground(findings: Sequence[CohortAlignment], height: float) -> Iterator[Layer]:
    heights = {"y": {"value": _TOP}, "y2": {"value": height}}
    for values, look in (([0], {"color": INK}), ([-1, 1], {"color": MUTED, "strokeDash": _DASHES})):
        data = {"values": [{"mdcs": value} for value in values]}
        yield {"data": data, "mark": {"type": "rule", **look}, "encoding": {"x": _x("mdcs", findings), **heights}}


def _dumbbells(drawn: Sequence[tuple[CohortAlignment, Row]], translate: Translate) -> Iterator[Layer]:
    findings = [found for found, _ in drawn]
    data = {"data": {"values": [_dumbbell(found, row, _domain(findings), translate) for found, row in drawn
                                if _in_mdcs(found) is not None]}}  # fmt: skip
    baseline, latest, y = _x("baseline", findings), _x("latest", findings), at("y")
    bar = {"type": "rule", "color": MUTED, "strokeWidth": 4, "opacity": 0.35}
    yield {**data, "mark": bar, "encoding": {"x": baseline, "x2": {"field": "latest"}, "y": y}}
    ends = {"x": _x("low", findings), "x2": {"field": "high"}, "y": y}
    yield {**data, "mark": {"type": "rule", "color": _BLUE, "strokeWidth": 2}, "encoding": ends}
    point = {"type": "point", "size": POINT_SIZE, "opacity": 1}
    yield {**data, "mark": {**point, **hollow(INK), "aria": False}, "encoding": {"x": baseline, "y": y}}
    shown = {"measure": gettext_noop("Measure"), "says": gettext_noop("Change")}
    tooltip = [{"field": field, "title": translate(title)} for field, title in shown.items()]
    places = {"x": latest, "y": y, "description": {"field": "says"}, "tooltip": tooltip}
    yield {**data, "mark": {**point, **solid(_BLUE)}, "encoding": places}


def _dumbbell(found: CohortAlignment, row: Row, domain: tuple[float, float], translate: Translate) -> dict[str, Any]:
    change, mdc95 = _in_mdcs(found) or 0.0, found.mdc95 or 1.0
    low, high = scaled(found.change_ci95, 1 / mdc95) or (change, change)
    return {
        "baseline": 0,
        "latest": min(max(change, domain[0]), domain[1]),
        "low": max(low, domain[0]),
        "high": min(high, domain[1]),
        "y": row.middle,
        "measure": cohort_measure_name(found).text(translate),
        "says": _figures_in_one(found, translate),
    }


def _figures_in_one(found: CohortAlignment, translate: Translate) -> str:
    return clauses(tuple(_figures(found, translate)), translate)


def _column_names(height: float, translate: Translate) -> Iterator[Layer]:
    names = ((PLOT_LEFT, gettext_noop("Change in MDC")), (FIGURES, gettext_noop("Change (95 % interval)")))
    yield texts(((x, _TOP - 12, translate(name)) for x, name in names), color=MUTED)
    yield texts([(PLOT_LEFT, height + 28, f"← {translate(gettext_noop('lower'))}")])
    yield texts([(PLOT_RIGHT, height + 28, f"{translate(gettext_noop('higher'))} →")], align="right")


def _said(found: CohortAlignment, translate: Translate) -> str:
    said = _figures_in_one(found, translate) or _refusal(found, translate)
    return ended(named(cohort_measure_name(found).text(translate), said, translate), translate)


def _table(findings: Sequence[CohortAlignment], translate: Translate) -> Table:
    header = (
        gettext_noop("Measure"),
        gettext_noop("Patients"),
        gettext_noop("Baseline"),
        gettext_noop("Latest"),
        gettext_noop("Change"),
        gettext_noop("Low end"),
        gettext_noop("High end"),
        gettext_noop("1 MDC"),
        gettext_noop("Change in MDC"),
    )
    return Table(tuple(map(translate, header)), tuple(_cells(found, translate) for found in findings))


def _cells(found: CohortAlignment, translate: Translate) -> tuple[Cell, ...]:
    low, high = found.change_ci95 or (None, None)
    figures = (found.baseline, found.latest, found.change, low, high, found.mdc95, _in_mdcs(found))
    return cohort_measure_name(found).text(translate), found.n, *map(rounded, figures)

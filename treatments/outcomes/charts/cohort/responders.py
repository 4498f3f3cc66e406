"""The responder chart: how many had an important decrease of pain, of those who moved toward the band and of others."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from clinic.common.wording import Message, gettext_noop
from treatments.outcomes.charts.chart import Cell, Chart, Table, chart
from treatments.outcomes.charts.cohort.key import Sample, hollow_sign, interval_sign, key_height, key_layers
from treatments.outcomes.charts.cohort.marks import Layer, at, hollow, rules, solid, texts
from treatments.outcomes.charts.cohort.names import (
    count,
    estimate,
    measure_of,
    pair_name,
    percent,
    refusal,
    region_and_exposure,
    rounded,
    scaled,
)
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
from treatments.outcomes.charts.style import GRID, MUTED, POINT_SIZE, REGION_COLOURS
from treatments.outcomes.charts.words import Translate, capitalised
from treatments.outcomes.estimators import wilson
from treatments.outcomes.findings.cohort.finding import CohortPairFinding
from treatments.outcomes.narrative.joining import clauses, ended, in_sequence, named

TITLE = gettext_noop("Patients with an important decrease of pain")
NOT_ASSIGNED = gettext_noop("Nobody was assigned to either group, and there is no untreated comparison group.")
MOVED, OTHERS = gettext_noop("Moved toward the band"), gettext_noop("Did not move toward it")
_COLOURS = REGION_COLOURS[:2]
_KEY: tuple[Sample, ...] = (
    (interval_sign(_COLOURS[0]), MOVED),
    (hollow_sign(_COLOURS[1], "square"), OTHERS),
)
_TOP = key_height(_KEY) + 24
_TENTHS = [PLOT_LEFT + (PLOT_RIGHT - PLOT_LEFT) * tenth / 10 for tenth in range(0, 11, 2)]
_APART = 9  # pixels of each group from the middle of its row


@dataclass(frozen=True, slots=True)
class _Group:
    """One of the two groups: those with an important decrease among all."""

    name: str
    fewer_pain: int
    n: int


def responders_chart(pairs: Sequence[CohortPairFinding], translate: Translate, heading: str = "") -> Chart:
    """Draw two shares with their intervals (Wilson) for each pair, and write their difference (Newcombe).

    There is at least one pair.
    """
    rows = rows_from(_TOP, (_entry(found, translate) for found in pairs))
    height = rows[-1].bottom
    panel = {
        "width": WIDTH,
        "height": height,
        "view": {"stroke": None},
        "title": {**panel_title(WIDTH, translate(TITLE), translate(NOT_ASSIGNED)), "dx": 0},
        "layer": [
            rules(((x, _TOP, x, height) for x in _TENTHS), color=GRID),
            *row_layers(rows),
            *_shares(list(zip(pairs, rows, strict=True)), translate),
            *key_layers(_KEY, translate, WIDTH),
            _column_names(translate),
        ],
    }
    return chart(
        name="responders",
        title=translate(TITLE),
        description=_description(pairs, translate),
        panels=[panel],
        table=_table(pairs, translate),
        heading=heading,
        left=0,
    )


def _groups(found: CohortPairFinding) -> tuple[_Group, ...]:
    """Give both groups, moved toward the band first; nothing where no difference may be told."""
    told = found.quadrants
    both, aligned, less_pain, neither = (
        told.aligned_and_less_pain,
        told.aligned_only,
        told.less_pain_only,
        told.neither,
    )
    if found.responders.risk_difference is None or None in (both, aligned, less_pain, neither):
        return ()
    return (
        _Group(MOVED, both or 0, (both or 0) + (aligned or 0)),
        _Group(OTHERS, less_pain or 0, (less_pain or 0) + (neither or 0)),
    )


def _entry(found: CohortPairFinding, translate: Translate) -> Entry:
    told = found.responders
    n = gettext_noop("n\u00a0=\u00a0%(aligned)s and %(others)s")
    sizes = {"aligned": count(told.n_aligned), "others": count(told.n_not_aligned)}
    return Entry(
        label=measure_of(found, translate),
        detail=clauses(
            (capitalised(region_and_exposure(found, translate)), Message(n, sizes).text(translate)), translate
        ),
        figures=tuple(_figures(found, translate)),
        refusal="" if _groups(found) else _refusal(found, translate),
    )


def _refusal(found: CohortPairFinding, translate: Translate) -> str:
    hidden = any(reason.startswith("small_cell") for reason in found.responders.reasons)
    status = "suppressed_small_cell" if hidden else "insufficient_data" if found.grouped else "not_estimable"
    return refusal(status, found.responders.reasons, translate)


def _figures(found: CohortPairFinding, translate: Translate) -> Iterator[str]:
    told = found.responders
    if told.risk_difference is None:
        return
    yield estimate(100 * told.risk_difference, scaled(told.ci95, 100), translate, 0)
    shares = [percent(group.fewer_pain / group.n) for group in _groups(found)]
    if shares:
        params = dict(zip(("moved", "others"), shares, strict=True))
        yield Message(gettext_noop("%(moved)s beside %(others)s"), params).text(translate)


def _column_names(translate: Translate) -> Layer:
    columns = (
        (PLOT_LEFT, gettext_noop("Share of the group, %")),
        (FIGURES, gettext_noop("Difference, points (95 %)")),
    )
    return texts(((x, _TOP - 12, translate(name)) for x, name in columns), color=MUTED)


def _shares(drawn: Sequence[tuple[CohortPairFinding, Row]], translate: Translate) -> Iterator[Layer]:
    x = {
        "type": "quantitative",
        "scale": scale((0, 100)),
        "axis": {"title": None, "tickCount": 6, "grid": False, "labelFlush": False},
    }
    looks = (solid(_COLOURS[0]), hollow(_COLOURS[1], "square"))
    for n, look in enumerate(looks):
        rows = [
            _share(found, _groups(found)[n], row.middle + (_APART if n else -_APART), translate)
            for found, row in drawn
            if _groups(found)
        ]
        ends = {"x": {"field": "low", **x}, "x2": {"field": "high"}, "y": at("y")}
        bar = {"type": "rule", "strokeWidth": 2.2, "color": _COLOURS[n]}
        yield {"data": {"values": rows}, "mark": bar, "encoding": ends}
        point = {"type": "point", "size": POINT_SIZE, "opacity": 1, **look}
        shown = {"pair": gettext_noop("Pair"), "group": gettext_noop("Group"), "says": gettext_noop("Share")}
        tooltip = [{"field": field, "title": translate(title)} for field, title in shown.items()]
        places = {"x": {"field": "share", **x}, "y": at("y"), "description": {"field": "says"}, "tooltip": tooltip}
        yield {"data": {"values": rows}, "mark": point, "encoding": places}


def _share(found: CohortPairFinding, group: _Group, y: float, translate: Translate) -> dict[str, Any]:
    low, high = wilson(group.fewer_pain, group.n) or (0.0, 1.0)
    written = estimate(100 * group.fewer_pain / group.n, (100 * low, 100 * high), translate, 0)
    return {
        "share": 100 * group.fewer_pain / group.n,
        "low": 100 * low,
        "high": 100 * high,
        "y": y,
        "pair": pair_name(found, translate),
        "group": translate(group.name),
        "says": f"{written} %, n = {group.n}",
    }


def _description(pairs: Sequence[CohortPairFinding], translate: Translate) -> str:
    return in_sequence((translate(NOT_ASSIGNED), *(_said(found, translate) for found in pairs)), translate)


def _said(found: CohortPairFinding, translate: Translate) -> str:
    groups = [
        named(
            translate(group.name), f"{group.fewer_pain} / {group.n} ({percent(group.fewer_pain / group.n)})", translate
        )
        for group in _groups(found)
    ]
    entry = _entry(found, translate)
    difference = named(translate(gettext_noop("difference, points")), entry.figures[0], translate) if groups else ""
    said = clauses(tuple(filter(None, (*groups, difference, entry.refusal))), translate)
    return ended(named(pair_name(found, translate), said, translate), translate)


def _table(pairs: Sequence[CohortPairFinding], translate: Translate) -> Table:
    header = (
        gettext_noop("Pair"),
        gettext_noop("Moved toward the band, n"),
        gettext_noop("Did not, n"),
        gettext_noop("Difference of shares"),
        gettext_noop("Low end"),
        gettext_noop("High end"),
        gettext_noop("Ratio of shares"),
        gettext_noop("Difference of mean changes"),
    )
    return Table(tuple(map(translate, header)), tuple(_cells(found, translate) for found in pairs))


def _cells(found: CohortPairFinding, translate: Translate) -> tuple[Cell, ...]:
    told = found.responders
    low, high = told.ci95 or (None, None)
    figures = (told.risk_difference, low, high, told.risk_ratio, told.mean_difference)
    return pair_name(found, translate), told.n_aligned, told.n_not_aligned, *map(rounded, figures)

"""The marks of the forest plot: the zone that is too small to matter, intervals, estimates, raw slopes."""

from collections.abc import Iterator, Sequence
from typing import Any

from clinic.common.wording import gettext_noop
from treatments.outcomes.charts.cohort.marks import Layer, at, hollow, solid
from treatments.outcomes.charts.cohort.names import count, estimate, figure, pair_name, scaled
from treatments.outcomes.charts.cohort.rows import Row, scale
from treatments.outcomes.charts.style import BAND, INK, NOT_COMPARABLE, POINT_SIZE, REGION_COLOURS
from treatments.outcomes.charts.words import Translate
from treatments.outcomes.findings.cohort.finding import CohortPairFinding, WithinPatient
from treatments.outcomes.narrative.cohort.pairs import SMALL_POINTS

Drawn = Sequence[tuple[CohortPairFinding, Row]]
Ends = tuple[float, float]

ESTIMATE, INCONSISTENT, RAW = REGION_COLOURS[0], REGION_COLOURS[1], NOT_COMPARABLE
PER_MDC = gettext_noop("Points of pain for 1 MDC")
PATIENTS = gettext_noop("Patients whose deviation varies")
NOT_ADJUSTED = gettext_noop("Not adjusted for time")
_WIDEST = 5.0  # points per MDC: pain has only 10, so a longer interval says no more
_RAW_BELOW = 11  # pixels below the estimate


def raw_slope(found: CohortPairFinding) -> float | None:
    """Give the slope that is not adjusted for time, in points per MDC."""
    return None if found.raw_rmcorr is None or found.mdc95 is None else found.raw_rmcorr.slope * found.mdc95


def domain_of(pairs: Sequence[CohortPairFinding]) -> Ends:
    """Give the ends of the scale: everything is in sight, up to what pain itself can change."""
    values = [-2 * SMALL_POINTS, 2 * SMALL_POINTS]
    for found in pairs:
        if found.within_patient:
            values += [*(scaled(found.within_patient.ci95, found.mdc95) or ()), raw_slope(found) or 0.0]
    margin = 0.06 * (max(values) - min(values))
    return max(min(values) - margin, -_WIDEST), min(max(values) + margin, _WIDEST)


def ground_layers(domain: Ends, top: float, bottom: float) -> Iterator[Layer]:
    """Shade what is too small to matter, draw the line of no difference, and carry the axis."""
    heights = {"y": {"value": top}, "y2": {"value": bottom}}
    zone = {"data": {"values": [{"low": -SMALL_POINTS, "high": SMALL_POINTS}]}}
    ends = {"x": _x("low", domain), "x2": {"field": "high"}}
    yield {**zone, "mark": {"type": "rect", "color": BAND, "opacity": 1}, "encoding": {**ends, **heights}}
    no_difference = {"data": {"values": [{"low": 0}]}, "mark": {"type": "rule", "color": INK, "strokeWidth": 1}}
    yield {**no_difference, "encoding": {"x": _x("low", domain), **heights}}


def estimate_layers(drawn: Drawn, domain: Ends, translate: Translate) -> Iterator[Layer]:
    """Draw each pair's estimate with its interval, and below it the raw slope, hollow and grey."""
    rows = [
        _mark(found, found.within_patient, found.mdc95, row, domain, translate)
        for found, row in drawn
        if found.within_patient and found.mdc95 is not None
    ]
    ends = {"x": _x("low", domain), "x2": {"field": "high"}, "y": at("y")}
    colour = {"field": "colour", "type": "nominal", "scale": None}
    yield {
        "data": {"values": rows},
        "mark": {"type": "rule", "strokeWidth": 2.2},
        "encoding": {**ends, "color": colour},
    }
    for side, shape in (("low", "triangle-left"), ("high", "triangle-right")):
        cut = [row for row in rows if row[f"{side}_cut"]]
        yield _points(cut, side, "y", domain, {"shape": shape, "fill": INK, "stroke": INK}, translate)
    inside = [row for row in rows if row["raw"] is not None and domain[0] <= row["raw"] <= domain[1]]
    yield _points(inside, "raw", "raw_y", domain, hollow(RAW), translate)
    for colour_of, look in ((ESTIMATE, solid(ESTIMATE)), (INCONSISTENT, solid(INCONSISTENT, "diamond"))):
        same = [row for row in rows if row["colour"] == colour_of and domain[0] <= row["value"] <= domain[1]]
        yield _points(same, "value", "y", domain, look, translate)


def _mark(
    found: CohortPairFinding, fit: WithinPatient, mdc95: float, row: Row, domain: Ends, translate: Translate
) -> dict[str, Any]:
    low, high = (end * mdc95 for end in fit.ci95)
    written = estimate(fit.slope_per_unit * mdc95, (low, high), translate)
    name = pair_name(found, translate)
    return {
        "value": fit.slope_per_unit * mdc95,
        "low": max(low, domain[0]),
        "high": min(high, domain[1]),
        "low_cut": low < domain[0],
        "high_cut": high > domain[1],
        "raw": raw_slope(found),
        "y": row.middle - _RAW_BELOW / 2,
        "raw_y": row.middle + _RAW_BELOW,
        "colour": INCONSISTENT if found.status == "inconsistent" else ESTIMATE,
        "pair": name,
        "estimate": written,
        "not_adjusted": figure(raw_slope(found)),
        "patients": count(found.n_patients),
        "says": f"{name}: {written}",
    }


def _points(
    rows: list[dict[str, Any]], x: str, y: str, domain: Ends, look: dict[str, Any], translate: Translate
) -> Layer:
    shown = {
        "pair": gettext_noop("Pair"),
        "estimate": PER_MDC,
        "not_adjusted": NOT_ADJUSTED,
        "patients": PATIENTS,
    }
    return {
        "data": {"values": rows},
        "mark": {"type": "point", "size": POINT_SIZE, "opacity": 1, **look},
        "encoding": {
            "x": _x(x, domain),
            "y": at(y),
            "description": {"field": "says"},
            "tooltip": [{"field": field, "title": translate(title)} for field, title in shown.items()],
        },
    }


def _x(field: str, domain: Ends) -> dict[str, Any]:
    axis = {"title": None, "grid": False, "tickCount": 7}
    return {"field": field, "type": "quantitative", "scale": scale(domain), "axis": axis}

"""What the readings of a series are judged against: bands, the neutral line, the sign in words."""

from typing import Any

from treatments.outcomes.charts.alignment_axis import HEIGHT, Panel, landmarks_of
from treatments.outcomes.charts.style import BAND, HATCH, INK, MUTED, TEXT_SIZE
from treatments.outcomes.narrative.joining import listed

_HATCH_STEP = 9
_BAR_LENGTH = 9  # pixels, outside the right edge


def reference_band(panel: Panel) -> dict[str, Any] | None:
    """Shade where most adults are; None for a measure or a person without such a band."""
    found = panel.finding
    if found.reference_low is None and found.reference_high is None:
        return None
    low = panel.low if found.reference_low is None else found.reference_low
    high = panel.high if found.reference_high is None else found.reference_high
    return {
        "data": {"values": [{"value": low, "high": high}]},
        "mark": {"type": "rect", "color": BAND, "opacity": 1},
        "encoding": {
            "x": {"value": 0},
            "x2": {"value": panel.frame.width},
            "y": panel.y(),
            "y2": {"field": "high"},
        },
    }


def error_band(panel: Panel) -> list[dict[str, Any]]:
    """Hatch the baseline plus and minus the smallest real change: a change inside it is measurement error."""
    baseline, error = panel.finding.baseline, panel.finding.mdc95
    if baseline is None or error is None:
        return []
    top, bottom = panel.pixel(baseline + error), panel.pixel(baseline - error)
    rise = bottom - top
    hatching = {
        "data": {"sequence": {"start": -rise, "stop": panel.frame.width, "step": _HATCH_STEP, "as": "left"}},
        "transform": [{"calculate": f"datum.left + {rise}", "as": "right"}],
        "mark": {"type": "rule", "color": HATCH, "strokeWidth": 0.6, "clip": True},
        "encoding": {
            "x": {"field": "left", "type": "quantitative", "scale": None},
            "x2": {"field": "right"},
            "y": {"value": bottom},
            "y2": {"value": top},
        },
    }
    edges = [{"value": baseline - error}, {"value": baseline + error}]
    return [
        hatching,
        _level(panel, edges, {"color": MUTED, "strokeWidth": 0.8, "strokeDash": [5, 3]}),
        _level(panel, [{"value": baseline}], {"color": MUTED, "strokeWidth": 1}),
    ]


def neutral_line(panel: Panel) -> dict[str, Any] | None:
    """Draw the zero line where zero means "even"; None elsewhere."""
    if panel.measure.neutral != 0:
        return None
    return _level(panel, [{"value": 0}], {"color": MUTED, "strokeWidth": 0.5})


def landmark_lines(panel: Panel) -> dict[str, Any] | None:
    """Draw the marks that the literature sets beyond the population band; None for most measures."""
    rows = [{"value": mark} for mark in landmarks_of(panel.finding)]
    return _level(panel, rows, {"color": MUTED, "strokeWidth": 0.5, "strokeDash": [2, 2]}) if rows else None


def judged_mean(panel: Panel) -> dict[str, Any] | None:
    """Set a bar beside the right edge at the mean of the latest visits: this is what was judged, no single reading."""
    if panel.finding.latest is None:
        return None
    bar = _level(panel, [{"value": panel.finding.latest}], {"color": INK, "strokeWidth": 3})
    ends = {"x": {"value": panel.frame.width}, "x2": {"value": panel.frame.width + _BAR_LENGTH}}
    return {**bar, "encoding": {**bar["encoding"], **ends}}


def _level(panel: Panel, rows: list[dict[str, Any]], look: dict[str, Any]) -> dict[str, Any]:
    return {"data": {"values": rows}, "mark": {"type": "rule", **look}, "encoding": {"y": panel.y()}}


def words_at_the_ends(panel: Panel) -> dict[str, Any]:
    """Say what the sign means, in words at the ends of the axis that the panel reaches."""
    entry, translate = panel.measure, panel.frame.translate
    unit = [] if panel.finding.unit == "deg" else [panel.finding.unit]
    rows = []
    if panel.high > 0:
        rows.append({"y": 9, "text": f"↑ {listed([translate(entry.positive), *unit], translate)}"})
    if panel.low < 0:
        rows.append({"y": HEIGHT - 8, "text": f"↓ {listed([translate(entry.negative), *unit], translate)}"})
    return {
        "data": {"values": rows},
        "mark": {"type": "text", "align": "left", "dx": 6, "color": MUTED, "fontSize": TEXT_SIZE - 0.5},
        "encoding": {
            "x": {"value": 0},
            "y": {"field": "y", "type": "quantitative", "scale": None},
            "text": {"field": "text"},
        },
    }

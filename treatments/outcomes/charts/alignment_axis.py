"""The value axis of one alignment series: signed, in its own unit."""

from dataclasses import dataclass
from typing import Any

from assessments.measures import MEASURES, Measure
from treatments.outcomes.charts.frame import Frame
from treatments.outcomes.charts.style import AXIS_EXTENT
from treatments.outcomes.findings.finding import AlignmentFinding

HEIGHT = 112
_MARGIN = 0.2  # of the span, above and below, so that the words at the ends stay clear of bands and lines
_MARGIN_OF_READINGS = 0.33  # and of the markers of readings, which are as high as the words
_SMALLEST_MARGIN = 1.0  # mm or deg
# Knutson 2005: a difference of the legs is not clinically significant for most people until about 20 mm.
_RELEVANT_FROM = {"lld_true": 20.0}


@dataclass(frozen=True, slots=True)
class Panel:
    """One series on its way to a panel: `low` and `high` are the ends of the axis, in the measure's unit."""

    finding: AlignmentFinding
    frame: Frame
    low: float
    high: float

    @property
    def measure(self) -> Measure:
        """What was measured."""
        return MEASURES[self.finding.measure]

    def pixel(self, value: float) -> float:
        """Give the height of a value, in pixels from the top."""
        return HEIGHT * (self.high - value) / (self.high - self.low)

    def y(self, field: str = "value") -> dict[str, Any]:
        """Give the value channel, the same for every layer."""
        return {
            "field": field,
            "type": "quantitative",
            "scale": {"domain": [self.low, self.high], "nice": False, "zero": False},
            "axis": {
                "title": None,
                "tickCount": 5,
                "labelExpr": f"datum.label + '{'°' if self.finding.unit == 'deg' else ''}'",
                "minExtent": AXIS_EXTENT,
                "maxExtent": AXIS_EXTENT,
            },
        }


def landmarks_of(finding: AlignmentFinding) -> tuple[float, ...]:
    """Give the marks beyond the population band; none without a band, so none for a person under age."""
    if finding.reference_low is None or finding.measure not in _RELEVANT_FROM:
        return ()
    mark = _RELEVANT_FROM[finding.measure]
    return -mark, mark


def panel_for(finding: AlignmentFinding, frame: Frame) -> Panel:
    """Choose the ends of the axis: readings, both bands, landmarks and the neutral value are all in sight."""
    readings = [point.value for point in finding.points]
    shown = [*readings]
    shown += [end for end in (finding.reference_low, finding.reference_high) if end is not None]
    shown += landmarks_of(finding)
    if finding.baseline is not None and finding.mdc95 is not None:
        shown += [finding.baseline - finding.mdc95, finding.baseline + finding.mdc95]
    neutral = MEASURES[finding.measure].neutral
    if neutral is not None:
        shown.append(neutral)
    span = max(shown) - min(shown)
    margin, of_readings = (max(span * share, _SMALLEST_MARGIN) for share in (_MARGIN, _MARGIN_OF_READINGS))
    return Panel(
        finding,
        frame,
        low=min(min(shown) - margin, min(readings) - of_readings),
        high=max(max(shown) + margin, max(readings) + of_readings),
    )

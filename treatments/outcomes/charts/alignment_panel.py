"""The panel of one alignment series."""

from typing import Any

from treatments.outcomes.charts.alignment_axis import HEIGHT, panel_for
from treatments.outcomes.charts.alignment_bands import (
    error_band,
    judged_mean,
    landmark_lines,
    neutral_line,
    reference_band,
    words_at_the_ends,
)
from treatments.outcomes.charts.alignment_readings import course, readings
from treatments.outcomes.charts.frame import Frame
from treatments.outcomes.charts.words import conditions, measure_name, summary
from treatments.outcomes.findings.finding import AlignmentFinding


def alignment_panel(finding: AlignmentFinding, frame: Frame) -> dict[str, Any]:
    """Draw one series with its bands, readings and words at the ends of the axis."""
    panel = panel_for(finding, frame)
    layers = [
        reference_band(panel),
        *error_band(panel),
        neutral_line(panel),
        landmark_lines(panel),
        judged_mean(panel),
        course(panel),
        *readings(panel),
        words_at_the_ends(panel),
    ]
    return {
        "width": frame.width,
        "height": HEIGHT,
        "title": frame.title(
            measure_name(finding, frame.translate),
            conditions(finding, frame.translate),
            summary(finding, frame.translate),
        ),
        "layer": [layer for layer in layers if layer],
    }

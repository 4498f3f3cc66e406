"""The panel of one alignment series, and its numbers in one line."""

from typing import Any

from clinic.common.wording import Message, gettext_noop
from treatments.outcomes.charts.alignment_axis import HEIGHT, panel_for
from treatments.outcomes.charts.alignment_bands import (
    error_band,
    neutral_line,
    reference_band,
    words_at_the_ends,
)
from treatments.outcomes.charts.alignment_readings import course, readings
from treatments.outcomes.charts.frame import Frame, wrapped
from treatments.outcomes.charts.words import number, refusal, series_name, signed, with_unit
from treatments.outcomes.findings import AlignmentFinding


def alignment_panel(finding: AlignmentFinding, frame: Frame) -> dict[str, Any]:
    """Draw one series with its bands, readings and words at the ends of the axis."""
    panel = panel_for(finding, frame)
    layers = [
        reference_band(panel),
        *error_band(panel),
        neutral_line(panel),
        course(panel),
        *readings(panel),
        words_at_the_ends(panel),
    ]
    return {
        "width": frame.width,
        "height": HEIGHT,
        "title": _title(finding, frame),
        "layer": [layer for layer in layers if layer],
    }


def alignment_summary(finding: AlignmentFinding, frame: Frame) -> str:
    """Say a series' numbers in one line: n, baseline, latest, change, error, or why there is no verdict."""
    unit = finding.unit
    values = {
        "n": str(finding.n),
        "baseline": with_unit(number(finding.baseline), unit),
        "latest": with_unit(number(finding.latest), unit),
        "change": with_unit(signed(finding.change), unit),
        "error": with_unit(number(finding.mdc95), unit),
    }
    return ". ".join(filter(None, (_numbers(finding, values).text(frame.translate), refusal(finding, frame.translate))))


def _numbers(finding: AlignmentFinding, values: dict[str, str]) -> Message:
    if finding.baseline is None:
        return Message(gettext_noop("n = %(n)s"), values)
    if finding.change is None:
        return Message(gettext_noop("n = %(n)s, baseline %(baseline)s"), values)
    if finding.mdc95 is None:
        return Message(gettext_noop("n = %(n)s, baseline %(baseline)s, latest %(latest)s, change %(change)s"), values)
    return Message(
        gettext_noop(
            "n = %(n)s, baseline %(baseline)s, latest %(latest)s, change %(change)s, measurement error ±%(error)s"
        ),
        values,
    )


def _title(finding: AlignmentFinding, frame: Frame) -> dict[str, Any]:
    return {
        "text": wrapped(series_name(finding, frame.translate), frame.width, size=13),
        "subtitle": wrapped(alignment_summary(finding, frame), frame.width),
    }

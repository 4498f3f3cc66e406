"""The numbers behind a chart, for readers who prefer a table and for those who cannot see the chart."""

from collections.abc import Sequence

from clinic.common.wording import gettext_noop
from treatments.outcomes.charts.alignment_readings import remark
from treatments.outcomes.charts.chart import Table
from treatments.outcomes.charts.frame import Frame
from treatments.outcomes.charts.pain_panel import PAIN_SCALE
from treatments.outcomes.charts.words import capitalised, measure_name, method_name, region_name
from treatments.outcomes.findings.finding import AlignmentFinding, PainFinding
from treatments.outcomes.narrative.joining import named


def pain_table(findings: Sequence[PainFinding], frame: Frame) -> Table:
    """List every rating: when, where, how strong."""
    header = (gettext_noop("Date"), gettext_noop("Region"), PAIN_SCALE)
    rows = [
        (point.at, (frame.moment(point.at), capitalised(region_name(finding, frame.translate)), point.value))
        for finding in findings
        for point in finding.points
    ]
    return Table(
        header=tuple(frame.translate(name) for name in header),
        rows=tuple(cells for _, cells in sorted(rows, key=lambda row: row[0])),
    )


def alignment_table(findings: Sequence[AlignmentFinding], frame: Frame) -> Table:
    """List every reading: when, what, the signed value, its unit, the method and what is particular."""
    header = (
        gettext_noop("Date"),
        gettext_noop("Measure"),
        gettext_noop("Reading"),
        gettext_noop("Unit"),
        gettext_noop("Method"),
        gettext_noop("Remark"),
    )
    rows = [
        (
            frame.moment(point.at),
            measure_name(finding, frame.translate),
            point.value,
            finding.unit,
            method_name(finding.measure, point.method, frame.translate),
            remark(point, frame),
        )
        for finding in findings
        for point in finding.points
    ]
    return Table(header=tuple(frame.translate(name) for name in header), rows=tuple(rows))


def overview_table(pain: Sequence[PainFinding], alignment: Sequence[AlignmentFinding], frame: Frame) -> Table:
    """List ratings and readings of the whole stack under one header."""
    question = frame.translate(PAIN_SCALE)
    readings = alignment_table(alignment, frame)
    ratings = (
        (day, named(question, str(region), frame.translate), value, None, None, None)
        for day, region, value in pain_table(pain, frame).rows
    )
    return Table(header=readings.header, rows=(*ratings, *readings.rows))

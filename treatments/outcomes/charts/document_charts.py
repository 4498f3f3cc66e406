"""The charts of one patient's report for a printed page: pain wide, alignment small, one key for all."""

from dataclasses import replace

from clinic.common.wording import gettext_noop
from treatments.outcomes.charts.alignment_panel import alignment_panel
from treatments.outcomes.charts.chart import Chart, Table, complete
from treatments.outcomes.charts.descriptions import alignment_description, pain_description
from treatments.outcomes.charts.frame import Frame, shared_frame
from treatments.outcomes.charts.key import key_lines, key_panel
from treatments.outcomes.charts.numbers import alignment_table, pain_table
from treatments.outcomes.charts.pain_panel import pain_panels
from treatments.outcomes.charts.selection import (
    alignment_slug,
    drawn_alignment,
    main_pain,
)
from treatments.outcomes.charts.style import HALF_WIDTH, PAGE_WIDTH
from treatments.outcomes.charts.treatment_strip import treatment_strip
from treatments.outcomes.charts.words import Translate, in_english, series_name
from treatments.outcomes.findings import AlignmentFinding, PainFinding, PatientFindings
from treatments.outcomes.points import PatientInputs


def document_charts(
    findings: PatientFindings, inputs: PatientInputs, translate: Translate = in_english
) -> tuple[Chart, ...]:
    """Draw pain with the sessions, every main alignment series at half width, and the key."""
    frame = shared_frame(findings, inputs, PAGE_WIDTH, translate)
    pain, alignment = main_pain(findings), [found for found in drawn_alignment(findings) if found.main]
    half = replace(frame, width=HALF_WIDTH)
    return (
        _pain(pain, inputs, frame),
        *(_alignment(found, half) for found in alignment),
        _key(pain, alignment, frame),
    )


def _pain(pain: list[PainFinding], inputs: PatientInputs, frame: Frame) -> Chart:
    strip = treatment_strip(inputs, frame)
    panels = [*pain_panels(pain, replace(frame, labels=strip is None)), strip]
    return Chart(
        name="pain",
        title=frame.translate(gettext_noop("Pain and sessions over time")),
        description=pain_description(pain, frame),
        spec=complete([panel for panel in panels if panel]),
        table=pain_table(pain, frame),
    )


def _alignment(found: AlignmentFinding, frame: Frame) -> Chart:
    return Chart(
        name=alignment_slug(found),
        title=series_name(found, frame.translate),
        description=alignment_description(found, frame),
        spec=complete([alignment_panel(found, frame)]),
        table=alignment_table([found], frame),
    )


def _key(pain: list[PainFinding], alignment: list[AlignmentFinding], frame: Frame) -> Chart:
    return Chart(
        name="key",
        title=frame.translate(gettext_noop("How to read the charts")),
        description=" ".join(f"{line}." for line in key_lines(pain, alignment, frame.translate)),
        spec=complete([key_panel(pain, alignment, frame)]),
        table=Table(header=(), rows=()),
    )

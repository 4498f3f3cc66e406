"""The charts of one patient's report for pages and downloads: each explains its own signs."""

from collections.abc import Sequence

from clinic.common.wording import gettext_noop
from treatments.outcomes.charts.alignment_panel import alignment_panel
from treatments.outcomes.charts.chart import Chart, chart
from treatments.outcomes.charts.descriptions import (
    alignment_description,
    overview_description,
    pain_description,
)
from treatments.outcomes.charts.frame import Frame, shared_frame
from treatments.outcomes.charts.key import key_panels
from treatments.outcomes.charts.numbers import alignment_table, overview_table, pain_table
from treatments.outcomes.charts.pain_panel import pain_panels
from treatments.outcomes.charts.selection import alignment_slug, drawn_alignment, main_pain, pain_slug
from treatments.outcomes.charts.style import PAGE_WIDTH
from treatments.outcomes.charts.treatment_strip import treatment_strip
from treatments.outcomes.charts.words import (
    Translate,
    capitalised,
    in_english,
    pain_question,
    region_name,
    series_name,
)
from treatments.outcomes.findings.finding import AlignmentFinding, PainFinding, PatientFindings
from treatments.outcomes.findings.points import PatientInputs
from treatments.outcomes.narrative.joining import detailed


def patient_charts(
    findings: PatientFindings, inputs: PatientInputs, translate: Translate = in_english, heading: str = ""
) -> tuple[Chart, ...]:
    """Draw the charts for pages and downloads.

    `overview` stacks pain, sessions and every main alignment series over one time axis; `heading` stands
    above it and should say whose chart it is. `pain` is its first panel. Every series has a chart of its own, named
    after what was measured and how, such as `pelvic-obliquity-palm-standing`.
    """
    frame = shared_frame(findings, inputs, PAGE_WIDTH, translate)
    others = [found for found in findings.pain if not found.main]
    return (
        _overview(findings, inputs, frame, heading),
        _main_pain_chart(main_pain(findings), frame),
        *(_other_pain_chart(found, frame) for found in others),
        *(_alignment_chart(found, frame) for found in drawn_alignment(findings)),
    )


def overview_chart(
    findings: PatientFindings, inputs: PatientInputs, translate: Translate = in_english, heading: str = ""
) -> Chart:
    """Draw only the stack of `patient_charts`."""
    return _overview(findings, inputs, shared_frame(findings, inputs, PAGE_WIDTH, translate), heading)


def _overview(findings: PatientFindings, inputs: PatientInputs, frame: Frame, heading: str) -> Chart:
    pain = main_pain(findings)
    alignment = [found for found in drawn_alignment(findings) if found.main]
    strip = treatment_strip(inputs, frame)
    panels = [*pain_panels(pain, frame), strip, *(alignment_panel(found, frame) for found in alignment)]
    return chart(
        name="overview",
        title=frame.translate(gettext_noop("Pain and alignment over time")),
        description=overview_description(pain, alignment, frame),
        panels=[*filter(None, panels), *key_panels(pain, alignment, frame)],
        heading=heading,
        table=overview_table(pain, alignment, frame),
    )


def _main_pain_chart(pain: Sequence[PainFinding], frame: Frame) -> Chart:
    return chart(
        name="pain",
        title=frame.translate(gettext_noop("Pain over time")),
        description=pain_description(pain, frame),
        panels=[*pain_panels(pain, frame), *key_panels(pain, [], frame)],
        table=pain_table(pain, frame),
    )


def _other_pain_chart(found: PainFinding, frame: Frame) -> Chart:
    region = capitalised(region_name(found, frame.translate))
    return chart(
        name=pain_slug(found),
        title=detailed(region, pain_question(found, frame.translate), frame.translate),
        description=pain_description([found], frame),
        panels=[*pain_panels([found], frame), *key_panels([found], [], frame)],
        table=pain_table([found], frame),
    )


def _alignment_chart(found: AlignmentFinding, frame: Frame) -> Chart:
    return chart(
        name=alignment_slug(found),
        title=series_name(found, frame.translate),
        description=alignment_description(found, frame),
        panels=[alignment_panel(found, frame), *key_panels([], [found], frame)],
        table=alignment_table([found], frame),
    )

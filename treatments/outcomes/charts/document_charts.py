"""The charts of one patient's report for a printed page: pain wide, alignment small, one key for all."""

from collections.abc import Iterator
from dataclasses import replace
from typing import Any

from clinic.common.wording import gettext_noop
from treatments.outcomes.charts.alignment_panel import alignment_panel
from treatments.outcomes.charts.chart import Chart, Table, chart
from treatments.outcomes.charts.descriptions import alignment_description, pain_description
from treatments.outcomes.charts.frame import Frame, shared_frame
from treatments.outcomes.charts.key import key_lines, key_panels
from treatments.outcomes.charts.numbers import alignment_table, pain_table
from treatments.outcomes.charts.pain_panel import REGIONS_PER_PANEL, pain_panels
from treatments.outcomes.charts.selection import (
    alignment_slug,
    drawn_alignment,
    main_pain,
    pain_slug,
)
from treatments.outcomes.charts.style import HALF_WIDTH, PAGE_WIDTH
from treatments.outcomes.charts.treatment_strip import treatment_strip
from treatments.outcomes.charts.words import Translate, in_english, region_name, series_name
from treatments.outcomes.findings.finding import AlignmentFinding, PainFinding, PatientFindings
from treatments.outcomes.findings.points import PatientInputs
from treatments.outcomes.narrative.joining import ended, in_sequence


def document_charts(
    findings: PatientFindings, inputs: PatientInputs, translate: Translate = in_english
) -> tuple[Chart, ...]:
    """Draw pain with the sessions, every main alignment series at half width, and the key.

    More regions than one panel holds are drawn at half width as well, below the sessions.
    """
    frame = shared_frame(findings, inputs, PAGE_WIDTH, translate)
    half = replace(frame, width=HALF_WIDTH)
    pain, alignment = main_pain(findings), [found for found in drawn_alignment(findings) if found.main]
    fits = len(pain) <= REGIONS_PER_PANEL
    small = [*([] if fits else [_region(found, half) for found in pain]), *(_alignment(a, half) for a in alignment)]
    # An odd number of small charts leaves room for the key beside the last one.
    key = _key(pain, alignment, half if len(small) % 2 else frame)
    strip = treatment_strip(inputs, frame)
    return (*_course(pain if fits else None, strip, frame), *small, *key)


def _course(pain: list[PainFinding] | None, strip: dict[str, Any] | None, frame: Frame) -> Iterator[Chart]:
    """Draw what stands at full width: pain above the sessions, or only these, or nothing."""
    panels = [] if pain is None else pain_panels(pain, replace(frame, labels=strip is None))
    panels += [strip] if strip else []
    if panels:
        title = gettext_noop("Sessions over time") if pain is None else gettext_noop("Pain and sessions over time")
        yield chart(
            name="sessions" if pain is None else "pain",
            title=frame.translate(title),
            description=frame.translate(title) if pain is None else pain_description(pain, frame),
            panels=panels,
            table=pain_table(pain or [], frame),
        )


def _region(found: PainFinding, frame: Frame) -> Chart:
    return chart(
        name=pain_slug(found),
        title=region_name(found, frame.translate),
        description=pain_description([found], frame),
        panels=pain_panels([found], frame),
        table=pain_table([found], frame),
        half_width=True,
    )


def _alignment(found: AlignmentFinding, frame: Frame) -> Chart:
    return chart(
        name=alignment_slug(found),
        title=series_name(found, frame.translate),
        description=alignment_description(found, frame),
        panels=[alignment_panel(found, frame)],
        table=alignment_table([found], frame),
        half_width=True,
    )


def _key(pain: list[PainFinding], alignment: list[AlignmentFinding], frame: Frame) -> Iterator[Chart]:
    panels = key_panels(pain, alignment, frame)
    if panels:
        yield chart(
            name="key",
            title=frame.translate(gettext_noop("How to read the charts")),
            description=_key_in_words(key_lines(pain, alignment, frame.translate), frame),
            panels=panels,
            table=Table(header=(), rows=()),
            half_width=frame.width == HALF_WIDTH,
        )


def _key_in_words(lines: list[str], frame: Frame) -> str:
    return in_sequence([ended(line, frame.translate) for line in lines], frame.translate)

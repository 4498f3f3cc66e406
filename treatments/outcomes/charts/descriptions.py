"""Alternative texts: what a chart shows, in sentences, for readers who cannot see it."""

from collections.abc import Sequence

from assessments.measures import MEASURES
from clinic.common.wording import Message, gettext_noop
from treatments.outcomes.charts.frame import Frame
from treatments.outcomes.charts.words import (
    band_in_words,
    capitalised,
    conditions,
    measure_name,
    pain_question,
    region_name,
    summary,
)
from treatments.outcomes.findings.finding import AlignmentFinding, PainFinding
from treatments.outcomes.narrative.days import full_day
from treatments.outcomes.narrative.joining import detailed, ended, in_sequence, named

OF_THE_MEANS = gettext_noop("The measurement error holds for the mean of the visits compared, not for single readings.")


def pain_description(findings: Sequence[PainFinding], frame: Frame) -> str:
    """Describe a pain chart: the span of time, then each region's numbers."""
    if not findings:
        return frame.translate(gettext_noop("No pain rating in this period"))
    opening = Message(gettext_noop("Line chart of pain from 0 to 10, %(span)s."), {"span": _span(frame)}).text(
        frame.translate
    )
    regions = (
        ended(named(_pain_series(finding, frame), summary(finding, frame.translate), frame.translate), frame.translate)
        for finding in findings
    )
    return in_sequence((opening, *regions), frame.translate)


def alignment_description(finding: AlignmentFinding, frame: Frame) -> str:
    """Describe one alignment chart: what, how, when, the numbers, the band, and what the sign means."""
    opening = Message(
        gettext_noop("Line chart of %(measure)s (%(conditions)s), %(span)s: %(numbers)s."),
        {
            "measure": measure_name(finding, frame.translate),
            "conditions": conditions(finding, frame.translate),
            "span": _span(frame),
            "numbers": summary(finding, frame.translate),
        },
    ).text(frame.translate)
    band = band_in_words(finding, frame.translate)
    population = (
        Message(gettext_noop("Population band: %(band)s."), {"band": band}).text(frame.translate) if band else ""
    )
    sign = frame.translate(MEASURES[finding.measure].sign)
    means = frame.translate(OF_THE_MEANS) if finding.mdc95 is not None else ""
    return in_sequence([part for part in (opening, means, population, sign) if part], frame.translate)


def overview_description(pain: Sequence[PainFinding], alignment: Sequence[AlignmentFinding], frame: Frame) -> str:
    """Describe the whole stack."""
    parts = [pain_description(pain, frame), *(alignment_description(found, frame) for found in alignment)]
    return in_sequence(parts, frame.translate)


def _pain_series(finding: PainFinding, frame: Frame) -> str:
    region = capitalised(region_name(finding, frame.translate))
    return detailed(region, pain_question(finding, frame.translate), frame.translate)


def _span(frame: Frame) -> str:
    params = {
        "first": full_day(frame.axis.first.date(), frame.translate),
        "last": full_day(frame.axis.last.date(), frame.translate),
    }
    return Message(gettext_noop("%(first)s to %(last)s"), params).text(frame.translate)

"""The results of a report as tables of ready text: one row per series. Pure."""

from collections.abc import Mapping, Sequence
from types import MappingProxyType
from zoneinfo import ZoneInfo

from clinic.common.wording import Message, gettext_noop
from treatments.outcomes.charts.chart import Table
from treatments.outcomes.charts.selection import events_shown, sessions_shown
from treatments.outcomes.charts.treatment_strip import event_name
from treatments.outcomes.charts.words import (
    NOTHING,
    Translate,
    capitalised,
    conditions,
    limit,
    measure_name,
    pain_question,
    refusal,
    region_name,
    signed,
    with_unit,
)
from treatments.outcomes.document.averaged import amount, below_baseline, below_latest
from treatments.outcomes.findings.finding import AlignmentFinding, PainFinding
from treatments.outcomes.findings.points import PatientInputs
from treatments.outcomes.narrative import names
from treatments.outcomes.narrative.days import full_day
from treatments.outcomes.narrative.joining import clauses, detailed, listed

RESPONSES: Mapping[str, str] = MappingProxyType(
    {
        "improved": gettext_noop("improved"),
        "worse": gettext_noop("worse"),
        "no_important_change": gettext_noop("no important change"),
        "not_evaluable": gettext_noop("not evaluable: too low at baseline"),
    }
)
VERDICTS: Mapping[str, str] = MappingProxyType(
    {
        "toward_reference": gettext_noop("moved toward the population band"),
        "away": gettext_noop("moved away from the population band"),
        "overshoot": gettext_noop("passed through the population band"),
        "within_noise": gettext_noop("no change beyond measurement error"),
        "in_reference_throughout": gettext_noop("inside the population band throughout"),
        "not_comparable": gettext_noop("not comparable"),
    }
)
_CHANGE = 4
"""The column of the change in both tables."""


def pain_results(findings: Sequence[PainFinding], translate: Translate) -> Table:
    """List each pain series: visits, baseline, latest, change, weekly trend, response."""
    header = (
        gettext_noop("Region"),
        gettext_noop("n"),
        gettext_noop("Baseline"),
        gettext_noop("Latest"),
        gettext_noop("Change"),
        gettext_noop("Per week\n95 % interval"),
        gettext_noop("Response"),
    )
    return Table(
        header=tuple(translate(name) for name in header),
        rows=tuple(_pain_row(found, translate) for found in findings),
    )


def alignment_results(findings: Sequence[AlignmentFinding], translate: Translate) -> Table:
    """List each alignment series: visits, baseline, latest, change, smallest real change, verdict."""
    header = (
        gettext_noop("Measure"),
        gettext_noop("n"),
        gettext_noop("Baseline"),
        gettext_noop("Latest"),
        gettext_noop("Change"),
        gettext_noop("Smallest real change\nMDC95"),
        gettext_noop("Verdict"),
    )
    return Table(
        header=tuple(translate(name) for name in header),
        rows=tuple(_alignment_row(found, translate) for found in findings),
    )


def without_change(table: Table) -> Table:
    """Leave out the column of changes of a table of series that have none."""
    header, behind = table.header, _CHANGE + 1
    rows = tuple(row[:_CHANGE] + row[behind:] for row in table.rows)
    return Table(header=header[:_CHANGE] + header[behind:], rows=rows)


def course_of_treatment(inputs: PatientInputs, translate: Translate) -> str:
    """Count sessions and name other events in a sentence."""
    sessions, events = sessions_shown(inputs), events_shown(inputs)
    zone = ZoneInfo(inputs.zone)
    days = [full_day(event.at.astimezone(zone).date(), translate) for event in events]
    named = [detailed(event_name(event, translate), day, translate) for event, day in zip(events, days, strict=True)]
    told = listed(named, translate) or translate(gettext_noop("none on record"))
    params = {"sessions": str(len(sessions)), "events": told}
    text = gettext_noop("Sessions that took place: %(sessions)s. Other events: %(events)s.")
    return Message(text, params).text(translate)


def _pain_row(found: PainFinding, translate: Translate) -> tuple[str, ...]:
    verdict = translate(RESPONSES[found.response]) if found.response else refusal(found, translate)
    return (
        f"{capitalised(region_name(found, translate))}\n{pain_question(found, translate)}",
        str(found.n),
        *_ends(found, translate),
        signed(found.change),
        _trend(found, translate),
        capitalised(verdict or NOTHING),
    )


def _ends(found: PainFinding | AlignmentFinding, translate: Translate) -> tuple[str, str]:
    """The baseline and the latest, each with the visits that it averages below it."""
    return (
        "\n".join((amount(found, found.baseline), *below_baseline(found, translate))),
        "\n".join((amount(found, found.latest), *below_latest(found, translate))),
    )


def _trend(found: PainFinding, translate: Translate) -> str:
    if found.slope_per_week is None:
        return NOTHING
    ends = " … ".join(map(names.signed, found.slope_ci95 or ())) or translate(gettext_noop("no interval"))
    return f"{names.signed(found.slope_per_week)}\n{ends}"


def _alignment_row(found: AlignmentFinding, translate: Translate) -> tuple[str, ...]:
    unit = found.unit
    return (
        f"{measure_name(found, translate)}\n{conditions(found, translate)}",
        str(found.n),
        *_ends(found, translate),
        with_unit(signed(found.change), unit),
        NOTHING if found.mdc95 is None else f"±{limit(found)}",
        _verdict(found, translate),
    )


def _verdict(found: AlignmentFinding, translate: Translate) -> str:
    classification = translate(VERDICTS[found.classification]) if found.classification else None
    why = refusal(found, translate)
    return capitalised(clauses([part for part in (classification, why) if part], translate) or NOTHING)

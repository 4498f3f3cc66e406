"""The moving half of a patient's page: pain and alignment as a report made this minute would find them."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from clinic.common.caller import Caller
from clinic.workplace.patient_page.earlier import Earlier
from clinic.workplace.patient_page.results import Rows, alignment_rows, pain_rows
from treatments.outcomes.charts.chart import Chart, Table
from treatments.outcomes.charts.frame import Frame, shared_frame
from treatments.outcomes.charts.numbers import alignment_table, pain_table
from treatments.outcomes.charts.page_charts import overview_chart
from treatments.outcomes.charts.selection import drawn_alignment, main_pain
from treatments.outcomes.charts.style import PAGE_WIDTH
from treatments.outcomes.charts.words import capitalised, region_name, series_name
from treatments.outcomes.estimators import rank_correlation_interval
from treatments.outcomes.findings.finding import PairFinding, PatientFindings
from treatments.outcomes.findings.patient import patient_findings
from treatments.outcomes.narrative import names
from treatments.outcomes.narrative.companions import names_of
from treatments.outcomes.narrative.notes import note_messages, notes_on
from treatments.outcomes.narrative.reasons import joined, no_rank_in_words
from treatments.outcomes.selectors.patient import present_inputs


@dataclass(frozen=True, slots=True)
class Course:
    """What was found, as the page shows it. ``tables`` are the (title, numbers) behind the panels of the chart.

    ``notes`` are the remarks on the series, each said once.
    """

    findings: PatientFindings
    pain: Rows
    alignment: Rows
    notes: Sequence[str]
    together: Sequence[str]
    chart: Chart
    tables: Sequence[tuple[str, Table]]

    @property
    def has_readings(self) -> bool:
        return bool(self.findings.pain or self.findings.alignment)


def course_of(patient: Any, by: Caller) -> Course:
    """Read the patient's records and find in them what a report about everything would find.

    Needs ``clinic`` joined and ``read_at``, the time by the database's clock.
    """
    inputs = present_inputs(patient, patient.read_at)
    findings, earlier = patient_findings(inputs), Earlier.of_patient(patient)
    return Course(
        findings=findings,
        pain=pain_rows(findings.pain, earlier, by.zone),
        alignment=alignment_rows(findings.alignment, earlier, by.zone),
        notes=_notes(findings),
        together=[_together(pair) for pair in findings.pairs],
        chart=overview_chart(findings, inputs, _),
        tables=list(_tables(findings, shared_frame(findings, inputs, PAGE_WIDTH, _))),
    )


def _notes(findings: PatientFindings) -> list[str]:
    notes = notes_on((*findings.pain, *findings.alignment))
    return [message.text(_) for message in note_messages(notes, findings.alignment)]


def _tables(findings: PatientFindings, frame: Frame) -> Iterator[tuple[str, Table]]:
    """The numbers behind each panel, under its name."""
    for found in main_pain(findings):
        yield capitalised(region_name(found, _)), pain_table([found], frame)
    for series in drawn_alignment(findings):
        if series.main:
            yield series_name(series, _), alignment_table([series], frame)


def _together(pair: PairFinding) -> str:
    """Say on how many days pain and alignment stand beside each other, and their correlation or why there is none."""
    given = {name: message.text(_) for name, message in names_of(pair).items()}
    days = ngettext("%(n)s day", "%(n)s days", pair.n_pairs) % {"n": pair.n_pairs}
    if pair.spearman is None:
        why = joined(map(no_rank_in_words, pair.reasons)).text(_)
        too_few = _("%(region)s beside %(measure)s: %(days)s, too few to correlate (%(why)s)")
        varies_too_little = _("%(region)s beside %(measure)s: %(days)s, no correlation (%(why)s)")
        said = too_few if pair.status == "insufficient_data" else varies_too_little
        return capitalised(said % {**given, "days": days, "why": why})
    rho, ends = names.signed(pair.spearman), rank_correlation_interval(pair.spearman, pair.n_pairs)
    if ends is None:
        perfect = _("%(region)s beside %(measure)s: %(days)s, rank correlation r = %(rho)s")
        return capitalised(perfect % {**given, "days": days, "rho": rho})
    said = _(
        "%(region)s beside %(measure)s: %(days)s, rank correlation r = %(rho)s (95 %% interval %(low)s to %(high)s)"
    )
    low, high = map(names.signed, ends)
    return capitalised(said % {**given, "days": days, "rho": rho, "low": low, "high": high})

"""What the page of a finished report shows: sentences, tables and charts, as they were stored."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from clinic.common.caller import Caller
from treatments.outcomes.admin.shown_charts import ShownChart, stored_for_the_page
from treatments.outcomes.charts.chart import Table
from treatments.outcomes.charts.words import capitalised
from treatments.outcomes.document.tables import alignment_results, pain_results
from treatments.outcomes.findings.finding import AlignmentFinding, PainFinding
from treatments.outcomes.models import OutcomeReport
from treatments.outcomes.narrative.joining import ended, in_sequence
from treatments.outcomes.narrative.reasons import in_words, notes_in
from treatments.outcomes.reading import alignment_in, headlines_in, pain_in

OVERVIEW = "overview"


@dataclass(frozen=True, slots=True)
class Line:
    """One row of a table: what it is about, under which conditions, and the figures."""

    name: str
    conditions: str
    cells: tuple[str, ...]
    notes: str = ""


@dataclass(frozen=True, slots=True)
class Results:
    """A table of findings; its header's first cell stands above the names."""

    header: tuple[str, ...]
    lines: list[Line]


@dataclass(frozen=True, slots=True)
class ShownResult:
    """The result in the order of the page. ``overview`` stacks all charts over one time axis."""

    headlines: list[str]
    sentences: list[str]
    pain: Results
    alignment: Results
    overview: ShownChart | None
    charts: list[ShownChart]
    limitations: list[str]
    counts: list[str]
    mdc_sources: list[str]


def shown_result(report: OutcomeReport, by: Caller) -> ShownResult:
    """Read the stored result and charts of a report that is done; one query."""
    result: Mapping[str, Any] = report.result or {}
    headlines, sentences = headlines_in(result)
    pain, alignment = pain_in(result), alignment_in(result)
    charts, _document = stored_for_the_page(report, by)
    return ShownResult(
        headlines=[capitalised(sentence) for sentence in headlines],
        sentences=[capitalised(sentence) for sentence in sentences],
        pain=_results(pain_results(pain, _), pain),
        alignment=_results(alignment_results(alignment, _), alignment),
        overview=next((chart for chart in charts if chart.name == OVERVIEW), None),
        charts=[chart for chart in charts if chart.name != OVERVIEW],
        limitations=list(result["limitations"]),
        counts=_counts(result["inputs"]["counts"]),
        mdc_sources=sorted({found.mdc_source for found in alignment if found.mdc_source}),
    )


def _results(table: Table, findings: Sequence[PainFinding | AlignmentFinding]) -> Results:
    return Results(table.header, [_line(*row) for row in zip(table.rows, findings, strict=True)])


def _line(row: tuple[Any, ...], found: PainFinding | AlignmentFinding) -> Line:
    name, _newline, conditions = row[0].partition("\n")
    notes = [ended(capitalised(in_words(note).text(_)), _) for note in notes_in(found.reasons)]
    return Line(name, conditions, row[1:], in_sequence(notes, _))


def _counts(counts: Mapping[str, int]) -> list[str]:
    """What the report read, in words."""
    read = {
        "pain": ngettext("%(n)s pain rating", "%(n)s pain ratings", counts["pain"]),
        "measurements": ngettext("%(n)s measurement", "%(n)s measurements", counts["measurements"]),
        "sessions": ngettext("%(n)s session", "%(n)s sessions", counts["sessions"]),
        "events": ngettext("%(n)s event", "%(n)s events", counts["events"]),
    }
    return [sentence % {"n": counts[kind]} for kind, sentence in read.items()]

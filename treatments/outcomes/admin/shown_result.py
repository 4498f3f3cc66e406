"""What the page of a finished report shows: sentences, tables and charts, as they were stored."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from clinic.common.caller import Caller
from treatments.outcomes.admin.shown_charts import ShownChart, stored_for_the_page
from treatments.outcomes.charts.chart import Table
from treatments.outcomes.charts.words import capitalised
from treatments.outcomes.document.order import parted
from treatments.outcomes.document.tables import alignment_results, pain_results, without_change
from treatments.outcomes.models import OutcomeReport
from treatments.outcomes.reading import alignment_in, headlines_in, pain_in

OVERVIEW = "overview"


@dataclass(frozen=True, slots=True)
class Line:
    """One row of a table: what it is about, under which conditions, and the figures."""

    name: str
    conditions: str
    cells: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Results:
    """A table of findings; its header's first cell stands above the names."""

    header: tuple[str, ...]
    lines: list[Line]


@dataclass(frozen=True, slots=True)
class ShownResult:
    """The result in the order of the page. ``overview`` stacks all charts over one time axis.

    ``others`` are the series in which no change can be judged, of pain and of alignment.
    """

    headlines: list[str]
    sentences: list[str]
    pain: Results
    alignment: Results
    others: list[Results]
    overview: ShownChart | None
    charts: list[ShownChart]
    limitations: list[str]
    counts: list[str]
    mdc_sources: list[str]


def shown_result(report: OutcomeReport, by: Caller) -> ShownResult:
    """Read the stored result and charts of a report that is done; one query."""
    result: Mapping[str, Any] = report.result or {}
    headlines, sentences = headlines_in(result)
    found = alignment_in(result)
    pain, alignment = parted(pain_in(result)), parted(found)
    others = pain_results(pain.others, _), alignment_results(alignment.others, _)
    charts, _document = stored_for_the_page(report, by)
    return ShownResult(
        headlines=[capitalised(sentence) for sentence in headlines],
        sentences=[capitalised(sentence) for sentence in sentences],
        pain=_results(pain_results(pain.first, _)),
        alignment=_results(alignment_results(alignment.first, _)),
        others=[_results(without_change(table)) for table in others if table.rows],
        overview=next((chart for chart in charts if chart.name == OVERVIEW), None),
        charts=[chart for chart in charts if chart.name != OVERVIEW],
        limitations=list(result["limitations"]),
        counts=_counts(result["inputs"]["counts"]),
        mdc_sources=sorted({series.mdc_source for series in found if series.mdc_source}),
    )


def _results(table: Table) -> Results:
    return Results(table.header, [_line(row) for row in table.rows])


def _line(row: tuple[Any, ...]) -> Line:
    name, _newline, conditions = row[0].partition("\n")
    return Line(name, conditions, row[1:])


def _counts(counts: Mapping[str, int]) -> list[str]:
    """What the report read, in words."""
    read = {
        "pain": ngettext("%(n)s pain rating", "%(n)s pain ratings", counts["pain"]),
        "measurements": ngettext("%(n)s measurement", "%(n)s measurements", counts["measurements"]),
        "sessions": ngettext("%(n)s session", "%(n)s sessions", counts["sessions"]),
        "events": ngettext("%(n)s event", "%(n)s events", counts["events"]),
    }
    return [sentence % {"n": counts[kind]} for kind, sentence in read.items()]

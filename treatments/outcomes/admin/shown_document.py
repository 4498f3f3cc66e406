"""What the page of a report about all patients, or about the clinic's measurements, shows: its printed document.

The document is stored as data beside its PDF, so that the page and the paper say the same, word for word.
"""

from dataclasses import replace
from typing import Any

from clinic.common.caller import Caller
from treatments.outcomes.admin.shown_charts import ShownChart, stored_for_the_page
from treatments.outcomes.models import OutcomeReport


def shown_document(report: OutcomeReport, by: Caller) -> dict[str, Any]:
    """Give the document's data, in which each figure holds its ``chart``; one query."""
    charts, document = stored_for_the_page(report, by)
    shown = _with_charts(document, {chart.name: _without_heading(chart) for chart in charts})
    assert isinstance(shown, dict)
    return shown


def _without_heading(chart: ShownChart) -> ShownChart:
    """The page says once whose report it is and for whom; only a chart that travels alone has to say it too."""
    return replace(chart, spec={name: part for name, part in chart.spec.items() if name != "title"})


def _with_charts(value: Any, charts: dict[str, ShownChart]) -> Any:
    if isinstance(value, list):
        return [_with_charts(item, charts) for item in value]
    if not isinstance(value, dict):
        return value
    inside = {name: _with_charts(item, charts) for name, item in value.items()}
    return {**inside, "chart": charts[value["name"]]} if "half_width" in value else inside

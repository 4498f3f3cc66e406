"""The charts of a finished report as a page shows them, as they were stored."""

import json
from dataclasses import dataclass
from typing import Any

from django.db.models import Q

from clinic.common.caller import Caller
from treatments.outcomes.charts.chart import Table
from treatments.outcomes.models import Artifact, OutcomeReport

DOCUMENT = "document.json"


@dataclass(frozen=True, slots=True)
class ShownChart:
    """One chart: its description and numbers, and the specification that the browser draws."""

    name: str
    title: str
    description: str
    table: Table
    spec: dict[str, Any]


def stored_for_the_page(report: OutcomeReport, by: Caller) -> tuple[list[ShownChart], dict[str, Any]]:
    """Read the charts in their order, and what the printed document says (empty for one patient); one query."""
    drawn = Q(name__in=["charts.json", DOCUMENT]) | Q(name__startswith="charts/", name__endswith=".vl.json")
    files = Artifact.objects.visible_to(by).filter(drawn, report=report).values_list("name", "content")
    read = {name: json.loads(bytes(content)) for name, content in files}
    charts = [
        ShownChart(
            name=entry["name"],
            title=entry["title"],
            description=entry["description"],
            table=Table(tuple(entry["header"]), tuple(map(tuple, entry["rows"]))),
            spec=read[f"charts/{entry['name']}.vl.json"],
        )
        for entry in read["charts.json"]
    ]
    return charts, read.get(DOCUMENT, {})

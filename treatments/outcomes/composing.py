"""From frozen inputs to everything that a report gives out. The same inputs give the same bytes."""

import json
from collections.abc import Callable, Iterator
from dataclasses import asdict, dataclass
from typing import Any

from treatments.outcomes.charts.chart import Chart
from treatments.outcomes.charts.document_charts import document_charts
from treatments.outcomes.charts.page_charts import patient_charts
from treatments.outcomes.charts.words import Translate
from treatments.outcomes.datatable import render_csv
from treatments.outcomes.document.content import Identity, patient_document
from treatments.outcomes.document.letter import LETTER, Letter, letter_document
from treatments.outcomes.document.printed import PrintedDocument
from treatments.outcomes.findings.finding import PatientFindings
from treatments.outcomes.findings.patient import patient_findings
from treatments.outcomes.findings.points import PatientInputs
from treatments.outcomes.findings.result import to_result
from treatments.outcomes.narrative.patient import limitations, narrative, sentences_in_short
from treatments.outcomes.rendering import render_figure, render_svg
from treatments.outcomes.typesetting import render_pdf

Progress = Callable[[int], None]


@dataclass(frozen=True, slots=True)
class File:
    """One file of a report; ``name`` is its path below the report."""

    name: str
    media_type: str
    content: bytes


@dataclass(frozen=True, slots=True)
class Product:
    """The result that programs read, and the files that people open."""

    result: dict[str, Any]
    files: tuple[File, ...]


def compose(
    inputs: PatientInputs,
    identity: Identity,
    translate: Translate,
    progress: Progress = lambda percent: None,
    letter: Letter | None = None,
) -> Product:
    """Compute, word, draw and set one patient's report, and the letter that goes out with it if there is one.

    ``progress`` hears how many percent are done.
    """
    findings = patient_findings(inputs)
    progress(20)
    charts = patient_charts(findings, inputs, translate, heading=_heading(identity))
    files = [*chart_files(charts, progress), chart_index(charts)]
    progress(70)
    files += [
        File("report.pdf", "application/pdf", _pdf(findings, inputs, identity, translate)),
        File("data.csv", "text/csv", render_csv(findings)),
    ]
    if letter is not None:
        told = letter_document(findings, inputs, identity, letter, narrative(findings, translate), translate)
        files.append(File(LETTER, "application/pdf", render_pdf(told, {})))
    progress(95)
    words = narrative(findings, translate), limitations(translate)
    return Product(to_result(findings, *words, in_short=sentences_in_short(findings)), tuple(files))


def _heading(identity: Identity) -> str:
    return " · ".join((*identity.names, identity.clinic))


def chart_files(charts: tuple[Chart, ...], progress: Progress) -> Iterator[File]:
    """Draw each chart, and write down its specification; they take a report from 20 to 70 percent."""
    for number, chart in enumerate(charts):
        yield File(f"charts/{chart.name}.vl.json", "application/json", _json(chart.spec))
        yield File(f"charts/{chart.name}.svg", "image/svg+xml", render_svg(chart.spec))
        progress(20 + 50 * (number + 1) // len(charts))


def chart_index(charts: tuple[Chart, ...]) -> File:
    """What a page needs beside the drawings: titles, alternative texts and the numbers as tables, in order."""
    index = [
        {"name": chart.name, "title": chart.title, "description": chart.description, **asdict(chart.table)}
        for chart in charts
    ]
    return File("charts.json", "application/json", _json(index))


def document_file(document: PrintedDocument) -> File:
    """What the printed document says, as data: the page shows the same, word for word."""
    content = {**asdict(document), "cutoff": document.cutoff.isoformat()}
    return File("document.json", "application/json", _json(content))


def _pdf(findings: PatientFindings, inputs: PatientInputs, identity: Identity, translate: Translate) -> bytes:
    charts = document_charts(findings, inputs, translate)
    words = narrative(findings, translate), limitations(translate)
    document = patient_document(findings, inputs, charts, identity, *words, translate)
    return render_pdf(document, {chart.name: render_figure(chart.spec) for chart in charts})


def _json(content: Any) -> bytes:
    return json.dumps(content, ensure_ascii=False, allow_nan=False).encode()

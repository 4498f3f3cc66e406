"""From frozen groups of replicates to everything that a repeatability report gives out."""

from treatments.outcomes.charts.repeatability.repeatability_charts import repeatability_charts
from treatments.outcomes.charts.words import Translate
from treatments.outcomes.composing import File, Product, Progress, chart_files, chart_index, document_file
from treatments.outcomes.datatable_repeatability import render_repeatability_csv
from treatments.outcomes.document.content import Identity
from treatments.outcomes.document.repeatability import repeatability_document
from treatments.outcomes.findings.repeatability.methods import repeatability_findings
from treatments.outcomes.findings.repeatability.points import RepeatabilityInputs
from treatments.outcomes.findings.repeatability.result import to_result
from treatments.outcomes.narrative.repeatability import repeatability_limitations, repeatability_narrative
from treatments.outcomes.rendering import render_figure
from treatments.outcomes.typesetting import render_pdf


def compose_repeatability(
    inputs: RepeatabilityInputs, identity: Identity, translate: Translate, progress: Progress = lambda percent: None
) -> Product:
    """Compute, word, draw and set one report. The same inputs give the same bytes."""
    findings = repeatability_findings(inputs)
    progress(20)
    charts = repeatability_charts(findings, translate)
    files = [*chart_files(charts, progress), chart_index(charts)]
    progress(70)
    words = repeatability_narrative(findings, translate), repeatability_limitations(translate)
    document = repeatability_document(findings, charts, identity, *words, translate)
    pdf = render_pdf(document, {chart.name: render_figure(chart.spec) for chart in charts})
    files += [
        File("report.pdf", "application/pdf", pdf),
        document_file(document),
        File("data.csv", "text/csv", render_repeatability_csv(findings, inputs.raters)),
    ]
    progress(95)
    return Product(to_result(findings, *words), tuple(files))

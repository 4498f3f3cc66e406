"""From the findings of a cohort to everything that its report gives out. The same findings give the same bytes."""

from collections.abc import Mapping
from zoneinfo import ZoneInfo

from clinic.common.wording import Message, gettext_noop
from treatments.outcomes.charts.cohort.cohort_charts import cohort_charts
from treatments.outcomes.charts.words import Translate
from treatments.outcomes.composing import File, Product, Progress, chart_files, chart_index, document_file
from treatments.outcomes.datatable_cohort import render_cohort_csv
from treatments.outcomes.document.cohort_content import AUDIENCES, cohort_document
from treatments.outcomes.document.content import Identity
from treatments.outcomes.document.origin import DATA_UNTIL
from treatments.outcomes.findings.cohort.finding import CohortFindings
from treatments.outcomes.findings.cohort.result import to_result
from treatments.outcomes.narrative.cohort import cohort_limitations, cohort_narrative
from treatments.outcomes.narrative.days import full_day
from treatments.outcomes.rendering import render_figure
from treatments.outcomes.typesetting import render_pdf

SOME_PATIENTS = gettext_noop("some of the patients")


def compose_cohort(
    findings: CohortFindings,
    identity: Identity,
    translate: Translate,
    progress: Progress = lambda percent: None,
    filter_names: Mapping[str, str] | None = None,
) -> Product:
    """Word, draw and set one cohort report; `progress` hears how many percent are done: 40 were, by computing.

    `filter_names` gives what a person reads for the value of a filter that is a code, by the filter's name.
    """
    charts = cohort_charts(findings, translate, heading=_heading(findings, identity, translate))
    files = [*chart_files(charts, lambda percent: progress(30 + percent * 4 // 7)), chart_index(charts)]
    # The document names the clinic on each page, so its charts have no heading of their own.
    plain = cohort_charts(findings, translate)
    document = cohort_document(findings, plain, identity, translate, filter_names)
    pdf = render_pdf(document, {chart.name: render_figure(chart.spec) for chart in plain})
    files += [
        File("report.pdf", "application/pdf", pdf),
        document_file(document),
        File("data.csv", "text/csv", render_cohort_csv(findings)),
    ]
    progress(95)
    words = cohort_narrative(findings, translate, filter_names), cohort_limitations(findings, translate)
    return Product(to_result(findings, *words), tuple(files))


def _heading(findings: CohortFindings, identity: Identity, translate: Translate) -> str:
    """Say above each chart, which may travel alone, whose patients they are and if only some, until when, for whom."""
    cutoff = findings.cutoff.astimezone(ZoneInfo(findings.question.zone)).date()
    until = Message(DATA_UNTIL, {"cutoff": full_day(cutoff, translate)}).text(translate)
    some = [translate(SOME_PATIENTS)] if findings.question.filters.in_use else []
    return " · ".join((identity.clinic, *some, until, translate(AUDIENCES[findings.question.audience])))

"""Where the measurement errors of a report come from, one line for each method that was judged. Pure."""

from collections.abc import Sequence

from assessments.measures import MEASURES, Evidence
from clinic.common.wording import gettext_noop
from treatments.outcomes.charts.words import Translate, measure_name, method_name
from treatments.outcomes.findings.finding import AlignmentFinding
from treatments.outcomes.findings.points import PatientInputs
from treatments.outcomes.findings.precision import precision_of
from treatments.outcomes.narrative.joining import detailed, listed, named

Pairs = tuple[tuple[str, str], ...]

CLINIC_OWN = gettext_noop("the clinic’s own figure")
PROVISIONAL = gettext_noop("provisional figure")


def error_sources(findings: Sequence[AlignmentFinding], inputs: PatientInputs, translate: Translate) -> Pairs:
    """Name the source of each MDC95 that the report prints, and whether it is provisional or the clinic's own."""
    label = translate(gettext_noop("Source of measurement error"))
    lines = (_line(found, found.mdc_source, inputs, translate) for found in findings if found.mdc_source)
    return tuple((label, line) for line in dict.fromkeys(lines))


def _line(found: AlignmentFinding, source: str, inputs: PatientInputs, translate: Translate) -> str:
    kind = _kind(found, inputs)
    known = detailed(translate(source), translate(kind), translate) if kind else translate(source)
    series = [measure_name(found, translate), method_name(found.measure, found.method, translate)]
    return named(listed(series, translate), known, translate)


def _kind(found: AlignmentFinding, inputs: PatientInputs) -> str | None:
    figure = precision_of(found.measure, found.method, inputs.precisions)
    if figure is not None and figure.clinic_own:
        return CLINIC_OWN
    method = MEASURES[found.measure].methods.get(found.method)
    return PROVISIONAL if method and method.evidence is Evidence.PROVISIONAL else None

"""Everything that stands on a patient's printed report, as plain data. Pure."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import ClassVar, Literal

from clinic.common.wording import gettext_noop
from treatments.outcomes.charts.chart import Chart, Table
from treatments.outcomes.charts.words import Translate, capitalised, in_english
from treatments.outcomes.document.error_sources import error_sources
from treatments.outcomes.document.important_falls import important_falls
from treatments.outcomes.document.origin import made_from, running
from treatments.outcomes.document.parameters import COHORT_WORDS, rules_in_words
from treatments.outcomes.document.printed import Figure, figure_of
from treatments.outcomes.document.tables import alignment_results, course_of_treatment, pain_results
from treatments.outcomes.findings.finding import PatientFindings
from treatments.outcomes.findings.inputs import question_sha256
from treatments.outcomes.findings.points import PatientInputs

Paper = Literal["a4", "us-letter"]
Pairs = tuple[tuple[str, str], ...]

WORDS = {
    "title": gettext_noop("Outcome report"),
    "asked": gettext_noop("What was asked"),
    "treatment": gettext_noop("Treatment"),
    "summary": gettext_noop("In short"),
    "pain": gettext_noop("Pain, 0 to 10"),
    "alignment": gettext_noop("Alignment"),
    "narrative": gettext_noop("In words"),
    "charts": gettext_noop("Course over time"),
    "parameters": gettext_noop("Rules and thresholds"),
    "limitations": gettext_noop("What this report cannot show"),
    "origin": gettext_noop("How this report was made"),
    "page": gettext_noop("Page"),
    "of": gettext_noop("of"),
    "substituted": gettext_noop(
        "〓 stands for a character that this document cannot print; the record has the full spelling."
    ),
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Identity:
    """Whose report it is and who gives it out.

    `names` holds the patient's name in each script, the most used one first, with a SYNTHETIC stamp if the
    record has one. `facts` are pairs of label and text such as the record number and the birth date; `asked`
    says what the report was asked to cover. `language` is a BCP 47 tag such as "en" or "zh-Hant".
    """

    clinic: str
    names: tuple[str, ...]
    facts: Pairs = ()
    asked: Pairs = ()
    language: str = "en"
    paper: Paper = "a4"


@dataclass(frozen=True, slots=True, kw_only=True)
class DocumentData:
    """The whole document. `cutoff` dates the file, so that the same report gives the same bytes.

    `sections` of numbers are tables of ready text; `words` are the document's fixed headings in its language.
    `running` stands at the foot of every page: data cut-off, method version, fingerprint of the question.
    """

    language: str
    paper: Paper
    clinic: str
    names: tuple[str, ...]
    running: tuple[str, ...]
    facts: Pairs
    asked: Pairs
    summary: tuple[str, ...]
    narrative: tuple[str, ...]
    pain: Table
    alignment: Table
    treatment: str
    figures: tuple[Figure, ...]
    parameters: Pairs
    limitations: tuple[str, ...]
    origin: Pairs
    cutoff: datetime
    words: dict[str, str] = field(default_factory=lambda: dict(WORDS))
    layout: ClassVar[str] = "patient.typ"


def patient_document(
    findings: PatientFindings,
    inputs: PatientInputs,
    charts: Sequence[Chart],
    identity: Identity,
    narrative: Sequence[str],
    limitations: Sequence[str],
    translate: Translate = in_english,
) -> DocumentData:
    """Put together the document of one patient; `charts` are those of `document_charts`, in page order."""
    sentences = [capitalised(sentence) for sentence in narrative]
    # The narrative begins with one sentence for each place that hurts: these stand at the top of the page.
    places = sum(found.main or found.status == "ok" for found in findings.pain) or 1
    return DocumentData(
        language=identity.language,
        paper=identity.paper,
        clinic=identity.clinic,
        names=identity.names,
        running=running(findings.cutoff, findings.zone, question_sha256(inputs), translate),
        facts=identity.facts,
        asked=identity.asked,
        summary=tuple(sentences[:places]),
        narrative=tuple(sentences[places:]),
        pain=pain_results(findings.pain, translate),
        alignment=alignment_results(findings.alignment, translate),
        treatment=course_of_treatment(inputs, translate),
        figures=tuple(figure_of(chart) for chart in charts),
        parameters=(
            *rules_in_words(findings.parameters, COHORT_WORDS, translate),
            *important_falls(findings.pain, translate),
        ),
        limitations=tuple(limitations),
        origin=_origin(findings, inputs, translate),
        cutoff=findings.cutoff,
        words={name: translate(text) for name, text in WORDS.items()},
    )


def _origin(findings: PatientFindings, inputs: PatientInputs, translate: Translate) -> Pairs:
    return (
        *made_from(findings.cutoff, findings.zone, question_sha256(inputs), findings.sha256, translate),
        *error_sources(findings.alignment, inputs, translate),
    )

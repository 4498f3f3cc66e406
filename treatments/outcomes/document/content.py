"""Everything that stands on a patient's printed report, as plain data. Pure."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import ClassVar, Literal

from clinic.common.wording import Message, gettext_noop
from treatments.outcomes.charts.chart import Chart, Table
from treatments.outcomes.charts.words import Translate, capitalised, in_english
from treatments.outcomes.document.error_sources import error_sources
from treatments.outcomes.document.important_falls import important_falls
from treatments.outcomes.document.order import parted
from treatments.outcomes.document.origin import made_from, running
from treatments.outcomes.document.parameters import REPORT_WORDS, rules_in_words
from treatments.outcomes.document.printed import Figure, figure_of
from treatments.outcomes.document.tables import alignment_results, course_of_treatment, pain_results, without_change
from treatments.outcomes.findings.finding import PatientFindings
from treatments.outcomes.findings.inputs import question_sha256
from treatments.outcomes.findings.points import PatientInputs
from treatments.outcomes.narrative.patient import sentences_in_short

Paper = Literal["a4", "us-letter"]
Pairs = tuple[tuple[str, str], ...]

WORDS = {
    "title": gettext_noop("Outcome report"),
    "treatment": gettext_noop("Treatment"),
    "summary": gettext_noop("In short"),
    "pain": gettext_noop("Pain, 0 to 10"),
    "alignment": gettext_noop("Alignment"),
    "narrative": gettext_noop("In words"),
    "charts": gettext_noop("Course over time"),
    "parameters": gettext_noop("Rules and thresholds"),
    "others": gettext_noop("Series without a change to judge"),
    "limitations": gettext_noop("What this report cannot show"),
    "origin": gettext_noop("How this report was made"),
    "page": gettext_noop("Page"),
    "of": gettext_noop("of"),
    "substituted": gettext_noop(
        "〓 stands for a character that this document cannot print; the record has the full spelling."
    ),
}
ONE_MORE = gettext_noop("1 more series has no change to judge; it stands among the details.")
SEVERAL_MORE = gettext_noop("%(count)s more series have no change to judge; they stand among the details.")


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

    The first page is the answer: `summary`, `pain`, `alignment`, and the first of the `figures` where it has room.
    `others` are the tables of series in which no change can be judged, `more` says how many those are. `words` are
    the document's fixed headings in its language. `running` stands at the foot of every page: data cut-off, method
    version, fingerprint of the question.
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
    more: str
    others: tuple[Table, ...]
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
    in_short = sentences_in_short(findings)
    pain, alignment = parted(findings.pain), parted(findings.alignment)
    tables = pain_results(pain.others, translate), alignment_results(alignment.others, translate)
    return DocumentData(
        language=identity.language,
        paper=identity.paper,
        clinic=identity.clinic,
        names=identity.names,
        running=running(findings.cutoff, findings.zone, question_sha256(inputs), translate),
        facts=identity.facts,
        asked=identity.asked,
        summary=tuple(sentences[:in_short]),
        narrative=tuple(sentences[in_short:]),
        pain=pain_results(pain.first, translate),
        alignment=alignment_results(alignment.first, translate),
        more=_more(len(pain.others) + len(alignment.others), translate),
        others=tuple(without_change(table) for table in tables if table.rows),
        treatment=course_of_treatment(inputs, translate),
        figures=tuple(figure_of(chart) for chart in charts),
        parameters=(
            *rules_in_words(findings.parameters, REPORT_WORDS, translate),
            *important_falls(findings.pain, translate),
        ),
        limitations=tuple(limitations),
        origin=_origin(findings, inputs, translate),
        cutoff=findings.cutoff,
        words={name: translate(text) for name, text in WORDS.items()},
    )


def _more(count: int, translate: Translate) -> str:
    """Say that there are series without a change, nothing if there are none."""
    if not count:
        return ""
    return Message(ONE_MORE if count == 1 else SEVERAL_MORE, {"count": str(count)}).text(translate)


def _origin(findings: PatientFindings, inputs: PatientInputs, translate: Translate) -> Pairs:
    return (
        *made_from(findings.cutoff, findings.zone, question_sha256(inputs), findings.sha256, translate),
        *error_sources(findings.alignment, inputs, translate),
    )

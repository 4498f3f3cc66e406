"""Everything that stands on a cohort's printed report, as plain data, for owner, therapist and statistician. Pure."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from hashlib import sha256
from typing import ClassVar

from clinic.common.wording import gettext_noop
from treatments.outcomes.charts.chart import Chart, Table
from treatments.outcomes.charts.cohort.names import course_slug, pair_slug, region_of
from treatments.outcomes.charts.words import Translate, capitalised, in_english
from treatments.outcomes.document.cohort_tables import alignment_means, pain_means
from treatments.outcomes.document.content import Identity, Paper
from treatments.outcomes.document.origin import made_from, running
from treatments.outcomes.document.pair_block import PairBlock, pair_block
from treatments.outcomes.document.parameters import REPORT_WORDS, rules_in_words
from treatments.outcomes.document.printed import Figure, figure_of
from treatments.outcomes.findings.cohort.finding import CohortFindings, CohortPain, CohortPairFinding
from treatments.outcomes.findings.cohort.question import Audience, question_bytes
from treatments.outcomes.narrative.cohort import (
    EVIDENCE,
    EVIDENCE_AS_OF,
    audience_sentence,
    cohort_limitations,
    estimand_sentences,
    filter_sentences,
    flow_sentences,
    headlines,
    multiplicity_sentences,
    population_sentences,
)
from treatments.outcomes.narrative.cohort.group_sentences import NO_COMPARISON_GROUP
from treatments.outcomes.narrative.cohort.means import pain_messages
from treatments.outcomes.narrative.joining import clauses, named

Pairs = tuple[tuple[str, str], ...]

WORDS = {
    "title": gettext_noop("Cohort report"),
    "subtitle": gettext_noop("Alignment and pain over the patients of the clinic"),
    "asked": gettext_noop("What was asked"),
    "summary": gettext_noop("In short"),
    "pain": gettext_noop("Pain, 0 to 10"),
    "alignment": gettext_noop("Alignment"),
    "pairs": gettext_noop("Pair by pair"),
    "method": gettext_noop("For the statistician"),
    "evidence": gettext_noop("What studies of others say"),
    "parameters": gettext_noop("Rules and thresholds"),
    "limitations": gettext_noop("What this report cannot show"),
    "origin": gettext_noop("How this report was made"),
    "page": gettext_noop("Page"),
    "of": gettext_noop("of"),
    "substituted": gettext_noop("〓 stands for a character that this document cannot print."),
}
AUDIENCES: Mapping[Audience, str] = {
    "internal": gettext_noop("Internal: do not pass on"),
    "sharing": gettext_noop("For sharing"),
}
WITHOUT_VERDICT = gettext_noop(
    "Population bands are of adults: patients under 18 count in the mean change, but have no verdict. Patients who are "
    "not comparable have no change."
)
NO_SEED = gettext_noop("none: no figure rests on chance; whose courses are drawn is decided by each record’s key")
_RECORDS = {
    "patients": gettext_noop("patients"),
    "pain": gettext_noop("pain ratings"),
    "ratings": gettext_noop("pain ratings"),
    "measurements": gettext_noop("measurements"),
    "readings": gettext_noop("measurements"),
    "sessions": gettext_noop("sessions"),
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Part:
    """Some sentences under a heading of their own."""

    heading: str
    sentences: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class CohortDocumentData:
    """The whole document, in the order of its pages. Every text is ready; tables hold one row for each finding.

    `running` stands at the foot of every page: data cut-off, method version, fingerprint of the question.
    `filters`: who alone is in it, a sentence each, none for all. `words` are the fixed headings in the document's
    language.
    """

    language: str
    paper: Paper
    clinic: str
    audience: str
    running: tuple[str, ...]
    asked: Pairs
    filters: tuple[str, ...]
    headlines: tuple[str, ...]
    opening: tuple[Figure, ...]
    pain: Table
    pain_sentences: tuple[str, ...]
    courses: tuple[Figure, ...]
    alignment: Table
    alignment_sentences: tuple[str, ...]
    changes: tuple[Figure, ...]
    pairs: tuple[PairBlock, ...]
    method: tuple[Part, ...]
    patients: tuple[Figure, ...]
    evidence_date: str
    evidence: tuple[Part, ...]
    parameters: Pairs
    limitations: tuple[str, ...]
    origin: Pairs
    cutoff: datetime
    words: dict[str, str]
    layout: ClassVar[str] = "cohort.typ"

    @property
    def figures(self) -> tuple[Figure, ...]:
        """All charts of the document."""
        lines = (pair.figure for pair in self.pairs if pair.figure)
        return (*self.opening, *self.courses, *self.changes, *lines, *self.patients)


def _opening(pairs: Sequence[CohortPairFinding]) -> Sequence[str]:
    """The charts of all pairs; the one of responders only if it has a difference to show."""
    compared = any(pair.responders.risk_difference is not None for pair in pairs)
    return ("forest", "quadrants", "responders") if compared else ("forest", "quadrants")


def cohort_document(
    findings: CohortFindings,
    charts: Sequence[Chart],
    identity: Identity,
    translate: Translate = in_english,
    filter_names: Mapping[str, str] | None = None,
) -> CohortDocumentData:
    """Put together the document of one cohort report; `charts` are those of `cohort_charts`, without a heading.

    `filter_names` gives what a person reads for the value of a filter that is a code, by the filter's name.
    """
    drawn = {chart.name: figure_of(chart) for chart in charts}
    regions = [found for found in findings.pain if found.main]
    return CohortDocumentData(
        language=identity.language,
        paper=identity.paper,
        clinic=identity.clinic,
        audience=translate(AUDIENCES[findings.question.audience]),
        running=running(findings.cutoff, findings.question.zone, config_sha256(findings), translate),
        asked=identity.asked,
        filters=filter_sentences(findings.question, translate, filter_names),
        headlines=_capitalised(headlines(findings, translate)),
        opening=tuple(drawn[name] for name in _opening(findings.pairs) if name in drawn),
        pain=pain_means(findings.pain, translate),
        pain_sentences=_mean_changes(findings.pain, translate),
        courses=tuple(drawn[course_slug(found)] for found in regions),
        alignment=alignment_means(findings.alignment, translate),
        alignment_sentences=tuple(map(translate, (NO_COMPARISON_GROUP, WITHOUT_VERDICT))) if findings.alignment else (),
        changes=tuple(drawn[name] for name in ("alignment-change",) if name in drawn),
        pairs=tuple(pair_block(found, drawn[f"lines-{pair_slug(found)}"], translate) for found in findings.pairs),
        method=_method(findings, translate, filter_names),
        patients=(drawn["flow"], drawn["attendance"]),
        evidence_date=translate(EVIDENCE_AS_OF),
        evidence=_evidence(findings, translate),
        parameters=rules_in_words(findings.parameters, REPORT_WORDS, translate),
        limitations=_capitalised(cohort_limitations(findings, translate)),
        origin=_origin(findings, translate),
        cutoff=findings.cutoff,
        words={name: translate(text) for name, text in WORDS.items()},
    )


def config_sha256(findings: CohortFindings) -> str:
    """Give the fingerprint of the question: equal for two reports that were asked the same of the same moment."""
    return sha256(question_bytes(findings.question)).hexdigest()


def _capitalised(sentences: Sequence[str]) -> tuple[str, ...]:
    return tuple(capitalised(sentence) for sentence in sentences)


def _mean_changes(pain: Sequence[CohortPain], translate: Translate) -> tuple[str, ...]:
    """Say each mean change with what is expected without any effect; the counts are in the table."""
    sentences = (next(pain_messages(found)).text(translate) for found in pain if found.main or found.change is not None)
    return _capitalised(tuple(sentences))


def _method(findings: CohortFindings, translate: Translate, filter_names: Mapping[str, str] | None) -> tuple[Part, ...]:
    parts = (
        (gettext_noop("What was estimated"), estimand_sentences(findings, translate)),
        (gettext_noop("Whose records"), population_sentences(findings.question, translate, filter_names)),
        (gettext_noop("Who was left out"), flow_sentences(findings.flow, translate)),
        (gettext_noop("Number of comparisons"), multiplicity_sentences(findings, translate)),
        (gettext_noop("For whom"), (audience_sentence(findings, translate),)),
    )
    return tuple(Part(heading=translate(name), sentences=_capitalised(said)) for name, said in parts if said)


def _evidence(findings: CohortFindings, translate: Translate) -> tuple[Part, ...]:
    regions = dict.fromkeys(pair.region for pair in findings.pairs)
    known = [region for region in regions if region in EVIDENCE]
    return tuple(
        Part(heading=region_of(region, translate), sentences=tuple(map(translate, EVIDENCE[region])))
        for region in known
    )


def _origin(findings: CohortFindings, translate: Translate) -> Pairs:
    zone, question = findings.question.zone, config_sha256(findings)
    counts = [named(translate(_RECORDS.get(name, name)), str(n), translate) for name, n in findings.counts.items()]
    return (
        *made_from(findings.cutoff, zone, question, findings.sha256, translate),
        (translate(gettext_noop("Records read")), clauses(counts, translate)),
        (translate(gettext_noop("Random seed")), translate(NO_SEED)),
    )

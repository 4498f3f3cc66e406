"""Everything that stands on a printed repeatability report, as plain data. Pure."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import ClassVar

from clinic.common.wording import Message, gettext_noop
from treatments.outcomes.charts.chart import Chart, Table
from treatments.outcomes.charts.words import Translate, in_english
from treatments.outcomes.document.content import Identity, Paper
from treatments.outcomes.document.origin import made_from, running
from treatments.outcomes.document.parameters import REPEATABILITY_WORDS, rules_in_words
from treatments.outcomes.document.printed import Figure, figure_of
from treatments.outcomes.document.repeatability_tables import methods_table, raters_table
from treatments.outcomes.findings.repeatability.finding import RepeatabilityFinding, RepeatabilityFindings
from treatments.outcomes.narrative.days import full_day
from treatments.outcomes.narrative.joining import clauses, detailed, named
from treatments.outcomes.narrative.repeatability import method_named

Pairs = tuple[tuple[str, str], ...]

WORDS = {
    "title": gettext_noop("Repeatability report"),
    "subtitle": gettext_noop("How far apart our measurements lie when nothing has changed"),
    "internal": gettext_noop("Internal: do not pass on"),
    "summary": gettext_noop("In short"),
    "methods": gettext_noop("Method by method"),
    "raters": gettext_noop("By rater"),
    "differences": gettext_noop("Repeated readings two by two"),
    "narrative": gettext_noop("In words"),
    "limitations": gettext_noop("What this report cannot show"),
    "origin": gettext_noop("How this report was made"),
    "page": gettext_noop("Page"),
    "of": gettext_noop("of"),
    "substituted": gettext_noop("〓 stands for a character that this document cannot print."),
}
OWN = gettext_noop("the clinic’s own figure")
_RECORDS = {
    "patients": gettext_noop("patients"),
    "groups": gettext_noop("groups of repeated readings"),
    "readings": gettext_noop("readings"),
}


@dataclass(frozen=True, slots=True, kw_only=True)
class RepeatabilityDocument:
    """The whole document, in the order of its pages. Every text is ready; `words` are the fixed headings."""

    language: str
    paper: Paper
    clinic: str
    asked: Pairs
    running: tuple[str, ...]
    headline: str
    forest: tuple[Figure, ...]
    methods: Table
    raters: Table
    differences: tuple[Figure, ...]
    narrative: tuple[str, ...]
    limitations: tuple[str, ...]
    origin: Pairs
    cutoff: datetime
    words: dict[str, str]
    layout: ClassVar[str] = "repeatability.typ"

    @property
    def figures(self) -> tuple[Figure, ...]:
        """All charts of the document."""
        return (*self.forest, *self.differences)


def repeatability_document(
    findings: RepeatabilityFindings,
    charts: Sequence[Chart],
    identity: Identity,
    narrative: Sequence[str],
    limitations: Sequence[str],
    translate: Translate = in_english,
) -> RepeatabilityDocument:
    """Put together the document of one report; `charts` are those of `repeatability_charts`."""
    headline, *paragraphs = narrative
    return RepeatabilityDocument(
        language=identity.language,
        paper=identity.paper,
        clinic=identity.clinic,
        asked=((translate(gettext_noop("Period")), _period(findings, translate)),),
        running=running(findings.cutoff, findings.zone, findings.question_sha256, translate),
        headline=headline,
        forest=tuple(figure_of(chart) for chart in charts if not chart.half_width),
        methods=methods_table(findings.methods, translate),
        raters=raters_table(findings.methods, translate),
        differences=tuple(figure_of(chart) for chart in charts if chart.half_width),
        narrative=tuple(paragraphs),
        limitations=tuple(limitations),
        origin=tuple(_origin(findings, translate)),
        cutoff=findings.cutoff,
        words={name: translate(text) for name, text in WORDS.items()},
    )


def _period(findings: RepeatabilityFindings, translate: Translate) -> str:
    ends = {
        "first": _day_or(findings.window_from, gettext_noop("the first record"), translate),
        "last": _day_or(findings.window_until, gettext_noop("the data cut-off"), translate),
    }
    return Message(gettext_noop("%(first)s to %(last)s"), ends).text(translate)


def _day_or(day: date | None, otherwise: str, translate: Translate) -> str:
    return full_day(day, translate) if day else translate(otherwise)


def _origin(findings: RepeatabilityFindings, translate: Translate) -> Iterator[tuple[str, str]]:
    read = [named(translate(name), str(findings.counts[key]), translate) for key, name in _RECORDS.items()]
    rules = rules_in_words(findings.parameters, REPEATABILITY_WORDS, translate)
    yield from made_from(findings.cutoff, findings.zone, findings.question_sha256, findings.sha256, translate)
    yield translate(gettext_noop("Records read")), clauses(read, translate)
    yield (
        translate(gettext_noop("Rules and thresholds")),
        clauses([named(*rule, translate) for rule in rules], translate),
    )
    label = translate(gettext_noop("Source of the figure in force"))
    yield from ((label, _source(found, translate)) for found in findings.methods if found.in_force.source)


def _source(found: RepeatabilityFinding, translate: Translate) -> str:
    source = translate(found.in_force.source)
    told = detailed(source, translate(OWN), translate) if found.in_force.clinic_own else source
    return named(method_named(found.measure, found.method).text(translate), told, translate)

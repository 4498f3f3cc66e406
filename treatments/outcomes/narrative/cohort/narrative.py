"""The whole narrative of a cohort report: what was seen, in numbers, never why.

Every sentence is a fixed template with named gaps; `translate` turns a template into the reader's language.
"""

from collections.abc import Iterable, Iterator

from clinic.common.wording import Message
from treatments.outcomes.findings.cohort.finding import CohortAlignment, CohortFindings, CohortPain
from treatments.outcomes.narrative.cohort.limits import (
    LIMIT_OF_EXPLORATION,
    LIMIT_OF_FILTERS,
    LIMIT_OF_LATE_BASELINES,
    LIMIT_OF_ONE_CLINIC,
    LIMITS,
)
from treatments.outcomes.narrative.cohort.means import alignment_messages, pain_messages
from treatments.outcomes.narrative.cohort.multiplicity import multiplicity_messages
from treatments.outcomes.narrative.cohort.pair_companions import PAIN_OF_PAIRS
from treatments.outcomes.narrative.cohort.pairs import estimand_sentence, pair_headline, pair_sentences
from treatments.outcomes.narrative.cohort.people import (
    Names,
    audience_sentence,
    flow_sentences,
    population_sentences,
)
from treatments.outcomes.narrative.days import Translate
from treatments.outcomes.narrative.joining import in_sequence
from treatments.outcomes.narrative.patient import untranslated
from treatments.outcomes.rules import RULES


def cohort_narrative(
    findings: CohortFindings, translate: Translate = untranslated, names: Names | None = None
) -> tuple[str, ...]:
    """Put a cohort's findings into sentences: one headline for each pair first, then all that belongs to them.

    `names` gives what a person reads for the value of a filter that is a code, by the filter's name.
    """
    return (
        *headlines(findings, translate),
        *population_sentences(findings.question, translate, names),
        *flow_sentences(findings.flow, translate),
        *multiplicity_sentences(findings, translate),
        *estimand_sentences(findings, translate),
        *_paragraphs((pair_sentences(pair, translate) for pair in findings.pairs), translate),
        *_paragraphs((pain_sentences([found], translate) for found in findings.pain), translate),
        *_paragraphs((alignment_sentences([found], translate) for found in findings.alignment), translate),
        audience_sentence(findings, translate),
    )


def _paragraphs(groups: Iterable[tuple[str, ...]], translate: Translate) -> Iterator[str]:
    """Keep the sentences of one pair or series together."""
    return (in_sequence(sentences, translate) for sentences in groups if sentences)


def cohort_limitations(findings: CohortFindings, translate: Translate = untranslated) -> tuple[str, ...]:
    """Give the sentences that belong on every page with figures of this report."""
    return tuple(translate(sentence) for sentence in _limits(findings))


def headlines(findings: CohortFindings, translate: Translate) -> tuple[str, ...]:
    """Say what was found for each pair, in the order of the findings."""
    return tuple(pair_headline(pair, translate) for pair in findings.pairs)


def multiplicity_sentences(findings: CohortFindings, translate: Translate) -> tuple[str, ...]:
    """Say how many pairs were tested and what that means."""
    return _told(multiplicity_messages(findings), translate)


def estimand_sentences(findings: CohortFindings, translate: Translate) -> tuple[str, ...]:
    """Say what was estimated for each pair, and which ratings and measurements make one."""
    estimands = tuple(estimand_sentence(pair, translate) for pair in findings.pairs)
    pairing = Message(PAIN_OF_PAIRS, {"hours": str(RULES.pair_hours)}).text(translate)
    return (*estimands, pairing) if estimands else ()


def pain_sentences(found: Iterable[CohortPain], translate: Translate) -> tuple[str, ...]:
    """Tell the mean change of pain in each region, with its expected part."""
    shown = (one for one in found if one.main or one.status == "ok")
    return _told((message for one in shown for message in pain_messages(one)), translate)


def alignment_sentences(found: Iterable[CohortAlignment], translate: Translate) -> tuple[str, ...]:
    """Tell the mean change of each measure, with its caveats."""
    return _told((message for one in found for message in alignment_messages(one)), translate)


def _told(messages: Iterable[Message], translate: Translate) -> tuple[str, ...]:
    sentences = (message.text(translate) for message in messages)
    return tuple(sentence[:1].upper() + sentence[1:] for sentence in sentences)


def _limits(findings: CohortFindings) -> Iterator[str]:
    yield from LIMITS
    if findings.flow.baseline_after_start != 0:
        yield LIMIT_OF_LATE_BASELINES
    yield LIMIT_OF_ONE_CLINIC
    if any(not pair.primary for pair in findings.pairs):
        yield LIMIT_OF_EXPLORATION
    if findings.question.filters.in_use:
        yield LIMIT_OF_FILTERS

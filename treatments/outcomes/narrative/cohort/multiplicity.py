"""How many pairs were tested and what that means, in sentences; p-values only in the report of a closed year."""

from collections.abc import Iterator, Sequence

from clinic.common.wording import Message
from treatments.outcomes.findings.cohort.finding import CohortFindings, CohortPairFinding
from treatments.outcomes.narrative.cohort.figures import subject
from treatments.outcomes.narrative.cohort.group_sentences import (
    CONFIRMATORY,
    CONFIRMATORY_ONE_PAIR,
    NO_PAIR_ESTIMATED,
    NO_PAIRS,
    ONE_PAIR,
    ONE_PAIR_ESTIMATED,
    P_MISSING,
    P_OF_ONLY_PAIR,
    P_WITH_HOLM,
    SEVERAL_PAIRS,
)
from treatments.outcomes.narrative.rounding import shortened
from treatments.outcomes.rules import RULES

SMALLEST_P = 0.001


def multiplicity_messages(findings: CohortFindings) -> Iterator[Message]:
    """Say how many pairs were tested; in a confirmatory report, the p-value of each pair configured beforehand."""
    primary = [pair for pair in findings.pairs if pair.primary]
    yield _comparisons(findings, primary)
    if findings.question.confirmatory_year is not None:
        yield from (_p_value(pair, len(primary)) for pair in primary)


def p_in_words(p: float) -> str:
    """Write a p-value with its sign of relation: ``= 0.034``, ``< 0.001``."""
    return f"< {SMALLEST_P}" if p < SMALLEST_P else f"= {p:.3f}"


def _comparisons(findings: CohortFindings, primary: Sequence[CohortPairFinding]) -> Message:
    year, pairs = findings.question.confirmatory_year, findings.comparisons
    figures = {"pairs": str(pairs), "primary": str(len(primary)), "year": str(year)}
    if pairs == 0:
        return Message(NO_PAIRS)
    if year is not None:
        return Message(CONFIRMATORY_ONE_PAIR if pairs == 1 else CONFIRMATORY, figures)
    if pairs == 1:
        return Message(ONE_PAIR)
    estimated = sum(pair.within_patient is not None for pair in findings.pairs)
    if not estimated:
        return Message(NO_PAIR_ESTIMATED, figures)
    if estimated == 1:
        return Message(ONE_PAIR_ESTIMATED, figures)
    expected = shortened(RULES.chance_share * estimated, 2)
    return Message(SEVERAL_PAIRS, {**figures, "estimated": str(estimated), "expected": expected})


def _p_value(pair: CohortPairFinding, primary: int) -> Message:
    within = pair.within_patient
    if within is None or within.p is None:
        return Message(P_MISSING, subject(pair))
    if primary == 1 or within.p_holm is None:
        return Message(P_OF_ONLY_PAIR, {**subject(pair), "p": p_in_words(within.p)})
    adjusted = {"p": p_in_words(within.p), "p_holm": p_in_words(within.p_holm), "primary": str(primary)}
    return Message(P_WITH_HOLM, {**subject(pair), **adjusted})

"""The findings of a whole cohort report, put together from its parts."""

from collections.abc import Mapping, Sequence
from dataclasses import replace

from treatments.outcomes.estimators import holm
from treatments.outcomes.findings.cohort.finding import (
    CohortAlignment,
    CohortFindings,
    CohortPain,
    CohortPairFinding,
)
from treatments.outcomes.findings.cohort.flow_finding import Flow
from treatments.outcomes.findings.cohort.question import CohortQuestion
from treatments.outcomes.findings.cohort.rules import COHORT, cohort_parameters
from treatments.outcomes.findings.cohort.suppression import for_sharing

OWN_SLOPES_DISAGREE = "own_time_slopes_disagree"


def assemble(
    question: CohortQuestion,
    pairs: Sequence[CohortPairFinding],
    pain: Sequence[CohortPain],
    alignment: Sequence[CohortAlignment],
    flow: Flow,
    sha256: str,
    counts: Mapping[str, int],
) -> CohortFindings:
    """Judge the pairs together and put everything into one finding; for sharing, small cells are suppressed.

    `counts` says how many rows of each kind were read, `sha256` names them and the question.
    """
    findings = CohortFindings(
        question=question,
        sha256=sha256,
        counts=dict(counts),
        parameters=cohort_parameters(question),
        pairs=tuple(map(_consistent, _with_holm(question, pairs))),
        pain=tuple(pain),
        alignment=tuple(alignment),
        flow=flow,
        comparisons=len(pairs),
        suppressed=False,
    )
    return for_sharing(findings) if question.audience == "sharing" else findings


def _with_holm(question: CohortQuestion, pairs: Sequence[CohortPairFinding]) -> list[CohortPairFinding]:
    """Adjust the p-values of the pairs settled beforehand for their number; all others have none.

    A pair that cannot be estimated counts as if its p were 1. A single pair needs no adjustment.
    """
    confirming = question.confirmatory_year is not None
    tested = [pair for pair in pairs if pair.primary and confirming]
    adjusted = iter(holm([_p_of(pair) for pair in tested]))
    return [
        _with_p(pair, _p_of(pair), next(adjusted)) if pair in tested else _with_p(pair, None, None) for pair in pairs
    ]


def _p_of(pair: CohortPairFinding) -> float | None:
    return pair.within_patient.p if pair.within_patient else None


def _with_p(pair: CohortPairFinding, p: float | None, p_holm: float | None) -> CohortPairFinding:
    within = pair.within_patient
    return pair if within is None else replace(pair, within_patient=replace(within, p=p, p_holm=p_holm))


def _consistent(pair: CohortPairFinding) -> CohortPairFinding:
    """Mark a pair `inconsistent` whose headline excludes 0 but shrinks below half, or turns, with own courses.

    Patients who recover faster in both make an association that only this check resists: it finds three or four in
    ten of them, and 2 % of the true ones (docs/statistics.md). All numbers stay.
    """
    within, own = pair.within_patient, pair.own_time_slopes.slope_per_unit
    if within is None or own is None:
        return pair
    low, high = within.ci95
    if low <= 0 <= high or own / within.slope_per_unit >= COHORT.own_slopes_share:
        return pair
    return replace(pair, status="inconsistent", reasons=(*pair.reasons, OWN_SLOPES_DISAGREE))

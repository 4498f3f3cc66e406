"""A cohort report that leaves the clinic: small counts are hidden, and whatever tells them."""

from collections.abc import Mapping
from dataclasses import replace

from treatments.outcomes.findings.cohort.finding import CohortFindings
from treatments.outcomes.findings.cohort.flow_finding import Flow
from treatments.outcomes.findings.cohort.shared_alignment import measured_in_pairs, shared_alignment
from treatments.outcomes.findings.cohort.shared_groups import (
    counts_shown,
    in_pairs,
    shared_flow,
    shared_pain,
)
from treatments.outcomes.findings.cohort.shared_pair import shared_pair
from treatments.outcomes.findings.cohort.small_cells import SmallCells

PATIENTS, SESSIONS = "patients", "sessions"
"""The names under which `counts` may hold the numbers of all patients and of all sessions they came to."""


def for_sharing(findings: CohortFindings) -> CohortFindings:
    """Hide every count from 1 to one below the threshold, and what tells it: complements, differences, estimates.

    Counts are decided upon in order of what a reader needs most: the headlines' patients, then the rest of each
    pair, the flow, pain, alignment. One is shown only if it and its difference from every shown count that it is
    part of, or that is part of it, is 0 or at least the threshold; of a table with a small cell so much is hidden
    that its total does not tell it. Hidden figures are None, with `small_cell:<where>` among the reasons. Single
    patients are never drawn. Doing it twice changes nothing.
    """
    rule = SmallCells(findings.question.small_cell_threshold)
    pairs = tuple(shared_pair(pair, rule) for pair in findings.pairs)
    flow = shared_flow(findings.flow, counts_shown(pairs), rule)
    shared = replace(
        findings,
        counts=_counts(findings.counts, rule, _told_by_counts(findings.flow, flow)),
        pairs=pairs,
        flow=flow,
        pain=tuple(
            shared_pain(pain, flow.enrolled, in_pairs(findings.pairs, pairs, flow, pain.region), rule)
            for pain in findings.pain
        ),
        alignment=tuple(
            shared_alignment(found, flow.enrolled, measured_in_pairs(findings.pairs, pairs, found.measure), rule)
            for found in findings.alignment
        ),
    )
    return replace(shared, suppressed=findings.suppressed or shared != _undrawn(findings))


def _told_by_counts(flow: Flow, shared: Flow) -> frozenset[str]:
    """Name the counts that would tell what the flow hides.

    Every session is a visit of somebody, so the sessions are the sum of all steps of the attendance: beside the steps
    that are shown they would tell the one that is not.
    """
    patients = {PATIENTS} if shared.enrolled is None else set()
    sessions = {SESSIONS} if shared.attendance != flow.attendance else set()
    return frozenset(patients | sessions)


def _counts(counts: Mapping[str, int], rule: SmallCells, telling: frozenset[str]) -> dict[str, int]:
    """Drop small counts of rows, and those that tell what is hidden elsewhere."""
    return {name: count for name, count in counts.items() if not rule.small(count) and name not in telling}


def _undrawn(findings: CohortFindings) -> CohortFindings:
    """Give the findings without what no shared report has: courses of single patients, raters, who dropped out."""
    return replace(
        findings,
        pairs=tuple(
            replace(pair, lines=(), raters=None, responders=replace(pair.responders, with_dropouts=None))
            for pair in findings.pairs
        ),
        pain=tuple(replace(pain, spaghetti=()) for pain in findings.pain),
    )

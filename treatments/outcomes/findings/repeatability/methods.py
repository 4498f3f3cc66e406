"""The findings of a repeatability report, from frozen inputs: one for each method that has replicates."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from hashlib import sha256

from assessments.measures import MEASURES
from treatments.outcomes.findings.points import Precision
from treatments.outcomes.findings.precision import precision_of
from treatments.outcomes.findings.repeatability.figures import compared, degrees_of_freedom, figure_of
from treatments.outcomes.findings.repeatability.finding import (
    InForce,
    RaterFigure,
    RepeatabilityFinding,
    RepeatabilityFindings,
)
from treatments.outcomes.findings.repeatability.inputs import canonical, canonical_bytes, question_sha256
from treatments.outcomes.findings.repeatability.points import RepeatabilityInputs, ReplicateGroup
from treatments.outcomes.rules import REPEATABILITY

BY_RATERS = "raters"
BY_DAYS = "days"


def repeatability_findings(inputs: RepeatabilityInputs) -> RepeatabilityFindings:
    """Compute everything a repeatability report says. The same inputs give the same findings, bit by bit."""
    given = canonical(inputs)
    by_method = _by_method(given.groups)
    names = {rater.key: rater.name for rater in given.raters}
    return RepeatabilityFindings(
        cutoff=given.cutoff,
        zone=given.zone,
        window_from=given.window_from,
        window_until=given.window_until,
        sha256=sha256(canonical_bytes(given)).hexdigest(),
        question_sha256=question_sha256(given),
        counts=_counts(given),
        parameters=REPEATABILITY.as_parameters(),
        methods=tuple(
            _finding(entry.code, method, by_method[entry.code, method], names, given.precisions)
            for entry in MEASURES.values()
            for method in entry.methods
            if (entry.code, method) in by_method
        ),
    )


def _by_method(groups: Iterable[ReplicateGroup]) -> Mapping[tuple[str, str], list[ReplicateGroup]]:
    found = defaultdict(list)
    for group in groups:
        found[group.measure, group.method].append(group)
    return found


def _finding(
    measure: str,
    method: str,
    groups: Sequence[ReplicateGroup],
    names: Mapping[str, str],
    precisions: Sequence[Precision],
) -> RepeatabilityFinding:
    by_one = [group for group in groups if group.apart != BY_RATERS]
    same, different = figure_of(by_one), figure_of([group for group in groups if group.apart == BY_RATERS])
    in_force = _in_force(measure, method, precisions)
    return RepeatabilityFinding(
        measure=measure,
        method=method,
        unit=MEASURES[measure].unit.value,
        status=same.status,
        reasons=same.reasons,
        same_rater=same,
        different_rater=different,
        by_rater=_by_rater(by_one, names),
        dof_across_days=degrees_of_freedom([group for group in by_one if group.apart == BY_DAYS]),
        in_force=in_force,
        compared=compared(same, in_force.sem_same_rater),
        groups=tuple(groups),
    )


def _by_rater(groups: Iterable[ReplicateGroup], names: Mapping[str, str]) -> tuple[RaterFigure, ...]:
    """One figure for each rater, by name: nobody is ranked."""
    own: dict[str, list[ReplicateGroup]] = defaultdict(list)
    for group in groups:
        own[group.raters[0]].append(group)
    in_order = sorted(own, key=lambda rater: (names.get(rater, rater), rater))
    return tuple(
        RaterFigure(rater=rater, name=names.get(rater, rater), figure=figure_of(own[rater])) for rater in in_order
    )


def _in_force(measure: str, method: str, precisions: Sequence[Precision]) -> InForce:
    figure = precision_of(measure, method, precisions)
    if figure is None:
        return InForce(sem_same_rater=None, sem_different_rater=None, source="", clinic_own=False)
    return InForce(
        sem_same_rater=figure.sem_same_rater,
        sem_different_rater=figure.sem_different_rater,
        source=figure.source,
        clinic_own=figure.clinic_own,
    )


def _counts(inputs: RepeatabilityInputs) -> dict[str, int]:
    return {
        "groups": len(inputs.groups),
        "readings": sum(len(group.values) for group in inputs.groups),
        "patients": len({group.patient for group in inputs.groups}),
        "not_relandmarked": inputs.not_relandmarked,
        "rater_unknown": inputs.rater_unknown,
    }

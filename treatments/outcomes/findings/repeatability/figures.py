"""One standard error of measurement from groups of replicates, and how it stands beside another figure."""

from collections.abc import Sequence
from math import floor

from assessments.measures import mdc95
from treatments.outcomes.estimators import Refusal, identical_pairs, within_subject_sd
from treatments.outcomes.findings.repeatability.finding import Comparison, Figure, Status
from treatments.outcomes.findings.repeatability.points import ReplicateGroup
from treatments.outcomes.rules import REPEATABILITY

TOO_FEW_REPLICATES = "too_few_replicates"
ALL_IDENTICAL = "all_replicates_identical"
MANY_IDENTICAL = "many_identical_pairs"


def figure_of(groups: Sequence[ReplicateGroup]) -> Figure:
    """Estimate the within-subject standard deviation of the groups.

    With fewer degrees of freedom than a figure needs, or where all readings of each group are equal, there is none;
    the counts are given all the same.
    """
    dof, needed = degrees_of_freedom(groups), REPEATABILITY.minimum_dof
    if dof < needed:
        return _none(groups, "insufficient_data", f"{TOO_FEW_REPLICATES}:{dof}<{needed}")
    spread = within_subject_sd(_readings(groups), minimum_dof=needed)
    if isinstance(spread, Refusal):
        return _none(groups, "not_estimable", ALL_IDENTICAL)
    return Figure(
        status="ok",
        reasons=_remarks(groups),
        sem=spread.sd,
        sem_ci95=spread.ci95,
        mdc95=mdc95(spread.sd),
        dof=dof,
        n_patients=_patients(groups),
        identical_share=identical_pairs(_readings(groups)),
    )


def degrees_of_freedom(groups: Sequence[ReplicateGroup]) -> int:
    """Count the readings beyond the first of each group."""
    return sum(len(group.values) - 1 for group in groups)


def compared(figure: Figure, in_force: float | None) -> Comparison | None:
    """Say on which side of another figure the interval of this one lies."""
    if figure.sem_ci95 is None or in_force is None:
        return None
    low, high = figure.sem_ci95
    if low <= in_force <= high:
        return "not_told_apart"
    return "larger" if in_force < low else "smaller"


def _none(groups: Sequence[ReplicateGroup], status: Status, reason: str) -> Figure:
    return Figure(
        status=status,
        reasons=(reason,),
        sem=None,
        sem_ci95=None,
        mdc95=None,
        dof=degrees_of_freedom(groups),
        n_patients=_patients(groups),
        identical_share=identical_pairs(_readings(groups)),
    )


def _remarks(groups: Sequence[ReplicateGroup]) -> tuple[str, ...]:
    share, limit = identical_pairs(_readings(groups)), REPEATABILITY.identical_share_warning
    if share is None or share < limit:
        return ()
    return (f"{MANY_IDENTICAL}:{floor(100 * share)}>{floor(100 * limit)}",)


def _readings(groups: Sequence[ReplicateGroup]) -> list[tuple[float, ...]]:
    return [group.values for group in groups]


def _patients(groups: Sequence[ReplicateGroup]) -> int:
    return len({group.patient for group in groups})

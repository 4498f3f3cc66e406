"""What a repeatability report says: typed findings with a status and reasons.

Key names of the stored result are part of the REST contract. A number that cannot be given is None, and `reasons`
says why in a machine-readable code such as `too_few_replicates:12<30`. No number is ever NaN.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, Literal

from treatments.outcomes.estimators import Ends
from treatments.outcomes.findings.repeatability.points import ReplicateGroup

Status = Literal["ok", "insufficient_data", "not_estimable"]
Comparison = Literal["larger", "smaller", "not_told_apart"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Figure:
    """One standard error of measurement (SEM, in the measure's unit) from groups of replicates.

    `sem_ci95` is its interval by the chi-square distribution with `dof` degrees of freedom, `mdc95` the smallest
    change beyond error between two single visits. `identical_share`: the share of equal readings among all pairs of
    readings of the same group; None without any.
    """

    status: Status
    reasons: tuple[str, ...]
    sem: float | None
    sem_ci95: Ends | None
    mdc95: float | None
    dof: int
    n_patients: int
    identical_share: float | None


@dataclass(frozen=True, slots=True, kw_only=True)
class RaterFigure:
    """How far the replicates of one rater lie apart; `name` is how the clinic shows the person."""

    rater: str
    name: str
    figure: Figure


@dataclass(frozen=True, slots=True, kw_only=True)
class InForce:
    """The SEMs with which changes are judged today: the catalogue's, or the clinic's own (`clinic_own`)."""

    sem_same_rater: float | None
    sem_different_rater: float | None
    source: str
    clinic_own: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class RepeatabilityFinding:
    """One method of one measure, all conditions and sides together.

    `status` and `reasons` are those of `same_rater`, with remarks; its figure is what may replace the one in force.
    `dof_across_days` of its degrees of freedom come from different days, the others from single visits.
    `compared` sets its interval against the figure in force; None where there are not both.
    """

    measure: str
    method: str
    unit: str
    status: Status
    reasons: tuple[str, ...]
    same_rater: Figure
    different_rater: Figure
    by_rater: tuple[RaterFigure, ...]
    dof_across_days: int
    in_force: InForce
    compared: Comparison | None
    groups: tuple[ReplicateGroup, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class RepeatabilityFindings:
    """Everything one repeatability report found, before it is put into words or drawn.

    `sha256` is that of the inputs and the cut-off, `question_sha256` that of the question alone.
    """

    cutoff: datetime
    zone: str
    window_from: date | None
    window_until: date | None
    sha256: str
    question_sha256: str
    counts: Mapping[str, int]
    parameters: Mapping[str, Any]
    methods: tuple[RepeatabilityFinding, ...]

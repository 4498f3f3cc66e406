"""Intervals and p-values from Student's t distribution."""

import math

from scipy import special

Ends = tuple[float, float]
"""The lower and the upper end of an interval."""


def t_interval(estimate: float, se: float, dof: float) -> Ends:
    """Give the 95 % interval: estimate ± t(0.975; dof) * SE."""
    half = float(special.stdtrit(dof, 0.975)) * se
    return estimate - half, estimate + half


def two_sided_p(estimate: float, se: float, dof: float) -> float:
    """Give the probability of an estimate at least so far from 0 if the truth is 0; `se` is above 0."""
    return 2 * float(special.stdtr(dof, -math.fabs(estimate) / se))

"""How sure a slope is, judged by leaving out one patient at a time."""

import math
from dataclasses import dataclass

import numpy as np

from treatments.outcomes.estimators.groups import Numbers
from treatments.outcomes.estimators.line import Line
from treatments.outcomes.estimators.refusal import NO_SCATTER, Refusal
from treatments.outcomes.estimators.student_t import Ends, t_interval, two_sided_p

_NO_SPREAD = 1e-10
"""A standard error that is a smaller share than this of the scatter of pain over that of exposure is rounding."""


@dataclass(frozen=True, slots=True)
class Jackknife:
    """The standard error, with the interval and the p-value of t(`dof`); `dof` is patients - 1."""

    se: float
    ci95: Ends
    p: float
    dof: int


def judge(line: Line, without_each: Numbers) -> Jackknife | Refusal:
    """Judge the slope by what it would be without each of G patients, at least 2 of them.

    SE = sqrt((G-1)/G * sum (slope without g - slope)^2) (Efron and Tibshirani 1993, An Introduction to the Bootstrap,
    chapter 11, about the full estimate). Refuses with `no_scatter` where no patient makes a difference.
    """
    dof = len(without_each) - 1
    se = math.sqrt(dof / (dof + 1) * float(np.square(without_each - line.slope).sum()))
    if se <= _NO_SPREAD * math.sqrt(line.pain / line.exposure):
        return NO_SCATTER
    return Jackknife(se, t_interval(line.slope, se, dof), two_sided_p(line.slope, se, dof), dof)

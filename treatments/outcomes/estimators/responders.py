"""Means and their differences between patients who responded and who did not."""

import math
from dataclasses import dataclass
from typing import Self

import numpy as np
from numpy.typing import ArrayLike

from treatments.outcomes.estimators.groups import ROUNDING, centred, measured
from treatments.outcomes.estimators.inner import inner
from treatments.outcomes.estimators.refusal import NO_SCATTER, Refusal, shortage
from treatments.outcomes.estimators.student_t import Ends, t_interval, two_sided_p

FEWEST_IN_ROW = 10


@dataclass(frozen=True, slots=True)
class Sample:
    """How many values, their mean and their variance (with n - 1); the variance of fewer than 2 is 0."""

    n: int
    mean: float
    variance: float

    @classmethod
    def of(cls, values: ArrayLike) -> Self:
        """Summarise values; those that were not `measured` do not count. The mean of none is 0."""
        known = np.asarray(values, dtype=np.float64)
        known = known[measured(known)]
        if not len(known):
            return cls(0, 0.0, 0.0)
        deviations = centred(known)
        return cls(len(known), float(known.mean()), inner(deviations, deviations) / max(len(known) - 1, 1))

    @property
    def squared_se(self) -> float:
        """The variance of the mean, 0 if the values differ by no more than rounding."""
        return self.variance / self.n if math.sqrt(self.variance) > ROUNDING * abs(self.mean) else 0.0


@dataclass(frozen=True, slots=True, kw_only=True)
class MeanDifference:
    """First mean minus second, with the interval and the p-value of t(`dof`); `dof` is seldom whole."""

    difference: float
    se: float
    ci95: Ends
    p: float
    dof: float


def mean_interval(sample: Sample) -> Ends | None:
    """Give the 95 % interval of a mean, mean ± t(0.975; n - 1) * SD / sqrt(n); None if the values do not differ."""
    if sample.n < 2 or not sample.squared_se:
        return None
    return t_interval(sample.mean, math.sqrt(sample.squared_se), sample.n - 1)


def mean_difference(first: Sample, second: Sample, minimum: int = FEWEST_IN_ROW) -> MeanDifference | Refusal:
    """Compare two means without assuming equal variances (Welch 1947, Biometrika 34:28).

    SE^2 = a + b with a = s1^2/n1, b = s2^2/n2; dof = (a + b)^2 / (a^2/(n1 - 1) + b^2/(n2 - 1)). Each sample needs
    `minimum` values, at least 2. Refusals: `too_few_in_a_group:7<10` (the smaller one), `no_scatter`.
    """
    too_few = shortage(in_a_group=(min(first.n, second.n), max(minimum, 2)))
    if too_few:
        return too_few
    squared_se = first.squared_se + second.squared_se
    if not squared_se:
        return NO_SCATTER
    share = first.squared_se / squared_se
    dof = 1 / (share**2 / (first.n - 1) + (1 - share) ** 2 / (second.n - 1))
    difference, se = first.mean - second.mean, math.sqrt(squared_se)
    return MeanDifference(
        difference=difference,
        se=se,
        ci95=t_interval(difference, se, dof),
        p=two_sided_p(difference, se, dof),
        dof=dof,
    )

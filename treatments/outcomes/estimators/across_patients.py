"""Lines across patients, one point each: never pooled with what is seen within patients."""

import math
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike

from treatments.outcomes.estimators.groups import Numbers, centred, measured
from treatments.outcomes.estimators.inner import inner
from treatments.outcomes.estimators.line import NEGLIGIBLE, Line, find_line
from treatments.outcomes.estimators.refusal import NO_BETWEEN_VARIANCE, NO_SCATTER, Refusal, shortage
from treatments.outcomes.estimators.student_t import Ends, t_interval, two_sided_p

FEWEST_POINTS = 10


@dataclass(frozen=True, slots=True, kw_only=True)
class AcrossFit:
    """Points of pain per unit of exposure from one patient to another; `ci95` and `p` with t(`dof`).

    The line passes through `mean_exposure` and `mean_pain`.
    """

    slope: float
    se: float
    ci95: Ends
    p: float
    dof: int
    n_patients: int
    mean_exposure: float
    mean_pain: float


def line_across(x: ArrayLike, y: ArrayLike, minimum: int = FEWEST_POINTS) -> AcrossFit | Refusal:
    """Fit y = a + slope * x by ordinary least squares, one point per patient (x exposure, y pain).

    slope = S_xy / S_xx, SE = sqrt(residual sum / (n - 2) / S_xx), t(n - 2). Points of which a value was not `measured`
    do not count. Refusals: `too_few_patients:5<10`, `no_between_variance`, `no_pain_variance`, `no_scatter`.
    """
    model = _model((x, y), minimum, parameters=2)
    if isinstance(model, Refusal):
        return model
    return model.fit(model.line.model_se(model.dof))


def ancova_hc3(
    change_pain: ArrayLike,
    change_exposure: ArrayLike,
    baseline_pain: ArrayLike,
    baseline_exposure: ArrayLike,
    minimum: int = FEWEST_POINTS,
) -> AcrossFit | Refusal:
    """Fit change of pain = a + slope * change of exposure + b * baseline pain + c * baseline exposure.

    SE by HC3: sqrt(sum (d_i * e_i / (1 - h_i))^2) / S_dd, d the change of exposure with the baselines taken out, e the
    residuals, h the leverages (MacKinnon and White 1985, J Econom 29:305); t(n - 4). A baseline that does not vary,
    or that the other explains, does not count. Points of which a value was not `measured` do not count. A patient
    without whom a baseline would not vary says nothing about the slope. Refusals as of `line_across`;
    `no_between_variance` also where one patient alone carries the slope.
    """
    model = _model((change_exposure, change_pain, baseline_pain, baseline_exposure), minimum, parameters=4)
    if isinstance(model, Refusal):
        return model
    se = model.hc3_se()
    return se if isinstance(se, Refusal) else model.fit(se)


@dataclass(frozen=True, slots=True)
class _Model:
    """Exposure and pain less their means and everything else in the model, whose leverages are `others`."""

    line: Line
    exposure: Numbers
    pain: Numbers
    others: Numbers
    dof: int
    means: tuple[float, float]

    def fit(self, se: float) -> AcrossFit:
        return AcrossFit(
            slope=self.line.slope,
            se=se,
            ci95=t_interval(self.line.slope, se, self.dof),
            p=two_sided_p(self.line.slope, se, self.dof),
            dof=self.dof,
            n_patients=len(self.pain),
            mean_exposure=self.means[0],
            mean_pain=self.means[1],
        )

    def hc3_se(self) -> float | Refusal:
        informing = 1 - self.others > NEGLIGIBLE
        exposure = np.where(informing, self.exposure, 0)
        without = 1 - self.others - exposure**2 / self.line.exposure
        if (without[informing] <= NEGLIGIBLE).any():
            return NO_BETWEEN_VARIANCE
        residuals = self.pain - self.line.slope * self.exposure
        scores = np.divide(exposure * residuals, without, out=np.zeros(len(residuals)), where=informing)
        se = math.sqrt(inner(scores, scores)) / self.line.exposure
        return se if se > NEGLIGIBLE * math.sqrt(self.line.pain / self.line.exposure) else NO_SCATTER


def _model(columns: Sequence[ArrayLike], minimum: int, parameters: int) -> _Model | Refusal:
    """Take the mean and the covariates (third column and on) out of exposure and pain (first and second)."""
    values = [np.asarray(column, dtype=np.float64) for column in columns]
    known = np.logical_and.reduce([measured(column) for column in values])
    n_patients = int(known.sum())
    too_few = shortage(patients=(n_patients, max(minimum, parameters + 1)))
    if too_few:
        return too_few
    before = [centred(column[known]) for column in values]
    directions: list[Numbers] = []
    for covariate in before[2:]:
        left = _without(covariate, directions)
        if inner(left, left) > NEGLIGIBLE * inner(covariate, covariate):
            directions.append(left / math.sqrt(inner(left, left)))
    exposure, pain = (_without(column, directions) for column in before[:2])
    line = find_line(
        inner(exposure, exposure),
        inner(exposure, pain),
        inner(pain, pain),
        before=(inner(before[0], before[0]), inner(before[1], before[1])),
        flat=NO_BETWEEN_VARIANCE,
    )
    if isinstance(line, Refusal):
        return line
    others = np.full(n_patients, 1 / n_patients)
    for direction in directions:
        others += direction**2
    means = float(values[0][known].mean()), float(values[1][known].mean())
    return _Model(line, exposure, pain, others, n_patients - 2 - len(directions), means)


def _without(values: Numbers, directions: Sequence[Numbers]) -> Numbers:
    """Take orthogonal unit vectors out of values (Gram and Schmidt; twice, against rounding)."""
    for direction in (*directions, *directions):
        values = values - inner(values, direction) * direction
    return values

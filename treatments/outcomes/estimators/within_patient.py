"""Slopes of pain over exposure within patients, judged by leaving out one patient at a time."""

import math
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Self

import numpy as np

from treatments.outcomes.estimators.cross_products import (
    EXPOSURE,
    LOG1P_T,
    PAIN,
    Sums,
    T,
    bilinear,
    matrices,
    packed,
)
from treatments.outcomes.estimators.groups import Numbers
from treatments.outcomes.estimators.inner import inner
from treatments.outcomes.estimators.jackknife import Jackknife, judge
from treatments.outcomes.estimators.line import NEGLIGIBLE, Line, find_line
from treatments.outcomes.estimators.refusal import NO_WITHIN_VARIANCE, Refusal, shortage
from treatments.outcomes.estimators.student_t import Ends, two_sided_p

FEWEST_PATIENTS, FEWEST_DOF = 8, 20
_CHUNK = 4096
"""So many patients are taken at a time: the matrices of a large cohort never lie in memory together."""


@dataclass(frozen=True, slots=True, kw_only=True)
class WithinFit:
    """Points of pain per unit of exposure within patients, after allowing for time common to all.

    `se` is the jackknife's; `ci95` and `p` go with it and t(`dof`), `dof` = `n_patients` - 1. `n_patients` counts the
    patients whose exposure varies (G), `n_series` and `n_pairs` everything in the model. `model_se` and `model_p` rest
    on independent errors with `residual_dof`, `cr1_se` is clustered by patient. `partial_r`: the correlation within
    series after the time terms are taken out of both. `within_variance_of_exposure`: in squared units, before time is
    taken out. `residual_variance`: in squared points. `exposure_over_time` and `pain_over_time`: the slopes of each
    over t and log(1 + t) (0 for a term that is not in the model), with which a drawing takes time out.
    """

    slope: float
    se: float
    ci95: Ends
    p: float
    dof: int
    partial_r: float
    model_se: float
    model_p: float
    cr1_se: float
    residual_dof: int
    n_patients: int
    n_series: int
    n_pairs: int
    within_variance_of_exposure: float
    residual_variance: float
    exposure_over_time: tuple[float, float]
    pain_over_time: tuple[float, float]


@dataclass(frozen=True, slots=True, kw_only=True)
class OwnTimeSlopesFit:
    """As `WithinFit`, but with a slope over log(1 + t) of each series' own in place of a course common to all.

    `n_series` and `n_pairs` count the series of at least 4 pairs, `n_patients` those patients whose exposure varies
    beyond their own slope.
    """

    slope: float
    se: float
    ci95: Ends
    p: float
    dof: int
    n_patients: int
    n_series: int
    n_pairs: int


def within_patient_fit(
    sums: Sums,
    time_terms: tuple[int, ...] = (T, LOG1P_T),
    minimum_patients: int = FEWEST_PATIENTS,
    minimum_dof: int = FEWEST_DOF,
) -> WithinFit | Refusal:
    """Fit pain_ij = a_i + slope * exposure_ij + c1 * t_ij + c2 * log(1 + t_ij) + e_ij, series i, pair j.

    The time terms are taken out of the pooled cross-products, so slope = S_dy / S_dd of what is left. A term that the
    others explain does not count. The standard errors, with D = residual_dof = pairs - series - 1 - time terms:
    model: sqrt(residual sum / D / S_dd);
    CR1: sqrt(sum u_g^2 * G/(G-1) * (pairs - 1)/D) / S_dd, u_g the sum over patient g of what is left of the exposure
    times the residual of pain (Liang and Zeger 1986, Biometrika 73:13, with the usual small-sample factor);
    jackknife: see `judge`, over the G patients whose exposure varies; the others inform the time terms only.

    Refusals: `too_few_patients:5<8`, `too_few_dof:12<20`, `no_within_variance`, `no_pain_variance`, `no_scatter`. At
    least 2 patients and 1 degree of freedom are needed whatever the minima.
    """
    model = _CommonTime.of(sums, time_terms)
    if not model.n_patients and len(sums) >= minimum_patients:
        return NO_WITHIN_VARIANCE
    too_few = shortage(
        patients=(model.n_patients, max(minimum_patients, 2)), dof=(model.residual_dof, max(minimum_dof, 1))
    )
    if too_few:
        return too_few
    line = model.line()
    if isinstance(line, Refusal):
        return line
    without_each = model.slopes_without_each()
    if without_each is None:
        return NO_WITHIN_VARIANCE
    judged = judge(line, without_each)
    return judged if isinstance(judged, Refusal) else model.fit(line, judged)


def own_time_slopes_fit(sums: Sums, minimum_patients: int = FEWEST_PATIENTS) -> OwnTimeSlopesFit | Refusal:
    """Fit pain_ij = a_i + slope * exposure_ij + b_i * log(1 + t_ij) + e_ij: each series i recovers in its own way.

    slope = S_dy / S_dd after a_i and b_i are taken out of both; jackknife as in `within_patient_fit`. A sensitivity
    analysis: it resists the confounding of patients who recover faster in both. Refusals: `too_few_patients:5<8`
    (counting the patients with a series of at least 4 pairs whose exposure leaves its own slope),
    `no_within_variance`, `no_pain_variance`, `no_scatter`.
    """
    exposure, product, pain = (sums[name] for name in ("own_exposure", "own_product", "own_pain"))
    informative = exposure > 0
    n_patients = int(informative.sum())
    if not n_patients and int((sums["own_series"] > 0).sum()) >= minimum_patients:
        return NO_WITHIN_VARIANCE
    too_few = shortage(patients=(n_patients, max(minimum_patients, 2)))
    if too_few:
        return too_few
    totals = float(exposure.sum()), float(product.sum()), float(pain.sum())
    line = find_line(*totals, before=(totals[0], float(sums["s"].sum())))
    if isinstance(line, Refusal):
        return line
    without_each = line.exposure - exposure[informative]
    if (without_each <= NEGLIGIBLE * line.exposure).any():
        return NO_WITHIN_VARIANCE
    judged = judge(line, (line.product - product[informative]) / without_each)
    if isinstance(judged, Refusal):
        return judged
    return OwnTimeSlopesFit(
        slope=line.slope,
        se=judged.se,
        ci95=judged.ci95,
        p=judged.p,
        dof=judged.dof,
        n_patients=n_patients,
        n_series=int(sums["own_series"].sum()),
        n_pairs=int(sums["own_pairs"].sum()),
    )


@dataclass(frozen=True, slots=True)
class _CommonTime:
    """Cross-products of each patient (`sums`), of all together (`total`), and with the time terms swept out."""

    sums: Sums
    total: Numbers
    swept: Numbers
    terms: tuple[int, ...]
    n_patients: int
    n_series: int
    n_pairs: int

    @classmethod
    def of(cls, sums: Sums, terms: tuple[int, ...]) -> Self:
        total = matrices(_total(sums))
        counts = (int(sums[name].sum()) for name in ("informative", "n_series", "n_pairs"))
        return cls(sums, total, _swept(total[None], terms, np.diagonal(total))[0], terms, *counts)

    @property
    def residual_dof(self) -> int:
        counting = sum(bool(self.swept[term, term]) for term in self.terms)
        return max(self.n_pairs - self.n_series - 1 - counting, 0)

    def line(self) -> Line | Refusal:
        exposure, product, pain = self.swept[EXPOSURE, EXPOSURE], self.swept[EXPOSURE, PAIN], self.swept[PAIN, PAIN]
        return find_line(exposure, product, pain, before=(self.total[EXPOSURE, EXPOSURE], self.total[PAIN, PAIN]))

    def over_time(self, column: int) -> tuple[float, float]:
        """Give the slopes of exposure or pain over t and log(1 + t); 0 for a term that is not in the model."""
        t, log1p_t = (float(self.swept[term, column]) if term in self.terms else 0.0 for term in (T, LOG1P_T))
        return t, log1p_t

    def slopes_without_each(self) -> Numbers | None:
        """Give the slope without each informative patient; None if one of them carries all the variation."""
        sizes = np.diagonal(self.total)
        leaving = np.flatnonzero(self.sums["informative"])
        slopes = np.empty(len(leaving))
        for chunk in _chunks(len(leaving)):
            cells = packed(self.sums[leaving[chunk]])
            swept = _swept(self.total - matrices(cells), self.terms, sizes)
            exposure = swept[:, EXPOSURE, EXPOSURE]
            if (exposure <= NEGLIGIBLE * sizes[EXPOSURE]).any():
                return None
            slopes[chunk] = swept[:, EXPOSURE, PAIN] / exposure
        return slopes

    def cr1_se(self, line: Line) -> float:
        exposure_left = np.array([1, *(-slope for slope in self.over_time(EXPOSURE)), 0])
        pain_left = np.array([0, *(-slope for slope in self.over_time(PAIN)), 1])
        weights = bilinear(exposure_left, pain_left - line.slope * exposure_left)
        scores = np.zeros(len(self.sums))
        for cell, weight in zip((*self.sums["m"].T, *self.sums["v"].T, self.sums["s"]), weights, strict=True):
            scores += weight * cell
        correction = self.n_patients / (self.n_patients - 1) * (self.n_pairs - 1) / self.residual_dof
        return math.sqrt(correction * inner(scores, scores)) / line.exposure

    def fit(self, line: Line, judged: Jackknife) -> WithinFit:
        dof, model_se = self.residual_dof, line.model_se(self.residual_dof)
        return WithinFit(
            slope=line.slope,
            se=judged.se,
            ci95=judged.ci95,
            p=judged.p,
            dof=judged.dof,
            partial_r=line.correlation,
            model_se=model_se,
            model_p=two_sided_p(line.slope, model_se, dof),
            cr1_se=self.cr1_se(line),
            residual_dof=dof,
            n_patients=self.n_patients,
            n_series=self.n_series,
            n_pairs=self.n_pairs,
            within_variance_of_exposure=float(self.total[EXPOSURE, EXPOSURE]) / (self.n_pairs - self.n_series),
            residual_variance=line.residual_sum / dof,
            exposure_over_time=self.over_time(EXPOSURE),
            pain_over_time=self.over_time(PAIN),
        )


def _chunks(rows: int) -> Iterator[slice]:
    """Go through so many rows piece by piece."""
    return (slice(start, start + _CHUNK) for start in range(0, rows, _CHUNK))


def _total(sums: Sums) -> Numbers:
    """Add the packed cross-products of all patients, one after another: where a piece ends changes no bit."""
    total = np.zeros(10)
    for chunk in _chunks(len(sums)):
        total = np.vstack((total, packed(sums[chunk]))).sum(axis=0)
    return total


def _swept(matrices: Numbers, terms: tuple[int, ...], sizes: Numbers) -> Numbers:
    """Take terms out of cross-products (n, 4, 4) by the sweep operator (Goodnight 1979, Am Stat 33:149).

    What remains of the other rows and columns are cross-products of residuals; the row of a swept term holds the
    slopes of the others over it. A term of which less than a negligible share of its size (4) is left is explained by
    those before it: it is not swept, and its row is 0.
    """
    swept = matrices.copy()
    for term in terms:
        pivot = swept[:, term, term].copy()
        inverse = np.divide(1, pivot, out=np.zeros_like(pivot), where=pivot > NEGLIGIBLE * sizes[term])
        slopes = swept[:, term, :] * inverse[:, None]
        column = swept[:, :, term].copy()
        swept -= column[:, :, None] * slopes[:, None, :]
        swept[:, term, :] = slopes
        swept[:, :, term] = -column * inverse[:, None]
        swept[:, term, term] = inverse
    return swept

"""The correlation of repeated measurements without regard to time, shown beside the slope that allows for it."""

import math
from dataclasses import dataclass

from scipy import special

from treatments.outcomes.estimators.cross_products import Sums
from treatments.outcomes.estimators.line import find_line
from treatments.outcomes.estimators.refusal import Refusal, shortage
from treatments.outcomes.estimators.student_t import Ends, two_sided_p


@dataclass(frozen=True, slots=True, kw_only=True)
class RepeatedCorrelation:
    """The correlation within series, its slope in points of pain per unit, and what independent errors would give."""

    r: float
    dof: int
    p: float
    ci95: Ends
    slope: float
    slope_se: float


def raw_rmcorr(sums: Sums) -> RepeatedCorrelation | Refusal:
    """Give the repeated-measures correlation (Bakdash and Marusich 2017, Front Psychol 8:456). Not adjusted for time.

    r = S_dy / sqrt(S_dd * S_yy) of values less their mean in each series; dof = pairs - series - 1; p from
    t = slope / SE; interval by Fisher's z with SE 1/sqrt(dof - 1), that is an effective n of dof + 2. Where both
    improve over time it finds an association that is only shared time.

    Refusals: `too_few_dof:1<2`, `no_within_variance`, `no_pain_variance`, `no_scatter` (r would be ±1).
    """
    n_pairs, n_series = int(sums["n_pairs"].sum()), int(sums["n_series"].sum())
    dof = max(n_pairs - n_series - 1, 0)
    too_few = shortage(dof=(dof, 2))
    if too_few:
        return too_few
    exposure, product, pain = float(sums["m"][:, 0].sum()), float(sums["v"][:, 0].sum()), float(sums["s"].sum())
    line = find_line(exposure, product, pain, before=(exposure, pain))
    if isinstance(line, Refusal):
        return line
    z, half = math.atanh(line.correlation), float(special.ndtri(0.975)) / math.sqrt(dof - 1)
    return RepeatedCorrelation(
        r=line.correlation,
        dof=dof,
        p=two_sided_p(line.slope, line.model_se(dof), dof),
        ci95=(math.tanh(z - half), math.tanh(z + half)),
        slope=line.slope,
        slope_se=line.model_se(dof),
    )

"""Measurement error: of a composite index, of one rating of pain, and of replicate readings."""

import math
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike
from scipy import special

from assessments.measures import mdc95
from treatments.outcomes.estimators.groups import Groups, Numbers, measured
from treatments.outcomes.estimators.inner import inner
from treatments.outcomes.estimators.refusal import NO_SCATTER, Refusal, shortage
from treatments.outcomes.estimators.student_t import Ends

_MDC95_PER_SEM = mdc95(1.0)
FEWEST_REPLICATE_DOF = 30


@dataclass(frozen=True, slots=True, kw_only=True)
class AlignmentIndex:
    """The mean deviation in units of the smallest real change; descriptive, not a validated instrument.

    `se` and `mdc95` are in the same units. Compare two of them only if the same components went into both.
    """

    value: float
    se: float
    mdc95: float
    n_components: int


@dataclass(frozen=True, slots=True, kw_only=True)
class WithinSubjectSd:
    """The standard error of measurement (SEM) from replicate readings, in their unit, with its 95 % interval."""

    sd: float
    ci95: Ends
    dof: int
    n_subjects: int
    n_readings: int


def alignment_index(deviations: Sequence[float], mdcs: Sequence[float], cap: float = 3) -> AlignmentIndex | Refusal:
    """Average the deviations from the population band, each in units of its own MDC95 and at most `cap`.

    A = mean of min(deviation_c / MDC95_c, cap) over m components, one for each measure. With independent errors,
    SE = sqrt(sum (SEM_c / MDC95_c)^2) / m = 1 / (2.772 * sqrt(m)), and its MDC95 = 2.772 * SE = 1 / sqrt(m).
    Refusals: `no_components`; `sem_unknown` if an MDC95 is not above 0.
    """
    if not deviations:
        return Refusal("insufficient_data", ("no_components",))
    if min(mdcs) <= 0:
        return Refusal("not_estimable", ("sem_unknown",))
    components = [min(deviation / mdc, cap) for deviation, mdc in zip(deviations, mdcs, strict=True)]
    count = len(components)
    error = 1 / math.sqrt(count)
    return AlignmentIndex(value=sum(components) / count, se=error / _MDC95_PER_SEM, mdc95=error, n_components=count)


def regression_to_the_mean(baseline_mean: float, mean: float, reliability: float) -> float:
    """Give the fall that is expected with no effect at all: (1 - reliability) * (baseline mean - mean).

    `mean` is that of the population the patients come from, `reliability` that of one rating (0 to 1), as in
    Barnett 2005, Int J Epidemiol 34:215. Negative: a rise is expected.
    """
    return (1 - reliability) * (baseline_mean - mean)


def within_subject_sd(
    groups: Sequence[ArrayLike], minimum_dof: int = FEWEST_REPLICATE_DOF
) -> WithinSubjectSd | Refusal:
    """Give the standard deviation of replicate readings of the same thing; one group of readings for each subject.

    sd = sqrt(sum (x - group mean)^2 / dof), dof = sum (readings - 1) (Bland and Altman 1996, BMJ 313:744); with two
    readings each it is sqrt(sum d^2 / 2n). Interval: sd * sqrt(dof / chi^2(0.975; dof)) to the same with 0.025. A
    group of one reading says nothing. Refusals: `too_few_dof:12<30`, `no_scatter` (every group repeats one number).
    """
    replicates = _replicates(groups)
    n_readings = sum(map(len, replicates))
    dof = n_readings - len(replicates)
    too_few = shortage(dof=(dof, max(minimum_dof, 1)))
    if too_few:
        return too_few
    lengths = np.array([len(group) for group in replicates])
    deviations = Groups.of_lengths(lengths).centred(np.concatenate(replicates))
    square_sum = inner(deviations, deviations)
    if not square_sum:
        return NO_SCATTER
    low, high = (math.sqrt(square_sum / float(special.chdtri(dof, tail))) for tail in (0.025, 0.975))
    return WithinSubjectSd(
        sd=math.sqrt(square_sum / dof), ci95=(low, high), dof=dof, n_subjects=len(replicates), n_readings=n_readings
    )


def identical_pairs(groups: Sequence[ArrayLike]) -> float | None:
    """Give the share of equal readings among all pairs of readings of the same group; None if there is no pair.

    Replicates that agree too often were copied rather than taken again.
    """
    pairs = equal = 0
    for group in _replicates(groups):
        _, repeats = np.unique(group, return_counts=True)
        pairs += math.comb(len(group), 2)
        equal += sum(math.comb(int(count), 2) for count in repeats)
    return equal / pairs if pairs else None


def _replicates(groups: Sequence[ArrayLike]) -> list[Numbers]:
    """Keep what was measured, of the groups that have at least two such readings."""
    readings = (np.asarray(group, dtype=np.float64) for group in groups)
    known = (group[measured(group)] for group in readings)
    return [group for group in known if len(group) > 1]

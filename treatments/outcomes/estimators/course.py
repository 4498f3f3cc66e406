"""The numbers of a patient report: change class, pain response, trend, rank correlation. Pure arithmetic.

No function returns NaN: where a figure does not exist the answer is None.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction
from math import atanh, isclose, sqrt, tanh
from typing import Literal

from scipy import special, stats

from assessments.measures import Interval
from assessments.pain_regions import ImportantChange
from treatments.outcomes.rules import RULES

_Z = float(special.ndtri(0.975))
_ROUNDING = 1e-9
"""Ends of an interval that lie relatively closer than this differ by the rounding of the arithmetic alone."""

Response = Literal["improved", "worse", "no_important_change", "not_evaluable"]
Classification = Literal[
    "toward_reference", "away", "overshoot", "within_noise", "in_reference_throughout", "not_comparable"
]


@dataclass(frozen=True, slots=True)
class Trend:
    """A straight line through a course: slope per week, its 95 % interval, and the level at week 0.

    `ci95` is None where it would have no width: readings that are all equal, or of which too few lie off one line,
    say nothing about the uncertainty.
    """

    slope: float
    ci95: tuple[float, float] | None
    intercept: float


def classify_change(baseline: float, latest: float, change: float, band: Interval, mdc95: float) -> Classification:
    """Classify the signed change of one measure against its reference band; the first matching rule wins.

    All figures are in the measure's unit. Noise is judged on the signed change, not on the deviation: the
    absolute value of pure noise is not zero, and folding it would invent progress. Only `toward_reference`
    counts as improved alignment; a change of exactly the MDC95 is no longer noise.
    """
    if band.contains(baseline) and band.contains(latest):
        return "in_reference_throughout"
    if abs(change) < mdc95:
        return "within_noise"
    if band.contains(baseline):
        return "away"
    if _side_of(band, baseline) * _side_of(band, latest) < 0:
        return "overshoot"
    return "toward_reference" if band.distance(latest) < band.distance(baseline) else "away"


def pain_response(baseline: Fraction, latest: Fraction, important: ImportantChange) -> Response:
    """Judge a change of pain on the 0-10 scale against "at least so many points AND that fraction".

    Computed on exact fractions, so that a fall from 5 to 3.5 is exactly 30 %. A rise of 2 points or more is
    worse, whatever the baseline. A baseline below 3 cannot fall enough: `not_evaluable`.
    """
    if latest - baseline >= _exact(RULES.pain_worse_from_points):
        return "worse"
    if baseline < _exact(RULES.pain_evaluable_from):
        return "not_evaluable"
    fall = baseline - latest
    enough = fall >= _exact(important.points) and fall >= _exact(important.fraction) * baseline
    return "improved" if enough else "no_important_change"


def pain_target(baseline: Fraction, important: ImportantChange) -> Fraction | None:
    """Give the level at or below which a fall from `baseline` is important; None where it has no room."""
    if baseline < _exact(RULES.pain_evaluable_from):
        return None
    return min(baseline - _exact(important.points), baseline * (1 - _exact(important.fraction)))


def weekly_trend(weeks: Sequence[float], values: Sequence[float]) -> Trend:
    """Give the Theil-Sen line: the median of all pairwise slopes, in units per week.

    `weeks` are elapsed weeks, not all equal; both lists are finite. The interval is Sen's (Sen 1968, JASA
    63:1379); the intercept is the median residual level ("joint"). There is deliberately no p-value: the
    readings of one patient are not independent.
    """
    # scipy's type stubs mix this function's methods up with those of siegelslopes.
    line = stats.theilslopes(values, weeks, RULES.slope_confidence, method="joint")  # type: ignore[call-overload]
    slope, intercept, low, high = map(float, line)
    return Trend(slope, None if isclose(low, high, rel_tol=_ROUNDING) else (low, high), intercept)


def rank_correlation(first: Sequence[float], second: Sequence[float]) -> float | None:
    """Give Spearman's rank correlation, descriptive only; None if either side does not vary."""
    if len(set(first)) < 2 or len(set(second)) < 2:
        return None
    return float(stats.spearmanr(first, second).statistic)


def rank_correlation_interval(rho: float, pairs: int) -> tuple[float, float] | None:
    """Give the 95 % interval of Spearman's rank correlation of so many independent pairs (Bonett & Wright 2000).

    None for a perfect correlation, whose uncertainty cannot be told, and for fewer than 4 pairs. Days of one course
    depend on one another, which makes the true interval wider.
    """
    if pairs < 4 or abs(rho) >= 1:
        return None
    middle, half_width = atanh(rho), _Z * sqrt((1 + rho * rho / 2) / (pairs - 3))
    return tanh(middle - half_width), tanh(middle + half_width)


def _side_of(band: Interval, value: float) -> int:
    """-1 below the band, 0 inside, +1 above."""
    if band.contains(value):
        return 0
    return -1 if band.low is not None and value < band.low else 1


def _exact(decimal: float) -> Fraction:
    """Read a threshold as the decimal that is written in the catalogue: 0.3 is three tenths."""
    return Fraction(str(decimal))

"""A straight line from three sums: what every slope of pain over exposure comes down to."""

import math
from dataclasses import dataclass

from treatments.outcomes.estimators.refusal import NO_PAIN_VARIANCE, NO_SCATTER, NO_WITHIN_VARIANCE, Refusal

NEGLIGIBLE = 1e-10
"""What is left of a sum of squares, once others are taken out, is rounding if it is a smaller share than this."""


@dataclass(frozen=True, slots=True)
class Line:
    """The least-squares line: sums of squares and products of exposure and pain, both already centred.

    Whatever else is in the model has been taken out of both, which leaves slope, correlation and residuals as they
    are in the whole model (Frisch and Waugh 1933, Econometrica 1:387).
    """

    exposure: float
    product: float
    pain: float

    @property
    def slope(self) -> float:
        return self.product / self.exposure

    @property
    def correlation(self) -> float:
        return self.product / math.sqrt(self.exposure) / math.sqrt(self.pain)

    @property
    def residual_sum(self) -> float:
        return self.pain - self.product * self.slope

    def model_se(self, dof: int) -> float:
        """Give the standard error of the slope if the errors are independent and equally large."""
        return math.sqrt(self.residual_sum / dof / self.exposure)


def find_line(
    exposure: float, product: float, pain: float, before: tuple[float, float], flat: Refusal = NO_WITHIN_VARIANCE
) -> Line | Refusal:
    """Give the line unless its slope or its uncertainty is indeterminate.

    `before`: the sums of squares of exposure and pain before anything but the mean was taken out of them. Refuses
    with `flat` if the exposure does not vary, with `no_pain_variance`, or, if all points lie on the line, with
    `no_scatter`.
    """
    if exposure <= NEGLIGIBLE * before[0]:
        return flat
    if pain <= NEGLIGIBLE * before[1]:
        return NO_PAIN_VARIANCE
    line = Line(float(exposure), float(product), float(pain))
    return line if line.residual_sum > NEGLIGIBLE * pain else NO_SCATTER

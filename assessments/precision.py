"""Which measurement error applies: the catalogue's, or the clinic's own where it has one. Pure."""

from collections.abc import Mapping
from dataclasses import replace

from assessments.catalogue.derived import right_minus_left
from assessments.measures import DERIVED, MEASURES, Method

OwnFigures = Mapping[tuple[str, str], tuple[float, float]]
"""By measure and method: the clinic's own SEM with the same and with different raters, in mm or degrees."""


def method_in_force(measure: str, method: str, own: OwnFigures) -> Method:
    """Give the catalogue's method with the measurement errors that hold in the clinic.

    A value computed from both sides follows the clinic's own figure of one side: a difference has sqrt(2)
    times its error, a mean keeps it, because both are taken in one stance. The difference of the legs is the
    exception: its error was studied itself.
    """
    default = MEASURES[measure].methods[method]
    if (measure, method) in own:
        return _with(default, own[measure, method])
    derivation = DERIVED.get(measure)
    if derivation is None or MEASURES[measure].difference_of_legs or (derivation.source, method) not in own:
        return default
    one_side = _with(default, own[derivation.source, method])
    return one_side.of_difference() if derivation.combine is right_minus_left else one_side


def _with(method: Method, figure: tuple[float, float]) -> Method:
    return replace(method, sem_same_rater=figure[0], sem_different_rater=figure[1])

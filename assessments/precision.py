"""Which measurement error applies: the catalogue's, or the clinic's own where it has one. Pure."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date

from assessments.catalogue.derived import right_minus_left
from assessments.measures import DERIVED, MEASURES, Method


@dataclass(frozen=True, slots=True)
class OwnFigure:
    """A clinic's own SEM of a method (mm or degrees), where it comes from, and since when it is in force."""

    sem_same_rater: float
    sem_different_rater: float
    source: str
    valid_from: date


OwnFigures = Mapping[tuple[str, str], OwnFigure]
"""A clinic's own figures by measure and method."""


def method_in_force(measure: str, method: str, own: OwnFigures) -> Method:
    """Give the catalogue's method with the measurement errors that hold in the clinic.

    A value computed from both sides follows the clinic's own figure of one side: a difference has sqrt(2)
    times its error, a mean keeps it, because both are taken in one stance. The difference of the legs is the
    exception: its error was studied itself.
    """
    default = MEASURES[measure].method(method)
    if (measure, method) in own:
        return _with(default, own[measure, method])
    derivation = DERIVED.get(measure)
    if derivation is None or MEASURES[measure].difference_of_legs or (derivation.source, method) not in own:
        return default
    one_side = _with(default, own[derivation.source, method])
    return one_side.of_difference() if derivation.combine is right_minus_left else one_side


def _with(method: Method, figure: OwnFigure) -> Method:
    return replace(
        method,
        sem_same_rater=figure.sem_same_rater,
        sem_different_rater=figure.sem_different_rater,
        source=figure.source,
        valid_from=figure.valid_from,
    )

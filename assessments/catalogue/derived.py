"""Values nobody types in: differences and means of the left and the right reading."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass

from assessments.catalogue.measure import Side


def right_minus_left(left: float, right: float) -> float:
    """Give the signed difference, positive when the right side is longer, higher or further forward."""
    return right - left


def mean_of_both(left: float, right: float) -> float:
    """Give the mean of both sides."""
    return (left + right) / 2


@dataclass(frozen=True)
class Derivation:
    """How one unsided value follows from the left and right readings of the ``source`` measure."""

    source: str
    combine: Callable[[float, float], float]


DERIVED: Mapping[str, Derivation] = {
    "lld_true": Derivation("leg_length_true", right_minus_left),
    "lld_apparent": Derivation("leg_length_apparent", right_minus_left),
    "innominate_asymmetry": Derivation("pelvic_tilt_palp", right_minus_left),
    "pelvic_tilt_palp_mean": Derivation("pelvic_tilt_palp", mean_of_both),
}


def derived_values(readings: Mapping[tuple[str, Side], float]) -> dict[str, float]:
    """Compute what follows from the readings of one visit, one method and one posture.

    Readings are keyed by code and side, in canonical units. A derived value appears only if both sides
    were measured, and not if the same quantity was entered itself: what was measured directly goes first.
    """
    values = {}
    for code, derivation in DERIVED.items():
        left = readings.get((derivation.source, Side.LEFT))
        right = readings.get((derivation.source, Side.RIGHT))
        entered = (code, Side.NONE) in readings
        if left is not None and right is not None and not entered:
            values[code] = derivation.combine(left, right)
    return values

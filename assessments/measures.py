"""The catalogue of alignment measures, pure: the one place everyone asks about units, signs, limits, errors.

Forms, serializers, database constraints, charts and the documentation are all derived from it.
"""

from __future__ import annotations

from collections.abc import Mapping
from difflib import get_close_matches
from types import MappingProxyType

from assessments.catalogue.measure import (
    Evidence,
    Interval,
    Measure,
    Method,
    Posture,
    Side,
    Unit,
    mdc95,
)
from assessments.catalogue.pelvis import PELVIS

__all__ = [
    "MEASURES",
    "Evidence",
    "Interval",
    "Measure",
    "Method",
    "Posture",
    "Side",
    "Unit",
    "UnitNotAccepted",
    "UnknownMeasure",
    "accepted_units",
    "mdc95",
    "measure",
    "to_canonical",
]

MEASURES: Mapping[str, Measure] = MappingProxyType({entry.code: entry for entry in PELVIS})

# How many canonical units one entered unit is. [in_i] is UCUM's international inch, exactly 25.4 mm.
_FACTORS: Mapping[Unit, Mapping[str, float]] = {
    Unit.MM: {"mm": 1.0, "cm": 10.0, "[in_i]": 25.4},
    Unit.DEG: {"deg": 1.0},
}


class UnknownMeasure(KeyError):
    """No measure has this code."""

    def __init__(self, code: str) -> None:
        close = get_close_matches(code, MEASURES, n=1)
        hint = f"Did you mean {close[0]!r}?" if close else f"Known are: {', '.join(MEASURES)}."
        super().__init__(f"There is no measure {code!r}. {hint}")

    def __str__(self) -> str:
        return str(self.args[0])  # KeyError would show the sentence in quotation marks


class UnitNotAccepted(ValueError):
    """The unit does not fit the measure, such as degrees for a length."""


def measure(code: str) -> Measure:
    """Give the measure with this code, or raise UnknownMeasure with the nearest known code."""
    try:
        return MEASURES[code]
    except KeyError:
        raise UnknownMeasure(code) from None


def accepted_units(entry: Measure) -> tuple[str, ...]:
    """Give the UCUM units in which the measure may be entered, the canonical one first."""
    return tuple(_FACTORS[entry.unit])


def to_canonical(value: float, unit: str, measure: Measure) -> float:
    """Convert an entered value to millimetres or degrees, unrounded.

    Raises UnitNotAccepted, naming the units that would be right.
    """
    factor = _FACTORS[measure.unit].get(unit)
    if factor is None:
        allowed = ", ".join(accepted_units(measure))
        raise UnitNotAccepted(f"{measure.label} cannot be given in {unit!r}; use one of: {allowed}.")
    return value * factor

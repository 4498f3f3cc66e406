"""The catalogue of alignment measures, pure: the one place everyone asks about units, signs, limits, errors.

Forms, serializers, database constraints, charts and the documentation are all derived from it.
"""

from __future__ import annotations

from collections.abc import Mapping
from difflib import get_close_matches
from types import MappingProxyType

from assessments.catalogue.derived import DERIVED, Derivation, derived_values
from assessments.catalogue.knees import KNEES
from assessments.catalogue.legs import LEGS
from assessments.catalogue.measure import (
    POSTURE_LABELS,
    UNKNOWN_METHOD,
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
from assessments.catalogue.spine import SPINE
from clinic.common.wording import Message, gettext_noop

__all__ = [
    "DERIVED",
    "MEASURES",
    "POSTURE_LABELS",
    "UNKNOWN_METHOD",
    "Derivation",
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
    "derived_values",
    "mdc95",
    "measure",
    "to_canonical",
    "unknown_measure_message",
]

MEASURES: Mapping[str, Measure] = MappingProxyType({entry.code: entry for entry in (*LEGS, *PELVIS, *KNEES, *SPINE)})

# How many canonical units one entered unit is. [in_i] is UCUM's international inch, exactly 25.4 mm.
_FACTORS: Mapping[Unit, Mapping[str, float]] = {
    Unit.MM: {"mm": 1.0, "cm": 10.0, "[in_i]": 25.4},
    Unit.DEG: {"deg": 1.0},
}


def unknown_measure_message(code: str) -> Message:
    """Say that no measure has this code, and which known one comes nearest."""
    close = get_close_matches(code, MEASURES, n=1)
    if close:
        return Message(
            gettext_noop("There is no measure “%(code)s”. Did you mean “%(close)s”?"),
            {"code": code, "close": close[0]},
        )
    return Message(
        gettext_noop("There is no measure “%(code)s”. Use one of: %(allowed)s."),
        {"code": code, "allowed": ", ".join(MEASURES)},
    )


class UnknownMeasure(KeyError):
    """No measure has this code; ``message`` says so and can be translated."""

    def __init__(self, code: str) -> None:
        self.message = unknown_measure_message(code)
        super().__init__(self.message.text())

    def __str__(self) -> str:
        return self.message.text()  # KeyError would show the sentence in quotation marks


class UnitNotAccepted(ValueError):
    """The unit does not fit the measure, such as degrees for a length; ``message`` can be translated."""

    def __init__(self, measure: Measure, unit: str) -> None:
        self.message = Message(
            gettext_noop("%(measure)s cannot be given in “%(unit)s”. Use one of: %(allowed)s."),
            {"measure": Message(measure.label), "unit": unit, "allowed": ", ".join(accepted_units(measure))},
        )
        super().__init__(self.message.text())


def measure(code: str) -> Measure:
    """Give the measure with this code, or raise UnknownMeasure with the nearest known code."""
    try:
        return MEASURES[code]
    except KeyError:
        raise UnknownMeasure(code) from None


def accepted_units(measure: Measure) -> tuple[str, ...]:
    """Give the UCUM units in which the measure may be entered, the canonical one first."""
    return tuple(_FACTORS[measure.unit])


def to_canonical(value: float, unit: str, measure: Measure) -> float:
    """Convert an entered value to millimetres or degrees, unrounded.

    Raises UnitNotAccepted, naming the units that would be right.
    """
    factor = _FACTORS[measure.unit].get(unit)
    if factor is None:
        raise UnitNotAccepted(measure, unit)
    return value * factor

"""Is this entry possible, and is it usual? The rules that forms, serializers and importers ask. Pure."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from assessments.measures import (
    MEASURES,
    Interval,
    Measure,
    Side,
    mdc95,
    unknown_measure_message,
)
from assessments.pain_regions import INTENSITIES, REGIONS, unknown_region_message
from clinic.common.wording import Message, gettext_noop

# A change beyond this many MDC95 since the last reading is more often a typing error than a patient.
UNUSUAL_CHANGE_IN_MDC = 3


class ProblemCode(StrEnum):
    """Why an entry is refused."""

    UNKNOWN_MEASURE = "unknown_measure"
    UNKNOWN_REGION = "unknown_region"
    SIDE_NOT_ALLOWED = "side_not_allowed"
    METHOD_NOT_ALLOWED = "method_not_allowed"
    OUT_OF_BOUNDS = "out_of_bounds"


class WarningCode(StrEnum):
    """Why an accepted reading deserves a second look."""

    UNUSUAL_VALUE = "unusual_value"
    UNUSUAL_CHANGE = "unusual_change"


@dataclass(frozen=True)
class EntryProblem:
    """One reason to refuse an entry, with a sentence for the person who typed it."""

    code: ProblemCode
    detail: Message


@dataclass(frozen=True)
class ReadingWarning:
    """One reason to look again at an accepted reading, with a sentence for the person who typed it."""

    code: WarningCode
    detail: Message


def check_reading(measure: str, side: str, method: str, value: float) -> list[EntryProblem]:
    """Give every reason why this reading cannot be right; an empty list accepts it.

    The value is in the measure's canonical unit. NaN and infinity lie outside every bound.
    """
    entry = MEASURES.get(measure)
    if entry is None:
        return [EntryProblem(ProblemCode.UNKNOWN_MEASURE, unknown_measure_message(measure))]
    problems = _side_problems(entry.label, entry.sides, side)
    if method not in entry.recordable_methods:
        problems.append(EntryProblem(ProblemCode.METHOD_NOT_ALLOWED, _method_message(entry, method)))
    if not entry.hard.contains(value):
        template = gettext_noop("%(measure)s cannot be %(value)s. Possible is %(range)s.")
        message = _range_message(template, entry, value, entry.hard)
        problems.append(EntryProblem(ProblemCode.OUT_OF_BOUNDS, message))
    return problems


def check_pain(region: str, side: str, intensity: float) -> list[EntryProblem]:
    """Give every reason why this pain rating cannot be right; an empty list accepts it.

    The intensity is a whole number from 0 (no pain) to 10 (worst pain imaginable).
    """
    entry = REGIONS.get(region)
    if entry is None:
        return [EntryProblem(ProblemCode.UNKNOWN_REGION, unknown_region_message(region))]
    problems = _side_problems(entry.label, entry.sides, side)
    if intensity not in INTENSITIES:
        template = gettext_noop("Pain cannot be %(value)s. Give a whole number from 0 to 10.")
        message = Message(template, {"value": f"{intensity:.12g}"})
        problems.append(EntryProblem(ProblemCode.OUT_OF_BOUNDS, message))
    return problems


def warnings(measure: Measure, value: float, previous_value: float | None, sem: float | None) -> list[ReadingWarning]:
    """Give every reason to look twice at a reading that check_reading accepts.

    All figures in the measure's canonical unit. ``previous_value`` is the last reading of the same side,
    method and posture, None if there is none. ``sem`` is the measurement error between the two, None if
    unknown: then the change is not judged.
    """
    found = []
    if not measure.soft.contains(value):
        template = gettext_noop("%(measure)s of %(value)s is unusual. Usual is %(range)s. Please check it.")
        message = _range_message(template, measure, value, measure.soft)
        found.append(ReadingWarning(WarningCode.UNUSUAL_VALUE, message))
    if previous_value is not None and sem is not None:
        change, limit = value - previous_value, UNUSUAL_CHANGE_IN_MDC * mdc95(sem)
        if abs(change) > limit:
            message = _change_message(measure, change, limit)
            found.append(ReadingWarning(WarningCode.UNUSUAL_CHANGE, message))
    return found


def _side_problems(label: str, sides: tuple[Side, ...], side: str) -> list[EntryProblem]:
    if side in sides:
        return []
    template = gettext_noop("The side of %(label)s cannot be “%(side)s”. Use one of: %(allowed)s.")
    message = Message(template, {"label": Message(label), "side": side, "allowed": ", ".join(sides)})
    return [EntryProblem(ProblemCode.SIDE_NOT_ALLOWED, message)]


def _method_message(measure: Measure, method: str) -> Message:
    label, allowed = Message(measure.label), ", ".join(measure.recordable_methods)
    if not allowed:
        template = gettext_noop("%(measure)s is computed from other readings and cannot be entered.")
        return Message(template, {"measure": label})
    template = gettext_noop("%(measure)s cannot be taken with “%(method)s”. Use one of: %(allowed)s.")
    return Message(template, {"measure": label, "method": method, "allowed": allowed})


def _range_message(template: str, measure: Measure, value: float, allowed: Interval) -> Message:
    return Message(
        template,
        {
            "measure": Message(measure.label),
            "value": measure.unit.amount(value),
            "range": allowed.in_words(measure.unit),
        },
    )


def _change_message(measure: Measure, change: float, limit: float) -> Message:
    template = gettext_noop(
        "%(measure)s changed by %(change)s since the last reading, more than %(limit)s, three times the "
        "smallest real change. Please check value, side and unit."
    )
    # Rounded for reading only: the comparison above used every digit.
    amounts = {"change": measure.unit.amount(round(change, 1)), "limit": measure.unit.amount(round(limit, 1))}
    return Message(template, {"measure": Message(measure.label), **amounts})

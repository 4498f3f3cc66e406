"""How a series, a place and a quantity are named in a sentence."""

from assessments.measures import MEASURES, POSTURE_LABELS, Side, Unit
from assessments.pain_regions import (
    CONTEXT_LABELS,
    DEFAULT_CONTEXT,
    DEFAULT_RECALL,
    RECALL_LABELS,
)
from clinic.common.wording import Message
from patients.body_regions import REGION_LABELS, SIDE_LABELS
from treatments.outcomes.findings.finding import AlignmentFinding, PainFinding
from treatments.outcomes.narrative.rounding import shortened
from treatments.outcomes.narrative.sentences import (
    AFTER_TREATMENT_DETAIL,
    DEGREES,
    DETAILED,
    FOOTWEAR_NOT_RECORDED,
    IN_BARE_FEET,
    IN_SHOES,
    LIFT_NOT_RECORDED,
    MEASURE_WITH_SIDE,
    MILLIMETRES,
    NOT_AFTER_TREATMENT_DETAIL,
    POSTURE_NOT_RECORDED,
    QUANTITY_IN_WORDS,
    REGION_WITH_SIDE,
    WITH_LIFT,
    WITHOUT_LIFT,
)

_HOW_ASKED = {code.value: label for code, label in (*RECALL_LABELS.items(), *CONTEXT_LABELS.items())}
_POSTURES = {code.value: label for code, label in POSTURE_LABELS.items()}
FOOTWEAR = {"barefoot": IN_BARE_FEET, "shoes": IN_SHOES}
_LIFT = {None: LIFT_NOT_RECORDED, True: WITH_LIFT, False: WITHOUT_LIFT}


def pain_name(found: PainFinding) -> Message:
    """Name a pain series: the place, and how it was asked where that is not the usual way."""
    name = asked(found.region, found.recall, found.context, found.side)
    return _detailed(name, AFTER_TREATMENT_DETAIL) if found.after_treatment else name


def asked(region: str, recall: str, context: str, side: str = Side.NONE) -> Message:
    """Name a place that hurts, with the way it was asked for where that is not the usual one."""
    name = Message(REGION_LABELS.get(region, region))
    if side != Side.NONE:
        name = Message(REGION_WITH_SIDE, {"region": name, "side": _side(side)})
    for code, usual in ((recall, DEFAULT_RECALL), (context, DEFAULT_CONTEXT)):
        if code != usual:
            name = _detailed(name, _HOW_ASKED.get(code, code))
    return name


def measure_name(found: AlignmentFinding) -> Message:
    """Name an alignment series: the measure, and where it has several series the conditions that differ."""
    name = Message(MEASURES[found.measure].label)
    if found.side != Side.NONE:
        name = Message(MEASURE_WITH_SIDE, {"measure": name, "side": _side(found.side)})
    conditions = _conditions(found)
    for condition in found.told_apart_by:
        name = _detailed(name, conditions[condition])
    after_only = found.after_treatment and "after_treatment" not in found.told_apart_by
    return _detailed(name, AFTER_TREATMENT_DETAIL) if after_only else name


def _conditions(found: AlignmentFinding) -> dict[str, str]:
    """Put each condition of a series into words; what was not recorded is said to be so."""
    return {
        "method": MEASURES[found.measure].label_of_method(found.method) or found.method,
        "posture": _POSTURES.get(found.posture or "", found.posture or POSTURE_NOT_RECORDED),
        "footwear": FOOTWEAR.get(found.footwear or "", found.footwear or FOOTWEAR_NOT_RECORDED),
        "lift": _LIFT[found.lift],
        "after_treatment": AFTER_TREATMENT_DETAIL if found.after_treatment else NOT_AFTER_TREATMENT_DETAIL,
    }


def number(value: float) -> str:
    """Write a number for reading: two decimals at most, as many as the mean of two readings to a tenth has."""
    return shortened(value, 2)


def signed(value: float) -> str:
    """Write a change for reading: as many decimals as the numbers that it lies between, a plus sign on a rise."""
    text = number(value)
    return f"+{text}" if value > 0 and text != "0" else text


def limit(mdc95: float, change: float | None = None) -> str:
    """Write the smallest real change: one decimal, up to three where with fewer the change seems on its other side.

    The change is held to it as it is written beside it, with two decimals.
    """
    written = [shortened(mdc95, decimals) for decimals in (1, 2, 3)]
    if change is None:
        return written[0]
    within, told = abs(change) < mdc95, float(number(abs(change)))
    return next((text for text in written if (told < float(text)) == within), written[-1])


def quantity(value: float, unit: str) -> Message:
    """Write a number with its unit."""
    template = MILLIMETRES if unit == Unit.MM else DEGREES
    return Message(template, {"value": number(value)})


def smallest_change(mdc95: float, unit: str, change: float | None = None) -> Message:
    """Write the smallest real change with its unit, beside the change that is held to it."""
    template = MILLIMETRES if unit == Unit.MM else DEGREES
    return Message(template, {"value": limit(mdc95, change)})


def signed_amount(value: float, unit: str) -> Message:
    """Write a change with its sign and unit, two decimals at most: ``−2.1°``, ``+0.35 mm``."""
    template = MILLIMETRES if unit == Unit.MM else DEGREES
    return Message(template, {"value": signed(value)})


def signed_quantity(value: float, measure: str) -> Message:
    """Write a reading with its unit and what its sign means in words: ``−4.2° (left side higher)``."""
    entry = MEASURES[measure]
    written = quantity(value, entry.unit.value)
    direction = direction_of(value, measure)
    return Message(QUANTITY_IN_WORDS, {"quantity": written, "direction": Message(direction)}) if direction else written


def direction_of(value: float, measure: str) -> str | None:
    """Say what the sign of a reading means; None for what reads as zero or has no direction."""
    entry = MEASURES[measure]
    if not entry.signed or number(value) == "0":
        return None
    return entry.positive if value > 0 else entry.negative


def _side(side: str) -> Message:
    return Message(SIDE_LABELS.get(side, side))


def _detailed(name: Message, detail: str) -> Message:
    return Message(DETAILED, {"name": name, "detail": Message(detail)})

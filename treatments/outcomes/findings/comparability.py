"""Under which conditions a reading was taken, and why two conditions cannot be compared."""

from collections.abc import Iterable
from dataclasses import dataclass

from assessments.derived import METHOD_UNKNOWN
from assessments.measures import UNKNOWN_METHOD
from treatments.outcomes.findings.points import MeasurementPoint
from treatments.outcomes.findings.series import AFTER_TREATMENT

# In this order the first difference gives the reason for a single reading.
_REASONS = {
    "method": "method_changed",
    "posture": "posture_changed",
    "footwear": "footwear_changed",
    "lift": "lift_changed",
    "after_treatment": "timing_differs",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Condition:
    """How a reading was taken. Only readings under one condition form a series.

    What was not recorded (None) is a condition of its own: nobody knows that it was the same. Only timing is
    read more widely: a reading counts as "after treatment" if it says so.
    """

    method: str
    posture: str | None
    footwear: str | None
    lift: bool | None
    after_treatment: bool

    def sort_key(self) -> tuple[str, ...]:
        """Give a total order in which "not recorded" comes first."""
        return (str(self.after_treatment), self.method, *map(_text, (self.posture, self.footwear, self.lift)))


def condition_of(point: MeasurementPoint) -> Condition:
    """Read off the condition of a measurement."""
    return Condition(
        method=point.method,
        posture=point.posture,
        footwear=point.footwear,
        lift=point.lift,
        after_treatment=point.timing == AFTER_TREATMENT,
    )


def difference(one: Condition, other: Condition) -> str | None:
    """Say why readings under two conditions cannot be compared; None if they can."""
    if UNKNOWN_METHOD.code in (one.method, other.method):
        return METHOD_UNKNOWN
    for name, reason in _REASONS.items():
        if getattr(one, name) != getattr(other, name):
            return reason
    return None


def differences(one: Condition, others: Iterable[Condition]) -> tuple[str, ...]:
    """List the distinct reasons that keep `one` apart from `others`, in fixed order."""
    found = {difference(one, other) for other in others}
    return tuple(reason for reason in (METHOD_UNKNOWN, *_REASONS.values()) if reason in found)


def varying(conditions: Iterable[Condition]) -> tuple[str, ...]:
    """Name what is not the same in all conditions, in fixed order: what tells their series apart."""
    taken = tuple(conditions)
    return tuple(name for name in _REASONS if len({getattr(condition, name) for condition in taken}) > 1)


def _text(value: str | bool | None) -> str:
    return "" if value is None else str(value)

"""Why a figure does not exist: what an estimator answers instead of a number that the data cannot carry."""

from dataclasses import dataclass
from typing import Literal


@dataclass(frozen=True, slots=True)
class Refusal:
    """A figure that is not given, with machine-readable reasons such as `too_few_patients:5<8`.

    insufficient_data: more of the same data would give it. not_estimable: these data cannot, however many they are:
    something does not vary, or does not scatter.
    """

    status: Literal["insufficient_data", "not_estimable"]
    reasons: tuple[str, ...]


NO_WITHIN_VARIANCE = Refusal("not_estimable", ("no_within_variance",))
"""Exposure does not vary within patients, or not beyond what time (or a single patient) accounts for."""

NO_BETWEEN_VARIANCE = Refusal("not_estimable", ("no_between_variance",))
"""Exposure does not differ between patients, or only in one patient, or other terms account for it."""

NO_PAIN_VARIANCE = Refusal("not_estimable", ("no_pain_variance",))
"""Pain does not vary, or not beyond what time accounts for."""

NO_SCATTER = Refusal("not_estimable", ("no_scatter",))
"""All points lie on the line, or all patients are alike: nothing is left to judge the uncertainty by."""


def shortage(**counts: tuple[int, int]) -> Refusal | None:
    """Refuse where there is less than is needed; None where there is enough of everything.

    `shortage(patients=(5, 8))` gives the reason `too_few_patients:5<8`.
    """
    reasons = tuple(f"too_few_{what}:{have}<{need}" for what, (have, need) in counts.items() if have < need)
    return Refusal("insufficient_data", reasons) if reasons else None

"""The figures of a cohort's sentences: how they are written, and for which difference of the exposure they hold."""

from collections.abc import Iterable
from dataclasses import dataclass

from assessments.measures import MEASURES
from clinic.common.wording import Message
from patients.body_regions import REGION_LABELS
from treatments.outcomes.findings.cohort.finding import CohortPairFinding, Ends
from treatments.outcomes.narrative.cohort.pair_companions import BETWEEN, OR_LESS, OR_MORE
from treatments.outcomes.narrative.cohort.pair_headlines import (
    NO_PAIRS,
    NO_REASON_GIVEN,
    VARYING,
    VARYING_ONE,
    Per,
)
from treatments.outcomes.narrative.names import quantity, signed, smallest_change
from treatments.outcomes.narrative.reasons import in_words, joined
from treatments.outcomes.narrative.rounding import MINUS, shortened
from treatments.outcomes.rules import RULES

NOT_SHOWN = "–"

Params = dict[str, Message | str | float]


@dataclass(frozen=True, slots=True)
class Scale:
    """For which difference of the exposure slopes are told: 1 MDC95, or 1 unit where no error is known."""

    per: Per
    factor: float
    params: Params

    def slope(self, value: float) -> str:
        """Write a slope per unit of exposure as points of pain for this difference, with its sign."""
        return told(value * self.factor, decimals=2 if self.per == "mdc" else 3)

    def ends(self, ci95: Ends) -> Params:
        """Write both ends of an interval of a slope."""
        low, high = ci95
        return {"low": self.slope(low), "high": self.slope(high)}


def scale_of(pair: CohortPairFinding) -> Scale:
    """Give the difference of exposure for which a pair's slopes are told."""
    unit = quantity(1, pair.unit)
    if pair.mdc95 is None:
        return Scale("unit", 1.0, {"unit": unit})
    return Scale("mdc", pair.mdc95, {"mdc95": smallest_change(pair.mdc95, pair.unit), "unit": unit})


def sizes(pair: CohortPairFinding) -> Message:
    """Count the patients whose deviation varies, and beside them all pairs and series of the model."""
    if pair.n_pairs == 0:
        return Message(NO_PAIRS)
    template = VARYING_ONE if pair.n_patients == 1 else VARYING
    counts = {"patients": pair.n_patients, "pairs": pair.n_pairs, "series": pair.n_series}
    return Message(template, {name: count(value) for name, value in counts.items()})


def subject(pair: CohortPairFinding) -> Params:
    """Name the measure and the region of a pair."""
    return {"measure": Message(MEASURES[pair.measure].label), "region": region_label(pair.region)}


def region_label(region: str) -> Message:
    """Name a place that hurts; an unknown code is shown as it is."""
    return Message(REGION_LABELS.get(region, region))


def count(value: float | None) -> str:
    """Write a count; a dash where it is not shown."""
    return NOT_SHOWN if value is None else f"{value:g}"


def amount(value: float) -> str:
    """Write a number without regard to its sign, two decimals at most."""
    return signed(abs(value)).removeprefix("+")


def plain(value: float) -> str:
    """Write a number with a minus sign if it has one, two decimals at most."""
    return signed(value).removeprefix("+")


def told(value: float, decimals: int) -> str:
    """Write a figure with its sign; what would round to nothing keeps its first digit, so that 0 means 0."""
    text = shortened(value, decimals)
    if text != "0":
        return f"+{text}" if value > 0 else text
    return f"{value:+.1g}".replace("-", MINUS) if abs(value) >= _SMALLEST else text


def band(low: float | None, high: float | None, unit: str) -> Message:
    """Write the population band of a measure: ``−1.5° to 1.5°``. At least one end is needed."""
    ends = {name: quantity(end, unit) for name, end in (("low", low), ("high", high)) if end is not None}
    return Message(_BANDS[low is not None, high is not None], ends)


_BANDS = {(True, True): BETWEEN, (True, False): OR_MORE, (False, True): OR_LESS}
_SMALLEST = 0.0001


def later_rating() -> Params:
    """Fill the gap of a sentence about a later rating: so many days after the baseline it counts as one."""
    return {"days": str(RULES.minimum_change_days)}


def points_of_percent(value: float) -> str:
    """Write a difference of shares in whole percentage points, with its sign: ``+22``."""
    return signed(round(100 * value))


def why(reasons: Iterable[str]) -> Message:
    """Put reasons into words; says so if there are none."""
    phrases: list[Message] = []
    for reason in reasons:
        if (phrase := in_words(reason)) not in phrases:
            phrases.append(phrase)
    return joined(phrases) if phrases else Message(NO_REASON_GIVEN)

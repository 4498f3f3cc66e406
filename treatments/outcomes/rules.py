"""Every threshold a patient outcome report uses, in one place; printed in each report under `parameters`."""

from dataclasses import asdict, dataclass
from typing import Any

from assessments.pain_regions import NOT_EVALUABLE_BELOW, WORSENING_POINTS

ENGINE_VERSION = "1.3.0"


@dataclass(frozen=True, slots=True, kw_only=True)
class Rules:
    """Defaults of the method. Days are calendar days in the clinic's zone, counted between mean dates.

    baseline_window_days: a baseline visit lies at most so long before the first completed session.
    pooled_visits: baseline and latest are each the mean of at most so many visits.
    latest_pool_days: the last two visits are averaged only if at most so far apart.
    minimum_change_days: a change needs so many days between baseline and latest.
    slope_minimum_visits, slope_minimum_days, slope_maximum_visits: when a weekly trend is given; the last one
    bounds the memory of its pairwise slopes.
    pain_worse_from_points: a rise of so many points is worse from any baseline.
    pain_evaluable_from: below this baseline pain has no room for an important fall.
    adult_age: population bands are of adults.
    pair_hours: a rating and a measurement of different assessments belong together only within this time.
    spearman_minimum_pairs: fewer pairs give no rank correlation.
    chance_share: the share of unchanged measures that exceed an MDC95 by chance.
    """

    baseline_window_days: int = 28
    pooled_visits: int = 2
    latest_pool_days: int = 28
    minimum_change_days: int = 14
    slope_minimum_visits: int = 5
    slope_minimum_days: int = 21
    slope_maximum_visits: int = 2000
    slope_confidence: float = 0.95
    pain_worse_from_points: float = WORSENING_POINTS
    pain_evaluable_from: float = NOT_EVALUABLE_BELOW
    adult_age: int = 18
    pair_hours: int = 72
    spearman_minimum_pairs: int = 8
    chance_share: float = 0.05

    def as_parameters(self) -> dict[str, Any]:
        """Give the thresholds by name, for the report's record of how it was made."""
        return asdict(self)


RULES = Rules()


@dataclass(frozen=True, slots=True, kw_only=True)
class RepeatabilityRules:
    """Defaults of the method of a repeatability report.

    replicate_days: readings of two days are replicates only if at most so many days lie between them.
    minimum_dof: a measurement error is given from so many degrees of freedom on.
    identical_share_warning: from this share of identical pairs on, readings may have been copied.
    """

    replicate_days: int = 7
    minimum_dof: int = 30
    identical_share_warning: float = 0.3

    def as_parameters(self) -> dict[str, Any]:
        """Give the thresholds by name, for the report's record of how it was made."""
        return asdict(self)


REPEATABILITY = RepeatabilityRules()

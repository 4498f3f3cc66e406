"""How a measure becomes the exposure of a pair: what is read, which side goes with which, and what is counted."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal

import numpy as np

from assessments.catalogue.derived import mean_of_both
from assessments.derived import NEVER_TRENDED, SINGLE_LEG_NOT_TRENDED
from assessments.measures import DERIVED, MEASURES, Interval, Measure, Side
from assessments.pain_regions import REGIONS
from treatments.outcomes.findings.cohort.bands import distance
from treatments.outcomes.findings.cohort.question import CohortPair
from treatments.outcomes.findings.cohort.runs import Flags, Floats
from treatments.outcomes.findings.verdict import NO_REFERENCE

ExposureKind = Literal["deviation", "distance_from_neutral", "this_leg_minus_other"]
MeasureSide = Literal["none", "left", "right", "both"]

UNKNOWN_MEASURE = "unknown_measure"
UNKNOWN_REGION = "unknown_region"

DEFAULT_COHORT_PAIRS = (
    CohortPair(measure="pelvic_obliquity", region="low_back", primary=True),
    CohortPair(measure="pelvic_tilt_palp_mean", region="low_back", primary=True),
    CohortPair(measure="lld_true", region="low_back", primary=True),
    CohortPair(measure="knee_frontal_hka", region="knee", primary=True),
    CohortPair(measure="lld_true", region="knee", primary=True),
    CohortPair(measure="pelvic_obliquity", region="neck", primary=True),
)
"""What a clinic looks at that has settled nothing else."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Exposure:
    """What stands beside pain in a pair.

    `measure`: whose bounds, band and measurement error count; that of the mean where both sides are averaged.
    `sides`: for each side of the region the side of the measure that goes with it; "both" is the mean of left and
    right of one assessment and condition. `exploratory_only`: one unsided value stands beside each side of the
    region, so the pair never counts as pre-specified.
    """

    measure: Measure
    kind: ExposureKind
    sides: Mapping[str, MeasureSide]
    exploratory_only: bool

    @property
    def band(self) -> Interval | None:
        """The population band that alignment can move toward; None where the exposure is not the deviation from it.

        The difference of the legs beside knee pain has none: it is signed, and neither more nor less of it is better.
        """
        return self.measure.reference if self.kind == "deviation" else None

    def amounts(self, values: Floats, left: Flags) -> Floats:
        """Turn signed values of the measure into exposures, in the same unit. `left`: beside pain on the left.

        deviation: the distance outside the band, 0 inside. distance_from_neutral: that from the neutral value.
        this_leg_minus_other: how much longer the leg on the painful side is, signed.
        """
        if self.kind == "this_leg_minus_other":
            return np.where(left, -values, values)
        return distance(self.measure.reference or Interval(self.measure.neutral, self.measure.neutral), values)


def ineligible_reason(pair: CohortPair) -> str | None:
    """Say why a pair cannot be looked at, as a reason code; None if it can.

    `unknown_measure`, `unknown_region`, `single_leg_not_trended`, or `no_reference` for a measure with neither a
    population band nor a neutral value.
    """
    if pair.measure not in MEASURES:
        return UNKNOWN_MEASURE
    if pair.region not in REGIONS:
        return UNKNOWN_REGION
    if pair.measure in NEVER_TRENDED:
        return SINGLE_LEG_NOT_TRENDED
    entry = MEASURES[pair.measure]
    return NO_REFERENCE if entry.reference is None and entry.neutral is None else None


def measures_read(measure: str) -> tuple[str, ...]:
    """Name the catalogue's measures whose readings are needed; a reading's `source` is the position in here.

    The measure itself, and behind it the sided measure that it is computed from, if there is one.
    """
    return (measure, DERIVED[measure].source) if measure in DERIVED else (measure,)


def exposure_of(pair: CohortPair) -> Exposure:
    """Say how the exposure of a pair is made. Raises ValueError for a pair that is not eligible."""
    if reason := ineligible_reason(pair):
        raise ValueError(f"{pair.measure} and {pair.region} are no pair: {reason}.")
    entry, region_sides = MEASURES[pair.measure], REGIONS[pair.region].sides
    unsided = entry.sides == (Side.NONE,)
    sides = {side.value: _measure_side(side, unsided) for side in region_sides}
    leg = (pair.measure, pair.region) == ("lld_true", "knee")
    return Exposure(
        measure=entry if "both" not in sides.values() else _of_both_sides(entry),
        kind="this_leg_minus_other" if leg else "distance_from_neutral" if entry.reference is None else "deviation",
        sides=sides,
        exploratory_only=unsided and Side.LEFT in region_sides and not leg,
    )


def _measure_side(region_side: Side, unsided: bool) -> MeasureSide:
    """Same side with same side; where only the region has none, both sides of the measure together."""
    if unsided:
        return "none"
    return "both" if region_side is Side.NONE else "left" if region_side is Side.LEFT else "right"


def _of_both_sides(entry: Measure) -> Measure:
    """Give the catalogue's own entry of the mean of both sides, if it has one."""
    means = (code for code, how in DERIVED.items() if how.source == entry.code and how.combine is mean_of_both)
    return MEASURES[next(means, entry.code)]

"""Which measures are looked at beside which pain in one patient: what a clinic settled, side by side.

The pairs are fixed before any data are seen, so that nobody fishes for the one that fits.
"""

from collections.abc import Iterable, Iterator
from typing import Final

from treatments.outcomes.findings.cohort.exposure import Exposure, exposure_of
from treatments.outcomes.findings.cohort.question import CohortPair
from treatments.outcomes.findings.points import Pair

DEVIATION: Final = "deviation"
THIS_LEG_MINUS_OTHER: Final = "this_leg_minus_other"
BOTH: Final = "both"


def _pair(measure: str, measure_side: str, region: str, side: str, exposure: str = DEVIATION) -> Pair:
    return Pair(measure=measure, measure_side=measure_side, region=region, side=side, exposure=exposure)


DEFAULT_PAIRS = (
    _pair("pelvic_obliquity", "none", "low_back", "none"),
    _pair("pelvic_tilt_palp_mean", "none", "low_back", "none"),
    _pair("lld_true", "none", "low_back", "none"),
    _pair("knee_frontal_hka", "left", "knee", "left"),
    _pair("knee_frontal_hka", "right", "knee", "right"),
    _pair("lld_true", "none", "knee", "left", THIS_LEG_MINUS_OTHER),
    _pair("lld_true", "none", "knee", "right", THIS_LEG_MINUS_OTHER),
    _pair("pelvic_obliquity", "none", "neck", "none"),
)
"""The pairs of every report that was frozen before a clinic's own were frozen with it. They never change."""


def patient_pairs(settled: Iterable[CohortPair]) -> tuple[Pair, ...]:
    """Give what the settled pairs of a clinic mean in one patient, in their order: one pair for each painful side.

    Sides go together as in the report on all patients, so that both look at the same.
    """
    return tuple(dict.fromkeys(one for pair in settled for one in _by_side(pair, exposure_of(pair))))


def _by_side(pair: CohortPair, exposure: Exposure) -> Iterator[Pair]:
    kind = THIS_LEG_MINUS_OTHER if exposure.kind == THIS_LEG_MINUS_OTHER else DEVIATION
    for side, measure_side in exposure.sides.items():
        # Where the catalogue has the mean of both sides as a measure of its own, its series is in the report already.
        own_mean = measure_side == BOTH and exposure.measure.code != pair.measure
        measured = (exposure.measure.code, "none") if own_mean else (pair.measure, measure_side)
        yield _pair(*measured, pair.region, side, kind)

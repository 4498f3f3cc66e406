"""Ranges of values, for many values at once. Mirrors `assessments.measures.Interval`."""

import numpy as np

from assessments.measures import Interval
from treatments.outcomes.findings.cohort.runs import Flags, Floats, Ints

ROUNDING = 1e-9
"""Means of a few readings lie on a limit or far from it: what is nearer than this lies on it."""


def contains(band: Interval, values: Floats) -> Flags:
    """Say which values lie in the range, ends included. NaN lies nowhere."""
    low, high = _ends(band)
    return np.asarray((low <= values) & (values <= high))


def distance(band: Interval, values: Floats) -> Floats:
    """Give the distance of each value outside the range, 0 inside, in the unit of the values."""
    low, high = _ends(band)
    return np.maximum(np.maximum(low - values, values - high), 0.0)


def side_of(band: Interval, values: Floats) -> Ints:
    """-1 below the range, 0 inside, 1 above, allowing for rounding."""
    low, high = _ends(band)
    return (values > high + ROUNDING).astype(np.int64) - (values < low - ROUNDING)


def _ends(band: Interval) -> tuple[float, float]:
    return -np.inf if band.low is None else band.low, np.inf if band.high is None else band.high

"""Repeated readings two by two, as a difference plot shows them."""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from itertools import pairwise

from treatments.outcomes.findings.repeatability.points import ReplicateGroup

MOST_DRAWN = 1500
"""More points are a cloud that hides itself and a file that nobody can open."""

_DIGITS = 9  # far below any reading's own, so that equal pairs fall together whatever the last bit says


@dataclass(frozen=True, slots=True)
class PairPoint:
    """Pairs with the same mean of both readings and the same difference, later minus earlier (mm or deg)."""

    mean: float
    difference: float
    count: int


@dataclass(frozen=True, slots=True)
class PairPoints:
    """The points to draw, and how many pairs they stand for, of how many that there are."""

    points: tuple[PairPoint, ...]
    drawn: int
    pairs: int


def pair_points(groups: Iterable[ReplicateGroup]) -> PairPoints:
    """Take each reading with the one before it. Of too many points, every so many-th is kept, in order of the mean."""
    counts = Counter(
        (round((earlier + later) / 2, _DIGITS), round(later - earlier, _DIGITS))
        for group in groups
        for earlier, later in pairwise(group.values)
    )
    every = -(-len(counts) // MOST_DRAWN) or 1
    points = tuple(PairPoint(*place, counts[place]) for place in sorted(counts)[::every])
    return PairPoints(points, sum(point.count for point in points), counts.total())

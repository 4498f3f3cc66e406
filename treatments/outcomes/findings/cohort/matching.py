"""Which measurement belongs to which rating, for all patients of a batch at once (`findings.pairs.matched`)."""

from dataclasses import dataclass

import numpy as np

from treatments.outcomes.findings.cohort.rows import MARGIN_OF_DAYS, Frame
from treatments.outcomes.findings.cohort.runs import DIFFERENT, Flags, Ints, expanded
from treatments.outcomes.findings.cohort.visits import Visits
from treatments.outcomes.rules import RULES

LIMIT = RULES.pair_hours * 3_600_000_000
"""How far apart rating and measurement may lie, in microseconds."""

_NONE_YET = np.iinfo(np.int64).max


@dataclass(frozen=True, slots=True)
class Matches:
    """Pairs of visits that belong together, by their numbers; in no particular order."""

    rated: Ints
    measured: Ints


@dataclass(frozen=True, slots=True)
class Places:
    """Where the visits of each series may find a partner.

    `rated` and `measured` number the unit and side of each series of either kind; only equal ones are matched.
    `method` numbers the method of each measured series from 0, below `methods`: each rating is used once for each
    method, because only one method of a patient will count. `condition` breaks the last tie.
    """

    rated: Ints
    measured: Ints
    method: Ints
    methods: int
    condition: Ints


def matches_of(rated: Visits, measured: Visits, places: Places, frame: Frame) -> Matches:
    """Match each day of ratings with the day of measurements that belongs to it; each is used once.

    Those of one assessment belong together. The rest are matched by nearest time within 72 hours, the earlier
    measurement first on a tie, then the earlier rating. The time of a day is that of its first reading.
    """
    rated_key = rated.of_series.spread(places.rated) * frame.days + rated.day
    measured_key = measured.of_series.spread(places.measured) * frame.days + measured.day
    method = measured.of_series.spread(places.method)
    sure = _of_one_assessment(rated, measured, rated_key, measured_key, method, places.methods)
    used = np.zeros(len(rated) * places.methods, dtype=bool)
    used[sure.rated * places.methods + method[sure.measured]] = True
    free = np.ones(len(measured), dtype=bool)
    free[sure.measured] = False
    edges = _within_reach(rated, measured, rated_key, measured_key, np.flatnonzero(free))
    node = edges.rated * places.methods + method[edges.measured]
    open_ = ~used[node]
    edges, node = Matches(edges.rated[open_], edges.measured[open_]), node[open_]
    chosen = _best_first(edges, node, _rank(rated, measured, edges, measured.of_series.spread(places.condition)))
    return Matches(
        np.concatenate((sure.rated, edges.rated[chosen])), np.concatenate((sure.measured, edges.measured[chosen]))
    )


def _of_one_assessment(
    rated: Visits, measured: Visits, rated_key: Ints, measured_key: Ints, method: Ints, methods: int
) -> Matches:
    """Find the plain cases: one assessment on both sides at the same time, and no other measurement that day."""
    where = np.searchsorted(rated_key, measured_key)
    where[where == len(rated_key)] = 0
    same_day = np.flatnonzero(rated_key[where] == measured_key) if len(rated_key) else np.zeros(0, dtype=np.int64)
    partner = where[same_day]
    node = partner * methods + method[same_day]
    lone = np.bincount(node, minlength=len(rated) * methods)[node] == 1
    first, other = (visits.rows_of_visit.common(visits.rows.assessment) for visits in (rated, measured))
    together = (first[partner] > 0) & (first[partner] == other[same_day]) & (rated.at[partner] == measured.at[same_day])
    plain = lone & together
    return Matches(partner[plain], same_day[plain])


def _within_reach(rated: Visits, measured: Visits, rated_key: Ints, measured_key: Ints, free: Ints) -> Matches:
    """List every rating within 72 hours of the free measurements, of the same place."""
    key = measured_key[free]
    low = np.searchsorted(rated_key, key - (MARGIN_OF_DAYS - 1), side="left")
    high = np.searchsorted(rated_key, key + (MARGIN_OF_DAYS - 1), side="right")
    which, number = expanded(low, high)
    measurement = free[which]
    near = np.abs(rated.at[number] - measured.at[measurement]) <= LIMIT
    return Matches(number[near], measurement[near])


def _rank(rated: Visits, measured: Visits, edges: Matches, condition: Ints) -> Ints:
    """Number the edges from the best on."""
    taken, asked = measured.at[edges.measured], rated.at[edges.rated]
    apart = ~_share_an_assessment(rated, measured, edges)
    order = np.lexsort((condition[edges.measured], asked, taken, np.abs(taken - asked), apart))
    rank = np.empty(len(order), dtype=np.int64)
    rank[order] = np.arange(len(order))
    return rank


def _best_first(edges: Matches, node: Ints, rank: Ints) -> Ints:
    """Take the best edge, drop the others at its ends, and so on; gives the numbers of those taken.

    An edge that is the best at both its ends is taken whatever happens elsewhere, so all such are taken at once.
    """
    ends = [np.unique(one, return_inverse=True)[1] for one in (node, edges.measured)]
    best = [np.full(len(rank), _NONE_YET) for _ in ends]
    won = np.zeros(len(rank), dtype=bool)
    left = np.arange(len(rank))
    while len(left):
        for end, found in zip(ends, best, strict=True):
            np.minimum.at(found, end[left], rank[left])
        at_ends = [found[end[left]] for end, found in zip(ends, best, strict=True)]
        won[rank[left[(at_ends[0] == rank[left]) & (at_ends[1] == rank[left])]]] = True
        for end, found in zip(ends, best, strict=True):
            found[end[left]] = _NONE_YET
        left = left[~(won[at_ends[0]] | won[at_ends[1]])]
    return np.flatnonzero(won[rank])


def _share_an_assessment(rated: Visits, measured: Visits, edges: Matches) -> Flags:
    """Say which edges join a rating and a measurement of one assessment."""
    first, other = (visits.rows_of_visit.common(visits.rows.assessment) for visits in (rated, measured))
    one, two = first[edges.rated], other[edges.measured]
    shared: Flags = (one > 0) & (one == two)
    several = np.flatnonzero((one == DIFFERENT) | (two == DIFFERENT))
    if len(several):
        shared[several] = _any_in_common(rated, measured, edges.rated[several], edges.measured[several])
    return shared


def _any_in_common(rated: Visits, measured: Visits, ratings: Ints, measurements: Ints) -> Flags:
    """Say for each edge whether any of the rating's rows is of an assessment of the measurement's rows."""
    runs, others = rated.rows_of_visit, measured.rows_of_visit
    edge, row = expanded(runs.starts[ratings], runs.ends[ratings])
    edge2, row2 = expanded(others.starts[measurements], others.ends[measurements])
    _, code = np.unique(
        np.concatenate((rated.rows.assessment[row], measured.rows.assessment[row2])), return_inverse=True
    )
    known = np.concatenate((rated.rows.assessment[row], measured.rows.assessment[row2])) > 0
    key = np.concatenate((edge, edge2)) * (int(code.max()) + 1) + code
    found = np.isin(key[: len(edge)][known[: len(edge)]], key[len(edge) :])
    shared = np.zeros(len(ratings), dtype=bool)
    shared[edge[known[: len(edge)]][found]] = True
    return shared

"""Sums of cross-products within series: all that the within-patient estimators need to know of the data.

A row per patient, so that one patient, a hundred thousand patients, or partial sums from several workers go through
the same code.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any, Self

import numpy as np
from numpy.typing import ArrayLike, NDArray

from treatments.outcomes.estimators.line import NEGLIGIBLE

Numbers = NDArray[np.float64]
Sums = NDArray[np.void]
"""Rows of `SUMS`, one per patient, in order of `patient`."""

SUMS = np.dtype(
    [
        ("patient", "i8"),
        ("n_pairs", "i4"),
        ("n_series", "i4"),
        ("informative", "?"),
        ("m", "f8", 6),
        ("v", "f8", 3),
        ("s", "f8"),
        ("own_exposure", "f8"),
        ("own_product", "f8"),
        ("own_pain", "f8"),
        ("own_pairs", "i4"),
        ("own_series", "i4"),
    ]
)
"""Sums over the series of one patient.

With Z = [exposure, t, log(1 + t)] and y = pain, each less its mean in the series: `m` is the upper triangle of Z'Z
(00, 01, 02, 11, 12, 22), `v` is Z'y, `s` is y'y. `informative`: the exposure varies in at least one series. `own_*`:
the sums of squares and products of exposure and pain after the series' own line over log(1 + t) is taken out of
both, over series of at least 4 pairs.
"""

EXPOSURE, T, LOG1P_T, PAIN = range(4)
"""Positions in the 4 x 4 matrix of cross-products (`matrices`)."""

FEWEST_PAIRS, FEWEST_PAIRS_FOR_OWN_TIME = 3, 4
ROUNDING = 1e-10
"""A spread below this share of the values' size is rounding, not variation."""

_CELLS = np.array([[0, 1, 2, 6], [1, 3, 4, 7], [2, 4, 5, 8], [6, 7, 8, 9]])


@dataclass(frozen=True, slots=True)
class _Runs:
    """Consecutive rows that belong together: where each run starts, and how long it is. At least one run."""

    starts: NDArray[np.int64]
    lengths: NDArray[np.int64]

    @classmethod
    def of(cls, *keys: NDArray[np.int64]) -> Self:
        """Find the runs of rows that agree in every key; rows are in order of the keys."""
        changes = np.zeros(len(keys[0]) - 1, dtype=np.bool_)
        for key in keys:
            changes |= key[1:] != key[:-1]
        starts = np.concatenate(([0], np.flatnonzero(changes) + 1))
        return cls(starts, np.diff(starts, append=len(keys[0])))

    def sum(self, values: NDArray[Any]) -> NDArray[Any]:
        return np.add.reduceat(values, self.starts, axis=0)

    def spread(self, values: NDArray[Any]) -> NDArray[Any]:
        """Repeat a value of each run for each of its rows."""
        return np.repeat(values, self.lengths)

    def centred(self, values: Numbers) -> Numbers:
        """Take each run's mean out of its values; a run that varies by no more than rounding becomes exactly 0.

        Values are counted from the first of the run before they are averaged, so that a large level costs no digits.
        """
        from_first = values - self.spread(values[self.starts])
        centred: Numbers = from_first - self.spread(self.sum(from_first) / self.lengths)
        size = np.maximum.reduceat(np.abs(values), self.starts)
        rounding = self.sum(centred * centred) <= self.lengths * (ROUNDING * size) ** 2
        if rounding.any():
            centred[self.spread(rounding)] = 0
        return centred


def series_sums(patient: ArrayLike, series: ArrayLike, weeks: ArrayLike, exposure: ArrayLike, pain: ArrayLike) -> Sums:
    """Sum the cross-products of paired visits, one row per patient that has a series of at least 3 pairs.

    One value per pair, in any order: whole numbers for the patient and for the series (unique within the patient),
    the time in weeks from any origin, the exposure in its unit, and pain in points. Pairs with a missing value (NaN)
    do not count. The t of the model is counted from the first pair of each series. The same pairs in another order
    give the same bits. No series may be split between two calls.
    """
    keys = np.asarray(patient, dtype=np.int64), np.asarray(series, dtype=np.int64)
    values = tuple(np.asarray(column, dtype=np.float64) for column in (weeks, exposure, pain))
    known = np.isfinite(values[0]) & np.isfinite(values[1]) & np.isfinite(values[2])
    order = np.lexsort((*reversed(values), *reversed(keys)))
    order = _in_long_series(order[known[order]], *keys)
    if not len(order):
        return np.zeros(0, dtype=SUMS)
    people, lines = (key[order] for key in keys)
    return _sums(people, _Runs.of(people, lines), *(column[order] for column in values))


def merge(parts: Iterable[Sums]) -> Sums:
    """Put sums of different patients together, in order of patient; rows of the same patient are added.

    Parts in any order give the same bits as long as no patient is in more than two of them.
    """
    rows = np.concatenate([np.zeros(0, dtype=SUMS), *parts])
    rows = rows[np.argsort(rows["patient"], kind="stable")]
    if not len(rows):
        return rows
    runs = _Runs.of(rows["patient"])
    return rows if len(runs.starts) == len(rows) else _added(rows, runs)


def packed(sums: Sums) -> Numbers:
    """Give the 10 different cross-products of exposure, t, log(1 + t) and pain of each row: `m`, `v`, `s`."""
    return np.concatenate((sums["m"], sums["v"], sums["s"][:, None]), axis=1)


def matrices(cross_products: Numbers) -> Numbers:
    """Lay packed cross-products (..., 10) out as symmetric matrices (..., 4, 4); see `EXPOSURE`, `T`, ..."""
    return cross_products[..., _CELLS]


def bilinear(left: Numbers, right: Numbers) -> Numbers:
    """Give the weights (10) by which packed cross-products of a matrix A add up to left' A right."""
    weights = np.zeros(10)
    np.add.at(weights, _CELLS, np.outer(left, right))
    return weights


def _in_long_series(order: NDArray[np.intp], patient: NDArray[np.int64], series: NDArray[np.int64]) -> NDArray[np.intp]:
    """Keep the rows of series of at least 3 pairs; `order` sorts rows by patient and series."""
    if not len(order):
        return order
    runs = _Runs.of(patient[order], series[order])
    long: NDArray[np.bool_] = runs.spread(runs.lengths >= FEWEST_PAIRS)
    return order[long]


def _sums(patient: NDArray[np.int64], series: _Runs, weeks: Numbers, exposure: Numbers, pain: Numbers) -> Sums:
    """Sum sorted rows by series, and then the series by patient."""
    t = weeks - series.spread(weeks[series.starts])
    columns = [series.centred(column) for column in (exposure, t, np.log1p(t), pain)]
    rows = np.zeros(len(series.starts), dtype=SUMS)
    rows["patient"] = patient[series.starts]
    rows["n_pairs"] = series.lengths
    rows["n_series"] = 1
    for cell, (one, other) in enumerate(zip(*np.triu_indices(3), strict=True)):
        rows["m"][:, cell] = series.sum(columns[one] * columns[other])
    for cell in range(3):
        rows["v"][:, cell] = series.sum(columns[cell] * columns[PAIN])
    rows["s"] = series.sum(columns[PAIN] * columns[PAIN])
    rows["informative"] = rows["m"][:, 0] > 0
    _take_out_own_time(rows)
    return _added(rows, _Runs.of(rows["patient"]))


def _take_out_own_time(rows: Sums) -> None:
    """Fill `own_*` of rows of one series each. A series whose visits fall on one moment has no slope of its own."""
    matrix = matrices(packed(rows))
    time = matrix[:, LOG1P_T, LOG1P_T]
    enough = (rows["n_pairs"] >= FEWEST_PAIRS_FOR_OWN_TIME) & (time > 0)
    rows["own_series"] = enough
    rows["own_pairs"] = np.where(enough, rows["n_pairs"], 0)
    coefficients = np.divide(matrix[:, LOG1P_T], time[:, None], out=np.zeros((len(rows), 4)), where=enough[:, None])
    left = matrix - matrix[:, :, LOG1P_T, None] * coefficients[:, None, :]
    own_exposure, own_pain = (
        np.where(enough & (left[:, at, at] > NEGLIGIBLE * matrix[:, at, at]), left[:, at, at], 0)
        for at in (EXPOSURE, PAIN)
    )
    rows["own_exposure"], rows["own_pain"] = own_exposure, own_pain
    rows["own_product"] = np.where((own_exposure > 0) & (own_pain > 0), left[:, EXPOSURE, PAIN], 0)


def _added(rows: Sums, runs: _Runs) -> Sums:
    """Add the rows of each run; they are of one patient."""
    added = np.zeros(len(runs.starts), dtype=SUMS)
    for name in SUMS.names or ():
        added[name] = runs.sum(rows[name])
    added["patient"] = rows["patient"][runs.starts]
    return added

"""Sums of cross-products within series: all that the within-patient estimators need to know of the data.

A row per patient, so that one patient, a hundred thousand patients, or partial sums from several workers go through
the same code.
"""

from collections.abc import Iterable

import numpy as np
from numpy.typing import ArrayLike, NDArray

from treatments.outcomes.estimators.groups import Groups, Numbers, Whole, measured
from treatments.outcomes.estimators.line import NEGLIGIBLE

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

_CELLS = np.array([[0, 1, 2, 6], [1, 3, 4, 7], [2, 4, 5, 8], [6, 7, 8, 9]])


def series_sums(patient: ArrayLike, series: ArrayLike, weeks: ArrayLike, exposure: ArrayLike, pain: ArrayLike) -> Sums:
    """Sum the cross-products of paired visits, one row per patient that has a series of at least 3 pairs.

    One value per pair, in any order: whole numbers for the patient and for the series (unique within the patient),
    the time in weeks from any origin, the exposure in its unit, and pain in points. A pair of which a value is not
    `measured` does not count. The t of the model is counted from the first pair of each series. The same pairs in
    another order give the same bits. No series may be split between two calls.
    """
    patients, lines = np.asarray(patient, dtype=np.int64), np.asarray(series, dtype=np.int64)
    time, deviation, points = (np.asarray(column, dtype=np.float64) for column in (weeks, exposure, pain))
    rows = _in_order(patients, lines, time, deviation, points)
    rows = rows[measured(time[rows]) & measured(deviation[rows]) & measured(points[rows])]
    rows = _in_long_series(rows, patients, lines)
    if not len(rows):
        return np.zeros(0, dtype=SUMS)
    return _sums(patients[rows], lines[rows], time[rows], deviation[rows], points[rows])


def merge(parts: Iterable[Sums]) -> Sums:
    """Put sums of different patients together, in order of patient; rows of the same patient are added.

    Parts in any order give the same bits as long as no patient is in more than two of them.
    """
    rows = np.concatenate([np.zeros(0, dtype=SUMS), *parts])
    rows = rows[np.argsort(rows["patient"], kind="stable")]
    if not len(rows):
        return rows
    groups = Groups.of(rows["patient"])
    return rows if len(groups.starts) == len(rows) else _added(rows, groups)


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


def _in_order(patient: Whole, series: Whole, weeks: Numbers, exposure: Numbers, pain: Numbers) -> Whole:
    """Give the one order of the rows, whatever order they come in: by patient, series, time and then by value.

    Rows mostly come in order of time already, without two at one moment; sorting them would take most of the time.
    """
    later, same = _next_compared(patient, series, weeks)
    if (later | same).all():
        order = np.arange(len(patient))
    else:
        order = np.lexsort((weeks, series, patient))
        _, same = _next_compared(patient[order], series[order], weeks[order])
    if same.any():
        tied = np.flatnonzero(np.append(same, False) | np.insert(same, 0, False))
        rows = order[tied]
        order[tied] = rows[np.lexsort(tuple(column[rows] for column in (pain, exposure, weeks, series, patient)))]
    return order


def _next_compared(patient: Whole, series: Whole, weeks: Numbers) -> tuple[NDArray[np.bool_], NDArray[np.bool_]]:
    """Say of each row but the first whether it comes after the one before, and whether it is at the same place."""
    later, same = np.zeros(max(len(patient) - 1, 0), dtype=np.bool_), np.ones(max(len(patient) - 1, 0), dtype=np.bool_)
    for column in (patient, series, weeks):
        later |= same & (column[1:] > column[:-1])
        same &= column[1:] == column[:-1]
    return later, same


def _in_long_series(rows: Whole, patient: Whole, series: Whole) -> Whole:
    """Keep the rows of series of at least 3 pairs; `rows` are in order of patient and series."""
    if not len(rows):
        return rows
    groups = Groups.of(patient[rows], series[rows])
    long: NDArray[np.bool_] = groups.spread(groups.lengths >= FEWEST_PAIRS)
    return rows[long]


def _sums(patient: Whole, series: Whole, weeks: Numbers, exposure: Numbers, pain: Numbers) -> Sums:
    """Sum sorted rows by series, and then the series by patient."""
    groups = Groups.of(patient, series)
    t = weeks - groups.spread(weeks[groups.starts])
    columns = [groups.centred(column) for column in (exposure, t, np.log1p(t), pain)]
    rows = np.zeros(len(groups.starts), dtype=SUMS)
    rows["patient"] = patient[groups.starts]
    rows["n_pairs"] = groups.lengths
    rows["n_series"] = 1
    for cell, (one, other) in enumerate(zip(*np.triu_indices(3), strict=True)):
        rows["m"][:, cell] = groups.sum(columns[one] * columns[other])
    for cell in range(3):
        rows["v"][:, cell] = groups.sum(columns[cell] * columns[PAIN])
    rows["s"] = groups.sum(columns[PAIN] * columns[PAIN])
    rows["informative"] = rows["m"][:, 0] > 0
    _take_out_own_time(rows)
    return _added(rows, Groups.of(rows["patient"]))


def _take_out_own_time(rows: Sums) -> None:
    """Fill `own_*` of rows of one series each. A series whose visits fall on one moment has no slope of its own."""
    exposure, pain, time = rows["m"][:, 0], rows["s"], rows["m"][:, 5]
    enough = (rows["n_pairs"] >= FEWEST_PAIRS_FOR_OWN_TIME) & (time > 0)
    per_time = np.divide(1, time, out=np.zeros(len(rows)), where=enough)
    exposure_time, pain_time = rows["m"][:, 2], rows["v"][:, 2]
    exposure_left, pain_left = exposure - exposure_time**2 * per_time, pain - pain_time**2 * per_time
    exposure_varies = enough & (exposure_left > NEGLIGIBLE * exposure)
    pain_varies = enough & (pain_left > NEGLIGIBLE * pain)
    rows["own_exposure"] = np.where(exposure_varies, exposure_left, 0)
    rows["own_pain"] = np.where(pain_varies, pain_left, 0)
    product_left = rows["v"][:, 0] - exposure_time * pain_time * per_time
    rows["own_product"] = np.where(exposure_varies & pain_varies, product_left, 0)
    rows["own_pairs"] = np.where(enough, rows["n_pairs"], 0)
    rows["own_series"] = enough


def _added(rows: Sums, groups: Groups) -> Sums:
    """Add the rows of each group; they are of one patient."""
    added = np.zeros(len(groups.starts), dtype=SUMS)
    for name in SUMS.names or ():
        added[name] = groups.sum(rows[name])
    added["patient"] = rows["patient"][groups.starts]
    return added

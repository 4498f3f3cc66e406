"""Columns put together by their ids, all rows at once."""

from collections.abc import Mapping

import numpy as np

from treatments.outcomes.findings.cohort.columns import Columns

NEVER = np.iinfo(np.int64).max


def is_among(values: Columns, known: Columns) -> Columns:
    """Whether each value is one of those known, which are in order."""
    if not len(known):
        return np.zeros(len(values), dtype=bool)
    found: Columns = known[np.minimum(np.searchsorted(known, values), len(known) - 1)] == values
    return found


def places_of(values: Columns, keys: Columns) -> tuple[Columns, Columns]:
    """The position of each value among the keys, and whether it is there at all; no key occurs twice."""
    order = np.argsort(keys, kind="stable")
    if not len(keys):
        return np.zeros(len(values), dtype=np.int64), np.zeros(len(values), dtype=bool)
    places = order[np.minimum(np.searchsorted(keys[order], values), len(keys) - 1)]
    return places, keys[places] == values


def every_pair(values: Columns, keys: Columns) -> tuple[Columns, Columns]:
    """Every pair of a value and an equal key, as positions in both; the keys are in order."""
    low, high = (np.searchsorted(keys, values, side=side) for side in ("left", "right"))
    counts = high - low
    value = np.repeat(np.arange(len(values)), counts)
    within = np.arange(len(value)) - np.repeat(np.cumsum(counts) - counts, counts)
    return value, np.repeat(low, counts) + within


def first_of_each(places: Columns, at: Columns, length: int) -> Columns:
    """The earliest ``at`` of each place below ``length``; NEVER where there is none."""
    first = np.full(length, NEVER, dtype=np.int64)
    np.minimum.at(first, places, at)
    return first


def in_order(rows: Mapping[str, Columns], *keys: str) -> dict[str, Columns]:
    """The rows in order of the first key, then of the next."""
    order = np.lexsort([rows[key] for key in reversed(keys)])
    return {name: column[order] for name, column in rows.items()}


def as_table(kind: np.dtype[np.void], columns: Mapping[str, Columns]) -> Columns:
    """The columns as one structured array."""
    names = kind.names or ()
    rows = np.empty(len(columns[names[0]]), dtype=kind)
    for name in names:
        rows[name] = columns[name]
    return rows


def append(table: Columns, rows: Columns) -> None:
    """Let a table grow in its place: parts that are put together in the end would be in memory twice."""
    end = len(table)
    table.resize(end + len(rows), refcheck=False)
    table[end:] = rows

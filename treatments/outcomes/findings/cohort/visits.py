"""Visits: what belongs to one day of a series, for all series of a batch at once."""

from dataclasses import dataclass

import numpy as np

from treatments.outcomes.findings.cohort.rows import Frame, Rows
from treatments.outcomes.findings.cohort.runs import Floats, Ints, Runs, order_of


@dataclass(frozen=True, slots=True)
class Visits:
    """All visits of a batch, in order of series and day, and the rows they are made of, in the same order.

    `rows_of_visit` are the runs of rows that make a visit, `of_series` the runs of visits that make a series.
    `day`, `at` (time of the first reading) and `value` (mean of the readings) have one number per visit, `unit` and
    `local` one per series.
    """

    rows: Rows
    rows_of_visit: Runs
    of_series: Runs
    day: Ints
    at: Ints
    value: Floats
    unit: Ints
    local: Ints

    def __len__(self) -> int:
        return len(self.day)


def visits_of(rows: Rows, frame: Frame, local_codes: int) -> Visits:
    """Group rows into visits. `local_codes`: `local` is below it."""
    series = rows.unit * local_codes + rows.local
    key = series * frame.days + rows.day
    order = order_of(key)
    if order is not None:
        rows, key, series = rows.take(order), key[order], series[order]
    visits = Runs.of(key)
    first = visits.starts
    of_series = Runs.of(series[first])
    return Visits(
        rows=rows,
        rows_of_visit=visits,
        of_series=of_series,
        day=rows.day[first],
        at=visits.smallest(rows.at),
        value=visits.sum(rows.value) / visits.lengths,
        unit=rows.unit[first[of_series.starts]],
        local=rows.local[first[of_series.starts]],
    )


def raters_of(visits: Visits) -> Ints:
    """Give the one known rater of each visit; 0 or less if there is none."""
    assert visits.rows.rater is not None
    return np.asarray(visits.rows_of_visit.common(visits.rows.rater), dtype=np.int64)

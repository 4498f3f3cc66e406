"""Baseline, latest and change of every series of a batch, by the rules of a patient report (`findings.baseline`)."""

from dataclasses import dataclass, fields, replace
from typing import Self

import numpy as np

from treatments.outcomes.findings.cohort.columns import Columns
from treatments.outcomes.findings.cohort.rows import Frame
from treatments.outcomes.findings.cohort.runs import Flags, Floats, Ints, Runs
from treatments.outcomes.findings.cohort.visits import Visits, raters_of
from treatments.outcomes.rules import RULES

_NEVER = -(1 << 60)
_DECIMALS = 9


@dataclass(frozen=True, slots=True)
class Starts:
    """When treatment began in each series: microseconds and the day of a frame; `_NEVER` if it has not."""

    at: Ints
    day: Ints

    @classmethod
    def of(cls, starts: Columns, frame: Frame, unit: Ints) -> Self:
        """Find the start of some units."""
        known = frame.unit(starts)
        order = np.argsort(known, kind="stable")
        where = np.searchsorted(known[order], unit)
        found = np.zeros(len(unit), dtype=bool)
        inside = where < len(known)
        found[inside] = known[order[where[inside]]] == unit[inside]
        at, day = np.full(len(unit), _NEVER), np.full(len(unit), _NEVER)
        row = order[where[found]]
        at[found], day[found] = starts["at"][row], frame.day(starts)[row]
        return cls(at, day)


@dataclass(frozen=True, slots=True)
class Courses:
    """One row per series. Days are those of the frame; a mean of two days may end in a half.

    `visits`: how many in all; `baseline_visits`, `latest_visits`: how many entered each mean (0: no latest yet).
    `first_baseline_day` decides about age. `after_start`: nothing of the series came before treatment began, so its
    baseline did not either. `changed`: a change may be given. `came_back`: the last visit lies at
    least 14 days after the baseline. `same_rater`: one known rater took all that counts.
    """

    visits: Ints
    baseline: Floats
    baseline_day: Floats
    baseline_visits: Ints
    first_baseline_day: Ints
    after_start: Flags
    latest: Floats
    latest_visits: Ints
    changed: Flags
    came_back: Flags
    same_rater: Flags

    @property
    def baseline_rank(self) -> Floats:
        """The baselines, equal where they differ by no more than rounding: to put courses in order by."""
        return np.round(self.baseline, _DECIMALS)

    def take(self, chosen: Ints | Flags) -> Self:
        """Give some series, in the order named."""
        return replace(self, **{field.name: getattr(self, field.name)[chosen] for field in fields(self)})


def courses_of(visits: Visits, starts: Starts, *, raters: bool = False) -> Courses:
    """Choose baseline and latest of every series; `starts` has one row for each. `raters`: who measured counts."""
    series = visits.of_series
    before = _before_start(visits, starts)
    early = series.count(before.happened & (series.spread(starts.day) - visits.day <= RULES.baseline_window_days))
    # Visits before the start come first, so those in the window end where the visits before the start end.
    last_baseline = np.where(early > 0, series.starts + series.count(before.happened) - 1, series.starts)
    first_baseline = np.where(early > 1, last_baseline - 1, last_baseline)
    baseline = _Mean(first_baseline, last_baseline)
    latest, there = _latest(visits, last_baseline)
    value = np.where(early > 0, baseline.of(before.value), visits.value[series.starts])
    baseline_day = baseline.of(visits.day)
    last_day = visits.day[series.ends - 1]
    enough = RULES.minimum_change_days
    return Courses(
        visits=series.lengths,
        baseline=value,
        baseline_day=baseline_day,
        baseline_visits=baseline.visits,
        first_baseline_day=visits.day[first_baseline],
        after_start=(starts.day != _NEVER) & ~before.happened[series.starts],
        latest=latest.of(visits.value),
        latest_visits=np.where(there, latest.visits, 0),
        changed=there & (latest.of(visits.day) - baseline_day >= enough),
        came_back=last_day - baseline_day >= enough,
        same_rater=_same_rater(visits, before, early > 0, baseline, latest, there) if raters else there,
    )


@dataclass(frozen=True, slots=True)
class _Mean:
    """One or two neighbouring visits of each series, by their numbers."""

    first: Ints
    last: Ints

    @property
    def visits(self) -> Ints:
        return self.last - self.first + 1

    def of(self, values: Ints | Floats) -> Floats:
        last = values[self.last].astype(np.float64)
        return np.where(self.first == self.last, last, (values[self.first] + last) / 2)


@dataclass(frozen=True, slots=True)
class _BeforeStart:
    """The part of each visit that came before treatment began: whether there was any, its mean, its rows."""

    happened: Flags
    value: Floats
    rows: Flags | None


def _before_start(visits: Visits, starts: Starts) -> _BeforeStart:
    """Keep of each visit what came before treatment: on the day of the first session often not everything.

    A reading marked "before treatment" on that day did come before it, even if it was written down later.
    """
    start_day = visits.of_series.spread(starts.day)
    happened = visits.day < start_day
    value = visits.value
    on_the_day = np.flatnonzero(visits.day == start_day)
    if not len(on_the_day):
        return _BeforeStart(happened, value, None)
    runs, rows = visits.rows_of_visit, visits.rows
    chosen = np.zeros(len(visits), dtype=bool)
    chosen[on_the_day] = True
    concerned = np.flatnonzero(runs.spread(chosen))
    start_at = runs.spread(visits.of_series.spread(starts.at))[concerned]
    precede = (rows.at[concerned] <= start_at) | rows.before[concerned]
    parts = Runs.of(runs.numbers[concerned])
    count = parts.count(precede)
    total = parts.sum(np.where(precede, rows.value[concerned], 0.0))
    happened[on_the_day] = count > 0
    value = value.copy()
    value[on_the_day] = total / np.maximum(count, 1)
    kept = np.ones(len(rows), dtype=bool)
    kept[concerned] = precede
    return _BeforeStart(happened, value, kept)


def _latest(visits: Visits, last_baseline: Ints) -> tuple[_Mean, Flags]:
    """Take the last two visits after the baseline if at most 28 days apart, else the last; say whether there is one."""
    last = visits.of_series.ends - 1
    there = last > last_baseline
    earlier = np.where(last - 1 > last_baseline, last - 1, last)
    near = visits.day[last] - visits.day[earlier] <= RULES.latest_pool_days
    return _Mean(np.where(near, earlier, last), last), there


def _same_rater(
    visits: Visits, before: _BeforeStart, partial: Flags, baseline: _Mean, latest: _Mean, there: Flags
) -> Flags:
    """Say whether one known rater took every reading of baseline and latest."""
    rater = raters_of(visits)
    early = rater if before.rows is None else _raters_before(visits, before.rows, rater)
    first, last = (np.where(partial, early[one], rater[one]) for one in (baseline.first, baseline.last))
    same: Flags = (first > 0) & (first == last)
    return np.asarray(same & (~there | ((rater[latest.first] == first) & (rater[latest.last] == first))))


def _raters_before(visits: Visits, kept: Flags, rater: Ints) -> Ints:
    """Give the one known rater of what came before treatment; elsewhere that of the whole visit."""
    runs, rows = visits.rows_of_visit, visits.rows
    assert rows.rater is not None
    unknown_to_min = np.where(kept, rows.rater, np.iinfo(np.int64).max)
    low, high = runs.smallest(unknown_to_min), runs.largest(np.where(kept, rows.rater, -1))
    return np.where(low == high, low, np.where(high < 0, rater, 0))

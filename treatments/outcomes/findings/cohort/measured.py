"""Values of a measure as a pair or a course needs them: entered, computed from both sides, one per side of a region."""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, replace
from typing import Any

import numpy as np

from assessments.catalogue.derived import mean_of_both
from assessments.measures import DERIVED, MEASURES, Interval
from treatments.outcomes.findings.cohort.bands import contains
from treatments.outcomes.findings.cohort.columns import FOOTWEAR, LIFTS, METHODS, POSTURES, SIDES, Columns
from treatments.outcomes.findings.cohort.exposure import MeasureSide, measures_read
from treatments.outcomes.findings.cohort.rows import AFTER, LEFT, NO_SIDE, RIGHT, Frame, Rows, joined, kept, readings_of
from treatments.outcomes.findings.cohort.runs import Axis, Flags, Ints, Runs

Combine = Callable[[Any, Any], Any]
"""Arithmetic of a left and a right value, which arrays follow as numbers do."""


@dataclass(frozen=True, slots=True)
class Measured:
    """Values of a measure. `local` of the rows is side * number of conditions + condition.

    `codes` are the conditions that occur, packed and in order of method, posture, footwear, lift and timing.
    """

    rows: Rows
    codes: Ints

    @property
    def conditions(self) -> int:
        """How many conditions there are room for."""
        return max(len(self.methods), 1)

    @property
    def methods(self) -> Ints:
        """The position in `METHODS` of each condition."""
        return self.codes // (2 * len(LIFTS) * len(FOOTWEAR) * len(POSTURES))

    @property
    def after(self) -> Flags:
        """Which conditions are those of readings after treatment."""
        return np.asarray(self.codes % 2 == 1)

    def condition(self, number: int) -> tuple[str, str | None, str | None, bool | None]:
        """Give method, posture, footwear and lift of a condition; None: not recorded."""
        code, lift = divmod(int(self.codes[number]) // 2, len(LIFTS))
        code, footwear = divmod(code, len(FOOTWEAR))
        method, posture = divmod(code, len(POSTURES))
        return METHODS[method], POSTURES[posture] or None, FOOTWEAR[footwear] or None, LIFTS[lift]

    @property
    def local_codes(self) -> int:
        """What `local` of the rows is below."""
        return self.conditions * len(SIDES)


def measured_for(
    table: Columns, frame: Frame, measure: str, sides: Mapping[str, MeasureSide], *, after_treatment: bool = False
) -> Measured:
    """Give the values of a measure by the side of the region they stand beside.

    A value computed from left and right of one assessment and condition gives way to one entered under the same.
    Readings outside the bounds of their measure do not exist in the database and are left out, as are computed
    values outside theirs. `after_treatment`: with those after treatment, under conditions of their own.
    """
    table = kept(table, _possible(table, measure) & (after_treatment | (table["timing"] != AFTER)))
    condition, conditions = _conditions(table)
    count = max(len(conditions), 1)
    every = readings_of(table, table["side"] * np.int64(count) + condition, frame)
    direct, source = _by_source(every, table["source"])
    if source is not None:
        computed = _of_both_sides(source, DERIVED[measure].combine, count)
        direct = joined((direct, _not_entered(computed, direct, MEASURES[measure].hard, count)))
    rows = joined(_beside(direct, sides, count))
    return Measured(rows, conditions)


def _possible(table: Columns, measure: str) -> Flags:
    """Say which readings lie within the hard bounds of their measure. NaN lies nowhere."""
    possible = np.zeros(len(table), dtype=bool)
    for source, code in enumerate(measures_read(measure)):
        possible |= (table["source"] == source) & contains(MEASURES[code].hard, table["value"])
    return possible


def _conditions(table: Columns) -> tuple[Ints, Ints]:
    """Number the conditions that occur, and list them."""
    code = table["method"].astype(np.int64)
    for name, values in (("posture", POSTURES), ("footwear", FOOTWEAR), ("lift", LIFTS)):
        code = code * len(values) + table[name]
    code = 2 * code + (table["timing"] == AFTER)
    found = np.flatnonzero(np.bincount(code))
    number = np.zeros(int(found[-1]) + 1 if len(found) else 1, dtype=np.int64)
    number[found] = np.arange(len(found))
    return number[code], found


def _by_source(rows: Rows, source: Columns) -> tuple[Rows, Rows | None]:
    if not source.any():
        return rows, None
    return rows.take(source == 0), rows.take(source == 1)


def _beside(rows: Rows, sides: Mapping[str, MeasureSide], conditions: int) -> Iterator[Rows]:
    """For each side of a region, give the values that stand beside it."""
    side, condition = np.divmod(rows.local, conditions)
    for name, wanted in sides.items():
        own = SIDES.index(name) * conditions
        if wanted == "both":
            both = _of_both_sides(rows, mean_of_both, conditions)
            yield replace(both, local=both.local + own)
        else:
            chosen = side == SIDES.index(wanted)
            if len(sides) == 1 and chosen.all():
                yield rows
            else:
                yield replace(rows.take(chosen), local=condition[chosen] + own)


def _of_both_sides(rows: Rows, combine: Combine, conditions: int) -> Rows:
    """Combine left and right of one assessment and condition; the result has no side.

    Its time is that of the earlier; its rater is known if one person took both.
    """
    rows = rows.take(rows.assessment > 0)
    side, condition = np.divmod(rows.local, conditions)
    key = Axis.of(rows.assessment).code(rows.assessment) * conditions + condition
    left, right = (_once(rows, key, np.flatnonzero(side == one)) for one in (LEFT, RIGHT))
    _, one, other = np.intersect1d(key[left], key[right], assume_unique=True, return_indices=True)
    first, second = rows.take(left[one]), rows.take(right[other])
    earlier = first.at <= second.at
    assert first.rater is not None
    return Rows(
        unit=first.unit,
        local=condition[left[one]] + NO_SIDE * conditions,
        day=np.where(earlier, first.day, second.day),
        at=np.minimum(first.at, second.at),
        assessment=first.assessment,
        before=first.before,
        value=np.asarray(combine(first.value, second.value)),
        rater=np.where(first.rater == second.rater, first.rater, 0),
    )


def _once(rows: Rows, key: Ints, chosen: Ints) -> Ints:
    """Keep one row for each key: the last, then the largest. The database has no more than one."""
    order = chosen[np.lexsort((rows.value[chosen], rows.at[chosen], key[chosen]))]
    return order[Runs.of(key[order]).ends - 1]


def _not_entered(computed: Rows, entered: Rows, bounds: Interval, conditions: int) -> Rows:
    """Keep the computed values that are possible and were not entered themselves in that assessment."""
    axis = Axis.of(computed.assessment, entered.assessment)
    keys = [axis.code(rows.assessment) * conditions + rows.local % conditions for rows in (computed, entered)]
    return computed.take(contains(bounds, computed.value) & ~np.isin(keys[0], keys[1]))

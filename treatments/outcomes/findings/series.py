"""Readings and visits: what belongs to one day of a series."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from fractions import Fraction
from itertools import groupby
from zoneinfo import ZoneInfo

AFTER_TREATMENT = "after_treatment"
BEFORE_TREATMENT = "before_treatment"


@dataclass(frozen=True, slots=True, kw_only=True)
class Reading:
    """One number of a series, with what decides whether and how it counts."""

    key: str
    at: datetime
    value: float
    timing: str | None = None
    rater: str | None = None
    assessment: str | None = None
    confirmed_unusual: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Visit:
    """All readings of one series on one day in the clinic's zone; `at` is the time of the first.

    `value` is their mean as an exact fraction: no rounding, and the order of readings cannot matter. Several
    readings of a day count as one, because their errors are not independent.
    """

    on: date
    at: datetime
    value: Fraction
    readings: tuple[Reading, ...]


def visits_of(readings: Iterable[Reading], zone: ZoneInfo) -> tuple[Visit, ...]:
    """Group readings into visits, in time order."""

    def day(reading: Reading) -> date:
        return reading.at.astimezone(zone).date()

    ordered = sorted(readings, key=lambda reading: (reading.at, reading.key))
    return tuple(visit_of(on, tuple(group)) for on, group in groupby(ordered, key=day))


def visit_of(on: date, readings: tuple[Reading, ...]) -> Visit:
    """Make a visit of one day's readings, at least one, given in time order."""
    total = sum((Fraction(reading.value) for reading in readings), Fraction(0))
    return Visit(on=on, at=readings[0].at, value=total / len(readings), readings=readings)


def mean_value(visits: tuple[Visit, ...]) -> Fraction:
    """Give the exact mean of the visits' values; each visit weighs the same."""
    return sum((visit.value for visit in visits), Fraction(0)) / len(visits)


def mean_day(visits: tuple[Visit, ...]) -> Fraction:
    """Give the mean date as a day number (proleptic ordinal), which may end in a half."""
    return Fraction(sum(visit.on.toordinal() for visit in visits), len(visits))


def as_number(value: Fraction | None) -> float | None:
    """Give the nearest double of an exact figure; None stays None."""
    return None if value is None else float(value)


def raters_of(visits: Iterable[Visit]) -> frozenset[str | None]:
    """Give who measured; None stands for an unknown rater."""
    return frozenset(reading.rater for visit in visits for reading in visit.readings)

"""The figures of one series as the cells of a table: where it began, the visit before the last, where it stands."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Self
from zoneinfo import ZoneInfo

from django.utils.translation import gettext as _

from clinic.workplace.patient_page.earlier import Earlier
from treatments.outcomes.charts.words import NOTHING
from treatments.outcomes.document.averaged import Finding, amount, below_baseline, below_latest
from treatments.outcomes.findings.series import Reading, Visit
from treatments.outcomes.findings.visits import counted_visits
from treatments.outcomes.narrative.days import short_day


@dataclass(frozen=True, slots=True)
class Cell:
    """A figure with the ``details`` that stand below it, and the figures ``was`` that corrections replaced."""

    text: str
    details: Sequence[str] = ()
    was: Sequence[str] = ()


@dataclass(frozen=True, slots=True)
class Cells:
    """The three figures of a series."""

    baseline: Cell
    previous: Cell
    latest: Cell

    @classmethod
    def of(cls, found: Finding, earlier: Earlier, zone: ZoneInfo) -> Self:
        """Read them from a finding; the baseline and the latest are those that the verdict compares."""
        visits = counted_visits(found.points, zone)
        return cls(
            baseline=_baseline(found, visits, earlier),
            previous=_previous(found, visits, earlier),
            latest=_latest(found, visits, earlier),
        )


def _baseline(found: Finding, visits: Sequence[Visit], earlier: Earlier) -> Cell:
    if found.baseline is None:
        return Cell(NOTHING)
    used = {point.key for point in found.points if point.role == "baseline"}
    readings = [reading for visit in visits for reading in visit.readings if reading.key in used]
    return Cell(
        text=amount(found, found.baseline),
        details=[*below_baseline(found, _), _day(found.baseline_on)],
        was=_was(found, readings, earlier),
    )


def _previous(found: Finding, visits: Sequence[Visit], earlier: Earlier) -> Cell:
    if found.latest is None or len(visits) < 2:
        return Cell(NOTHING)
    visit = visits[-2]
    return Cell(amount(found, float(visit.value)), [_day(visit.on)], _was(found, visit.readings, earlier))


def _latest(found: Finding, visits: Sequence[Visit], earlier: Earlier) -> Cell:
    """What is judged: the mean of the last visits, with the last one by itself where there are several."""
    if found.latest is None:
        return Cell(NOTHING)
    used, last = visits[-found.latest_visits :], visits[-1]
    return Cell(
        text=amount(found, found.latest),
        details=[*below_latest(found, _), _day(last.on)],
        was=_was(found, [reading for visit in used for reading in visit.readings], earlier),
    )


def _was(found: Finding, readings: Iterable[Reading], earlier: Earlier) -> list[str]:
    return [figure for reading in readings for figure in earlier.of_reading(reading, found)]


def _day(day: date | None) -> str:
    return "" if day is None else short_day(day, _)

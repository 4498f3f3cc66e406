"""The figures of one series as the cells of a table: where it began, the visit before the last, where it stands."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Self, TypeAlias
from zoneinfo import ZoneInfo

from django.utils.translation import gettext as _

from clinic.workplace.patient_page.earlier import Earlier
from treatments.outcomes.charts.words import NOTHING, number, with_unit
from treatments.outcomes.findings.finding import AlignmentFinding, PainFinding
from treatments.outcomes.findings.series import Reading, Visit
from treatments.outcomes.findings.visits import counted_visits
from treatments.outcomes.narrative.days import short_day

Finding: TypeAlias = PainFinding | AlignmentFinding


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
        text=_amount(found, found.baseline),
        details=[*([_mean_of(found.baseline_visits)] if found.baseline_visits > 1 else []), _day(found.baseline_on)],
        was=_was(found, readings, earlier),
    )


def _previous(found: Finding, visits: Sequence[Visit], earlier: Earlier) -> Cell:
    if found.latest is None or len(visits) < 2:
        return Cell(NOTHING)
    visit = visits[-2]
    return Cell(_amount(found, float(visit.value)), [_day(visit.on)], _was(found, visit.readings, earlier))


def _latest(found: Finding, visits: Sequence[Visit], earlier: Earlier) -> Cell:
    """What is judged: the mean of the last visits, with the last one by itself where there are several."""
    if found.latest is None:
        return Cell(NOTHING)
    used, last = visits[-found.latest_visits :], visits[-1]
    pooled = [_mean_of(len(used)), _("last %(figure)s") % {"figure": _amount(found, float(last.value))}]
    return Cell(
        text=_amount(found, found.latest),
        details=[*(pooled if len(used) > 1 else []), _day(last.on)],
        was=_was(found, [reading for visit in used for reading in visit.readings], earlier),
    )


def _mean_of(visits: int) -> str:
    return _("mean of %(visits)s") % {"visits": visits}


def _was(found: Finding, readings: Iterable[Reading], earlier: Earlier) -> list[str]:
    return [figure for reading in readings for figure in earlier.of_reading(reading, found)]


def _amount(found: Finding, value: float) -> str:
    return with_unit(number(value), found.unit) if isinstance(found, AlignmentFinding) else number(value)


def _day(day: date | None) -> str:
    return "" if day is None else short_day(day, _)

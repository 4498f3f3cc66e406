"""The time axis that all panels of a report share, in the clinic's own time."""

import json
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, time, timedelta
from itertools import pairwise
from typing import Any, TypeVar
from zoneinfo import ZoneInfo

from clinic.common.wording import Message, gettext_noop
from treatments.outcomes.charts.words import Translate
from treatments.outcomes.narrative.days import full_day, short_day

GAP = timedelta(days=28)
"""Readings further apart than this are not joined by a line."""

Moment = TypeVar("Moment", datetime, timedelta)

_WEEK = timedelta(weeks=1)
_STEPS_IN_WEEKS = (1, 2, 3, 4, 6, 8, 12, 16, 26, 52, 104, 260, 520)
_PIXELS_PER_LABEL = 74


@dataclass(frozen=True, slots=True)
class TimeAxis:
    """The first and last moment of a report by the clinic's clock; week 0 begins on the first day."""

    first: datetime
    last: datetime
    zone: ZoneInfo

    def local(self, moment: datetime) -> datetime:
        """Give a moment as the clinic's clock shows it, without a zone."""
        return moment.astimezone(self.zone).replace(tzinfo=None)

    def text(self, moment: datetime) -> str:
        """Write a moment for a chart's data: local, to the second."""
        return self.local(moment).isoformat(timespec="seconds")

    def encoding(self, width: int, translate: Translate, *, labels: bool = True) -> dict[str, Any]:
        """Give the x channel of a panel: a date with its week number at each tick."""
        return {
            "field": "time",
            "type": "temporal",
            "scale": {"type": "utc", "domain": [_date_time(moment) for moment in self._padded()]},
            "axis": self._axis(width, translate, labels=labels),
        }

    def _padded(self) -> tuple[datetime, datetime]:
        end = max(self.last, self.first + _WEEK)
        margin = max((end - self.first) * 0.03, timedelta(hours=18))
        return self.first - margin, end + margin

    def _axis(self, width: int, translate: Translate, *, labels: bool) -> dict[str, Any]:
        first = datetime.combine(self.first.date(), time())
        step = self._step(width)
        ticks = [first]
        while ticks[-1] + step <= self._padded()[1]:
            ticks.append(ticks[-1] + step)
        years = [0, *(tick.year for tick in ticks)]
        names = [_tick_label(tick, first, year, translate) for tick, year in zip(ticks, years, strict=False)]
        return {
            "title": None,
            "values": [_date_time(tick) for tick in ticks],
            "labels": labels,
            "ticks": labels,
            "labelExpr": _label_lookup(names, first, step),
            "labelFlush": False,
            "labelOverlap": False,
        }

    def _step(self, width: int) -> timedelta:
        most = max(2, width // _PIXELS_PER_LABEL)
        low, high = self._padded()
        fitting = (weeks for weeks in _STEPS_IN_WEEKS if (high - low) / (weeks * _WEEK) < most)
        return next(fitting, _STEPS_IN_WEEKS[-1]) * _WEEK


def time_axis(moments: Iterable[datetime], zone: ZoneInfo) -> TimeAxis:
    """Give the axis that reaches over all the moments. Raises ValueError without any."""
    local = [moment.astimezone(zone).replace(tzinfo=None) for moment in moments]
    return TimeAxis(first=min(local), last=max(local), zone=zone)


def timed(rows: Sequence[dict[str, Any]]) -> dict[str, Any]:
    """Give inline data whose field `at` is read as the clinic's clock, whatever the reader's time zone."""
    reading = {"calculate": "utcParse(datum.at, '%Y-%m-%dT%H:%M:%S')", "as": "time"}
    return {"data": {"values": list(rows)}, "transform": [reading]}


def runs(moments: Sequence[Moment]) -> list[int]:
    """Number the stretches without a gap: a line joins the readings of one. Moments in time order.

    They may also be given as the time since the first.
    """
    numbers, current = [0] if moments else [], 0
    for earlier, later in pairwise(moments):
        current += later - earlier > GAP
        numbers.append(current)
    return numbers


def _tick_label(tick: datetime, first: datetime, year_before: int, translate: Translate) -> list[str]:
    write = short_day if tick.year == year_before else full_day
    week = Message(gettext_noop("week %(week)s"), {"week": str((tick - first) // _WEEK)})
    return [write(tick.date(), translate), week.text(translate)]


def _date_time(moment: datetime) -> dict[str, Any]:
    """Write a moment in Vega-Lite's own form; its interpreter, which pages use, misreads plain milliseconds."""
    names = ("year", "month", "date", "hours", "minutes", "seconds")
    return {**dict(zip(names, moment.timetuple()[:6], strict=True)), "utc": True}


def _label_lookup(names: list[list[str]], first: datetime, step: timedelta) -> str:
    """Give the expression that finds a tick's label; Vega itself knows neither our weeks nor our language."""
    index = f"round((datum.value - {_milliseconds(first)}) / {int(step.total_seconds() * 1000)})"
    return f"{json.dumps(names, ensure_ascii=False)}[{index}]"


def _milliseconds(moment: datetime) -> int:
    return int(moment.replace(tzinfo=UTC).timestamp() * 1000)

"""The appointment book of a demo clinic, pure: who works when, and which times are still free."""

from __future__ import annotations

import datetime as dt
from zoneinfo import ZoneInfo

import numpy as np

from clinic.demo.clinics import DemoClinic

TIMES = tuple(
    dt.time(hour, minute) for hour, minute in ((9, 0), (10, 0), (11, 0), (13, 30), (14, 30), (15, 30), (16, 30))
)
"""When sessions begin. They are an hour apart, so that none overlaps the next."""


class Diary:
    """Gives out each therapist's times once."""

    def __init__(self, clinic: DemoClinic, closed: frozenset[dt.date]) -> None:
        self.zone = ZoneInfo(clinic.time_zone)
        self.weekdays = {worker.username: worker.weekdays for worker in clinic.therapists}
        self.closed = closed
        self.taken: set[tuple[str, dt.datetime]] = set()

    def appointment(self, therapist: str, wanted: dt.date, earliest: dt.date, rng: np.random.Generator) -> dt.datetime:
        """A free time of the therapist on the working day nearest to the wanted one, not before ``earliest``."""
        for day in _nearest(wanted, earliest):
            if free := self._free(therapist, day):
                chosen = free[int(rng.integers(len(free)))]
                self.taken.add((therapist, chosen))
                return chosen
        raise LookupError(f"{therapist} has no free time near {wanted}.")

    def _free(self, therapist: str, day: dt.date) -> list[dt.datetime]:
        if day in self.closed or day.isoweekday() not in self.weekdays[therapist]:
            return []
        moments = [dt.datetime.combine(day, time, tzinfo=self.zone) for time in TIMES]
        return [moment for moment in moments if (therapist, moment) not in self.taken]


def _nearest(wanted: dt.date, earliest: dt.date) -> list[dt.date]:
    """The days around the wanted one, nearest first; of two equally near ones the later first."""
    shifts = sorted(range(-10, 31), key=lambda days: (abs(days), days < 0))
    days = [wanted + dt.timedelta(days=shift) for shift in shifts]
    return [day for day in days if day >= earliest]

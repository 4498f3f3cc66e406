"""When a demo patient's visits take place, seen from today. Pure.

Most courses are over; some run now and have a visit today or in the coming days.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from clinic.demo.diary import Diary
from clinic.demo.generator import Course, Visit

RUNNING_EVERY = 5, (1, 3)
"""Of every five patients the second and the fourth are still coming, unless they stopped early."""
DAYS_SINCE_A_COURSE_ENDED = 12, 150


@dataclass(frozen=True, slots=True)
class Appointment:
    """A visit of the course with its time and therapist."""

    visit: Visit
    starts_at: dt.datetime
    therapist: str


def is_running(position: int, course: Course) -> bool:
    """Whether the patient with this position in the clinic's list still comes."""
    every, which = RUNNING_EVERY
    return position % every in which and not course.stopped_early


def appointments(
    course: Course,
    position: int,
    therapists: Sequence[str],
    today: dt.date,
    diary: Diary,
    rng: np.random.Generator,
) -> list[Appointment]:
    """The visits in order, one a day at most. ``therapists`` are the patient's own and then the others."""
    first = _first_day(course, position, today, rng)
    earliest = first - dt.timedelta(days=10)
    planned = []
    for visit in course.visits:
        therapist = therapists[visit.rater]
        wanted = first + dt.timedelta(days=round(visit.day))
        starts_at = diary.appointment(therapist, wanted, earliest, rng)
        earliest = starts_at.date() + dt.timedelta(days=1)
        planned.append(Appointment(visit, starts_at, therapist))
    return planned


def _first_day(course: Course, position: int, today: dt.date, rng: np.random.Generator) -> dt.date:
    days = [round(visit.day) for visit in course.visits]
    ended = int(rng.integers(*DAYS_SINCE_A_COURSE_ENDED))
    ahead = int(rng.integers(0, 4))
    if not is_running(position, course):
        return today - dt.timedelta(days=days[-1] + ended)
    reached = int(rng.integers(len(days) // 2, len(days)))
    # Half of those who are still coming have their next visit today.
    return today - dt.timedelta(days=days[reached] - (ahead if position % 2 else 0))

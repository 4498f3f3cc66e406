"""When a patient should be measured again: the rule, from a few counts and days. Pure.

Due is computed whenever somebody asks, never stored, so that a corrected session or assessment corrects it too.
In an open episode a re-assessment is due

- when half of the plan's sessions, rounded up, are done, and when all of them are,
- every so many sessions as the clinic's settings say,
- 30 days after the last assessment, and more urgently after 90;

after closing, 30 and 90 days later as a follow-up. A session counts as measured if it lies on the day of the
last assessment or earlier.
"""

import datetime as dt
from dataclasses import dataclass
from enum import StrEnum

INTERVALS = (90, 30)
"""Days after an assessment or after closing, the longest first (field standard: 0, 14, 30 and 90 days)."""
EARLY = dt.timedelta(days=7)
"""A follow-up this long before its day counts as the follow-up."""
LAPSES = 180
"""Days after closing from which no follow-up is asked for any more."""


class Reason(StrEnum):
    """Why a re-assessment is due; ``days_…`` in an open episode, ``follow_up_…`` after closing."""

    HALF_OF_PLAN = "half_of_plan"
    END_OF_PLAN = "end_of_plan"
    EVERY_SESSIONS = "every_sessions"
    DAYS_30 = "days_30"
    DAYS_90 = "days_90"
    FOLLOW_UP_30 = "follow_up_30"
    FOLLOW_UP_90 = "follow_up_90"


@dataclass(frozen=True, slots=True)
class Course:
    """What the rule reads of one episode.

    ``planned`` and ``done`` are sessions of its running plan, None and 0 without one; ``done_since`` are those of
    them on days after the last assessment, ``all_since`` all completed sessions of the episode since then.
    """

    planned: int | None
    done: int
    done_since: int
    all_since: int
    last_assessed: dt.date | None
    closed: dt.date | None = None


@dataclass(frozen=True, slots=True)
class Due:
    """Whether a re-assessment is due.

    ``reason`` is None while none is. ``sessions_left`` is after how many more completed sessions one will be,
    0 when it already is, None when no session brings it about. ``since`` is the day from which it is due, None
    when sessions brought it about. ``at_next_visit`` says that the next visit is the one to measure at.
    """

    reason: Reason | None
    sessions_left: int | None
    since: dt.date | None
    at_next_visit: bool


def when_due(course: Course, every: int, today: dt.date) -> Due:
    """Apply the rule; ``every`` is the clinic's number of sessions, ``today`` the day on its wall."""
    if course.closed:
        reason, since = _follow_up(course, course.closed, today)
        return Due(reason, None, since, reason is not None)
    left, why = min(_milestones(course, every))
    if left <= 0:
        return Due(why, 0, None, course.last_assessed != today)
    by_days, since = _days(course.last_assessed, today)
    measured_today = course.last_assessed == today
    return Due(by_days, left, since, by_days is not None or (left == 1 and not measured_today))


def _milestones(course: Course, every: int) -> list[tuple[int, Reason]]:
    """How many sessions are missing to each milestone that no assessment has reached yet; negative: gone past."""
    ahead = [(every - course.all_since, Reason.EVERY_SESSIONS)]
    if course.planned:
        measured = course.done - course.done_since
        half = (course.planned + 1) // 2
        steps = [(course.planned, Reason.END_OF_PLAN), (half, Reason.HALF_OF_PLAN)]
        ahead += [(step - course.done, why) for step, why in steps if step > measured]
    return ahead


def _days(last: dt.date | None, today: dt.date) -> tuple[Reason | None, dt.date | None]:
    for days in INTERVALS if last else ():
        if last and today >= last + dt.timedelta(days=days):
            return Reason(f"days_{days}"), last + dt.timedelta(days=INTERVALS[-1])
    return None, None


def _follow_up(course: Course, closed: dt.date, today: dt.date) -> tuple[Reason | None, dt.date | None]:
    """The latest follow-up whose day has come, unless it was measured; an earlier one has lapsed by then."""
    if today >= closed + dt.timedelta(days=LAPSES):
        return None, None
    for days in INTERVALS:
        day = closed + dt.timedelta(days=days)
        if today >= day:
            measured = course.last_assessed is not None and course.last_assessed >= day - EARLY
            return (None, None) if measured else (Reason(f"follow_up_{days}"), day)
    return None, None

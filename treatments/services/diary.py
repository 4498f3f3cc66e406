"""What the days of the therapists hold: working hours, closures, sessions, and the time that is free."""

import datetime as dt
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from django.db.models import Q
from django.utils import timezone

from clinic.common.caller import Caller
from clinic.practice.models import Membership
from treatments.free_times import Span, free_spans, from_now_on
from treatments.models import Availability, Closure, TreatmentSession
from treatments.querysets import LIVE
from treatments.services.bookable import TREATING
from treatments.services.buffers import buffer


@dataclass(frozen=True, slots=True)
class WorkingDay:
    """One day of one therapist.

    ``sessions`` are all that were handed in for it, in time order; ``free`` is what live ones and their buffers
    leave of the hours, from now on. On a day when the clinic is closed (``closed`` says why) nothing is free.
    """

    therapist: Membership
    day: dt.date
    hours: Sequence[Span]
    closed: str
    sessions: Sequence[TreatmentSession]
    free: Sequence[Span]


def working_days(
    days: Sequence[dt.date], sessions: Iterable[TreatmentSession], *, by: Caller, at_least: int = 1
) -> list[WorkingDay]:
    """Each day of each therapist who works in the clinic or has one of the sessions, by name and day.

    ``sessions`` are those of the days, with their therapist and appointment type loaded. Free time shorter than
    ``at_least`` minutes is left out. Three queries.
    """
    held = list(sessions)
    people = Membership.objects.visible_to(by).filter(
        Q(active=True, role__in=TREATING) | Q(pk__in={session.therapist_id for session in held})
    )
    hours = list(Availability.objects.visible_to(by))
    closures = list(Closure.objects.visible_to(by).filter(first_day__lte=max(days), last_day__gte=min(days)))
    return [
        _day(person, day, hours, closures, held, by, at_least)
        for person in people.order_by("display_name", "pk")
        for day in days
    ]


def _day(
    person: Membership,
    day: dt.date,
    hours: Sequence[Availability],
    closures: Sequence[Closure],
    held: Sequence[TreatmentSession],
    by: Caller,
    at_least: int,
) -> WorkingDay:
    works = list(_hours_on(day, [entry for entry in hours if entry.therapist_id == person.pk], by))
    closed = next((closure.name for closure in closures if closure.first_day <= day <= closure.last_day), "")
    own = [one for one in held if one.therapist_id == person.pk and one.starts_at.astimezone(by.zone).date() == day]
    taken = [] if person.supervises_parallel_sessions else [_taken(one) for one in own if one.status in LIVE]
    free = [] if closed else from_now_on(free_spans(works, taken), timezone.now())
    long_enough = [span for span in free if span.minutes >= at_least]
    return WorkingDay(person, day, works, closed, sorted(own, key=_by_time), long_enough)


def _by_time(session: TreatmentSession) -> tuple[Any, ...]:
    return (session.starts_at, session.pk)


def _taken(session: TreatmentSession) -> Span:
    return Span(session.starts_at, session.ends_at + buffer(session))


def _hours_on(day: dt.date, entries: Iterable[Availability], by: Caller) -> Iterator[Span]:
    for entry in sorted(entries, key=lambda one: one.minutes.lower):
        if entry.weekday == day.isoweekday():
            yield Span(_at(day, entry.minutes.lower, by), _at(day, entry.minutes.upper, by))


def _at(day: dt.date, minutes: int, by: Caller) -> dt.datetime:
    """The moment when the clock on the clinic's wall shows so many minutes since midnight; 1440 is the next day's."""
    days, rest = divmod(minutes, 24 * 60)
    clock = dt.time(rest // 60, rest % 60)
    return dt.datetime.combine(day + dt.timedelta(days=days), clock, tzinfo=by.zone)

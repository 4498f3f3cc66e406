"""When the patient might come next: times like today's at which patient and therapist are free."""

import datetime as dt
from collections.abc import Iterator, Sequence

from django.utils import timezone

from clinic.common.caller import Caller
from treatments.models import Availability, Closure, TreatmentSession

LOOKING_AHEAD = dt.timedelta(days=35)
DAYS_APART = 7
"""Without a frequency in the plan: a week later, on the same day."""


def next_times(session: TreatmentSession, length: dt.timedelta, by: Caller, most: int = 3) -> list[dt.datetime]:
    """Up to ``most`` free times at the same time of day, the first as far ahead as the plan's frequency says.

    Within the therapist's working hours, if any are known, and on no closure. Three queries. They are proposals:
    the booking itself decides.
    """
    days = _days(session, by)
    if not days:
        return []
    time = timezone.localtime(session.during.lower, by.zone).time()
    moments = [dt.datetime.combine(day, time, tzinfo=by.zone) for day in days]
    taken = _taken(session, moments[0], moments[-1] + length, by)
    hours = list(Availability.objects.visible_to(by).filter(therapist=session.therapist_id))
    free = (
        moment
        for moment in moments
        if _works(moment, length, hours) and not any(start < moment + length and moment < end for start, end in taken)
    )
    return [moment for moment, _number in zip(free, range(most), strict=False)]


def _days(session: TreatmentSession, by: Caller) -> list[dt.date]:
    """The days from the wanted one on that are no closure."""
    last = timezone.localtime(session.during.lower, by.zone).date()
    per_week = session.plan.sessions_per_week if session.plan else None
    first = max(last + dt.timedelta(days=round(7 / per_week) if per_week else DAYS_APART), by.today() + dt.timedelta(1))
    closures = Closure.objects.visible_to(by).filter(last_day__gte=first).values_list("first_day", "last_day")
    closed = list(closures)
    return [day for day in _each_day(first) if not any(begins <= day <= ends for begins, ends in closed)]


def _each_day(first: dt.date) -> Iterator[dt.date]:
    for days in range(LOOKING_AHEAD.days):
        yield first + dt.timedelta(days=days)


def _taken(
    session: TreatmentSession, start: dt.datetime, end: dt.datetime, by: Caller
) -> list[tuple[dt.datetime, dt.datetime]]:
    live = TreatmentSession.objects.visible_to(by).live().filter(starts_at__lt=end, ends_at__gt=start)
    theirs = live.filter(patient=session.patient_id) | live.filter(therapist=session.therapist_id)
    return list(theirs.values_list("starts_at", "ends_at"))


def _works(moment: dt.datetime, length: dt.timedelta, hours: Sequence[Availability]) -> bool:
    if not hours:
        return moment.isoweekday() <= 5
    begins = moment.hour * 60 + moment.minute
    ends = begins + length.total_seconds() / 60
    of_day = [entry.minutes for entry in hours if entry.weekday == moment.isoweekday()]
    return any(span.lower <= begins and ends <= span.upper for span in of_day)

"""Whether a booking keeps to the clinic's calendar. What does not is booked all the same, with a warning."""

import datetime as dt
from collections.abc import Iterator, Sequence

from django.utils.formats import date_format
from django.utils.text import get_text_list
from django.utils.translation import gettext as _

from clinic.common.caller import Caller
from clinic.common.errors import Problem
from treatments.models import Availability, Closure, TreatmentSession, Weekday
from treatments.services.buffers import buffer_warnings


def calendar_warnings(session: TreatmentSession, by: Caller) -> list[Problem]:
    """Say that the session lies on a closure, outside the working hours of its therapist, or in a buffer.

    Three queries. Of a therapist without any working hours nothing is known, and so nothing is said.
    """
    starts, ends = (moment.astimezone(by.zone) for moment in (session.during.lower, session.during.upper))
    return [
        *_closures(starts, ends, by),
        *_working_hours(session, starts, ends, by),
        *buffer_warnings(session, by),
    ]


def _closures(starts: dt.datetime, ends: dt.datetime, by: Caller) -> Iterator[Problem]:
    last_day = (ends - dt.timedelta.resolution).date()
    for closure in Closure.objects.visible_to(by).filter(first_day__lte=last_day, last_day__gte=starts.date()):
        sentence = _("The clinic is closed from %(first)s to %(last)s: %(name)s.")
        days = {"first": date_format(closure.first_day), "last": date_format(closure.last_day)}
        if closure.first_day == closure.last_day:
            sentence = _("The clinic is closed on %(first)s: %(name)s.")
        yield Problem("/starts_at", "clinic_closed", sentence % {**days, "name": closure.name})


def _working_hours(session: TreatmentSession, starts: dt.datetime, ends: dt.datetime, by: Caller) -> Iterator[Problem]:
    rows = Availability.objects.visible_to(by).filter(therapist=session.therapist_id).order_by("minutes")
    hours = list(rows)
    for day, begins, until in _on_each_day(starts, ends) if hours else ():
        of_day = [entry for entry in hours if entry.weekday == day.isoweekday()]
        if not _covers(of_day, begins, until):
            yield Problem("/starts_at", "outside_working_hours", _in_words(of_day, Weekday(day.isoweekday())))


def _on_each_day(starts: dt.datetime, ends: dt.datetime) -> Iterator[tuple[dt.date, float, float]]:
    """The days that the session touches, from which minute of the day until which."""
    day, begins = starts.date(), _minute(starts)
    while day < ends.date():
        yield day, begins, 24 * 60
        day, begins = day + dt.timedelta(days=1), 0
    if begins < _minute(ends):
        yield day, begins, _minute(ends)


def _minute(moment: dt.datetime) -> float:
    return moment.hour * 60 + moment.minute + moment.second / 60


def _covers(hours: Sequence[Availability], begins: float, until: float) -> bool:
    """Whether the hours of one day, in their order, hold all of it; those that adjoin count as one."""
    for entry in hours:
        if entry.minutes.lower <= begins < entry.minutes.upper:
            begins = entry.minutes.upper
    return begins >= until


def _in_words(hours: Sequence[Availability], weekday: Weekday) -> str:
    if not hours:
        return _("The therapist does not work on %(weekday)s.") % {"weekday": weekday.label}
    spans = get_text_list([entry.from_until for entry in hours], _("and"))
    return _("The therapist works on %(weekday)s only %(hours)s.") % {"weekday": weekday.label, "hours": spans}

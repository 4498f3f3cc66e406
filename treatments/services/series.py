"""Booking the same time week after week in one go."""

import datetime as dt
from collections.abc import Sequence

from django.db.backends.postgresql.psycopg_any import DateTimeTZRange
from django.utils.translation import gettext as _

from clinic.common.caller import Caller
from clinic.common.errors import Problem, refuse
from clinic.common.retrying import in_one_go
from treatments.models import TreatmentSession
from treatments.services.booking import book_session
from treatments.services.together import Change, made, tried

LONGEST_SERIES = 30


def series_of(first: TreatmentSession, times: int, *, every_weeks: int = 1, by: Caller) -> list[TreatmentSession]:
    """The unsaved first session and its repetitions: on the same weekday at the same time on the clinic's clock."""
    if not 1 <= times <= LONGEST_SERIES:
        sentence = _("%(times)s is no number of sessions in a series; give 1 to %(most)s.")
        raise refuse("/times", "out_of_bounds", sentence % {"times": times, "most": LONGEST_SERIES})
    return [_later(first, dt.timedelta(weeks=every_weeks * number), by) for number in range(times)]


def tried_series(sessions: Sequence[TreatmentSession], *, by: Caller) -> list[list[Problem]]:
    """What is in the way of each session of the series; nothing is booked."""
    return tried([_booking(session, by) for session in sessions])


def book_series(sessions: Sequence[TreatmentSession], *, by: Caller) -> list[TreatmentSession]:
    """Book all of them or, raising Refused with what is in the way of each, none."""
    by.require("sessions.book")

    def book() -> list[TreatmentSession]:
        booked = [_copy(session) for session in sessions]
        made([_booking_itself(session, by) for session in booked])
        return booked

    return in_one_go(book)


def _booking(session: TreatmentSession, by: Caller) -> Change:
    return lambda: book_session(_copy(session), by=by)


def _booking_itself(session: TreatmentSession, by: Caller) -> Change:
    return lambda: book_session(session, by=by)


def _later(first: TreatmentSession, after: dt.timedelta, by: Caller) -> TreatmentSession:
    starts, ends = (moment.astimezone(by.zone) for moment in (first.during.lower, first.during.upper))
    later = _copy(first)
    # Adding days to a time on the wall keeps the time, also over the change to summer time.
    later.during = DateTimeTZRange(starts + after, starts + after + (ends - starts))
    return later


def _copy(session: TreatmentSession) -> TreatmentSession:
    """The same booking, unsaved: what a try that was taken back left on a record must not stay on it."""
    return TreatmentSession(
        patient=session.patient,
        therapist=session.therapist,
        room=session.room,
        appointment_type=session.appointment_type,
        plan=session.plan,
        during=session.during,
    )

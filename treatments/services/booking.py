"""Booking a session and moving it to another time, therapist or room."""

import datetime as dt
from collections.abc import Iterable

from django.db import transaction
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from clinic.audit.recording import record
from clinic.common.caller import Caller
from clinic.common.errors import Clash, Refused, refuse
from clinic.common.records import insert, update
from clinic.common.retrying import retried
from treatments.models import SessionStatus, TreatmentSession
from treatments.services.bookable import problems_of_booking
from treatments.services.clashing import place
from treatments.services.participants import take_turns
from treatments.services.session_row import present_row, refuse_if_signed, refuse_unless_in
from treatments.session_states import MOVABLE, NOT_BEFORE_ITS_DAY

BOOKED_FIELDS = frozenset({"during", "therapist", "room", "appointment_type", "plan"})
"""What can be changed about a booking; another patient is another booking."""


@retried
def book_session(session: TreatmentSession, *, by: Caller) -> TreatmentSession:
    """Book the session; what has already taken place can be entered too.

    Raises Refused with every rule it breaks, Clash with the id of the session that already takes up its
    patient, therapist or room. Of several bookings of one time at one moment exactly one succeeds.
    """
    by.require("sessions.book")
    with transaction.atomic():
        session.clinic_id = by.clinic_id
        session.status = SessionStatus.BOOKED
        session.booked_by_id = by.membership_id
        _refuse_unless_bookable(session, BOOKED_FIELDS | {"patient"}, by)
        place(session, lambda: insert(session), by)
        record("session.booked", session, by=by, patients=[session.patient.uuid])
    return session


@retried
def move_session(session: TreatmentSession, fields: Iterable[str], *, by: Caller) -> TreatmentSession:
    """Store the named fields of a booking, of BOOKED_FIELDS. What is completed is corrected by a therapist only.

    Raises Refused and Clash as ``book_session`` does, Clash ``wrong_state`` for a session that is cancelled or
    was missed, ``not_yet`` for a day to come once the patient has arrived, ``signed`` for another therapist than the
    one who signed, StaleRecord if somebody else changed it.
    """
    by.require("sessions.book")
    names = frozenset(fields)
    if unknown := names - BOOKED_FIELDS:
        raise refuse("/" + min(unknown), "not_changeable", _("This cannot be changed by moving the session."))
    with transaction.atomic():
        present = present_row(session, by)
        refuse_unless_in(MOVABLE, present, _("moved"))
        if present.status == SessionStatus.COMPLETED:
            by.require("treatments.change")
        if "during" in names and present.status in NOT_BEFORE_ITS_DAY:
            _refuse_day_to_come(session.during.lower.astimezone(by.zone).date(), by)
        if "therapist" in names and session.therapist_id != present.therapist_id:
            refuse_if_signed(present, by)
        _refuse_unless_bookable(session, names, by)
        place(session, lambda: update(session, [*names, "therapist_may_overlap", "room_may_overlap"]), by)
        record("session.moved", session, by=by, patients=[session.patient.uuid], detail={"fields": sorted(names)})
    return session


def _refuse_day_to_come(day: dt.date, by: Caller) -> None:
    if day > by.today():
        sentence = _("The patient has arrived for this session, so it cannot be moved to %(day)s, a day to come.")
        raise Clash("not_yet", sentence % {"day": date_format(day)})


def _refuse_unless_bookable(session: TreatmentSession, fields: frozenset[str], by: Caller) -> None:
    take_turns(session, by)
    session.therapist_may_overlap = bool(session.therapist_id) and session.therapist.supervises_parallel_sessions
    session.room_may_overlap = session.room is not None and session.room.allows_overlap
    if problems := problems_of_booking(session, fields, by):
        raise Refused(problems)

"""What happens to a booked session: the patient arrives, is treated, cancels or stays away."""

from collections.abc import Collection, Iterable
from typing import Any

from django.db import transaction
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from clinic.audit.recording import record
from clinic.common.caller import Caller
from clinic.common.errors import Clash, refuse
from clinic.common.records import update
from clinic.common.retrying import retried
from treatments.models import SessionStatus, TreatmentSession
from treatments.querysets import LIVE
from treatments.services.clashing import place
from treatments.services.documenting import Documentation, check_documentation, write_lists
from treatments.services.participants import take_turns
from treatments.services.session_row import present_row, refuse_unless_in
from treatments.session_states import ALLOWED_BEFORE, NOT_BEFORE_ITS_DAY

IDENTITY = frozenset({"name", "birth_date", "phone"})
"""What the front desk can ask an arriving patient for, to be sure who it is."""
IDENTITY_ENOUGH = 2


@retried
def arrive_session(session: TreatmentSession, agreed: Collection[str] = (), *, by: Caller) -> TreatmentSession:
    """The patient is here. ``agreed`` names what of IDENTITY was asked for and agreed; it is noted in the audit.

    Raises Clash ``wrong_state`` unless the session was booked or missed, ``not_yet`` before its day, Refused if one
    thing alone agreed.
    """
    by.require("sessions.book")
    if agreed and (len(set(agreed)) < IDENTITY_ENOUGH or not IDENTITY.issuperset(agreed)):
        raise refuse("/agreed", "too_little", _("Two of name, birth date and phone make sure who it is."))
    detail = {"agreed": sorted(set(agreed))} if agreed else {}
    with transaction.atomic():
        return _pass_to(session, SessionStatus.ARRIVED, _("marked as arrived"), by, detail=detail)


@retried
def start_session(session: TreatmentSession, *, by: Caller) -> TreatmentSession:
    """The treatment begins.

    Raises Clash ``wrong_state`` unless the session was booked or arrived, ``not_yet`` before its day.
    """
    by.require("treatments.change")
    with transaction.atomic():
        return _pass_to(session, SessionStatus.IN_PROGRESS, _("started"), by)


@retried
def complete_session(session: TreatmentSession, done: Documentation | None = None, *, by: Caller) -> TreatmentSession:
    """The treatment is over; ``done`` is what the therapist writes about it.

    Raises Clash ``wrong_state`` unless the session was booked, arrived or in progress, ``not_yet`` before its day,
    Refused with every problem of notes, techniques, exercises and pain. Nothing is written unless all of it is.
    """
    by.require("treatments.change")
    done = done or Documentation()
    with transaction.atomic():
        check_documentation(session, done, by)
        _pass_to(session, SessionStatus.COMPLETED, _("completed"), by, done.fields)
        write_lists(session, done, by)
    return session


@retried
def cancel_session(session: TreatmentSession, reason: str = "", *, by: Caller) -> TreatmentSession:
    """The session will not take place; its time is free again. Raises Clash ``wrong_state``."""
    by.require("sessions.book")
    session.status_reason = reason
    with transaction.atomic():
        return _pass_to(session, SessionStatus.CANCELLED, _("cancelled"), by, ["status_reason"])


@retried
def miss_session(session: TreatmentSession, *, by: Caller) -> TreatmentSession:
    """The patient did not come.

    Raises Clash ``wrong_state`` unless the session was booked, ``not_yet`` before its day.
    """
    by.require("sessions.book")
    with transaction.atomic():
        return _pass_to(session, SessionStatus.NO_SHOW, _("marked as missed"), by)


def _refuse_before_its_day(present: TreatmentSession, what: str, by: Caller) -> None:
    day = present.starts_at.astimezone(by.zone).date()
    if day > by.today():
        sentence = _("The session is on %(day)s. It cannot be %(what)s before that day.")
        raise Clash("not_yet", sentence % {"day": date_format(day), "what": what})


def _pass_to(
    session: TreatmentSession,
    status: SessionStatus,
    what: str,
    by: Caller,
    fields: Iterable[str] = (),
    detail: dict[str, Any] | None = None,
) -> TreatmentSession:
    present = present_row(session, by)
    refuse_unless_in(ALLOWED_BEFORE[status], present, what)
    if status in NOT_BEFORE_ITS_DAY:
        _refuse_before_its_day(present, what, by)
    if present.status not in LIVE:
        take_turns(session, by)
    session.status = status
    place(session, lambda: update(session, ["status", *fields]), by)
    record(f"session.{status}", session, by=by, patients=[session.patient.uuid], detail=detail)
    return session

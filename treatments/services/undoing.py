"""Taking back a wrong click: a session returns to the state that it had before."""

import datetime as dt

from django.db import transaction
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from clinic.audit.recording import record
from clinic.common.caller import Caller
from clinic.common.errors import Clash
from clinic.common.history import versions_of
from clinic.common.records import update
from clinic.common.retrying import retried
from treatments.models import SessionStatus, TreatmentSession
from treatments.querysets import LIVE
from treatments.services.clashing import place
from treatments.services.documenting import NOTE_FIELDS
from treatments.services.participants import take_turns
from treatments.services.session_row import present_row, refuse_unless_in
from treatments.session_states import ALLOWED_BEFORE, DOCUMENTED, UNDONE


@retried
def undo_step(session: TreatmentSession, *, by: Caller) -> TreatmentSession:
    """Put the session back into the state before its last one, on the day of that step.

    Raises Clash ``wrong_state`` for a booked or completed session, ``too_late`` on a later day, ``documented``
    if something was written about it since, and as booking does if its time is taken by now; StaleRecord.
    """
    by.require("sessions.book")
    with transaction.atomic():
        present = present_row(session, by)
        refuse_unless_in(UNDONE, present, _("put back"))
        if present.status == SessionStatus.IN_PROGRESS:
            by.require("treatments.change")
        before = _state_before(present, by)
        _refuse_if_documented(present, before)
        if present.status not in LIVE:
            take_turns(session, by)
        session.status, session.status_reason = before, ""
        place(session, lambda: update(session, ["status", "status_reason"]), by)
        detail = {"from": str(present.status), "to": str(before)}
        record("session.undone", session, by=by, patients=[session.patient.uuid], detail=detail)
    return session


def _state_before(present: TreatmentSession, by: Caller) -> SessionStatus:
    """The state that the last step left; a step of an earlier day is no slip of today's."""
    earlier = versions_of(TreatmentSession).filter(pgh_obj=present.pk).exclude(status=present.status)
    left = earlier.order_by("-pgh_id").values_list("status", "pgh_created_at").first()
    if left is None or left[0] not in ALLOWED_BEFORE[present.status]:
        raise Clash("nothing_to_undo", _("Nobody knows what the session was before; there is nothing to put back."))
    status, changed_at = left
    if _day(changed_at, by) != by.today():
        sentence = _("This was done on %(day)s. A wrong click can be put back on its own day only.")
        raise Clash("too_late", sentence % {"day": date_format(_day(changed_at, by))})
    return SessionStatus(status)


def _refuse_if_documented(present: TreatmentSession, before: SessionStatus) -> None:
    written = any(getattr(present, name) not in ("", None) for name in NOTE_FIELDS)
    if before not in DOCUMENTED and (written or present.techniques.exists() or present.pain.exists()):
        raise Clash("documented", _("Something was written about this session; it cannot be put back to booked."))


def _day(moment: dt.datetime, by: Caller) -> dt.date:
    return moment.astimezone(by.zone).date()

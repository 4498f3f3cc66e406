"""Whether a booking leaves its therapist the minutes that a kind of appointment keeps free afterwards."""

import datetime as dt
from collections.abc import Iterator

from django.utils.formats import time_format
from django.utils.translation import gettext as _

from clinic.common.caller import Caller
from clinic.common.errors import Problem
from treatments.models import TreatmentSession

NEAR = dt.timedelta(hours=12)
"""Nothing further away can be in the way: a session lasts at most so long."""


def buffer(session: TreatmentSession) -> dt.timedelta:
    """How long the therapist is kept free after the session."""
    kind = session.appointment_type
    return dt.timedelta(minutes=kind.buffer_minutes if kind else 0)


def buffer_warnings(session: TreatmentSession, by: Caller) -> Iterator[Problem]:
    """Say that the session begins in the buffer of the one before, or runs its own into the next. One query.

    A therapist who supervises sessions in parallel has no buffers.
    """
    if session.therapist.supervises_parallel_sessions:
        return
    starts, ends = session.during.lower, session.during.upper
    others = TreatmentSession.objects.visible_to(by).live().exclude(pk=session.pk)
    others = others.filter(therapist=session.therapist_id, starts_at__gt=starts - 2 * NEAR, starts_at__lt=ends + NEAR)
    for other in others.select_related("appointment_type").in_time_order():
        if other.ends_at <= starts < other.ends_at + buffer(other):
            yield _warning(other, int((starts - other.ends_at).total_seconds() // 60), buffer(other), by)
        elif ends <= other.starts_at < ends + buffer(session):
            yield _warning(other, int((other.starts_at - ends).total_seconds() // 60), buffer(session), by)


def _warning(other: TreatmentSession, left: int, kept: dt.timedelta, by: Caller) -> Problem:
    sentence = _("%(left)s minutes lie between this session and the one at %(time)s; %(kept)s are kept free.")
    words = {
        "left": left,
        "time": time_format(other.starts_at.astimezone(by.zone).time()),
        "kept": int(kept.total_seconds() // 60),
    }
    return Problem("/starts_at", "within_buffer", sentence % words)

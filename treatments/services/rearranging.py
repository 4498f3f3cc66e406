"""A therapist is away: the day's sessions go to somebody else, to another time, or are cancelled, in one go."""

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass

from django.db import models
from django.db.backends.postgresql.psycopg_any import DateTimeTZRange

from clinic.common.caller import Caller
from clinic.common.errors import Problem
from clinic.common.retrying import in_one_go
from clinic.practice.models import Membership
from treatments.models import TreatmentSession
from treatments.services.attending import cancel_session
from treatments.services.booking import move_session
from treatments.services.together import Change, made, tried

WAITING = ("booked", "arrived")
"""The states of sessions that somebody has yet to take over."""


@dataclass(frozen=True, slots=True)
class Rearranged:
    """What becomes of one session, which was read at ``version``.

    With a therapist it is moved to them at ``starts_at``, as long as it was; without one it is cancelled for the
    ``reason``.
    """

    session: TreatmentSession
    version: int
    therapist: Membership | None = None
    starts_at: dt.datetime | None = None
    reason: str = ""


def left_on(day: dt.date, therapist: Membership, *, by: Caller) -> models.QuerySet[TreatmentSession]:
    """The therapist's sessions of the day that are booked or waiting, in time order."""
    sessions = TreatmentSession.objects.visible_to(by).valid().on_day(day, by).in_time_order()
    return sessions.filter(therapist=therapist, status__in=WAITING)


def tried_rearrangement(chosen: Sequence[Rearranged], *, by: Caller) -> list[list[Problem]]:
    """What is in the way of each; nothing is changed."""
    return tried([_change(one, by) for one in chosen])


def rearrange(chosen: Sequence[Rearranged], *, by: Caller) -> None:
    """Change all of them or, raising Refused with what is in the way of each, none."""
    by.require("sessions.book")
    in_one_go(lambda: made([_change(one, by) for one in chosen]))


def _change(one: Rearranged, by: Caller) -> Change:
    def change() -> object:
        session = TreatmentSession.objects.visible_to(by).select_related("patient", "room").get(pk=one.session.pk)
        session.version = one.version
        if one.therapist is None:
            return cancel_session(session, one.reason, by=by)
        starts = one.starts_at or session.during.lower
        session.therapist = one.therapist
        session.during = DateTimeTZRange(starts, starts + (session.during.upper - session.during.lower))
        return move_session(session, ["therapist", "during"], by=by)

    return change

"""Clinical time lies in the past: the services say so first, the database's own clock has the last word."""

import datetime as dt

from django.db import models
from django.db.models import Func, Q
from django.utils import timezone
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from clinic.common.caller import Caller
from clinic.common.errors import Problem

TOLERANCE = dt.timedelta(minutes=5)
EARLIEST = dt.datetime(1900, 1, 1, tzinfo=dt.UTC)
"""Nobody alive was treated before: a mistyped year is refused before a calendar fails to show it."""


class NowOnTheSlowestClock(Func):
    """The database's time plus five minutes, because a measuring device's clock may run ahead a little."""

    template = "(STATEMENT_TIMESTAMP() + interval '5 minutes')"
    output_field = models.DateTimeField()


def not_in_the_future(field: str, *, name: str) -> models.CheckConstraint:
    """The moment in ``field`` has already come (or is null)."""
    return models.CheckConstraint(
        name=name,
        condition=Q(**{f"{field}__isnull": True}) | Q(**{f"{field}__lte": NowOnTheSlowestClock()}),
        violation_error_message=_("The time lies in the future; only what has happened can be recorded."),
        violation_error_code="in_the_future",
    )


def problems_with_moment(pointer: str, moment: dt.datetime | None, by: Caller) -> list[Problem]:
    """Why something cannot have happened at this moment; an empty list accepts it.

    A device's clock may run ahead by five minutes, as in the database's constraint.
    """
    if moment is None:
        return [Problem(pointer, "required", gettext("Say when it happened."))]
    if timezone.is_naive(moment):
        sentence = gettext("%(given)s has no offset from UTC, so nobody knows when it was.")
        return [Problem(pointer, "naive", sentence % {"given": moment.isoformat(" ", "minutes")})]
    if moment < EARLIEST:
        sentence = gettext("%(given)s is too long ago; check the year.")
        return [Problem(pointer, "too_long_ago", sentence % {"given": moment.date().isoformat()})]
    now = timezone.now()
    if moment > now + TOLERANCE:
        sentence = gettext("%(given)s lies in the future; it is now %(now)s. Record only what has happened.")
        shown = {"given": _on_the_wall(moment, by), "now": _on_the_wall(now, by)}
        return [Problem(pointer, "in_the_future", sentence % shown)]
    return []


def _on_the_wall(moment: dt.datetime, by: Caller) -> str:
    return moment.astimezone(by.zone).isoformat(" ", "minutes")

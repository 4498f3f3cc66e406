"""The questions that are asked of treatment plans and sessions."""

import datetime as dt
from typing import Self, TypeVar

from django.db import models
from django.db.models import Count, Q
from django.utils import timezone

from clinic.common.caller import Caller
from patients.querysets import OfPatientQuerySet

Record = TypeVar("Record", bound=models.Model, covariant=True)

LIVE = ("booked", "arrived", "in_progress", "completed")
"""The states in which a session takes up its therapist, room and patient."""

NOT_CLOSED = ("booked", "arrived", "in_progress")
"""The states in which it is still to be said how a session ended."""


class PlanQuerySet(OfPatientQuerySet[Record]):
    """Treatment plans of a clinic."""

    def with_progress(self) -> Self:
        """Counts ``sessions_completed`` and ``sessions_ahead`` (live, not yet completed)."""
        valid = Q(sessions__entered_in_error_at__isnull=True)
        ahead = Q(sessions__status__in=[status for status in LIVE if status != "completed"])
        return self.annotate(
            sessions_completed=Count("sessions", filter=valid & Q(sessions__status="completed")),
            sessions_ahead=Count("sessions", filter=valid & ahead),
        )


class SessionQuerySet(OfPatientQuerySet[Record]):
    """Treatment sessions of a clinic."""

    def live(self) -> Self:
        """Sessions that take up their therapist, room and patient."""
        return self.valid().filter(status__in=LIVE)

    def completed(self) -> Self:
        return self.valid().filter(status="completed")

    def not_closed(self) -> Self:
        """Sessions that are ahead or under way, and those that nobody has closed."""
        return self.valid().filter(status__in=NOT_CLOSED)

    def unsigned(self) -> Self:
        """Completed sessions whose note nobody has signed yet."""
        return self.completed().filter(signed_at__isnull=True)

    def past_and_not_closed(self) -> Self:
        """Sessions whose time is over although nobody has said how they ended."""
        return self.not_closed().filter(ends_at__lt=timezone.now())

    def on_day(self, day: dt.date, caller: Caller) -> Self:
        """Sessions that begin on that day by the clock on the clinic's wall."""
        midnight = dt.datetime.combine(day, dt.time(), tzinfo=caller.zone)
        next_midnight = dt.datetime.combine(day + dt.timedelta(days=1), dt.time(), tzinfo=caller.zone)
        return self.filter(starts_at__gte=midnight, starts_at__lt=next_midnight)

    def in_time_order(self) -> Self:
        return self.order_by("starts_at", "id")


class FollowUpQuerySet(OfPatientQuerySet[Record]):
    """Contacts after the closing of an episode."""

    def waiting(self) -> Self:
        """Those that nobody has done, of episodes that are still closed."""
        closed = self.valid().filter(done_at__isnull=True, episode__closed_at__isnull=False)
        return closed.filter(episode__entered_in_error_at__isnull=True)

    def due(self, today: dt.date) -> Self:
        """Those that wait and whose day has come, the longest waiting first."""
        return self.waiting().filter(due_on__lte=today).order_by("due_on", "id")

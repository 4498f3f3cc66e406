"""How the clinic stands: today, who is in treatment, and who was lost on the way."""

import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.db.models import Count

from clinic.common.caller import Caller
from patients.models import CloseReason, Episode, PatientStatus
from treatments.models import SessionStatus, TreatmentSession
from treatments.services.in_care import due_in_care
from treatments.services.stopped_coming import how_many_stopped
from treatments.services.worklists import follow_ups_due, unsigned_notes

A_YEAR = dt.timedelta(days=365)
FEWEST_FOR_A_SHARE = 20
"""Of fewer, a share says more about chance than about the clinic, and is left out."""


@dataclass(frozen=True, slots=True)
class Today:
    """How many sessions of today are in which state; ``not_closed`` are the past ones that nobody has closed."""

    by_status: Mapping[str, int]
    not_closed: int

    @property
    def expected(self) -> int:
        return self.by_status.get(SessionStatus.BOOKED, 0)

    @property
    def waiting(self) -> int:
        return self.by_status.get(SessionStatus.ARRIVED, 0)

    @property
    def in_progress(self) -> int:
        return self.by_status.get(SessionStatus.IN_PROGRESS, 0)

    @property
    def completed(self) -> int:
        return self.by_status.get(SessionStatus.COMPLETED, 0)

    @property
    def missed(self) -> int:
        return self.by_status.get(SessionStatus.NO_SHOW, 0)


@dataclass(frozen=True, slots=True)
class Share:
    """So many of so many."""

    n: int
    of: int
    title: Any = ""

    @property
    def percent(self) -> int | None:
        """None where the whole is too small for a share."""
        return round(100 * self.n / self.of) if self.of >= FEWEST_FOR_A_SHARE else None


@dataclass(frozen=True, slots=True)
class InTreatment:
    """Open episodes of active patients, and the patients who have them; what waits of these."""

    episodes: int
    patients: int
    due: int
    follow_ups: int
    unsigned: int
    stopped: Share
    long_ago: Share


@dataclass(frozen=True, slots=True)
class Closings:
    """The episodes that were closed within a year, by reason; ``since`` is the first day that counts."""

    since: dt.date
    of: int
    reasons: Sequence[Share]


def today_of(by: Caller) -> Today:
    sessions = TreatmentSession.objects.visible_to(by)
    counted = sessions.valid().on_day(by.today(), by).order_by().values_list("status").annotate(n=Count("pk"))
    return Today(dict(counted), sessions.past_and_not_closed().count())


def in_treatment_of(by: Caller) -> InTreatment:
    running = (
        Episode.objects.visible_to(by)
        .valid()
        .filter(closed_at__isnull=True, patient__status=PatientStatus.ACTIVE, patient__merged_into__isnull=True)
    )
    counted = running.aggregate(episodes=Count("pk"), patients=Count("patient", distinct=True))
    stopped, long_ago = how_many_stopped(by)
    return InTreatment(
        **counted,
        due=len(due_in_care(by)),
        follow_ups=follow_ups_due(by).count(),
        unsigned=unsigned_notes(by).count(),
        stopped=Share(stopped, counted["patients"]),
        long_ago=Share(long_ago, counted["patients"]),
    )


def closings_of(by: Caller) -> Closings:
    """Every reason is there, also the one that nobody gave, in the order of the form."""
    since = by.today() - A_YEAR
    closed = Episode.objects.visible_to(by).valid().filter(closed_at__gte=since)
    counted = dict(closed.order_by().values_list("close_reason").annotate(n=Count("pk")))
    total = sum(counted.values())
    return Closings(since, total, [Share(counted.get(reason, 0), total, reason.label) for reason in CloseReason])

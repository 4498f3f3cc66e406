"""How the reports stand: what waits, what failed, and whether somebody works on them."""

import datetime as dt
from dataclasses import dataclass

from django.db.models import Count, Min, Q
from django.utils import timezone

from clinic.common.caller import Caller
from clinic.health.condition import OLDEST_HEARTBEAT, current_condition
from treatments.outcomes.models import OutcomeReport, ReportState

A_WEEK = dt.timedelta(days=7)


@dataclass(frozen=True, slots=True)
class Reports:
    """``done`` and ``failed`` are of the last seven days; ``waiting_since`` is when the oldest waiting was queued.

    ``heartbeat`` is how many seconds ago a worker gave a sign of life, None if none did within the hour;
    ``queue_answers`` is whether anybody could be asked.
    """

    queued: int
    running: int
    done: int
    failed: int
    waiting_since: dt.datetime | None
    heartbeat: int | None
    queue_answers: bool

    @property
    def worker_up(self) -> bool:
        return self.heartbeat is not None and self.heartbeat <= OLDEST_HEARTBEAT


def reports_of(by: Caller) -> Reports:
    lately = Q(finished_at__gte=timezone.now() - A_WEEK)
    queued, running = Q(state=ReportState.QUEUED), Q(state=ReportState.RUNNING)
    counted = OutcomeReport.objects.visible_to(by).aggregate(
        queued=Count("pk", filter=queued),
        running=Count("pk", filter=running),
        done=Count("pk", filter=lately & Q(state=ReportState.DONE)),
        failed=Count("pk", filter=lately & Q(state=ReportState.FAILED)),
        waiting_since=Min("queued_at", filter=queued),
    )
    condition = current_condition()
    age = condition.heartbeat_age
    return Reports(**counted, heartbeat=None if age is None else round(age), queue_answers=condition.broker_up)

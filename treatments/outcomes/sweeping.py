"""Leaving no report behind: whose worker is gone, and whose doorbell nobody heard.

It runs every few seconds from beat and from every worker; a lock in the database lets one at a time.
"""

from django.db import transaction
from django.db.models import Min
from django.db.models.functions import Now

from clinic.common.only_one import is_the_only_one
from treatments.outcomes.doorbell import ring
from treatments.outcomes.models import FailureReason, OutcomeReport
from treatments.outcomes.querysets import ring_again_after
from treatments.outcomes.transitions import Lease, give_back

MOST_AT_ONCE = 100


def sweep_reports() -> None:
    """Give abandoned reports back to the queue, fail those lost too often, and ring again for who waits."""
    with transaction.atomic():
        if not is_the_only_one("sweep_reports"):
            return
        waiting = [*_take_back_abandoned(), *_note_another_ring()]
    for report_id in waiting:
        if not ring(report_id):
            # The broker is away: every further ring would only wait for it again.
            break


def oldest_queued_seconds() -> float:
    """For how long the report that has waited longest has been waiting for a worker; 0 when none waits."""
    waited = OutcomeReport.objects.queued().aggregate(longest=Now() - Min("queued_at"))["longest"]
    return waited.total_seconds() if waited else 0.0


def _take_back_abandoned() -> list[int]:
    abandoned = OutcomeReport.objects.abandoned().select_for_update(skip_locked=True, of=("self",))
    leases = [Lease(*row) for row in abandoned.values_list("pk", "attempt")[:MOST_AT_ONCE]]
    return [lease.report_id for lease in leases if give_back(lease, FailureReason.WORKER_LOST)]


def _note_another_ring() -> list[int]:
    unheard = OutcomeReport.objects.unheard().order_by("queued_at")
    waiting = unheard.select_for_update(skip_locked=True, of=("self",)).values_list("pk", "rings")
    rows = list(waiting[:MOST_AT_ONCE])
    for report_id, rings in rows:
        again = Now() + ring_again_after(rings + 1)
        OutcomeReport.objects.filter(pk=report_id).change(rings=rings + 1, ring_due_at=again)
    return [report_id for report_id, _ in rows]

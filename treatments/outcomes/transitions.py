"""How a report moves: queued, running, done or failed. Each move is one conditional UPDATE.

Of several workers that hear the doorbell, one matches the condition and has the report. Its attempt number is
the fencing token: once another attempt began, nothing that the earlier one still writes can match.
"""

import datetime as dt
from dataclasses import dataclass
from typing import Any

from django.conf import settings
from django.db import transaction
from django.db.models import F
from django.db.models.functions import Coalesce, Now

from clinic.audit.recording import record
from clinic.common.caller import Caller
from clinic.practice.callers import caller_of_client, caller_of_command, caller_of_member
from clinic.practice.models import Clinic
from treatments.outcomes.models import Artifact, FailureReason, OutcomeReport, ReportState

MOST_ATTEMPTS = 3


class LeaseLost(Exception):
    """Another attempt has taken the report over, or it is finished: whatever this one made is void."""


@dataclass(frozen=True, slots=True)
class Lease:
    """The right to build one report, for as long as it is renewed."""

    report_id: int
    attempt: int

    def renew(self, **progress: int) -> None:
        """Hold the report for another while; raises LeaseLost when it is held no longer."""
        self.write(lease_until=Now() + _length(), **progress)

    def write(self, **values: Any) -> None:
        """Change the report as its holder; raises LeaseLost, and then nothing was written."""
        if not OutcomeReport.objects.filter(pk=self.report_id).held_by(self.attempt).change(**values):
            raise LeaseLost


def claim(report_id: int) -> Lease | None:
    """Take the report on; None if it is not waiting, because somebody else has it or it is finished."""
    waiting = OutcomeReport.objects.filter(pk=report_id).queued()
    with transaction.atomic():
        if not waiting.change(
            state=ReportState.RUNNING,
            attempt=F("attempt") + 1,
            lease_until=Now() + _length(),
            started_at=Coalesce("started_at", Now()),
            progress=0,
        ):
            return None
        # The update holds the row's lock until the commit, so that this is the number that it wrote.
        return Lease(report_id, OutcomeReport.objects.values_list("attempt", flat=True).get(pk=report_id))


def finish(lease: Lease, result: dict[str, Any], engine_version: str, artifacts: list[Artifact]) -> None:
    """Store the artifacts and the result and mark the report done: all of it or, without the lease, nothing."""
    with transaction.atomic():
        lease.renew(progress=99)
        Artifact.objects.bulk_create(artifacts)
        lease.write(
            state=ReportState.DONE,
            progress=100,
            result=result,
            engine_version=engine_version,
            lease_until=None,
            finished_at=Now(),
        )
        _record_end("report.finished", lease)


def fail(lease: Lease, reason: FailureReason) -> None:
    """End the report without a result. Raises LeaseLost."""
    with transaction.atomic():
        lease.write(state=ReportState.FAILED, failure_reason=reason, lease_until=None, finished_at=Now(), progress=0)
        _record_end("report.failed", lease, reason=reason.value)


def give_back(lease: Lease, reason: FailureReason) -> bool:
    """Put the report back into the queue, or fail it for ``reason`` when it was tried often enough.

    Gives whether it waits again. Raises LeaseLost.
    """
    if lease.attempt >= MOST_ATTEMPTS:
        fail(lease, reason)
        return False
    lease.write(state=ReportState.QUEUED, queued_at=Now(), lease_until=None, progress=0, rings=0, ring_due_at=None)
    return True


def _length() -> dt.timedelta:
    return dt.timedelta(seconds=settings.REPORT_LEASE_SECONDS)


def _record_end(action: str, lease: Lease, **detail: Any) -> None:
    report = OutcomeReport.objects.for_lists().select_related("patient").get(pk=lease.report_id)
    record(
        action,
        report,
        by=requester_of(report),
        patients=[report.patient.uuid] if report.patient else [],
        detail={"attempt": lease.attempt, **detail},
    )


def requester_of(report: OutcomeReport) -> Caller:
    """On whose behalf the worker builds the report."""
    if report.requested_by:
        return caller_of_member(report.requested_by)
    if report.requested_by_client:
        return caller_of_client(report.requested_by_client, [])
    return weekly_caller(report.clinic)


def weekly_caller(clinic: Clinic) -> Caller:
    """On whose behalf the report of every week is made: nobody's but the calendar's."""
    return caller_of_command(clinic, "weekly reports", frozenset({"reports.request"}))

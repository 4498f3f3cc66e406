"""How a report moves: one worker at a time, the latest one only, and never twice."""

import threading
import time
from collections.abc import Callable
from hashlib import sha256
from typing import Any

import pytest
from django.db import OperationalError, close_old_connections, connection
from pytest_django import Settings

from clinic.audit.models import AuditEvent
from clinic.common.caller import Caller
from patients.models import Patient
from treatments.outcomes.heartbeat import heartbeat
from treatments.outcomes.models import Artifact, FailureReason, OutcomeReport
from treatments.outcomes.requesting.patient import request_patient_report
from treatments.outcomes.transitions import Lease, LeaseLost, claim, fail, finish, give_back

SHA = sha256(b"%PDF").hexdigest()


@pytest.fixture
def waiting(amy: Patient, as_theo: Caller) -> OutcomeReport:
    """A report that waits for a worker, with its inputs frozen already."""
    report = request_patient_report(patient=amy, by=as_theo)
    inputs = {"inputs": b"{}", "inputs_sha256": sha256(b"{}").hexdigest(), "cutoff": report.created_at}
    OutcomeReport.objects.filter(pk=report.pk).update(**inputs)
    return report


def claimed(report: OutcomeReport) -> Lease:
    lease = claim(report.pk)
    assert lease
    return lease


def now(report: OutcomeReport) -> OutcomeReport:
    return OutcomeReport.objects.get(pk=report.pk)


def files(report: OutcomeReport) -> list[Artifact]:
    return [
        Artifact(
            clinic_id=report.clinic_id,
            report=report,
            name="report.pdf",
            media_type="application/pdf",
            content=b"%PDF",
            sha256=SHA,
        )
    ]


def finished(lease: Lease, report: OutcomeReport) -> None:
    finish(lease, {"pain": []}, "1.0.0", files(report))


def in_threads(work: Callable[[], Any], count: int) -> list[Any]:
    """Do the same at once in so many threads, each with a database connection of its own."""
    results: list[Any] = []
    start = threading.Barrier(count)

    def run() -> None:
        start.wait()
        try:
            results.append(work())
        finally:
            connection.close()

    threads = [threading.Thread(target=run) for _ in range(count)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return results


def test_who_claims_has_the_report_for_thirty_seconds(waiting: OutcomeReport) -> None:
    lease = claimed(waiting)
    report = now(waiting)
    assert (report.state, report.attempt, lease.attempt) == ("running", 1, 1)
    assert report.lease_until
    assert report.started_at
    assert (report.lease_until - report.started_at).total_seconds() == pytest.approx(30)


def test_a_second_ring_finds_nothing_to_do(waiting: OutcomeReport) -> None:
    claimed(waiting)
    assert claim(waiting.pk) is None


@pytest.mark.django_db(transaction=True)
def test_of_eight_workers_that_hear_the_doorbell_one_has_the_report(waiting: OutcomeReport) -> None:
    leases = in_threads(lambda: claim(waiting.pk), 8)
    assert [lease for lease in leases if lease] == [Lease(waiting.pk, 1)]
    assert now(waiting).attempt == 1


def test_a_report_that_nobody_knows_is_not_claimed(db: None) -> None:
    assert claim(12345) is None


def test_the_end_brings_result_and_artifacts_at_once(waiting: OutcomeReport, amy: Patient, as_theo: Caller) -> None:
    finished(claimed(waiting), waiting)
    report = now(waiting)
    assert (report.state, report.progress, report.result, report.lease_until) == ("done", 100, {"pain": []}, None)
    assert report.finished_at
    assert [artifact.name for artifact in report.artifacts.all()] == ["report.pdf"]
    event = AuditEvent.objects.get(action="report.finished")
    assert (event.subject, event.patients, event.actor) == (report.uuid, [amy.uuid], as_theo.uuid)


def test_who_lost_the_report_cannot_finish_it(waiting: OutcomeReport) -> None:
    late = claimed(waiting)
    give_back(late, FailureReason.WORKER_LOST)
    current = claimed(waiting)
    with pytest.raises(LeaseLost):
        finished(late, waiting)
    assert not Artifact.objects.exists()
    assert not AuditEvent.objects.filter(action="report.finished").exists()
    finished(current, waiting)
    assert (now(waiting).attempt, Artifact.objects.count()) == (2, 1)


def test_what_is_finished_is_not_finished_again(waiting: OutcomeReport) -> None:
    lease = claimed(waiting)
    finished(lease, waiting)
    for again in (lambda: finished(lease, waiting), lambda: fail(lease, FailureReason.INTERNAL_ERROR), lease.renew):
        with pytest.raises(LeaseLost):
            again()
    assert (now(waiting).state, Artifact.objects.count()) == ("done", 1)


@pytest.mark.django_db(transaction=True)
def test_of_two_that_finish_at_the_same_moment_one_does(waiting: OutcomeReport) -> None:
    lease = claimed(waiting)

    def try_to_finish() -> bool:
        try:
            finished(lease, waiting)
        except LeaseLost:
            return False
        return True

    assert sorted(in_threads(try_to_finish, 2)) == [False, True]
    assert Artifact.objects.count() == 1


def test_a_failed_attempt_waits_again_until_the_third_ends_it(waiting: OutcomeReport) -> None:
    assert give_back(claimed(waiting), FailureReason.INTERNAL_ERROR) is True
    assert (now(waiting).state, now(waiting).failure_reason) == ("queued", "")
    assert give_back(claimed(waiting), FailureReason.INTERNAL_ERROR) is True
    assert give_back(claimed(waiting), FailureReason.INTERNAL_ERROR) is False
    report = now(waiting)
    assert (report.state, report.failure_reason, report.attempt) == ("failed", "internal_error", 3)
    event = AuditEvent.objects.get(action="report.failed")
    assert event.detail == {"attempt": 3, "reason": "internal_error"}


def test_progress_shows_and_prolongs_the_lease(waiting: OutcomeReport) -> None:
    lease = claimed(waiting)
    before = now(waiting)
    lease.renew(progress=40)
    after = now(waiting)
    assert after.progress == 40
    assert before.lease_until
    assert after.lease_until
    assert after.lease_until > before.lease_until
    assert after.version > before.version


@pytest.mark.django_db(transaction=True)
def test_the_heart_beats_while_the_work_lasts_and_not_longer(waiting: OutcomeReport, settings: Settings) -> None:
    settings.REPORT_LEASE_SECONDS = 0.3
    lease = claimed(waiting)
    first = now(waiting).lease_until
    with heartbeat(lease):
        time.sleep(0.5)
        during = now(waiting)
    after = now(waiting).version
    time.sleep(0.2)
    assert first
    assert during.lease_until
    assert (during.lease_until - first).total_seconds() >= 0.3
    assert now(waiting).version == after


@pytest.mark.django_db(transaction=True)
def test_the_heart_closes_its_own_connection(waiting: OutcomeReport, settings: Settings) -> None:
    settings.REPORT_LEASE_SECONDS = 0.15
    close_old_connections()
    before = _connections()
    with heartbeat(claimed(waiting)):
        time.sleep(0.2)
    # The database takes notice of a closed connection a moment later.
    end = time.monotonic() + 5
    while _connections() != before and time.monotonic() < end:
        time.sleep(0.05)
    assert _connections() == before


def _connections() -> int:
    with connection.cursor() as cursor:
        cursor.execute("SELECT count(*) FROM pg_stat_activity WHERE datname = current_database()")
        count: int = cursor.fetchone()[0]
    return count


@pytest.mark.django_db(transaction=True)
def test_a_missed_beat_is_made_up_for_by_the_next(
    waiting: OutcomeReport, settings: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    settings.REPORT_LEASE_SECONDS = 0.3
    lease = claimed(waiting)
    outcomes = iter([OperationalError("the connection is gone")])
    beats = []
    renew = Lease.renew

    def stumble(self: Lease, **progress: int) -> None:
        beats.append(1)
        for error in outcomes:
            raise error
        renew(self, **progress)

    monkeypatch.setattr(Lease, "renew", stumble)
    version = now(waiting).version
    with heartbeat(lease):
        time.sleep(0.45)
    assert len(beats) >= 2
    assert now(waiting).version > version

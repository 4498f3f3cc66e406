"""No report is left behind: whose worker is gone goes back, whose doorbell was missed rings again."""

import datetime as dt
import threading

import pytest
from celery import current_app
from django.db import connection, transaction
from django.db.models import F
from kombu.exceptions import OperationalError

from clinic.audit.models import AuditEvent
from clinic.common.caller import Caller
from clinic.common.only_one import is_the_only_one
from patients.models import Patient
from treatments.outcomes.models import OutcomeReport
from treatments.outcomes.requesting.patient import request_patient_report
from treatments.outcomes.sweeping import oldest_queued_seconds, sweep_reports
from treatments.outcomes.transitions import claim

Rings = list[int]


@pytest.fixture
def rings(monkeypatch: pytest.MonkeyPatch) -> Rings:
    """The reports for which the doorbell rang."""
    heard: Rings = []
    monkeypatch.setattr(current_app, "send_task", lambda name, args, **how: heard.extend(args))
    return heard


@pytest.fixture
def report(amy: Patient, as_theo: Caller, rings: Rings) -> OutcomeReport:
    return request_patient_report(patient=amy, by=as_theo)


def now(report: OutcomeReport) -> OutcomeReport:
    return OutcomeReport.objects.get(pk=report.pk)


def let_pass(report: OutcomeReport, seconds: float) -> None:
    """Let so much time pass for this report."""
    span = dt.timedelta(seconds=seconds)
    moments = ("lease_until", "queued_at", "ring_due_at")
    OutcomeReport.objects.filter(pk=report.pk).update(**{name: F(name) - span for name in moments})


def test_a_report_that_waits_shortly_is_left_alone(report: OutcomeReport, rings: Rings) -> None:
    let_pass(report, 9)
    sweep_reports()
    assert rings == []


def test_a_report_that_waits_for_ten_seconds_is_rung_for_again(report: OutcomeReport, rings: Rings) -> None:
    let_pass(report, 11)
    sweep_reports()
    assert rings == [report.pk]
    sweep_reports()
    assert rings == [report.pk]


def test_the_pauses_between_rings_double_up_to_a_minute(report: OutcomeReport, rings: Rings) -> None:
    pauses, waited = [], 0
    while len(pauses) < 6:
        let_pass(report, 1)
        waited += 1
        sweep_reports()
        if len(rings) > len(pauses):
            pauses.append(waited)
            waited = 0
    assert pauses == pytest.approx([10, 20, 40, 60, 60, 60], abs=1)


def test_a_report_whose_worker_is_alive_is_left_alone(report: OutcomeReport, rings: Rings) -> None:
    claim(report.pk)
    let_pass(report, 29)
    sweep_reports()
    assert (now(report).state, rings) == ("running", [])


def test_a_report_whose_worker_is_gone_waits_again_and_is_rung_for_at_once(report: OutcomeReport, rings: Rings) -> None:
    claim(report.pk)
    let_pass(report, 31)
    sweep_reports()
    swept = now(report)
    assert (swept.state, swept.attempt, swept.progress, swept.lease_until) == ("queued", 1, 0, None)
    assert rings == [report.pk]


def test_a_report_that_lost_three_workers_fails_and_says_so(report: OutcomeReport, rings: Rings) -> None:
    for _ in range(3):
        claim(report.pk)
        let_pass(report, 31)
        sweep_reports()
    swept = now(report)
    assert (swept.state, swept.failure_reason, swept.attempt) == ("failed", "worker_lost", 3)
    assert rings == [report.pk] * 2
    event = AuditEvent.objects.get(action="report.failed")
    assert (event.subject, event.detail["reason"]) == (report.uuid, "worker_lost")


def test_what_is_finished_is_never_swept(report: OutcomeReport, rings: Rings) -> None:
    for _ in range(3):
        claim(report.pk)
        let_pass(report, 31)
        sweep_reports()
    version = now(report).version
    sweep_reports()
    assert now(report).version == version


def test_a_broker_that_is_away_is_tried_once_per_sweep(
    report: OutcomeReport, amy: Patient, as_theo: Caller, monkeypatch: pytest.MonkeyPatch
) -> None:
    other = request_patient_report(patient=amy, by=as_theo)
    tried = []

    def away(name: str, args: list[int], **how: object) -> None:
        tried.append(args)
        raise OperationalError

    monkeypatch.setattr(current_app, "send_task", away)
    for waiting in (report, other):
        let_pass(waiting, 11)
    sweep_reports()
    assert len(tried) == 1
    assert (now(report).state, now(other).state) == ("queued", "queued")
    assert now(report).unheard_rings + now(other).unheard_rings == 1


@pytest.mark.django_db(transaction=True)
def test_one_sweeper_at_a_time(report: OutcomeReport, rings: Rings) -> None:
    rings.clear()
    let_pass(report, 11)
    swept = threading.Event()

    def elsewhere() -> None:
        sweep_reports()
        connection.close()
        swept.set()

    with transaction.atomic():
        assert is_the_only_one("sweep_reports")
        thread = threading.Thread(target=elsewhere)
        thread.start()
        assert swept.wait(5), "a second sweeper gives up at once instead of waiting"
    thread.join()
    assert rings == []
    sweep_reports()
    assert rings == [report.pk]


def test_health_is_told_how_long_the_oldest_has_waited(report: OutcomeReport) -> None:
    let_pass(report, 100)
    assert oldest_queued_seconds() == pytest.approx(100, abs=1)
    claim(report.pk)
    assert oldest_queued_seconds() == 0

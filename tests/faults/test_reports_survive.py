"""Whatever dies in the middle of a report: the report ends, once, with one set of files.

Each test kills real processes. The worker's clock runs seventeen times faster than in production.
"""

import os
import signal
from collections.abc import Callable

import pytest
from celery import current_app

from clinic.audit.models import AuditEvent
from clinic.common.caller import Caller
from patients.models import Patient
from tests.builders import make_assessment, make_patient, rated
from tests.faults.conftest import Broker, Worker, until
from treatments.outcomes.doorbell import BUILD_REPORT
from treatments.outcomes.models import OutcomeReport
from treatments.outcomes.requesting.patient import request_patient_report

pytestmark = [pytest.mark.stack, pytest.mark.django_db(transaction=True)]


@pytest.fixture
def amy(as_theo: Caller, clinic: object) -> Patient:
    """A patient with one assessment."""
    patient = make_patient(clinic)  # type: ignore[arg-type]
    make_assessment(patient, rated("low_back", 6), by=as_theo)
    return patient


def has_ended(report: OutcomeReport) -> OutcomeReport | None:
    """The report if nothing more will happen to it."""
    return OutcomeReport.objects.filter(pk=report.pk, state__in=["done", "failed"]).first()


def ended(report: OutcomeReport) -> OutcomeReport:
    """The report when nothing more will happen to it."""
    return until(lambda: has_ended(report))


def done_once(report: OutcomeReport, attempt: int) -> None:
    """The report is done by this attempt, and nobody else left anything."""
    report = ended(report)
    assert (report.state, report.failure_reason, report.attempt) == ("done", "", attempt)
    names = [artifact.name for artifact in report.artifacts.all()]
    assert len(names) == len(set(names)) >= 5
    assert AuditEvent.objects.filter(action="report.finished", subject=report.uuid).count() == 1


def in_the_middle(broker: Broker, patient: Patient) -> int:
    """Wait until a child is in the middle of this patient's report, and give its process id."""
    return until(lambda: broker.children_at(patient.uuid))[-1]


def test_a_child_killed_in_the_middle_is_replaced(
    amy: Patient, as_theo: Caller, broker: Broker, worker: Worker
) -> None:
    broker.make(amy.uuid, "slow")
    report = request_patient_report(patient=amy, by=as_theo)
    os.kill(in_the_middle(broker, amy), signal.SIGKILL)
    broker.make(amy.uuid, "")
    done_once(report, attempt=2)


def test_ten_rings_build_once(amy: Patient, as_theo: Caller, broker: Broker, worker: Worker) -> None:
    broker.make(amy.uuid, "slow")
    report = request_patient_report(patient=amy, by=as_theo)
    for _ in range(9):
        current_app.send_task(BUILD_REPORT, args=[report.pk])
    in_the_middle(broker, amy)
    broker.make(amy.uuid, "")
    done_once(report, attempt=1)
    assert len(broker.children_at(amy.uuid)) == 1


def test_a_report_that_kills_its_worker_fails_and_takes_no_other_with_it(
    amy: Patient, as_theo: Caller, broker: Broker, worker: Worker
) -> None:
    broker.make(amy.uuid, "deadly")
    deadly = request_patient_report(patient=amy, by=as_theo)
    others = [request_patient_report(patient=make_patient(amy.clinic, given_name="Ben"), by=as_theo) for _ in range(3)]
    for other in others:
        assert ended(other).state == "done"
    report = ended(deadly)
    assert (report.state, report.failure_reason, report.attempt) == ("failed", "worker_lost", 3)
    assert len(broker.children_at(amy.uuid)) == 3
    assert not report.artifacts.exists()


def test_a_report_outlives_its_lease_as_long_as_its_worker_lives(
    amy: Patient, as_theo: Caller, broker: Broker, worker: Worker
) -> None:
    broker.make(amy.uuid, "slow")
    report = request_patient_report(patient=amy, by=as_theo)
    in_the_middle(broker, amy)
    first = OutcomeReport.objects.get(pk=report.pk).lease_until
    assert first
    until(lambda: OutcomeReport.objects.filter(pk=report.pk, lease_until__gt=first).exists())
    until(lambda: OutcomeReport.objects.get(pk=report.pk).updated_at > first)
    broker.make(amy.uuid, "")
    done_once(report, attempt=1)


def test_a_report_requested_while_the_broker_is_down_is_built_when_it_is_back(
    amy: Patient, as_theo: Caller, broker: Broker, worker: Worker, start_worker: Callable[[], Worker]
) -> None:
    broker.kill()
    report = request_patient_report(patient=amy, by=as_theo)
    report.refresh_from_db()
    assert report.unheard_rings >= 1
    broker.start()
    # A broker that dies while a message of the test before is acknowledged can take the worker with it. In the product
    # the supervisor starts another.
    until(lambda: has_ended(report) or worker.process.poll() is not None)
    if not has_ended(report):
        start_worker()
    done_once(report, attempt=1)


def test_a_whole_worker_killed_in_the_middle_is_replaced_by_the_next(
    amy: Patient, as_theo: Caller, broker: Broker, worker: Worker, start_worker: Callable[[], Worker]
) -> None:
    broker.make(amy.uuid, "slow")
    report = request_patient_report(patient=amy, by=as_theo)
    in_the_middle(broker, amy)
    worker.kill()
    broker.make(amy.uuid, "")
    start_worker()
    done_once(report, attempt=2)


def test_a_worker_that_is_asked_to_stop_finishes_its_report_first(
    amy: Patient, as_theo: Caller, broker: Broker, worker: Worker
) -> None:
    broker.make(amy.uuid, "slow")
    report = request_patient_report(patient=amy, by=as_theo)
    in_the_middle(broker, amy)
    worker.process.send_signal(signal.SIGTERM)
    broker.make(amy.uuid, "")
    done_once(report, attempt=1)
    assert worker.process.wait(15) == 0

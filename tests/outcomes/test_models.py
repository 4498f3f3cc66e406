"""What the database itself refuses about reports and their files, whoever writes."""

import datetime as dt
from hashlib import sha256
from typing import Any

import pytest
from django.db import IntegrityError, InternalError, ProgrammingError, connection, transaction
from django.db.models import Model
from django.utils import timezone

from clinic.practice.models import Clinic, Membership
from patients.models import Patient
from tests.builders import make_episode, make_patient
from treatments.outcomes.models import Artifact, OutcomeReport

REFUSED = (IntegrityError, InternalError, ProgrammingError)
DONE = {
    "state": "done",
    "progress": 100,
    "result": {},
    "engine_version": "1.0.0",
    "cutoff": timezone.now(),
    "inputs": b"{}",
    "inputs_sha256": sha256(b"{}").hexdigest(),
    "finished_at": timezone.now(),
    "lease_until": None,
}


@pytest.fixture
def running(clinic: Clinic, theo: Membership) -> OutcomeReport:
    """A report that a worker is building."""
    return make_running(make_patient(clinic), theo)


def make_running(patient: Patient, by: Membership, **fields: Any) -> OutcomeReport:
    lease = timezone.now() + dt.timedelta(seconds=30)
    given = {"kind": "patient", "state": "running", "attempt": 1, "lease_until": lease, "requested_by": by, **fields}
    return OutcomeReport.objects.create(clinic_id=by.clinic_id, patient=patient, **given)


def add_artifact(report: OutcomeReport, name: str = "report.pdf", **fields: Any) -> Artifact:
    given = {"clinic_id": report.clinic_id, "media_type": "application/pdf", "content": b"%PDF", **fields}
    return Artifact.objects.create(report=report, name=name, sha256=sha256(b"%PDF").hexdigest(), **given)


def set_(record: Model, **values: Any) -> None:
    """Write past every service, and let the database check at once what it would check at the commit."""
    with transaction.atomic():
        type(record)._base_manager.filter(pk=record.pk).update(**values)
        with connection.cursor() as cursor:
            cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
            cursor.execute("SET CONSTRAINTS ALL DEFERRED")


def refused(record: Model, **values: Any) -> None:
    with pytest.raises(REFUSED):
        set_(record, **values)


def test_a_report_that_is_done_has_result_and_artifacts(running: OutcomeReport) -> None:
    add_artifact(running)
    set_(running, **DONE)
    running.refresh_from_db()
    assert running.state == "done"


@pytest.mark.parametrize("missing", ["result", "inputs", "cutoff", "finished_at"])
def test_done_without_what_makes_it_done_is_refused(running: OutcomeReport, missing: str) -> None:
    add_artifact(running)
    without_hash = {"inputs_sha256": None} if missing == "inputs" else {}
    refused(running, **{**DONE, missing: None, **without_hash})


def test_done_without_artifacts_is_refused(running: OutcomeReport) -> None:
    refused(running, **DONE)


def test_done_with_a_data_file_alone_is_refused(running: OutcomeReport) -> None:
    add_artifact(running, "data.csv")
    refused(running, **DONE)


def test_failed_without_a_reason_is_refused(running: OutcomeReport) -> None:
    refused(running, state="failed", lease_until=None)


def test_failed_for_a_reason_nobody_knows_is_refused(running: OutcomeReport) -> None:
    refused(running, state="failed", lease_until=None, failure_reason="bad_luck")


def test_a_reason_without_a_failure_is_refused(running: OutcomeReport) -> None:
    refused(running, failure_reason="worker_lost")


@pytest.mark.parametrize("state", ["", "waiting", "DONE"])
def test_a_state_that_does_not_exist_is_refused(running: OutcomeReport, state: str) -> None:
    refused(running, state=state)


def test_progress_beyond_a_hundred_percent_is_refused(running: OutcomeReport) -> None:
    refused(running, progress=101)


def test_running_without_a_lease_is_refused(running: OutcomeReport) -> None:
    refused(running, lease_until=None)


def test_nothing_goes_from_queued_to_done(running: OutcomeReport) -> None:
    add_artifact(running)
    set_(running, state="queued", lease_until=None)
    refused(running, **DONE)


@pytest.mark.parametrize("change", [{"result": {"pain": []}}, {"state": "queued"}, {"progress": 50}, {"attempt": 2}])
def test_what_is_done_stays_as_it_is(running: OutcomeReport, change: dict[str, Any]) -> None:
    add_artifact(running)
    set_(running, **DONE)
    refused(running, **change)


def test_what_failed_stays_failed(running: OutcomeReport) -> None:
    set_(running, state="failed", failure_reason="worker_lost", lease_until=None)
    refused(running, state="queued", failure_reason="")


def test_inputs_that_do_not_match_their_hash_are_refused(running: OutcomeReport) -> None:
    refused(running, inputs=b"{}", inputs_sha256=sha256(b"{ }").hexdigest())


def test_a_window_that_ends_before_it_begins_is_refused(running: OutcomeReport) -> None:
    refused(running, window_from=dt.date(2026, 3, 2), window_until=dt.date(2026, 3, 1))


def test_a_patient_s_report_without_a_patient_is_refused(running: OutcomeReport) -> None:
    refused(running, patient=None)


def test_a_report_that_nobody_asked_for_is_refused(running: OutcomeReport) -> None:
    refused(running, requested_by=None)


def test_no_reference_leaves_the_clinic(running: OutcomeReport, other_clinic: Clinic, other_theo: Membership) -> None:
    stranger = make_patient(other_clinic)
    elsewhere = make_running(stranger, other_theo)
    refused(running, patient=stranger)
    refused(running, episode=make_episode(stranger))
    refused(running, requested_by=other_theo)
    refused(running, supersedes=elsewhere)
    with pytest.raises(REFUSED), transaction.atomic():
        add_artifact(elsewhere, clinic_id=running.clinic_id)


def test_an_artifact_that_does_not_match_its_hash_is_refused(running: OutcomeReport) -> None:
    with pytest.raises(REFUSED), transaction.atomic():
        add_artifact(running, content=b"%PDF tampered")


def test_the_same_artifact_twice_is_refused(running: OutcomeReport) -> None:
    add_artifact(running)
    with pytest.raises(REFUSED), transaction.atomic():
        add_artifact(running)


def test_an_artifact_is_added_only_while_its_report_is_built(running: OutcomeReport) -> None:
    add_artifact(running)
    set_(running, **DONE)
    with pytest.raises(REFUSED), transaction.atomic():
        add_artifact(running, "late.csv")


def test_an_artifact_is_never_changed_or_removed(running: OutcomeReport) -> None:
    artifact = add_artifact(running)
    refused(artifact, name="other.pdf")
    with pytest.raises(REFUSED), transaction.atomic():
        artifact.delete()


def test_not_even_the_tables_owner_changes_an_artifact(running: OutcomeReport) -> None:
    artifact = add_artifact(running)
    with connection.cursor() as cursor:
        cursor.execute("SET ROLE NONE")
        with pytest.raises(REFUSED, match="Cannot update or delete"), transaction.atomic():
            cursor.execute("UPDATE outcomes_artifact SET name = 'x' WHERE id = %s", [artifact.pk])
        cursor.execute("SET ROLE plumbline_runtime")


def test_the_requester_is_a_person_or_a_program(running: OutcomeReport, partner: Any) -> None:
    refused(running, requested_by_client=partner)
    set_(running, requested_by_client=partner, requested_by=None)

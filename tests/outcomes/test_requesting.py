"""Asking for a report: one row, one audit row, one ring after the commit; and what is refused."""

import datetime as dt
import socket
import time
from collections.abc import Iterator
from contextlib import contextmanager

import pytest
from celery import current_app
from django.db import transaction
from django.utils import timezone

from clinic.audit.models import AuditEvent
from clinic.common.caller import Caller
from clinic.common.errors import PermissionMissing, Refused
from clinic.practice.callers import caller_of_client
from clinic.practice.models import ApiClient, Clinic
from patients.models import Patient
from tests.builders import make_episode, make_patient
from treatments.outcomes.doorbell import BUILD_REPORT
from treatments.outcomes.models import OutcomeReport
from treatments.outcomes.requesting.patient import request_patient_report
from treatments.outcomes.requesting.queueing import require_supported
from treatments.outcomes.requesting.rerun import rerun

Rings = list[tuple[str, list[int]]]


@pytest.fixture
def rings(monkeypatch: pytest.MonkeyPatch) -> Rings:
    """The rings that reached the broker."""
    heard: Rings = []
    monkeypatch.setattr(current_app, "send_task", lambda name, args, **how: heard.append((name, args)))
    return heard


def codes(refused: pytest.ExceptionInfo[Refused]) -> list[tuple[str, str]]:
    return [(problem.pointer, problem.code) for problem in refused.value.problems]


def test_a_request_waits_in_the_queue_with_what_was_asked(amy: Patient, as_theo: Caller) -> None:
    episode = make_episode(amy)
    first, last = dt.date(2026, 3, 1), dt.date(2026, 3, 31)
    report = request_patient_report(patient=amy, episode=episode, from_=first, until=last, by=as_theo)
    report = OutcomeReport.objects.get(pk=report.pk)
    assert (report.state, report.progress, report.attempt) == ("queued", 0, 0)
    assert (report.kind, report.patient, report.episode) == ("patient", amy, episode)
    assert (report.window_from, report.window_until) == (first, last)
    assert (report.clinic_id, report.requested_by_id) == (as_theo.clinic_id, as_theo.membership_id)


def test_a_request_leaves_one_audit_row(amy: Patient, as_theo: Caller) -> None:
    report = request_patient_report(patient=amy, by=as_theo)
    event = AuditEvent.objects.get(action="report.requested")
    assert (event.subject, event.actor, event.patients) == (report.uuid, as_theo.uuid, [amy.uuid])


def test_a_program_requests_under_its_own_name(amy: Patient, partner: ApiClient) -> None:
    caller = caller_of_client(partner, ["reports:write"])
    report = request_patient_report(patient=amy, by=caller)
    assert (report.requested_by_id, report.requested_by_client_id) == (None, partner.pk)


@pytest.mark.django_db(transaction=True)
def test_the_doorbell_rings_once_and_only_after_the_commit(amy: Patient, as_theo: Caller, rings: Rings) -> None:
    with transaction.atomic():
        report = request_patient_report(patient=amy, by=as_theo)
        assert rings == []
    assert rings == [(BUILD_REPORT, [report.pk])]


@pytest.mark.django_db(transaction=True)
def test_what_is_rolled_back_rings_nobody(amy: Patient, as_theo: Caller, rings: Rings) -> None:
    with transaction.atomic():
        request_patient_report(patient=amy, by=as_theo)
        transaction.set_rollback(True)
    assert rings == []
    assert not OutcomeReport.objects.exists()
    assert not AuditEvent.objects.exists()


@contextmanager
def broker_at(url: str) -> Iterator[None]:
    """Celery with another broker, and with the patience of a web process."""
    conf, kept = current_app.conf, current_app.conf.broker_url
    conf.broker_url = url
    current_app.amqp._producer_pool = None
    try:
        yield
    finally:
        conf.broker_url = kept
        current_app.amqp._producer_pool = None


@pytest.mark.django_db(transaction=True)
def test_a_broker_that_is_down_is_counted_and_never_fails_the_request(amy: Patient, as_theo: Caller) -> None:
    with broker_at("redis://127.0.0.1:1/0"):
        started = time.monotonic()
        report = request_patient_report(patient=amy, by=as_theo)
        took = time.monotonic() - started
    report.refresh_from_db()
    assert (report.state, report.unheard_rings) == ("queued", 1)
    assert took < 1


@pytest.mark.django_db(transaction=True)
def test_a_broker_that_keeps_silent_holds_a_request_up_for_a_second_at_most(amy: Patient, as_theo: Caller) -> None:
    silent = socket.create_server(("127.0.0.1", 0))
    with silent, broker_at(f"redis://127.0.0.1:{silent.getsockname()[1]}/0"):
        started = time.monotonic()
        report = request_patient_report(patient=amy, by=as_theo)
        took = time.monotonic() - started
    report.refresh_from_db()
    assert report.unheard_rings == 1
    assert took < 1.5


def test_a_window_that_ends_before_it_begins_is_refused(amy: Patient, as_theo: Caller) -> None:
    with pytest.raises(Refused) as refused:
        request_patient_report(patient=amy, from_=dt.date(2026, 3, 2), until=dt.date(2026, 3, 1), by=as_theo)
    assert codes(refused) == [("/from", "from_after_until")]
    assert "2026-03-02" in str(refused.value)
    assert "2026-03-01" in str(refused.value)
    assert not OutcomeReport.objects.exists()


def test_one_day_is_a_window(amy: Patient, as_theo: Caller) -> None:
    day = dt.date(2026, 3, 2)
    assert request_patient_report(patient=amy, from_=day, until=day, by=as_theo).pk


def test_a_window_that_has_not_begun_is_refused(amy: Patient, as_theo: Caller) -> None:
    with pytest.raises(Refused) as refused:
        request_patient_report(patient=amy, from_=as_theo.today() + dt.timedelta(days=1), by=as_theo)
    assert codes(refused) == [("/from", "in_the_future")]


def test_another_clinic_s_patient_does_not_exist(other_clinic: Clinic, as_theo: Caller) -> None:
    with pytest.raises(Refused) as refused:
        request_patient_report(patient=make_patient(other_clinic), by=as_theo)
    assert codes(refused) == [("/patient", "does_not_exist")]


def test_another_clinic_s_episode_does_not_exist(amy: Patient, other_clinic: Clinic, as_theo: Caller) -> None:
    episode = make_episode(make_patient(other_clinic))
    with pytest.raises(Refused) as refused:
        request_patient_report(patient=amy, episode=episode, by=as_theo)
    assert codes(refused) == [("/episode", "does_not_exist")]


def test_another_patient_s_episode_is_refused(amy: Patient, as_theo: Caller) -> None:
    with pytest.raises(Refused) as refused:
        request_patient_report(patient=amy, episode=make_episode(make_patient(amy.clinic)), by=as_theo)
    assert codes(refused) == [("/episode", "other_patient")]


def test_an_episode_that_was_entered_in_error_has_no_report(amy: Patient, as_theo: Caller) -> None:
    episode = make_episode(amy, entered_in_error_at=timezone.now(), entered_in_error_reason="Another patient’s.")
    with pytest.raises(Refused) as refused:
        request_patient_report(patient=amy, episode=episode, by=as_theo)
    assert codes(refused) == [("/episode", "entered_in_error")]


def test_the_front_desk_may_not_ask_for_a_report(amy: Patient, as_rosa: Caller) -> None:
    with pytest.raises(PermissionMissing):
        request_patient_report(patient=amy, by=as_rosa)


def test_a_kind_that_does_not_exist_is_refused_by_its_name() -> None:
    require_supported("patient")
    with pytest.raises(Refused) as refused:
        require_supported("horoscope")
    assert codes(refused) == [("/kind", "unsupported_kind")]
    assert "cohort" in str(refused.value)


def test_a_report_is_written_in_the_clinic_s_language(amy: Patient, clinic: Clinic, as_theo: Caller) -> None:
    clinic.locale = "zh-hant"
    clinic.save()
    assert request_patient_report(patient=amy, by=as_theo).parameters == {"language": "zh-hant"}


def test_a_rerun_is_a_new_report_that_asks_the_same(amy: Patient, as_theo: Caller, as_mira: Caller) -> None:
    first = request_patient_report(patient=amy, episode=make_episode(amy), until=dt.date(2026, 3, 31), by=as_theo)
    again = rerun(first, by=as_mira)
    again.refresh_from_db()
    assert again.uuid != first.uuid
    assert again.supersedes == first
    assert (again.state, again.cutoff, again.requested_by_id) == ("queued", None, as_mira.membership_id)
    asked = ("kind", "patient_id", "episode_id", "window_from", "window_until", "parameters")
    assert [getattr(again, name) for name in asked] == [getattr(first, name) for name in asked]


def test_a_report_that_froze_nothing_cannot_be_rerun_with_the_same_data(amy: Patient, as_theo: Caller) -> None:
    report = request_patient_report(patient=amy, by=as_theo)
    with pytest.raises(Refused) as refused:
        rerun(report, same_data=True, by=as_theo)
    assert codes(refused) == [("/same_data", "no_frozen_inputs")]
    assert OutcomeReport.objects.count() == 1


def test_another_clinic_s_report_is_not_rerun(amy: Patient, as_theo: Caller, as_other_theo: Caller) -> None:
    report = request_patient_report(patient=amy, by=as_theo)
    with pytest.raises(Refused) as refused:
        rerun(report, by=as_other_theo)
    assert codes(refused) == [("", "does_not_exist")]


def test_the_front_desk_may_not_rerun_a_report(amy: Patient, as_theo: Caller, as_rosa: Caller) -> None:
    report = request_patient_report(patient=amy, by=as_theo)
    with pytest.raises(PermissionMissing):
        rerun(report, by=as_rosa)

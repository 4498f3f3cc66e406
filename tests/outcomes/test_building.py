"""Building a report in one worker: from claim to done, and every way in which it can go wrong."""

import json
from hashlib import sha256
from typing import Any

import pytest
from celery.exceptions import SoftTimeLimitExceeded
from django.db import OperationalError

from assessments.models import Assessment
from assessments.services.correcting import correct_assessment
from clinic.audit.models import AuditEvent
from clinic.common.caller import Caller
from patients.models import Patient
from tests.builders import MORNING, make_assessment, measured, rated
from treatments.outcomes import building, composing
from treatments.outcomes.composing import Product, compose
from treatments.outcomes.findings.inputs import inputs_from_json
from treatments.outcomes.models import Artifact, OutcomeReport
from treatments.outcomes.requesting.patient import request_patient_report
from treatments.outcomes.requesting.rerun import rerun
from treatments.outcomes.tasks import build_report
from treatments.outcomes.transitions import claim

SECRET = "Wong, Amy, born 1980"


@pytest.fixture(autouse=True)
def undrawn(monkeypatch: pytest.MonkeyPatch) -> None:
    """Everything is computed and worded; what would be drawn is noted instead, which takes no time."""
    monkeypatch.setattr(composing, "render_svg", lambda spec: json.dumps(spec).encode())
    monkeypatch.setattr(composing, "render_figure", lambda spec: json.dumps(spec).encode())
    monkeypatch.setattr(composing, "render_pdf", lambda document, svgs: repr((document, svgs)).encode())


def requested(patient: Patient, by: Caller, **asked: Any) -> OutcomeReport:
    return request_patient_report(patient=patient, by=by, **asked)


def built(report: OutcomeReport) -> OutcomeReport:
    """The report after one ring of the doorbell."""
    build_report(report.pk)
    return OutcomeReport.objects.get(pk=report.pk)


def files(report: OutcomeReport) -> dict[str, bytes]:
    return {artifact.name: bytes(artifact.content) for artifact in report.artifacts.all()}


def broken(monkeypatch: pytest.MonkeyPatch, error: BaseException, times: int = 99) -> None:
    """Let composing fail so many times."""
    left = [error] * times

    def fail(*args: Any) -> Product:
        if left:
            raise left.pop()
        return compose(*args)

    monkeypatch.setattr(building, "compose", fail)


def test_ringing_twice_builds_once(treated_amy: Patient, as_theo: Caller) -> None:
    report = built(requested(treated_amy, as_theo))
    before = (report.version, files(report))
    report = built(report)
    assert (report.version, files(report)) == before


def test_the_inputs_are_stored_as_they_were_hashed(treated_amy: Patient, as_theo: Caller) -> None:
    report = built(requested(treated_amy, as_theo))
    assert report.inputs
    assert sha256(report.inputs).hexdigest() == report.inputs_sha256
    inputs = inputs_from_json(bytes(report.inputs))
    assert (inputs.cutoff, len(inputs.pain), len(inputs.sessions)) == (report.cutoff, 8, 7)
    assert len(report.input_keys) == 8 + 8 + 7


def test_a_second_report_at_another_moment_says_the_same(treated_amy: Patient, as_theo: Caller) -> None:
    first, second = (built(requested(treated_amy, as_theo)).result for _ in range(2))
    assert first
    assert second
    same = ("engine", "pain", "alignment", "pairs", "narrative", "limitations")
    assert [first[key] for key in same] == [second[key] for key in same]


def test_a_rerun_with_the_same_data_gives_the_same_bytes_whatever_was_corrected(amy: Patient, as_theo: Caller) -> None:
    wrong = make_assessment(amy, measured("pelvic_obliquity", 13), rated("low_back", 6), by=as_theo)
    first = built(requested(amy, as_theo))
    corrected = Assessment(patient=amy, taken_at=MORNING)
    correct_assessment(wrong, corrected, [measured("pelvic_obliquity", 3)], [], "a slip of the pen", by=as_theo)
    again = built(rerun(first, same_data=True, by=as_theo))
    assert (again.cutoff, again.inputs_sha256, again.result) == (first.cutoff, first.inputs_sha256, first.result)
    assert files(again) == files(first)
    fresh = built(rerun(first, by=as_theo))
    assert fresh.inputs_sha256 != first.inputs_sha256
    assert fresh.result
    assert [found["baseline"] for found in fresh.result["alignment"]] == [3.0]


def test_a_second_attempt_computes_from_what_the_first_one_froze(
    amy: Patient, as_theo: Caller, monkeypatch: pytest.MonkeyPatch
) -> None:
    make_assessment(amy, rated("low_back", 6), by=as_theo)
    broken(monkeypatch, RuntimeError(), times=1)
    report = built(requested(amy, as_theo))
    assert report.state == "queued"
    frozen = (report.cutoff, report.inputs_sha256)
    make_assessment(amy, rated("low_back", 1), by=as_theo, taken_at=MORNING.replace(hour=12))
    report = built(report)
    assert (report.state, report.attempt, (report.cutoff, report.inputs_sha256)) == ("done", 2, frozen)


def test_a_poison_report_fails_after_three_attempts(
    amy: Patient, as_theo: Caller, monkeypatch: pytest.MonkeyPatch
) -> None:
    broken(monkeypatch, RuntimeError(SECRET))
    report = requested(amy, as_theo)
    states = [built(report).state for _ in range(4)]
    assert states == ["queued", "queued", "failed", "failed"]
    report.refresh_from_db()
    assert (report.failure_reason, report.attempt) == ("internal_error", 3)
    assert not Artifact.objects.exists()


def test_what_broke_is_logged_and_whose_report_it_was_is_not(
    amy: Patient, as_theo: Caller, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    broken(monkeypatch, RuntimeError(SECRET))
    built(requested(amy, as_theo))
    logged = caplog.text
    assert "report_attempt_failed" in logged
    assert "RuntimeError" in logged
    assert SECRET not in logged
    assert "Wong" not in logged


def test_a_report_that_is_too_slow_three_times_fails_for_that_reason(
    amy: Patient, as_theo: Caller, monkeypatch: pytest.MonkeyPatch
) -> None:
    broken(monkeypatch, SoftTimeLimitExceeded())
    report = requested(amy, as_theo)
    for _ in range(3):
        built(report)
    report.refresh_from_db()
    assert (report.state, report.failure_reason) == ("failed", "time_limit")


def test_inputs_of_another_form_fail_at_once_because_no_attempt_will_read_them(amy: Patient, as_theo: Caller) -> None:
    report = requested(amy, as_theo)
    foreign = b'{"format": 0}'
    OutcomeReport.objects.filter(pk=report.pk).update(
        inputs=foreign, inputs_sha256=sha256(foreign).hexdigest(), cutoff=report.created_at, heading={}
    )
    report = built(report)
    assert (report.state, report.failure_reason, report.attempt) == ("failed", "inputs_unreadable", 1)


def test_who_lost_the_report_stops_at_the_next_stage_and_leaves_nothing(
    treated_amy: Patient, as_theo: Caller, monkeypatch: pytest.MonkeyPatch
) -> None:
    report = requested(treated_amy, as_theo)

    def overtaken(*args: Any) -> Product:
        """Another worker takes the report over while this one computes."""
        OutcomeReport.objects.filter(pk=report.pk).update(state="queued", lease_until=None)
        assert claim(report.pk)
        return compose(*args)

    monkeypatch.setattr(building, "compose", overtaken)
    report = built(report)
    assert (report.state, report.attempt) == ("running", 2)
    assert not Artifact.objects.exists()


def test_a_database_that_goes_away_leaves_the_report_to_the_sweeper(
    amy: Patient, as_theo: Caller, monkeypatch: pytest.MonkeyPatch
) -> None:
    broken(monkeypatch, OperationalError())
    monkeypatch.setattr(building, "give_back", _unreachable)
    report = requested(amy, as_theo)
    with pytest.raises(OperationalError):
        build_report(report.pk)
    report.refresh_from_db()
    assert (report.state, report.lease_until is not None) == ("running", True)


def _unreachable(*args: Any) -> bool:
    raise OperationalError


def test_the_worker_can_be_told_from_the_report_who_asked(treated_amy: Patient, as_theo: Caller) -> None:
    report = built(requested(treated_amy, as_theo))
    event = AuditEvent.objects.get(action="report.finished")
    assert (event.actor, event.patients, event.detail) == (as_theo.uuid, [treated_amy.uuid], {"attempt": 1})
    assert report.requested_by_id == as_theo.membership_id

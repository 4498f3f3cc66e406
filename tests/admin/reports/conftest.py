"""Amy's report: queued, done or failed."""

import pytest

from clinic.common.caller import Caller
from clinic.practice.models import Clinic, Membership
from patients.models import Patient
from tests.builders import make_course, make_patient
from treatments.outcomes import composing
from treatments.outcomes.building import build_report
from treatments.outcomes.models import FailureReason, OutcomeReport
from treatments.outcomes.requesting.patient import request_patient_report
from treatments.outcomes.transitions import claim, fail


@pytest.fixture(autouse=True)
def undrawn(monkeypatch: pytest.MonkeyPatch) -> None:
    """Everything is computed and worded; drawing and printing would only take time."""
    monkeypatch.setattr(composing, "render_svg", lambda spec: b"<svg/>")
    monkeypatch.setattr(composing, "render_figure", lambda spec: b"<svg/>")
    monkeypatch.setattr(composing, "render_pdf", lambda document, svgs: b"%PDF")


@pytest.fixture
def amy(clinic: Clinic, theo: Membership, as_theo: Caller) -> Patient:
    """Amy after eight weekly assessments: pain and obliquity have fallen."""
    amy = make_patient(clinic)
    make_course(amy, theo, by=as_theo)
    return amy


@pytest.fixture
def queued(amy: Patient, as_theo: Caller) -> OutcomeReport:
    return request_patient_report(patient=amy, by=as_theo)


@pytest.fixture
def done(queued: OutcomeReport) -> OutcomeReport:
    build_report(queued.pk)
    return OutcomeReport.objects.get(pk=queued.pk)


@pytest.fixture
def failed(queued: OutcomeReport) -> OutcomeReport:
    lease = claim(queued.pk)
    assert lease
    fail(lease, FailureReason.TIME_LIMIT)
    return OutcomeReport.objects.get(pk=queued.pk)

"""A patient's report, real from the request to the file."""

import json
from io import BytesIO

import pytest
from pypdf import PdfReader

from clinic.audit.models import AuditEvent
from clinic.common.caller import Caller
from patients.models import Patient
from tests.builders import make_event
from treatments.outcomes.models import OutcomeReport
from treatments.outcomes.requesting.patient import request_patient_report
from treatments.outcomes.tasks import build_report


def built(patient: Patient, by: Caller) -> OutcomeReport:
    report = request_patient_report(patient=patient, by=by)
    build_report(report.pk)
    return OutcomeReport.objects.get(pk=report.pk)


def files(report: OutcomeReport) -> dict[str, bytes]:
    return {artifact.name: bytes(artifact.content) for artifact in report.artifacts.all()}


@pytest.mark.django_db(transaction=True)
def test_eight_weeks_of_records_become_findings_words_charts_and_files(treated_amy: Patient, as_theo: Caller) -> None:
    make_event(treated_amy)
    report = built(treated_amy, as_theo)
    assert (report.state, report.progress, report.attempt, report.failure_reason) == ("done", 100, 1, "")
    assert report.result
    assert report.result["engine"]["version"] == report.engine_version
    assert report.result["inputs"]["sha256"] == report.inputs_sha256
    assert report.result["inputs"]["counts"] == {"pain": 8, "measurements": 24, "sessions": 7, "events": 1}
    (pain,) = report.result["pain"]
    assert (pain["region"], pain["n"], pain["baseline"], pain["response"]) == ("low_back", 8, 7.0, "improved")
    obliquity = next(found for found in report.result["alignment"] if found["measure"] == "pelvic_obliquity")
    assert (obliquity["n"], obliquity["classification"]) == (8, "toward_reference")
    assert "lld_true" in {found["measure"] for found in report.result["alignment"]}
    assert AuditEvent.objects.filter(action="report.finished", subject=report.uuid).count() == 1
    stored = files(report)
    assert "Wong, Amy" in "".join(page.extract_text() for page in PdfReader(BytesIO(stored["report.pdf"])).pages)
    assert b"<svg" in stored["charts/overview.svg"]
    assert json.loads(stored["charts/overview.vl.json"])["vconcat"]
    assert stored["data.csv"].count(b"\r\n") > 8


def test_a_clinic_that_writes_chinese_gets_a_document_in_chinese(treated_amy: Patient, as_theo: Caller) -> None:
    treated_amy.second_script_name = "陳大文"
    treated_amy.save()
    treated_amy.clinic.locale = "zh-hant"
    treated_amy.clinic.save()
    report = built(treated_amy, as_theo)
    document = PdfReader(BytesIO(files(report)["report.pdf"]))
    assert report.heading
    assert report.heading["language"] == "zh-Hant"
    assert document.trailer["/Root"]["/Lang"].lower().startswith("zh")
    assert "陳大文" in document.pages[0].extract_text()
    assert "成效報告" in document.pages[0].extract_text()
    assert report.result
    assert report.result["narrative"][0].startswith("下背：疼痛下降")

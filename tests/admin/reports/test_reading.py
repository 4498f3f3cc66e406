"""Reading a finished report in the admin: words, charts, origin, files, and what changed since."""

import json
import re
from datetime import timedelta
from uuid import uuid4

import pytest
from django.test import Client
from django.utils.translation import gettext, override

from assessments.services.correcting import correct_assessment
from assessments.services.voiding import mark_entered_in_error
from clinic.audit.models import AuditEvent
from clinic.common.caller import Caller
from clinic.practice.models import Clinic, Membership
from patients.models import Patient
from tests.admin.pages import page, words
from tests.admin.reports.report_pages import REPORT, file_of, report_page
from tests.builders import MORNING, make_assessment, make_event, make_patient, make_session, measured
from treatments.outcomes.admin import changed_records
from treatments.outcomes.admin.differences import differences_from_superseded
from treatments.outcomes.admin.shown_result import shown_result
from treatments.outcomes.building import build_report
from treatments.outcomes.models import OutcomeReport
from treatments.outcomes.narrative.reasons import in_words
from treatments.outcomes.requesting.patient import request_patient_report
from treatments.outcomes.staleness import Change

# Reading


def test_a_finished_report_shows_what_was_found_in_words(theos_desk: Client, done: OutcomeReport) -> None:
    assert done.result
    said = words(theos_desk.get(report_page(done)))
    for sentence in (*done.result["narrative"], *done.result["limitations"]):
        assert sentence[1:] in said
    assert re.search(r"Low back average of the last 7 days 8 7 .*? Improved", said)
    assert re.search(
        r"Pelvic obliquity Palpation meter \(PALM\), standing 8 .*? Moved toward the population band", said
    )
    assert "No verdict: one leg alone is too inexact to follow" in said


@pytest.mark.parametrize(("language", "full_stop"), [("en", "."), ("zh-hant", "。")])
def test_a_remark_is_said_once_on_the_page_and_ends_as_its_sentences_do(
    clinic: Clinic, as_theo: Caller, language: str, full_stop: str
) -> None:
    nia = make_patient(clinic)
    for day in (0, 21):
        make_assessment(nia, measured("pelvic_obliquity", 4.0), taken_at=MORNING + timedelta(days=day), by=as_theo)
    with override(language):
        report = request_patient_report(patient=nia, by=as_theo, language=language)
        build_report(report.pk)
        report.refresh_from_db()
        shown = shown_result(report, as_theo)
        remarks = [in_words(code).text(gettext) for code in ("no_session", "rater_unknown")]
    for said, remark in zip((shown.headlines, shown.sentences), remarks, strict=True):
        assert [one.endswith(remark + full_stop) for one in said if remark in one] == [True]


def test_a_finished_report_says_what_it_was_made_from(theos_desk: Client, done: OutcomeReport) -> None:
    said = words(theos_desk.get(report_page(done)))
    assert str(done.inputs_sha256) in said
    assert done.engine_version in said
    assert "8 pain ratings, 24 measurements, 7 sessions, 0 events" in said
    assert "Asia/Hong_Kong" in said


def test_the_browser_draws_the_very_charts_that_were_stored(theos_desk: Client, done: OutcomeReport) -> None:
    html = theos_desk.get(report_page(done)).content.decode()
    stored = done.artifacts.get(name="charts/overview.vl.json")
    drawn = re.search(r'<script id="chart-overview" type="application/json">(.*?)</script>', html, re.S)
    assert drawn
    assert json.loads(drawn[1]) == json.loads(bytes(stored.content))
    assert 'alt="Line chart of pain from 0 to 10' in html
    assert "<td>" in html.split('data-chart="chart-pain"')[1].split("</details>")[0]


def test_a_patient_without_any_reading_gets_a_report_that_says_so(
    theos_desk: Client, clinic: Clinic, as_theo: Caller
) -> None:
    report = request_patient_report(patient=make_patient(clinic), by=as_theo)
    build_report(report.pk)
    said = words(theos_desk.get(report_page(report)))
    assert "No pain rating in this period." in said
    assert "No measurement in this period." in said


def test_reading_leaves_a_trace(theos_desk: Client, done: OutcomeReport, amy: Patient) -> None:
    theos_desk.get(report_page(done))
    assert AuditEvent.objects.get(action="report.viewed").patients == [amy.uuid]


def test_the_list_shows_state_and_who_asked(theos_desk: Client, done: OutcomeReport) -> None:
    said = words(theos_desk.get(page(REPORT, "changelist")))
    assert re.search(r"Wong, Amy Done .*? Theo All 100 %", said)


# Stale, run again


def test_a_current_report_does_not_say_that_it_is_stale(theos_desk: Client, done: OutcomeReport) -> None:
    assert "stale" not in words(theos_desk.get(report_page(done)))


def test_a_stale_report_names_the_record_that_changed(
    theos_desk: Client, done: OutcomeReport, amy: Patient, as_theo: Caller
) -> None:
    late = make_assessment(amy, measured("pelvic_obliquity", 2), by=as_theo)
    response = theos_desk.get(report_page(done))
    assert "This report is stale" in words(response)
    assert page("assessments_assessment", "change", late.uuid) in response.content.decode()
    assert "Assessment, 2 Mar 2026 – entered or changed" in words(response)
    assert "Records changed" in words(theos_desk.get(page(REPORT, "changelist")))


def test_sessions_and_events_that_changed_are_named_as_well(
    theos_desk: Client, done: OutcomeReport, amy: Patient, theo: Membership
) -> None:
    make_session(amy, theo, starts_at=MORNING + timedelta(days=3), status="completed")
    make_event(amy)
    said = words(theos_desk.get(report_page(done)))
    assert "Treatment session, 5 Mar 2026" in said
    assert "Event, 20 Mar 2026" in said


def test_a_corrected_birth_date_is_named_as_the_patient(
    theos_desk: Client, done: OutcomeReport, amy: Patient, monkeypatch: pytest.MonkeyPatch
) -> None:
    corrected = Change("patient", amy.uuid, MORNING)
    monkeypatch.setattr(changed_records, "changes_since", lambda report: [corrected])
    assert "Patient – entered or changed 2 Mar 2026, 09:30" in words(theos_desk.get(report_page(done)))


def test_a_corrected_assessment_is_named_once_though_it_holds_several_readings(
    theos_desk: Client, done: OutcomeReport, amy: Patient, as_theo: Caller
) -> None:
    old = amy.assessments.in_time_order().first()
    new = type(old)(patient=amy, taken_at=old.taken_at)
    corrected = correct_assessment(old, new, [measured("pelvic_obliquity", 4)], [], "typing error", by=as_theo)
    html = theos_desk.get(report_page(done)).content.decode()
    for assessment in (old, corrected.assessment):
        assert html.count(page("assessments_assessment", "change", assessment.uuid)) == 1


@pytest.mark.parametrize(
    ("changed", "complete", "told"), [(5, True, ""), (6, True, "and 1 more"), (47, False, "and at least 42 more")]
)
def test_a_stale_report_says_how_many_more_records_changed_than_it_names(
    theos_desk: Client,
    done: OutcomeReport,
    monkeypatch: pytest.MonkeyPatch,
    changed: int,
    complete: bool,
    told: str,
) -> None:
    changes = [Change("event", uuid4(), MORNING + timedelta(minutes=minute)) for minute in range(changed)]
    monkeypatch.setattr(changed_records, "changes_since", lambda report: changes)
    monkeypatch.setattr(changed_records, "may_be_more", lambda report, changes: not complete)
    said = words(theos_desk.get(report_page(done)))
    assert said.count("entered or changed 2 Mar 2026") == 5
    assert re.findall(r"and (?:at least )?\d+ more", said) == ([told] if told else [])


def test_running_again_makes_a_new_report_and_both_lead_to_each_other(
    theos_desk: Client, done: OutcomeReport, amy: Patient, as_theo: Caller
) -> None:
    mark_entered_in_error(amy.assessments.in_time_order().last(), "wrong patient", by=as_theo)
    theos_desk.post(page(REPORT, "rerun", done.uuid))
    newer = OutcomeReport.objects.get(supersedes=done)
    build_report(newer.pk)
    old, new = theos_desk.get(report_page(done)), theos_desk.get(report_page(newer))
    assert report_page(newer) in old.content.decode()
    assert report_page(done) in new.content.decode()
    assert "stale" not in words(new)
    assert "7 pain ratings" in words(new)


def test_running_again_is_not_done_by_following_a_link(theos_desk: Client, done: OutcomeReport) -> None:
    assert theos_desk.get(page(REPORT, "rerun", done.uuid)).status_code == 405
    assert OutcomeReport.objects.count() == 1


# Files


@pytest.mark.parametrize(
    ("name", "kind"),
    [("report.pdf", "application/pdf"), ("data.csv", "text/csv"), ("charts/overview.svg", "image/svg+xml")],
)
def test_files_are_downloads_that_nobody_keeps_and_whose_name_says_nothing(
    theos_desk: Client, done: OutcomeReport, amy: Patient, name: str, kind: str
) -> None:
    assert file_of(done, name) in theos_desk.get(report_page(done)).content.decode()
    response = theos_desk.get(file_of(done, name))
    assert response.content == bytes(done.artifacts.get(name=name).content)
    assert response["Content-Type"] == kind
    assert response["Content-Disposition"] == f'attachment; filename="{done.uuid}-{name.replace("/", "-")}"'
    assert "no-store" in response["Cache-Control"]
    assert response["X-Content-Type-Options"] == "nosniff"
    assert AuditEvent.objects.get(action="report.downloaded").patients == [amy.uuid]


def test_there_are_no_other_files(theos_desk: Client, done: OutcomeReport, queued: OutcomeReport) -> None:
    for name in ("report.doc", "charts/../report.pdf", "charts/nothing.svg"):
        assert theos_desk.get(file_of(done, name)).status_code == 404


@pytest.mark.parametrize(
    ("of_one_patient", "told"),
    [({"measure_side": "none", "side": "none"}, "one of the two did not vary"), ({}, "deviation did not vary within")],
)
def test_a_reason_that_is_new_is_told_as_of_a_rank_correlation_only_on_one_patient(
    of_one_patient: dict[str, str], told: str
) -> None:
    def finished(*reasons: str) -> OutcomeReport:
        pair = {"measure": "pelvic_obliquity", "region": "low_back", **of_one_patient, "reasons": list(reasons)}
        return OutcomeReport(state="done", result={"pairs": [pair]})

    report = finished("no_within_variance")
    report.supersedes = finished()
    (difference,) = differences_from_superseded(report)
    assert difference.now.startswith(told)

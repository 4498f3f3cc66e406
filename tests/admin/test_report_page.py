"""Asking for a report in the admin, following it, reading it, taking its files."""

import json
import re
from datetime import timedelta
from typing import Any
from uuid import uuid4

import pytest
from django.db.models.functions import Now
from django.test import Client

from assessments.services.correcting import correct_assessment
from assessments.services.voiding import mark_entered_in_error
from clinic.audit.models import AuditEvent
from clinic.common.caller import Caller
from clinic.practice.models import Clinic, Membership
from patients.models import Patient
from tests.admin.pages import filled, logged_in, page, send, words
from tests.builders import make_assessment, make_course, make_episode, make_patient, measured
from treatments.outcomes import composing
from treatments.outcomes.building import build_report
from treatments.outcomes.models import FailureReason, OutcomeReport
from treatments.outcomes.requesting import request_patient_report, rerun
from treatments.outcomes.transitions import claim, fail

REPORT = "outcomes_outcomereport"
ADD = page(REPORT, "add")


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
def desk(theo: Membership) -> Client:
    """Theo at his desk."""
    return logged_in(theo)


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


def report_page(report: OutcomeReport) -> str:
    return page(REPORT, "change", report.uuid)


def file_of(report: OutcomeReport, name: str) -> str:
    return page(REPORT, "file", report.uuid, name)


def how_far(client: Client, report: OutcomeReport) -> dict[str, Any]:
    answer: dict[str, Any] = client.get(page(REPORT, "progress", report.uuid)).json()
    return answer


# Asking


def test_one_click_on_the_patients_page_asks_for_a_report(desk: Client, amy: Patient) -> None:
    button = f'<form method="post" action="{ADD}?patient={amy.uuid}">'
    assert button in desk.get(page("patients_patient", "change", amy.uuid)).content.decode()
    response = desk.post(f"{ADD}?patient={amy.uuid}")
    report = OutcomeReport.objects.get()
    assert response["Location"] == report_page(report)
    assert (report.patient, report.state, report.window_from) == (amy, "queued", None)


def test_from_the_list_the_patient_is_chosen_first(desk: Client, amy: Patient) -> None:
    html = desk.get(ADD, {"search": "wong"}).content.decode()
    assert f'href="?patient={amy.uuid}"' in html


def test_the_question_can_be_narrowed_to_an_episode_and_to_days(desk: Client, amy: Patient) -> None:
    episode = make_episode(amy)
    typed = {"episode": str(episode.uuid), "from": "2026-03-02", "until": "2026-04-20"}
    send(desk, f"{ADD}?patient={amy.uuid}", **typed)
    report = OutcomeReport.objects.get()
    assert report.episode == episode
    assert f"{report.window_from} {report.window_until}" == "2026-03-02 2026-04-20"
    assert "2 Mar 2026 – 20 Apr 2026" in words(desk.get(report_page(report)))


@pytest.mark.parametrize(
    ("typed", "said"),
    [
        ({"from": "2026-04-20", "until": "2026-03-02"}, "would begin on 2026-04-20, after its last day 2026-03-02"),
        ({"from": "2126-01-01"}, "2126-01-01 is in the future"),
        ({"from": "soon"}, "Enter a valid date."),
        ({"episode": str(uuid4())}, "not one of the available choices"),
    ],
)
def test_a_question_that_makes_no_sense_is_refused_beside_its_field(
    desk: Client, amy: Patient, typed: dict[str, str], said: str
) -> None:
    response = send(desk, f"{ADD}?patient={amy.uuid}", **typed)
    assert said in words(response)
    assert not OutcomeReport.objects.exists()


def test_an_episode_of_another_patient_is_no_choice(desk: Client, amy: Patient, clinic: Clinic) -> None:
    stranger = make_episode(make_patient(clinic))
    assert "not one of the available choices" in words(
        send(desk, f"{ADD}?patient={amy.uuid}", episode=str(stranger.uuid))
    )
    assert not OutcomeReport.objects.exists()


# Following


def test_a_queued_report_says_so_and_is_followed(desk: Client, queued: OutcomeReport) -> None:
    response = desk.get(report_page(queued))
    assert "The report is queued." in words(response)
    assert f'data-progress-url="{page(REPORT, "progress", queued.uuid)}"' in response.content.decode()
    assert how_far(desk, queued) == {"finished": False, "progress": 0, "sentence": "The report is queued."}


def test_a_report_that_nobody_takes_says_since_when_it_waits(desk: Client, queued: OutcomeReport) -> None:
    OutcomeReport.objects.filter(pk=queued.pk).update(queued_at=Now() - timedelta(seconds=11))
    assert "waiting for a worker since" in how_far(desk, queued)["sentence"]


def test_a_report_in_the_making_says_how_far_it_is(desk: Client, queued: OutcomeReport) -> None:
    lease = claim(queued.pk)
    assert lease
    lease.renew(progress=40)
    assert how_far(desk, queued) == {
        "finished": False,
        "progress": 40,
        "sentence": "The report is being made: 40 % done.",
    }


def test_following_ends_when_the_report_is_done(desk: Client, done: OutcomeReport) -> None:
    assert how_far(desk, done)["finished"]
    assert "data-progress-url" not in desk.get(report_page(done)).content.decode()


def test_asking_how_far_it_is_tells_nothing_about_the_patient(desk: Client, queued: OutcomeReport) -> None:
    response = desk.get(page(REPORT, "progress", queued.uuid))
    assert set(response.json()) == {"finished", "progress", "sentence"}
    assert "no-store" in response["Cache-Control"]
    assert not AuditEvent.objects.filter(action="report.viewed").exists()


def test_a_failed_report_says_why_and_can_be_tried_again(desk: Client, failed: OutcomeReport) -> None:
    response = desk.get(report_page(failed))
    assert "It took longer than a report may take" in words(response)
    again = desk.post(page(REPORT, "rerun", failed.uuid))
    newer = OutcomeReport.objects.get(supersedes=failed)
    assert again["Location"] == report_page(newer)


# Reading


def test_a_finished_report_shows_what_was_found_in_words(desk: Client, done: OutcomeReport) -> None:
    assert done.result
    said = words(desk.get(report_page(done)))
    for sentence in (*done.result["narrative"], *done.result["limitations"]):
        assert sentence[1:] in said
    assert re.search(r"Low back average of the last 7 days 8 7 .*? Improved", said)
    assert re.search(
        r"Pelvic obliquity Palpation meter \(PALM\), standing 8 .*? Moved toward the population band", said
    )
    assert "No verdict: one leg alone is too inexact to follow" in said


def test_a_finished_report_says_what_it_was_made_from(desk: Client, done: OutcomeReport) -> None:
    said = words(desk.get(report_page(done)))
    assert str(done.inputs_sha256) in said
    assert done.engine_version in said
    assert "8 pain ratings, 24 measurements, 7 sessions, 0 events" in said
    assert "Asia/Hong_Kong" in said


def test_the_browser_draws_the_very_charts_that_were_stored(desk: Client, done: OutcomeReport) -> None:
    html = desk.get(report_page(done)).content.decode()
    stored = done.artifacts.get(name="charts/overview.vl.json")
    drawn = re.search(r'<script id="chart-overview" type="application/json">(.*?)</script>', html, re.S)
    assert drawn
    assert json.loads(drawn[1]) == json.loads(bytes(stored.content))
    assert 'alt="Line chart of pain from 0 to 10' in html
    assert "<td>" in html.split('data-chart="chart-pain"')[1].split("</details>")[0]


def test_a_patient_without_any_reading_gets_a_report_that_says_so(
    desk: Client, clinic: Clinic, as_theo: Caller
) -> None:
    report = request_patient_report(patient=make_patient(clinic), by=as_theo)
    build_report(report.pk)
    said = words(desk.get(report_page(report)))
    assert "No pain rating in this period." in said
    assert "No measurement in this period." in said


def test_reading_leaves_a_trace(desk: Client, done: OutcomeReport, amy: Patient) -> None:
    desk.get(report_page(done))
    assert AuditEvent.objects.get(action="report.viewed").patients == [amy.uuid]


def test_the_list_shows_state_and_who_asked(desk: Client, done: OutcomeReport) -> None:
    said = words(desk.get(page(REPORT, "changelist")))
    assert re.search(r"Wong, Amy Done .*? Theo All 100 %", said)


# Stale, run again


def test_a_current_report_does_not_say_that_it_is_stale(desk: Client, done: OutcomeReport) -> None:
    assert "stale" not in words(desk.get(report_page(done)))


def test_a_stale_report_names_the_record_that_changed(
    desk: Client, done: OutcomeReport, amy: Patient, as_theo: Caller
) -> None:
    late = make_assessment(amy, measured("pelvic_obliquity", 2), by=as_theo)
    response = desk.get(report_page(done))
    assert "This report is stale" in words(response)
    assert page("assessments_assessment", "change", late.uuid) in response.content.decode()
    assert "Records changed" in words(desk.get(page(REPORT, "changelist")))


def test_a_corrected_assessment_is_named_once_though_it_holds_several_readings(
    desk: Client, done: OutcomeReport, amy: Patient, as_theo: Caller
) -> None:
    old = amy.assessments.in_time_order().first()
    new = type(old)(patient=amy, taken_at=old.taken_at)
    corrected = correct_assessment(old, new, [measured("pelvic_obliquity", 4)], [], "typing error", by=as_theo)
    html = desk.get(report_page(done)).content.decode()
    for assessment in (old, corrected.assessment):
        assert html.count(page("assessments_assessment", "change", assessment.uuid)) == 1


def test_running_again_makes_a_new_report_and_both_lead_to_each_other(
    desk: Client, done: OutcomeReport, amy: Patient, as_theo: Caller
) -> None:
    mark_entered_in_error(amy.assessments.in_time_order().last(), "wrong patient", by=as_theo)
    desk.post(page(REPORT, "rerun", done.uuid))
    newer = OutcomeReport.objects.get(supersedes=done)
    build_report(newer.pk)
    old, new = desk.get(report_page(done)), desk.get(report_page(newer))
    assert report_page(newer) in old.content.decode()
    assert report_page(done) in new.content.decode()
    assert "stale" not in words(new)
    assert "7 pain ratings" in words(new)


def test_running_again_is_not_done_by_following_a_link(desk: Client, done: OutcomeReport) -> None:
    assert desk.get(page(REPORT, "rerun", done.uuid)).status_code == 405
    assert OutcomeReport.objects.count() == 1


# Files


@pytest.mark.parametrize(
    ("name", "kind"),
    [("report.pdf", "application/pdf"), ("data.csv", "text/csv"), ("charts/overview.svg", "image/svg+xml")],
)
def test_files_are_downloads_that_nobody_keeps_and_whose_name_says_nothing(
    desk: Client, done: OutcomeReport, amy: Patient, name: str, kind: str
) -> None:
    assert file_of(done, name) in desk.get(report_page(done)).content.decode()
    response = desk.get(file_of(done, name))
    assert response.content == bytes(done.artifacts.get(name=name).content)
    assert response["Content-Type"] == kind
    assert response["Content-Disposition"] == f'attachment; filename="{done.uuid}-{name.replace("/", "-")}"'
    assert "no-store" in response["Cache-Control"]
    assert response["X-Content-Type-Options"] == "nosniff"
    assert AuditEvent.objects.get(action="report.downloaded").patients == [amy.uuid]


def test_there_are_no_other_files(desk: Client, done: OutcomeReport, queued: OutcomeReport) -> None:
    for name in ("report.doc", "charts/../report.pdf", "charts/nothing.svg"):
        assert desk.get(file_of(done, name)).status_code == 404


# Who may


@pytest.fixture
def pages(done: OutcomeReport, amy: Patient) -> list[str]:
    return [
        report_page(done),
        page(REPORT, "progress", done.uuid),
        file_of(done, "report.pdf"),
        f"{ADD}?patient={amy.uuid}",
    ]


def test_the_front_desk_sees_none_of_it(rosa: Membership, pages: list[str], amy: Patient, done: OutcomeReport) -> None:
    client = logged_in(rosa)
    assert {client.get(path).status_code for path in [*pages, ADD, page(REPORT, "changelist")]} == {403}
    assert client.post(pages[-1]).status_code == 403
    assert client.post(page(REPORT, "rerun", done.uuid)).status_code == 403
    assert OutcomeReport.objects.count() == 1
    assert "report" not in words(client.get(page("patients_patient", "change", amy.uuid))).lower()


def test_the_other_clinic_finds_nothing(other_theo: Membership, pages: list[str], done: OutcomeReport) -> None:
    client = logged_in(other_theo)
    assert {client.get(path).status_code for path in pages} == {404}
    assert client.post(pages[-1]).status_code == 404
    assert client.post(page(REPORT, "rerun", done.uuid)).status_code == 404
    assert OutcomeReport.objects.count() == 1
    assert "Wong" not in words(client.get(page(REPORT, "changelist")))


def test_a_person_without_a_role_gets_none_of_it(una: Membership, pages: list[str]) -> None:
    client = logged_in(una)
    for path in pages:
        response = client.get(path)
        assert response.status_code in {302, 403}
        assert "Amy" not in words(response)


def test_the_manager_reads_and_asks_as_the_therapist_does(mira: Membership, pages: list[str], amy: Patient) -> None:
    client = logged_in(mira)
    assert {client.get(path).status_code for path in pages} == {200}
    assert filled(client, pages[-1])["episode"] == ""
    assert client.post(pages[-1]).status_code == 302


def test_a_rerun_is_never_a_change_of_the_report(desk: Client, done: OutcomeReport, as_theo: Caller) -> None:
    before = OutcomeReport.objects.filter(pk=done.pk).values().get()
    desk.post(report_page(done), {"state": "queued"})
    rerun(done, by=as_theo)
    assert OutcomeReport.objects.filter(pk=done.pk).values().get() == before

"""Asking for a report in the admin and following it until it is finished."""

from datetime import timedelta
from uuid import uuid4

import pytest
from django.db.models.functions import Now
from django.test import Client

from clinic.audit.models import AuditEvent
from clinic.practice.models import Clinic
from patients.models import Patient
from tests.admin.pages import page, send, words
from tests.admin.reports.report_pages import ADD, REPORT, how_far, report_page
from tests.builders import make_episode, make_patient
from treatments.outcomes.models import OutcomeReport
from treatments.outcomes.transitions import claim

# Asking


def test_one_click_on_the_patients_page_asks_for_a_report(theos_desk: Client, amy: Patient) -> None:
    button = f'<form method="post" action="{ADD}?patient={amy.uuid}">'
    assert button in theos_desk.get(page("patients_patient", "change", amy.uuid)).content.decode()
    response = theos_desk.post(f"{ADD}?patient={amy.uuid}")
    report = OutcomeReport.objects.get()
    assert response["Location"] == report_page(report)
    assert (report.patient, report.state, report.window_from) == (amy, "queued", None)


def test_from_the_list_the_patient_is_chosen_first(theos_desk: Client, amy: Patient) -> None:
    html = theos_desk.get(ADD, {"search": "wong"}).content.decode()
    assert f'href="?patient={amy.uuid}"' in html


def test_the_question_can_be_narrowed_to_an_episode_and_to_days(theos_desk: Client, amy: Patient) -> None:
    episode = make_episode(amy)
    typed = {"episode": str(episode.uuid), "from": "2026-03-02", "until": "2026-04-20"}
    send(theos_desk, f"{ADD}?patient={amy.uuid}", **typed)
    report = OutcomeReport.objects.get()
    assert report.episode == episode
    assert f"{report.window_from} {report.window_until}" == "2026-03-02 2026-04-20"
    assert "2 Mar 2026 – 20 Apr 2026" in words(theos_desk.get(report_page(report)))


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
    theos_desk: Client, amy: Patient, typed: dict[str, str], said: str
) -> None:
    response = send(theos_desk, f"{ADD}?patient={amy.uuid}", **typed)
    assert said in words(response)
    assert not OutcomeReport.objects.exists()


def test_an_episode_of_another_patient_is_no_choice(theos_desk: Client, amy: Patient, clinic: Clinic) -> None:
    stranger = make_episode(make_patient(clinic))
    assert "not one of the available choices" in words(
        send(theos_desk, f"{ADD}?patient={amy.uuid}", episode=str(stranger.uuid))
    )
    assert not OutcomeReport.objects.exists()


# Following


def test_a_queued_report_says_so_and_is_followed(theos_desk: Client, queued: OutcomeReport) -> None:
    response = theos_desk.get(report_page(queued))
    assert "The report is queued." in words(response)
    assert f'data-progress-url="{page(REPORT, "progress", queued.uuid)}"' in response.content.decode()
    assert how_far(theos_desk, queued) == {"finished": False, "progress": 0, "sentence": "The report is queued."}


def test_a_report_that_nobody_takes_says_since_when_it_waits(theos_desk: Client, queued: OutcomeReport) -> None:
    OutcomeReport.objects.filter(pk=queued.pk).update(queued_at=Now() - timedelta(seconds=11))
    assert "waiting for a worker since" in how_far(theos_desk, queued)["sentence"]


def test_a_report_in_the_making_says_how_far_it_is(theos_desk: Client, queued: OutcomeReport) -> None:
    lease = claim(queued.pk)
    assert lease
    lease.renew(progress=40)
    assert how_far(theos_desk, queued) == {
        "finished": False,
        "progress": 40,
        "sentence": "The report is being made: 40 % done.",
    }


def test_following_ends_when_the_report_is_done(theos_desk: Client, done: OutcomeReport) -> None:
    assert how_far(theos_desk, done)["finished"]
    assert "data-progress-url" not in theos_desk.get(report_page(done)).content.decode()


def test_asking_how_far_it_is_tells_nothing_about_the_patient(theos_desk: Client, queued: OutcomeReport) -> None:
    response = theos_desk.get(page(REPORT, "progress", queued.uuid))
    assert set(response.json()) == {"finished", "progress", "sentence"}
    assert "no-store" in response["Cache-Control"]
    assert not AuditEvent.objects.filter(action="report.viewed").exists()


def test_a_failed_report_says_why_and_can_be_tried_again(theos_desk: Client, failed: OutcomeReport) -> None:
    response = theos_desk.get(report_page(failed))
    assert "It took longer than a report may take" in words(response)
    again = theos_desk.post(page(REPORT, "rerun", failed.uuid))
    newer = OutcomeReport.objects.get(supersedes=failed)
    assert again["Location"] == report_page(newer)

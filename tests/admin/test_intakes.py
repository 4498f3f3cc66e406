"""Theo reads what a patient filled in and takes it over."""

import pytest
from django.test import Client
from django.urls import reverse

from assessments.models import Intake, PainRating
from clinic.audit.models import AuditEvent
from clinic.common.caller import Caller
from clinic.practice.models import Clinic, Membership
from patients.models import Episode, Patient
from tests.admin.pages import filled, logged_in, page, send, words
from tests.assessments.intakes import SECRET, answered, invited
from tests.builders import make_episode, make_patient


@pytest.fixture
def amy(clinic: Clinic) -> Patient:
    return make_patient(clinic)


@pytest.fixture
def desk(theo: Membership) -> Client:
    return logged_in(theo)


def of(intake: Intake) -> str:
    return page("assessments_intake", "change", intake.uuid)


def test_theo_reads_the_answers_and_leaves_a_trace(desk: Client, amy: Patient, as_rosa: Caller) -> None:
    shown = words(desk.get(of(answered(amy, as_rosa))))
    for said in (SECRET, "Knee, left 6 – 4", "Look before you treat.", "night pain in every position"):
        assert said in shown
    assert AuditEvent.objects.get(action="intake.viewed").patients == [amy.uuid]


def test_everything_is_ticked_and_a_new_episode_is_offered(desk: Client, amy: Patient, as_rosa: Caller) -> None:
    answer = send(desk, of(answered(amy, as_rosa)))
    assert answer.headers["Location"] == reverse("workplace:patient", args=[amy.uuid])
    episode = Episode.objects.get(patient=amy)
    assert (episode.region, episode.side, episode.red_flags) == ("knee", "left", ["night pain in every position"])
    assert PainRating.objects.filter(episode=episode).count() == 3


def test_the_open_episode_of_the_region_is_chosen(desk: Client, amy: Patient, as_rosa: Caller) -> None:
    knee = make_episode(amy, region="knee", side="left")
    send(desk, of(answered(amy, as_rosa)))
    assert list(Episode.objects.filter(patient=amy)) == [knee]
    assert PainRating.objects.filter(episode=knee).count() == 3


def test_without_an_episode_only_the_pain_is_recorded(desk: Client, amy: Patient, as_rosa: Caller) -> None:
    send(desk, of(answered(amy, as_rosa)), episode="", ratings=["low_back/none/7d_average"])
    assert [(one.region, one.episode) for one in PainRating.objects.all()] == [("low_back", None)]


def test_what_is_refused_is_said_and_nothing_is_taken_over(desk: Client, amy: Patient, as_rosa: Caller) -> None:
    make_episode(amy, region="knee", side="left")
    answer = send(desk, of(answered(amy, as_rosa)), episode="new")
    assert "Nothing was taken over yet." in words(answer)
    assert not PainRating.objects.exists()


def test_two_therapists_take_it_over_once(desk: Client, mira: Membership, amy: Patient, as_rosa: Caller) -> None:
    intake = answered(amy, as_rosa)
    typed = filled(desk, of(intake))
    send(logged_in(mira), of(intake))
    desk.post(of(intake), typed)
    assert PainRating.objects.count() == 3


def test_a_sheet_is_discarded_with_a_reason(desk: Client, amy: Patient, as_rosa: Caller) -> None:
    intake = answered(amy, as_rosa)
    send(desk, page("assessments_intake", "discard", intake.uuid), reason="filled in by the sister")
    assert "filled in by the sister" in words(desk.get(of(intake)))


def test_a_sheet_that_is_not_answered_offers_nothing_to_do(desk: Client, amy: Patient, as_rosa: Caller) -> None:
    intake, _token = invited(amy, as_rosa)
    shown = words(desk.get(of(intake)))
    assert "not filled in yet" in shown
    assert "Take over" not in shown
    assert desk.post(of(intake), {}).status_code == 302


def test_a_hostile_answer_is_shown_as_text(desk: Client, amy: Patient, as_rosa: Caller) -> None:
    intake = answered(amy, as_rosa, complaint="<script>alert(1)</script>")
    assert "<script>alert(1)</script>" not in desk.get(of(intake)).content.decode()

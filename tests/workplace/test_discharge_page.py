"""The page on which an episode is closed, its letter, and the follow-up call."""

import datetime as dt
from io import BytesIO

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from pypdf import PdfReader

from assessments.models import PainRating
from clinic.common.caller import Caller
from clinic.practice.models import Clinic, Membership
from patients.models import Contact, Episode, Patient
from tests.admin.pages import filled, logged_in, page, send, words
from tests.builders import make_course, make_episode, make_member, make_patient, make_plan, make_session
from treatments.models import FollowUp
from treatments.outcomes.building import build_report
from treatments.outcomes.models import Artifact, OutcomeReport
from treatments.outcomes.narrative.forbidden_words import forbidden_words


@pytest.fixture
def amy(clinic: Clinic) -> Patient:
    return make_patient(clinic)


@pytest.fixture
def episode(amy: Patient) -> Episode:
    return make_episode(amy)


@pytest.fixture
def referrer(amy: Patient) -> Contact:
    return Contact.objects.create(
        clinic_id=amy.clinic_id, patient=amy, kind="referrer", name="Dr Ho", may_receive_reports=True
    )


@pytest.fixture
def desk(theo: Membership) -> Client:
    return logged_in(theo)


def at(episode: Episode) -> str:
    return reverse("workplace:discharge", args=[episode.uuid])


def test_the_page_proposes_what_belongs_to_the_end(
    desk: Client, episode: Episode, amy: Patient, theo: Membership, referrer: Contact, as_theo: Caller
) -> None:
    plan = make_plan(episode)
    ours = make_session(amy, theo, plan=plan, starts_at=timezone.now() + dt.timedelta(days=3))
    elsewhere = make_plan(make_episode(amy, region="neck"))
    other = make_session(amy, theo, plan=elsewhere, starts_at=timezone.now() + dt.timedelta(days=4))
    opened = filled(desk, at(episode))
    assert opened["cancelled"] == [str(ours.uuid)]
    assert str(other.uuid) in desk.get(at(episode)).content.decode()
    assert (opened["closed_at"], opened["plan_status"]) == (as_theo.today().isoformat(), "stopped")
    assert (opened["letter_to"], opened["follow_ups"]) == (str(referrer.uuid), ["30", "90"])
    assert (opened["pain-0-region"], opened["pain-0-intensity"]) == ("low_back", "")
    assert "No consent to share data is in force." in words(desk.get(at(episode)))


def test_an_episode_is_closed_with_one_form_and_its_page_says_how_it_ended(
    desk: Client, episode: Episode, amy: Patient, theo: Membership
) -> None:
    ahead = make_session(amy, theo, starts_at=timezone.now() + dt.timedelta(days=3))
    answer = send(desk, at(episode), **{"reason": "goal_met", "pain-0-intensity": 1, "pgic": "2"})
    assert answer.headers["Location"] == at(episode)
    episode.refresh_from_db()
    ahead.refresh_from_db()
    assert (episode.close_reason, ahead.status) == ("goal_met", "cancelled")
    shown = words(desk.get(at(episode)))
    assert "Goal met" in shown
    assert "much better" in shown
    assert "low back 1" in shown
    assert FollowUp.objects.count() == 2
    assert not OutcomeReport.objects.exists(), "nobody wanted a letter"


def test_the_same_form_sent_again_does_nothing_again(desk: Client, episode: Episode) -> None:
    typed = filled(desk, at(episode), reason="goal_met", **{"pain-0-intensity": 1})
    desk.post(at(episode), typed)
    again = desk.post(at(episode), typed, follow=True)
    assert "This episode was closed before; nothing was done again." in words(again)
    assert PainRating.objects.count() == 1


def test_what_is_wrong_is_said_and_what_was_written_is_kept(desk: Client, episode: Episode) -> None:
    answer = send(desk, at(episode), next_steps="Look at the knee", closed_at="2026-02-01")
    text = words(answer)
    assert "This field is required" in text
    assert "Next steps stand in the letter; choose to whom it goes." in text
    assert "Look at the knee" in answer.content.decode()
    refused = send(desk, at(episode), reason="other", closed_at="2026-02-01")
    assert "before it was opened" in words(refused)
    episode.refresh_from_db()
    assert episode.closed_at is None


@pytest.mark.parametrize("language", ["en", "zh-hant"])
def test_the_letter_tells_the_course_as_the_report_does_and_claims_no_cause(
    desk: Client, clinic: Clinic, amy: Patient, theo: Membership, referrer: Contact, as_theo: Caller, language: str
) -> None:
    Clinic.objects.filter(pk=clinic.pk).update(address="1 Harbour Road\nHong Kong")
    episode = make_episode(amy)
    make_course(amy, theo, by=as_theo, episode=episode)
    steps = "Please look at the left knee."
    send(desk, at(episode), reason="goal_met", pgic="2", next_steps=steps, letter_language=language)
    report = OutcomeReport.objects.get()
    assert (report.episode, report.parameters["language"]) == (episode, language)
    build_report(report.pk)
    letter = bytes(Artifact.objects.get(report=report, name="letter.pdf").content)
    read = PdfReader(BytesIO(letter))
    text = " ".join(" ".join(page.extract_text() for page in read.pages).split())
    for part in ("Harbour Clinic", "1 Harbour Road", "Dr Ho", "Wong, Amy", "T00001", steps, "Theo", "4.2°"):
        assert part in text, part
    assert len(read.pages) <= 2
    assert read.trailer["/Root"]["/MarkInfo"]["/Marked"]  # type: ignore[index]
    assert read.trailer["/Root"]["/Lang"].lower().startswith(language[:2])  # type: ignore[index]
    assert forbidden_words(text.replace(steps, ""), language) == ()
    shown = desk.get(at(episode))
    path = page("outcomes_outcomereport", "file", report.uuid, "letter.pdf")
    assert path in shown.content.decode()
    assert desk.get(path).content == letter
    assert b"%PDF" in letter[:10]


def test_without_a_name_the_patient_hands_the_letter_over(desk: Client, episode: Episode) -> None:
    send(desk, at(episode), reason="referred_on", letter_to="by_hand")
    assert OutcomeReport.objects.get().parameters["letter"]["recipient"] == ""
    assert "The report is queued." in words(desk.get(at(episode)))


def test_the_letter_names_who_treated_in_the_episode_and_is_signed_by_who_closes_it(
    desk: Client, clinic: Clinic, episode: Episode, amy: Patient
) -> None:
    ines, ben = (make_member(clinic, name, role="therapist") for name in ("ines", "ben"))
    ours, elsewhere = make_plan(episode), make_plan(make_episode(amy, region="neck"))
    for days, who, plan, status in (
        (3, ines, ours, "completed"),
        (2, ben, ours, "no_show"),
        (1, ben, elsewhere, "completed"),
    ):
        make_session(amy, who, plan=plan, status=status, starts_at=timezone.now() - dt.timedelta(days=days))
    send(desk, at(episode), reason="goal_met", letter_to="by_hand")
    letter = OutcomeReport.objects.get().parameters["letter"]
    assert (letter["therapists"], letter["author"]) == (["Ines"], "Theo")


def test_who_may_not_receive_reports_is_not_offered(desk: Client, episode: Episode, referrer: Contact) -> None:
    Contact.objects.filter(pk=referrer.pk).update(may_receive_reports=False)
    page_of = desk.get(at(episode))
    assert "Dr Ho" not in words(page_of)
    assert "No referrer or general practitioner who may receive reports" in words(page_of)


def test_the_front_desk_and_another_clinic_do_not_get_there(
    rosa: Membership, other_theo: Membership, episode: Episode, desk: Client
) -> None:
    assert logged_in(rosa).get(at(episode)).status_code == 403
    assert logged_in(rosa).post(at(episode), {}).status_code == 403
    assert logged_in(other_theo).get(at(episode)).status_code == 404


def test_the_episodes_page_leads_there(desk: Client, episode: Episode) -> None:
    link = f'href="{at(episode)}"'
    change = page("patients_episode", "change", episode.uuid)
    assert link in desk.get(change).content.decode()
    send(desk, at(episode), reason="goal_met")
    assert "How it ended" in words(desk.get(change))


def test_a_follow_up_call_is_recorded_from_its_list(
    desk: Client, episode: Episode, rosa: Membership, as_theo: Caller, amy: Patient
) -> None:
    Episode.objects.filter(pk=episode.pk).update(
        closed_at=as_theo.today() - dt.timedelta(days=31), close_reason="goal_met"
    )
    due = FollowUp.objects.create(
        clinic_id=amy.clinic_id, patient=amy, episode=episode, due_on=as_theo.today() - dt.timedelta(days=1)
    )
    listed = page("treatments_followup", "changelist")
    assert list(desk.get(f"{listed}?state=due").context["cl"].result_list) == [due]
    call = page("treatments_followup", "record", due.uuid)
    opened = filled(desk, call)
    assert (opened["outcome"], opened["pain-0-region"]) == (["reached"], "low_back")
    send(desk, call, **{"pain-0-intensity": 3, "pgic": "3", "note": "Walks daily", "outcome": "reached"})
    due.refresh_from_db()
    assert due.outcome == "reached"
    shown = words(desk.get(page("treatments_followup", "change", due.uuid)))
    assert "Walks daily" in shown
    assert "low back 3" in shown
    assert list(desk.get(f"{listed}?state=due").context["cl"].result_list) == []
    assert logged_in(rosa).get(listed).status_code == 403

"""The worklists: what waits for whom, each with its next step."""

import datetime as dt
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from clinic.audit.models import AuditEvent
from clinic.common.caller import Caller
from clinic.practice.models import Clinic, Membership
from clinic.workplace.worklists import worklist
from patients.models import Patient
from tests.admin.pages import logged_in, words
from tests.builders import (
    make_assessment,
    make_episode,
    make_event,
    make_member,
    make_patient,
    make_plan,
    make_session,
)
from treatments.models import FollowUp, TreatmentSession
from treatments.outcomes.models import OutcomeReport
from treatments.outcomes.requesting.patient import request_patient_report

LISTS = ("re-assessment", "stopped-coming", "not-closed", "unsigned-notes", "follow-ups", "reports")


def ago(days: float) -> dt.datetime:
    return timezone.now().replace(minute=0, second=0, microsecond=0) - dt.timedelta(days=days)


def path_of(name: str, **asked: str) -> str:
    return reverse("workplace:worklist", args=[name], query=asked or None)


def said_on(desk: Client, name: str, **asked: str) -> str:
    return words(desk.get(path_of(name, **asked)))


@pytest.fixture
def sam(clinic: Clinic) -> Membership:
    """Another therapist."""
    return make_member(clinic, "sam", role="therapist")


@pytest.fixture
def half_done(amy: Patient, theo: Membership, as_theo: Caller) -> Patient:
    """Amy after half of the plan for her low back: she is to be measured."""
    episode = make_episode(amy, opened_at=ago(30).date())
    make_assessment(amy, by=as_theo, taken_at=ago(28), episode=episode)
    plan = make_plan(episode, planned_sessions=4)
    for days in (14, 7):
        make_session(amy, theo, plan=plan, starts_at=ago(days), status="completed", note_subjective="Stiff")
    return amy


@pytest.fixture
def gone(clinic: Clinic, theo: Membership) -> Patient:
    """Ben, who was here six weeks ago, in treatment for his knee, and has no booking."""
    ben = make_patient(clinic, given_name="Ben", phone="+85223456789")
    make_episode(ben, opened_at=ago(90).date(), region="knee", side="left")
    make_session(ben, theo, starts_at=ago(42), status="completed")
    return ben


def test_a_therapist_sees_who_is_to_be_measured_why_and_the_way_to_do_it(
    theos_desk: Client, half_done: Patient
) -> None:
    answer = theos_desk.get(reverse("workplace:worklists"))
    said = words(answer)
    assert "Wong, Amy" in said
    assert "2 of 4 sessions Re-assess now: half of the plan is done" in said
    assert f"{reverse('admin:assessments_assessment_add')}?patient={half_done.uuid}" in answer.content.decode()


def test_the_desk_sees_that_it_is_due_and_neither_why_nor_for_what(rosas_desk: Client, half_done: Patient) -> None:
    answer = rosas_desk.get(path_of("re-assessment"))
    said = words(answer)
    assert "Wong, Amy 黃美 T00001 Theo not booked Book a session" in said
    for clinical in ("half of the plan", "Low back", "2 of 4", "New assessment", "Last measured"):
        assert clinical.lower() not in said.lower()


def test_who_is_booked_is_shown_with_the_time_and_needs_no_booking(
    rosas_desk: Client, half_done: Patient, theo: Membership, as_rosa: Caller
) -> None:
    tomorrow = dt.datetime.combine(as_rosa.today() + dt.timedelta(days=1), dt.time(9, 30), as_rosa.zone)
    make_session(half_done, theo, starts_at=tomorrow)
    said = said_on(rosas_desk, "re-assessment")
    assert "09:30" in said
    assert "Book a session" not in said


def test_a_therapist_begins_with_their_own_patients_and_can_look_at_everybodys(
    theos_desk: Client, half_done: Patient, clinic: Clinic, sam: Membership, as_theo: Caller
) -> None:
    sams = make_patient(clinic, given_name="Cleo")
    make_assessment(sams, by=as_theo, taken_at=ago(40), episode=make_episode(sams, opened_at=ago(40).date()))
    make_session(sams, sam, starts_at=ago(10), status="completed")
    mine, everybodys = said_on(theos_desk, "re-assessment"), said_on(theos_desk, "re-assessment", whose="all")
    assert "Wong, Amy" in mine
    assert "Wong, Cleo" not in mine
    assert "Wong, Amy" in everybodys
    assert "Wong, Cleo" in everybodys


def test_whoever_stopped_coming_is_called_from_the_list(rosas_desk: Client, gone: Patient) -> None:
    answer = rosas_desk.get(path_of("stopped-coming"))
    said = words(answer)
    assert "Wong, Ben" in said
    assert "+852 2345 6789" in said
    assert "Book a session" in said
    assert 'href="tel:+85223456789"' in answer.content.decode()
    assert "knee" not in said.lower()


def test_those_who_treat_can_close_the_episode_from_there(theos_desk: Client, gone: Patient) -> None:
    answer = theos_desk.get(path_of("stopped-coming"))
    assert "Close: knee Wong, Ben" in words(answer)
    assert str(gone.episodes.get().uuid) in answer.content.decode()


def test_a_past_session_is_closed_with_one_click_and_leaves_the_list(
    rosas_desk: Client, amy: Patient, theo: Membership
) -> None:
    forgotten = make_session(amy, theo, starts_at=ago(2))
    assert "Did not come Wong, Amy 黃美" in said_on(rosas_desk, "not-closed")
    here = path_of("not-closed")
    missed = reverse("admin:treatments_treatmentsession_missed", args=[forgotten.uuid])
    answer = rosas_desk.post(missed, {"version": forgotten.version, "next": here}, follow=True)
    assert answer.redirect_chain[-1][0] == here
    assert "Every past session is closed." in words(answer)
    assert TreatmentSession.objects.get().status == "no_show"


def test_failed_reports_are_listed_and_run_again(theos_desk: Client, half_done: Patient, as_theo: Caller) -> None:
    report = request_patient_report(patient=half_done, by=as_theo)
    OutcomeReport.objects.filter(pk=report.pk).update(state="running", attempt=1, lease_until=timezone.now())
    OutcomeReport.objects.filter(pk=report.pk).update(state="failed", failure_reason="time_limit")
    assert "Failed: It took longer than a report may take" in said_on(theos_desk, "reports")
    theos_desk.post(reverse("admin:outcomes_outcomereport_rerun", args=[report.uuid]))
    assert "No report failed" in said_on(theos_desk, "reports")


def test_a_therapist_signs_their_own_notes_from_the_list(
    theos_desk: Client, amy: Patient, theo: Membership, sam: Membership
) -> None:
    own = make_session(amy, theo, starts_at=ago(3), status="completed")
    make_session(make_patient(amy.clinic, given_name="Cleo"), sam, starts_at=ago(2), status="completed")
    answer = theos_desk.get(path_of("unsigned-notes", whose="all"))
    said = words(answer)
    assert "Write up and sign Wong, Amy" in said
    assert "Cleo" not in said
    assert reverse("admin:treatments_treatmentsession_document", args=[own.uuid]) in answer.content.decode()


def test_the_manager_sees_everybodys_unsigned_notes_and_signs_none(
    mira: Membership, amy: Patient, theo: Membership
) -> None:
    make_session(amy, theo, starts_at=ago(3), status="completed")
    said = said_on(logged_in(mira), "unsigned-notes")
    assert "Open Wong, Amy" in said
    assert "Write up and sign" not in said


@pytest.fixture
def discharged(amy: Patient) -> FollowUp:
    """The call 30 days after Amy's knee was discharged, due yesterday."""
    days = {"opened_at": ago(90).date(), "closed_at": ago(31).date()}
    episode = make_episode(amy, region="knee", side="left", **days, close_reason="goal_met")
    return FollowUp.objects.create(clinic=amy.clinic, patient=amy, episode=episode, due_on=ago(1).date())


def test_a_follow_up_is_recorded_from_the_list_and_stands_in_no_other(theos_desk: Client, discharged: FollowUp) -> None:
    answer = theos_desk.get(path_of("follow-ups"))
    assert "Record the follow-up Wong, Amy" in words(answer)
    assert reverse("admin:treatments_followup_record", args=[discharged.uuid]) in answer.content.decode()
    assert "Nobody is due" in said_on(theos_desk, "re-assessment", whose="all")


def test_names_are_initials_on_a_screen_that_others_can_see(rosas_desk: Client, gone: Patient) -> None:
    rosas_desk.post(reverse("workplace:switch_initials"), {"initials": "on"})
    said = said_on(rosas_desk, "stopped-coming")
    assert gone.discreet_name in said
    assert "Wong" not in said


@pytest.mark.parametrize("name", ["reports", "unsigned-notes", "follow-ups", "nothing-of-the-kind"])
def test_a_list_that_one_may_not_see_does_not_exist(rosas_desk: Client, name: str) -> None:
    assert rosas_desk.get(path_of(name)).status_code == 404


def test_the_way_to_the_lists_stands_in_the_sidebar(rosas_desk: Client) -> None:
    said = words(rosas_desk.get(path_of("stopped-coming")))
    assert "Worklists" in said
    assert "Reports" not in said


@pytest.mark.parametrize("name", LISTS)
def test_an_empty_list_says_what_it_means(theos_desk: Client, clinic: Clinic, name: str) -> None:
    said = said_on(theos_desk, name)
    assert any(
        sentence in said
        for sentence in (
            "Nobody is due",
            "Everybody with an open",
            "Every past session",
            "Every note is signed",
            "No follow-up is due",
            "No report failed",
        )
    )
    assert ("Look at everybody's" in said) == (name not in ("unsigned-notes", "follow-ups"))


@pytest.mark.parametrize("page", ["2", "-1", "x", "9" * 30])
def test_a_page_that_is_not_there_leads_back(rosas_desk: Client, gone: Patient, page: str) -> None:
    said = said_on(rosas_desk, "stopped-coming", page=page)
    assert "Wong, Ben" in said or "To the first page" in said


def test_a_long_list_goes_on_on_another_page_and_nothing_is_cut(
    rosas_desk: Client, clinic: Clinic, theo: Membership, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(worklist, "PER_PAGE", 2)
    for days in (2, 3, 4):
        make_session(make_patient(clinic, given_name=f"Amy {days}"), theo, starts_at=ago(days))
    first, second = said_on(rosas_desk, "not-closed"), said_on(rosas_desk, "not-closed", page="2")
    assert "Amy 4" in first
    assert "Amy 3" in first
    assert "Amy 2" not in first
    assert "1 to 2" in first
    assert "Amy 2" in second
    assert "Amy 3" not in second
    assert "3 to 3" in second


def test_reading_a_list_leaves_a_trace_of_whom_it_showed(rosas_desk: Client, half_done: Patient) -> None:
    rosas_desk.get(path_of("re-assessment"))
    assert AuditEvent.objects.latest("pk").patients == [half_done.uuid]
    assert AuditEvent.objects.latest("pk").action == "patient.listed"


BUDGETS = {
    "re-assessment": 13,
    "stopped-coming": 9,
    "not-closed": 8,
    "unsigned-notes": 8,
    "follow-ups": 8,
    "reports": 8,
}


def everything_waits(numbers: range, clinic: Clinic, theo: Membership, by: Caller) -> None:
    for number in numbers:
        coming = make_patient(clinic, given_name=f"Amy {number}")
        episode = make_episode(coming, opened_at=ago(40).date())
        make_assessment(coming, by=by, taken_at=ago(40), episode=episode)
        make_session(coming, theo, starts_at=ago(number + 1), plan=make_plan(episode))
        make_event(coming, episode=episode)
        make_session(coming, theo, starts_at=ago(number + 30), status="completed")
        closed = make_episode(coming, region="knee", side="left", closed_at=ago(1).date(), close_reason="goal_met")
        FollowUp.objects.create(clinic=clinic, patient=coming, episode=closed, due_on=ago(1).date())
        gone = make_patient(clinic, given_name=f"Ben {number}")
        make_episode(gone, opened_at=ago(60).date())
        report = request_patient_report(patient=coming, by=by)
        OutcomeReport.objects.filter(pk=report.pk).update(state="running", attempt=1, lease_until=timezone.now())
        OutcomeReport.objects.filter(pk=report.pk).update(state="failed", failure_reason="time_limit")


def queries_of(desk: Client, name: str) -> int:
    desk.get(path_of(name))
    with CaptureQueriesContext(connection) as captured:
        answer: Any = desk.get(path_of(name, whose="all"))
    assert "<tbody>" in answer.content.decode()
    return len(captured)


def test_a_list_costs_the_same_for_two_entries_and_for_eight(
    theos_desk: Client, clinic: Clinic, theo: Membership, as_theo: Caller
) -> None:
    everything_waits(range(2), clinic, theo, as_theo)
    few = {name: queries_of(theos_desk, name) for name in LISTS}
    everything_waits(range(2, 8), clinic, theo, as_theo)
    many = {name: queries_of(theos_desk, name) for name in LISTS}
    assert many == few
    assert {name: count for name, count in many.items() if count > BUDGETS[name]} == {}

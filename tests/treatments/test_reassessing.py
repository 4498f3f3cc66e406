"""Which patients of a clinic should be measured again, from their sessions and assessments."""

import datetime as dt

import pytest
from django.utils import timezone

from clinic.common.caller import Caller
from clinic.practice.models import Clinic, Membership
from patients.models import Patient
from tests.builders import make_assessment, make_episode, make_patient, make_plan, make_session
from treatments.models import FollowUp, FollowUpOutcome, Plan, TreatmentSession
from treatments.services.following_up import plan_follow_ups, record_follow_up, void_follow_up
from treatments.services.reassessing import due_for_reassessment, reassessments


@pytest.fixture
def amy(clinic: Clinic) -> Patient:
    return make_patient(clinic)


@pytest.fixture
def plan(amy: Patient) -> Plan:
    """Six sessions for Amy's low back."""
    return make_plan(make_episode(amy), planned_sessions=6)


def ago(days: int, hour: int = 9) -> dt.datetime:
    morning = timezone.now().replace(hour=0, minute=30, second=0, microsecond=0)
    return morning - dt.timedelta(days=days) + dt.timedelta(hours=hour - 9)


def treat(plan: Plan, theo: Membership, *days: int) -> None:
    for day in days:
        make_session(plan.patient, theo, plan=plan, starts_at=ago(day), status="completed")


def test_two_of_six_sessions_done_the_third_visit_is_the_one(
    amy: Patient, plan: Plan, theo: Membership, as_theo: Caller
) -> None:
    make_assessment(amy, by=as_theo, taken_at=ago(20), episode=plan.episode)
    treat(plan, theo, 14, 7)
    (found,) = reassessments([amy.pk], by=as_theo)
    assert (found.done, found.planned, found.due.sessions_left, found.due.reason) == (2, 6, 1, None)
    assert due_for_reassessment([amy.pk], by=as_theo) == {amy.pk}


def test_an_assessment_on_the_day_of_the_session_measures_it(
    amy: Patient, plan: Plan, theo: Membership, as_theo: Caller
) -> None:
    treat(plan, theo, 14, 7, 2)
    make_assessment(amy, by=as_theo, taken_at=ago(2, hour=8), episode=plan.episode)
    (found,) = reassessments([amy.pk], by=as_theo)
    assert (found.due.reason, found.due.sessions_left) == (None, 3)


def test_a_session_entered_in_error_and_a_missed_one_do_not_count(
    amy: Patient, plan: Plan, theo: Membership, as_theo: Caller
) -> None:
    treat(plan, theo, 14, 7, 2)
    assert [one.due.reason for one in reassessments([amy.pk], by=as_theo)] == ["half_of_plan"]
    last = TreatmentSession.objects.order_by("-starts_at")[:1].values("pk")
    TreatmentSession.objects.filter(pk__in=list(last.values_list("pk", flat=True))).update(status="no_show")
    assert [one.done for one in reassessments([amy.pk], by=as_theo)] == [2]


def test_the_assessment_of_another_episode_does_not_measure_this_one(
    amy: Patient, plan: Plan, theo: Membership, as_theo: Caller
) -> None:
    neck = make_episode(amy, region="neck")
    treat(plan, theo, 14, 7, 2)
    make_assessment(amy, by=as_theo, taken_at=ago(1), episode=neck)
    due = {one.episode: one.due.reason for one in reassessments([amy.pk], by=as_theo)}
    assert due == {plan.episode.uuid: "half_of_plan", neck.uuid: None}


def test_archived_patients_and_those_of_another_clinic_are_left_out(
    amy: Patient, plan: Plan, theo: Membership, as_theo: Caller, as_other_theo: Caller
) -> None:
    treat(plan, theo, 14, 7, 2)
    assert due_for_reassessment([amy.pk], by=as_other_theo) == set()
    amy.status = "archived"
    amy.save()
    assert due_for_reassessment([amy.pk], by=as_theo) == set()


def test_the_front_desk_learns_that_it_is_due(
    amy: Patient, plan: Plan, theo: Membership, as_rosa: Caller, as_theo: Caller
) -> None:
    make_assessment(amy, by=as_theo, taken_at=ago(31))
    assert due_for_reassessment([amy.pk], by=as_rosa) == {amy.pk}


def test_a_closed_episode_asks_for_itself_only_where_no_follow_up_was_planned(amy: Patient, as_theo: Caller) -> None:
    closed_at = ago(31).date()
    closed = make_episode(amy, opened_at=ago(100).date(), closed_at=closed_at, close_reason="goal_met")
    assert [one.due.reason for one in reassessments([amy.pk], by=as_theo)] == ["follow_up_30"]
    (planned,) = plan_follow_ups(closed, [30], as_theo)
    assert reassessments([amy.pk], by=as_theo) == []
    record_follow_up(planned, done_at=timezone.now(), outcome=FollowUpOutcome.REACHED, by=as_theo)
    assert due_for_reassessment([amy.pk], by=as_theo) == set(), "the call was the follow-up"
    void_follow_up(FollowUp.objects.get(), "Wrong patient", by=as_theo)
    assert due_for_reassessment([amy.pk], by=as_theo) == {amy.pk}


def test_the_follow_ups_of_an_earlier_closing_do_not_stand_for_those_of_the_last(amy: Patient, as_theo: Caller) -> None:
    closed = make_episode(amy, opened_at=ago(400).date(), closed_at=ago(31).date(), close_reason="goal_met")
    FollowUp.objects.create(clinic=amy.clinic, patient=amy, episode=closed, due_on=ago(200).date())
    assert [one.due.reason for one in reassessments([amy.pk], by=as_theo)] == ["follow_up_30"]


def test_an_episode_that_was_opened_again_does_not_wait_for_its_follow_ups(
    amy: Patient, plan: Plan, theo: Membership, as_theo: Caller
) -> None:
    FollowUp.objects.create(clinic=amy.clinic, patient=amy, episode=plan.episode, due_on=ago(-30).date())
    treat(plan, theo, 14, 7, 2)
    assert [one.due.reason for one in reassessments([amy.pk], by=as_theo)] == ["half_of_plan"]


def test_one_patient_or_many_cost_one_query(
    amy: Patient, plan: Plan, theo: Membership, as_theo: Caller, django_assert_num_queries: object
) -> None:
    others = [make_episode(make_patient(amy.clinic, given_name=f"Amy {number}")) for number in range(5)]
    with django_assert_num_queries(1):  # type: ignore[operator]
        assert len(reassessments([amy.pk, *(other.patient_id for other in others)], by=as_theo)) == 6

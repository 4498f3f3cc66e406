"""A session that was booked before there was a plan comes to belong to one as it is written up."""

import pytest
from django.test import Client

from clinic.practice.models import Clinic, Membership
from patients.models import Patient
from tests.admin.pages import filled, page, send
from tests.builders import make_episode, make_patient, make_plan, make_session
from treatments.models import Plan, TreatmentSession


@pytest.fixture
def amy(clinic: Clinic) -> Patient:
    return make_patient(clinic)


@pytest.fixture
def first(amy: Patient, theo: Membership) -> TreatmentSession:
    """Amy's session of 2 March 2026, which the desk booked before anybody knew more."""
    return make_session(amy, theo)


def writing_up(session: TreatmentSession) -> str:
    return page("treatments_treatmentsession", "complete", session.uuid)


def test_it_joins_the_only_plan_and_so_does_the_next_booking(
    theos_desk: Client, amy: Patient, first: TreatmentSession
) -> None:
    plan = make_plan(make_episode(amy))
    assert filled(theos_desk, writing_up(first))["plan"] == str(plan.uuid)
    send(theos_desk, writing_up(first), next_start_0="2026-03-09", next_start_1="09:30")
    first.refresh_from_db()
    assert (first.status, first.plan) == ("completed", plan)
    assert TreatmentSession.objects.exclude(pk=first.pk).get().plan == plan
    assert Plan.objects.with_progress().get().sessions_completed == 1


def test_of_several_plans_none_is_chosen_for_the_therapist(
    theos_desk: Client, amy: Patient, first: TreatmentSession
) -> None:
    episode = make_episode(amy)
    make_plan(episode)
    make_plan(episode)
    assert filled(theos_desk, writing_up(first))["plan"] == ""
    send(theos_desk, writing_up(first))
    first.refresh_from_db()
    assert (first.status, first.plan) == ("completed", None)


def test_without_a_running_plan_none_is_asked_for(theos_desk: Client, amy: Patient, first: TreatmentSession) -> None:
    make_plan(make_episode(amy), status="stopped")
    assert "plan" not in filled(theos_desk, writing_up(first))


def test_a_session_with_a_plan_stays_with_it(theos_desk: Client, amy: Patient, theo: Membership) -> None:
    session = make_session(amy, theo, plan=make_plan(make_episode(amy)))
    assert "plan" not in filled(theos_desk, writing_up(session))

"""A page costs the same number of queries whatever it lists."""

import datetime as dt
from collections.abc import Iterable

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from clinic.common.caller import Caller
from clinic.practice.models import Clinic, Membership
from patients.models import Consent, Contact, Patient
from tests.admin.pages import page
from tests.builders import (
    MORNING,
    make_assessment,
    make_episode,
    make_event,
    make_exercise,
    make_member,
    make_patient,
    make_plan,
    make_room,
    make_session,
    make_technique,
    measured,
    rated,
)
from treatments.models import FollowUp, Prescription
from treatments.outcomes.requesting.patient import request_patient_report

BUDGETS = {
    "patients_patient": 8,
    "patients_contact": 8,
    "patients_consent": 8,
    "patients_episode": 8,
    "patients_event": 8,
    "treatments_treatmentsession": 10,
    "treatments_plan": 8,
    "treatments_followup": 8,
    "assessments_assessment": 8,
    "outcomes_outcomereport": 8,
    "audit_auditevent": 9,
}


def queries_of(desk: Client, path: str) -> int:
    desk.get(path)  # The first request of a login notes the person's activity.
    with CaptureQueriesContext(connection) as captured:
        assert desk.get(path).status_code == 200
    return len(captured)


def add_patients(numbers: Iterable[int], clinic: Clinic, theo: Membership, by: Caller) -> list[Patient]:
    """Patients with one of everything."""
    room = make_room(clinic, name=f"Room {numbers}")
    added = []
    for number in numbers:
        patient = make_patient(clinic, given_name=f"Amy {number}")
        owned = {"clinic": clinic, "patient": patient}
        plan = make_plan(make_episode(patient))
        make_event(patient, episode=plan.episode)
        FollowUp.objects.create(**owned, episode=plan.episode, due_on=MORNING.date())
        make_session(patient, theo, starts_at=MORNING + dt.timedelta(days=number), plan=plan, room=room)
        make_assessment(patient, by=by)
        request_patient_report(patient=patient, by=by)
        Contact.objects.create(**owned, kind="guardian", name="Ben Wong")
        Consent.objects.create(**owned, kind="treatment", given_at=timezone.now())
        added.append(patient)
    return added


def test_lists_cost_the_same_for_three_records_and_for_twelve(
    miras_desk: Client, clinic: Clinic, theo: Membership, as_theo: Caller
) -> None:
    add_patients(range(3), clinic, theo, as_theo)
    few = {kind: queries_of(miras_desk, reverse(f"admin:{kind}_changelist")) for kind in BUDGETS}
    add_patients(range(3, 12), clinic, theo, as_theo)
    many = {kind: queries_of(miras_desk, reverse(f"admin:{kind}_changelist")) for kind in BUDGETS}
    assert many == few
    assert {kind: count for kind, count in many.items() if count > BUDGETS[kind]} == {}


def test_the_patients_page_costs_the_same_for_one_session_and_for_twelve(
    theos_desk: Client, clinic: Clinic, theo: Membership, as_theo: Caller
) -> None:
    amy = add_patients([0], clinic, theo, as_theo)[0]
    path = page("patients_patient", "change", amy.uuid)
    few = queries_of(theos_desk, path)
    for week in range(1, 12):
        make_session(amy, theo, starts_at=MORNING + dt.timedelta(weeks=week))
        make_assessment(amy, by=as_theo, taken_at=MORNING + dt.timedelta(days=week))
    assert queries_of(theos_desk, path) == few <= 19


@pytest.mark.parametrize("booked", [1, 9])
def test_the_first_page_costs_the_same_however_full_the_day(
    rosas_desk: Client, clinic: Clinic, theo: Membership, as_rosa: Caller, booked: int
) -> None:
    eight = dt.datetime.combine(as_rosa.today(), dt.time(8), as_rosa.zone)
    for hour in range(booked):
        make_session(make_patient(clinic), theo, starts_at=eight + dt.timedelta(hours=hour))
    assert queries_of(rosas_desk, reverse("admin:index")) == 13


@pytest.mark.parametrize("booked", [1, 9])
def test_the_week_costs_the_same_however_full_it_is(
    rosas_desk: Client, clinic: Clinic, theo: Membership, booked: int
) -> None:
    for hour in range(booked):
        make_session(make_patient(clinic), theo, starts_at=MORNING + dt.timedelta(hours=hour))
    assert queries_of(rosas_desk, f"{reverse('workplace:week')}?day=2026-03-02&therapist={theo.uuid}") == 10


def test_the_pages_of_an_assessment_cost_the_same_for_one_reading_and_for_many(
    theos_desk: Client, clinic: Clinic, as_theo: Caller
) -> None:
    amy, both = make_patient(clinic), ("left", "right")
    few = make_assessment(amy, measured("pelvic_obliquity", 3), rated("low_back", 6), by=as_theo)
    entry = f"{page('assessments_assessment', 'add')}?patient={amy.uuid}"
    cost = {
        name: queries_of(theos_desk, page("assessments_assessment", name, few.uuid)) for name in ("change", "correct")
    }
    entry_cost = queries_of(theos_desk, entry)
    legs = [measured("leg_length_true", 870, side=side, method="tape_supine") for side in both]
    many = [*legs, *(measured("q_angle", 14, side=side, method="goniometer") for side in both), rated("neck", 2)]
    more = make_assessment(amy, *many, by=as_theo, taken_at=MORNING + dt.timedelta(days=7))
    assert {name: queries_of(theos_desk, page("assessments_assessment", name, more.uuid)) for name in cost} == cost
    assert queries_of(theos_desk, entry) == entry_cost <= 16
    assert max(cost.values()) <= 14


def test_the_grid_for_paper_records_costs_the_same_however_many_episodes_and_raters(
    theos_desk: Client, clinic: Clinic, as_theo: Caller
) -> None:
    amy = make_patient(clinic)
    path = f"{page('assessments_assessment', 'paper')}?patient={amy.uuid}"
    few = queries_of(theos_desk, path)
    for number in range(5):
        make_episode(amy, region="neck", closed_at=MORNING.date(), close_reason="goal_met", opened_at=MORNING.date())
        make_member(clinic, f"left{number}", role="therapist", active=False)
        make_assessment(amy, by=as_theo, taken_at=MORNING + dt.timedelta(days=number))
    assert queries_of(theos_desk, path) == few <= 15


def test_writing_up_and_closing_cost_the_same_for_a_short_course_and_for_a_long_one(
    theos_desk: Client, clinic: Clinic, theo: Membership, as_theo: Caller
) -> None:
    amy = add_patients([0], clinic, theo, as_theo)[0]
    session = amy.sessions.get()
    plan, technique = amy.plans.get(), make_technique(clinic)
    session.techniques.create(clinic=clinic, technique=technique)
    Prescription.objects.create(clinic=clinic, plan=plan, exercise=make_exercise(clinic))
    earlier = make_session(amy, theo, plan=plan, status="completed", starts_at=MORNING - dt.timedelta(days=7))
    earlier.techniques.create(clinic=clinic, technique=technique)
    make_session(amy, theo, plan=plan, starts_at=timezone.now() + dt.timedelta(days=9))
    paths = [
        page("treatments_treatmentsession", "complete", session.uuid),
        page("treatments_plan", "change", plan.uuid),
        reverse("workplace:discharge", args=[plan.episode.uuid]),
    ]
    few = [queries_of(theos_desk, path) for path in paths]
    for number in range(5):
        session.techniques.create(clinic=clinic, technique=make_technique(clinic, code=f"t{number}"))
        exercise = make_exercise(clinic, name=f"Exercise {number}")
        Prescription.objects.create(clinic=clinic, plan=plan, exercise=exercise)
        make_session(amy, theo, plan=plan, starts_at=timezone.now() + dt.timedelta(days=number + 1))
        rated_on = MORNING - dt.timedelta(days=number + 2)
        make_assessment(amy, rated("neck", number), by=as_theo, taken_at=rated_on, episode=plan.episode)
    assert [queries_of(theos_desk, path) for path in paths] == few
    assert [most >= cost for most, cost in zip((24, 10, 15), few, strict=True)] == [True] * 3

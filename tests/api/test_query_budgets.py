"""A list costs the same number of statements whatever its length; so does one record."""

import datetime as dt
from collections.abc import Callable
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from assessments.models import QuestionnaireScore
from patients.models import Consent, Contact, Identifier
from tests.api.world import World, make_world
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
    make_token,
    measured,
    rated,
)
from tests.conftest import Api
from treatments.models import AppointmentType, Prescription
from treatments.outcomes.requesting.patient import request_patient_report

BUDGETS = {
    "patients": 3,
    "consents": 2,
    "contacts": 2,
    "episodes": 2,
    "events": 2,
    "assessments": 4,
    "pain-ratings": 2,
    "questionnaire-scores": 2,
    "plans": 3,
    "sessions": 3,
    "reports": 2,
    "staff": 2,
    "rooms": 2,
    "techniques": 2,
    "exercises": 2,
    "appointment-types": 2,
    "measures": 2,
    "pain-regions": 1,
}
"""Statements of a list, the token's among them; the audit row and transaction control are not counted."""

NOT_COUNTED = ('INSERT INTO "audit_auditevent"', "SAVEPOINT", "RELEASE SAVEPOINT")


@pytest.fixture
def world(db: None) -> World:
    return make_world()


@pytest.fixture
def api(world: World) -> Api:
    return Api(make_token(world.partner))


def add(world: World, number: int) -> None:
    """One more of everything that a list can hold."""
    clinic, theo = world.clinic, world.theo
    patient = make_patient(clinic, given_name=f"Amy {number}")
    mine: dict[str, Any] = {"clinic": clinic, "patient": patient}
    Identifier.objects.create(**mine, system="lab", value=f"more {number}")
    Consent.objects.create(**mine, kind="treatment", given_at=MORNING)
    Contact.objects.create(**mine, kind="guardian", name="Bo")
    episode = make_episode(patient)
    make_event(patient, episode=episode)
    plan = make_plan(episode)
    exercise = make_exercise(clinic, name=f"Exercise {number}")
    Prescription.objects.create(clinic=clinic, plan=plan, exercise=exercise)
    make_session(patient, theo, plan=plan, starts_at=MORNING + dt.timedelta(hours=number))
    make_assessment(patient, measured("pelvic_obliquity", 3.0), rated("low_back", 6), by=world.as_theo)
    QuestionnaireScore.objects.create(**mine, instrument="odi", score=24, taken_on=dt.date(2026, 3, 2))
    request_patient_report(patient=patient, by=world.as_theo)
    make_room(clinic, name=f"Room {number + 1}")
    make_technique(clinic, code=f"technique-{number}", name=f"Technique {number}")
    make_member(clinic, f"person {number}", role="therapist")
    AppointmentType.objects.create(clinic=clinic, name=f"Type {number}")


def statements(ask: Callable[[], Any]) -> int:
    with CaptureQueriesContext(connection) as captured:
        assert ask().status_code == 200
    return sum(not query["sql"].startswith(NOT_COUNTED) for query in captured)


def test_a_list_keeps_to_its_budget_whatever_its_length(world: World, api: Api) -> None:
    def spent() -> dict[str, int]:
        return {kind: statements(lambda kind=kind: api.get(f"/api/v1/{kind}/")) for kind in BUDGETS}

    assert spent() == BUDGETS
    for number in range(1, 20):
        add(world, number)
    assert spent() == BUDGETS


def test_no_list_costs_more_than_four_statements() -> None:
    assert max(BUDGETS.values()) <= 4


def test_one_record_costs_as_much_as_a_list(world: World, api: Api) -> None:
    for kind in BUDGETS.keys() - {"measures", "pain-regions"}:
        path = f"/api/v1/{kind}/{world.ids[kind]}/"
        assert statements(lambda path=path: api.get(path)) == BUDGETS[kind], kind


def test_a_timeline_costs_one_statement_for_each_kind_of_entry(world: World, api: Api) -> None:
    path = f"/api/v1/patients/{world.ids['patients']}/timeline/"
    assert statements(lambda: api.get(path)) == 2 + 5

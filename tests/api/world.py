"""One record of every resource of the API in a clinic, for tests that go through all of them."""

import datetime as dt
from dataclasses import dataclass, field
from typing import Any
from uuid import UUID

from assessments.models import QuestionnaireScore
from clinic.common.caller import Caller
from clinic.practice.callers import caller_of_member
from clinic.practice.models import ApiClient, Clinic, Membership
from patients.models import Consent, Contact, Identifier
from tests.builders import (
    MORNING,
    make_assessment,
    make_client,
    make_clinic,
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
from treatments.models import AppointmentType, Prescription
from treatments.outcomes.building import build_report
from treatments.outcomes.models import OutcomeReport
from treatments.outcomes.requesting.patient import request_patient_report


@dataclass
class World:
    """A clinic, its people, and the id of one record of each resource, by the resource's name in the path."""

    clinic: Clinic
    rosa: Membership
    theo: Membership
    mira: Membership
    partner: ApiClient
    ids: dict[str, UUID] = field(default_factory=dict)

    @property
    def as_theo(self) -> Caller:
        return caller_of_member(self.theo)


def make_world(name: str = "Harbour Clinic", time_zone: str = "Asia/Hong_Kong") -> World:
    """A clinic of this name in which everything exists once, its report built."""
    clinic = make_clinic(name=name, time_zone=time_zone)
    staff = {person: make_member(clinic, f"{person} of {name}", role=role) for person, role in ROLES.items()}
    world = World(clinic, **staff, partner=make_client(clinic, f"partner of {name}"))
    records = {**_practice(world), **_patient(world)}
    world.ids = {kind: record.uuid for kind, record in records.items()}
    return world


ROLES = {"rosa": "front_desk", "theo": "therapist", "mira": "manager"}


def _practice(world: World) -> dict[str, Any]:
    clinic = world.clinic
    return {
        "staff": world.theo,
        "rooms": make_room(clinic),
        "techniques": make_technique(clinic),
        "exercises": make_exercise(clinic),
        "appointment-types": AppointmentType.objects.create(clinic=clinic, name="Follow-up"),
    }


def _patient(world: World) -> dict[str, Any]:
    patient = make_patient(world.clinic, phone="+85221234567", sex="female")
    mine: dict[str, Any] = {"clinic": world.clinic, "patient": patient}
    Identifier.objects.create(**mine, system="lab", value=f"{world.clinic.name} 1")
    episode = make_episode(patient)
    plan = make_plan(episode)
    Prescription.objects.create(clinic=world.clinic, plan=plan, exercise=make_exercise(world.clinic, name="Stretch"))
    assessment = make_assessment(
        patient,
        measured("pelvic_obliquity", 3.0, 3.4),
        measured("leg_length_true", 871, side="left", method="tape_supine"),
        measured("leg_length_true", 862, side="right", method="tape_supine"),
        rated("low_back", 6),
        by=world.as_theo,
        episode=episode,
        rater=world.theo,
    )
    return {
        "patients": patient,
        "consents": Consent.objects.create(**mine, kind="treatment", given_at=MORNING, recorded_by=world.rosa),
        "contacts": Contact.objects.create(**mine, kind="guardian", name="Bo Wong", phone="+85221234568"),
        "episodes": episode,
        "events": make_event(patient, episode=episode),
        "plans": plan,
        "sessions": make_session(patient, world.theo, plan=plan),
        "assessments": assessment,
        "pain-ratings": assessment.pain.get(),
        "questionnaire-scores": QuestionnaireScore.objects.create(
            **mine, episode=episode, instrument="odi", score=24, taken_on=dt.date(2026, 3, 2)
        ),
        "reports": _report(patient, world),
    }


def _report(patient: Any, world: World) -> OutcomeReport:
    report = request_patient_report(patient=patient, by=world.as_theo)
    build_report(report.pk)
    return report

"""One valid record of every kind that the admin has pages for."""

import datetime as dt
from typing import Any
from uuid import uuid4

from django.db import models
from django.utils import timezone

from assessments.models import Intake, MethodPrecision, PainRating, Protocol, QuestionnaireScore
from clinic.audit.models import AuditEvent
from clinic.audit.recording import record
from clinic.practice.callers import caller_of_member
from clinic.practice.models import Clinic, Membership
from patients.models import Consent, Contact, Identifier, Patient
from tests.builders import (
    MORNING,
    make_assessment,
    make_client,
    make_episode,
    make_event,
    make_exercise,
    make_patient,
    make_plan,
    make_room,
    make_session,
    make_technique,
)
from treatments.models import AppointmentType, Availability, Closure, FollowUp
from treatments.outcomes.models import OutcomeReport, PrespecifiedPair


def one_of_each(clinic: Clinic, therapist: Membership) -> dict[str, models.Model]:
    """The records by the name that their pages have in addresses: ``patients_patient``."""
    patient = make_patient(clinic)
    records = [clinic, therapist, patient, *_of_patient(patient, therapist), *_of_clinic(clinic, therapist)]
    return {f"{one._meta.app_label}_{one._meta.model_name}": one for one in records}


def _of_patient(patient: Patient, therapist: Membership) -> list[Any]:
    by = caller_of_member(Membership.objects.select_related("clinic").get(pk=therapist.pk))
    owned = {"clinic_id": patient.clinic_id, "patient": patient}
    episode = make_episode(patient)
    record("patient.viewed", patient, by=by, patients=[patient.uuid])
    return [
        episode,
        make_event(patient),
        make_plan(episode),
        make_session(patient, therapist),
        FollowUp.objects.create(**owned, episode=episode, due_on=dt.date(2026, 4, 1)),
        make_assessment(patient, by=by),
        Contact.objects.create(**owned, kind="guardian", name="Ben Wong"),
        Consent.objects.create(**owned, kind="treatment", given_at=timezone.now()),
        Identifier.objects.create(**owned, system="billing", value="77"),
        PainRating.objects.create(**owned, taken_at=MORNING, region="low_back", side="none", intensity=5),
        QuestionnaireScore.objects.create(**owned, instrument="odi", score=20, taken_on=dt.date(2026, 3, 2)),
        Intake.objects.create(
            **owned, invited_by=therapist, token_sha256=uuid4().bytes, language="en", expires_at=timezone.now()
        ),
        OutcomeReport.objects.create(**owned, kind="patient", requested_by=therapist),
        AuditEvent.objects.filter(clinic=by.clinic_uuid).latest("pk"),
    ]


def _of_clinic(clinic: Clinic, therapist: Membership) -> list[Any]:
    day = dt.date(2026, 9, 1)
    return [
        Protocol.objects.create(clinic=clinic, name="Standing"),
        make_client(clinic, "Billing"),
        make_room(clinic),
        make_technique(clinic),
        make_exercise(clinic),
        AppointmentType.objects.create(clinic=clinic, name="First visit", minutes=60),
        Availability.objects.create(clinic=clinic, therapist=therapist, weekday=1, minutes=(540, 720)),
        Closure.objects.create(clinic=clinic, name="Typhoon", first_day=day, last_day=day),
        PrespecifiedPair.objects.create(clinic=clinic, measure="pelvic_obliquity", region="low_back", position=1),
        MethodPrecision.objects.create(
            clinic=clinic,
            measure="pelvic_obliquity",
            method="palm",
            sem_same_rater=0.5,
            sem_different_rater=0.8,
            source="Own trial",
            valid_from=day,
        ),
    ]

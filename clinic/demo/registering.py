"""How a demo patient comes into the clinic's books: person, contacts, consents, complaint."""

from __future__ import annotations

import datetime as dt

import numpy as np

from clinic.demo.biography import STAMP, Biography, Complaint
from clinic.demo.establishing import Practice
from clinic.demo.names import Name
from patients.models import Consent, Contact, Episode, Identifier, Patient
from patients.services.consenting import record_consent
from patients.services.contacts import add_contact
from patients.services.episodes import open_episode
from patients.services.registering import register_patient

CONSENT_CHANCES = {"treatment": 0.93, "data_sharing": 0.7, "contact": 0.85}


def register(name: Name, life: Biography, position: int, practice: Practice, rng: np.random.Generator) -> Patient:
    """Register the patient; every name of a patient carries the stamp."""
    phone_prefix = practice.plan.phone_prefix
    patient = Patient(
        family_name=name.family,
        given_name=f"{name.given} {STAMP}",
        second_script_name=name.second_script,
        birth_date=None if life.only_year_known else life.birth_date,
        birth_year=life.birth_date.year if life.only_year_known else None,
        sex=name.sex,
        phone=f"{phone_prefix}01{position:02}" if phone_prefix else "",
        email=f"patient{position + 1}@example.com" if rng.random() < 0.6 else "",
        occupation=life.occupation,
        sitting_hours_per_day=life.sitting_hours,
        sports=life.sports,
        referral_source=life.referral,
        preferred_language="zh-hant" if name.second_script and phone_prefix == "" else "en",
        alerts=list(life.alerts),
    )
    referred = [Identifier(system="referral-letter", value=f"R{position + 1:04}")] if life.referral else []
    return register_patient(patient, identifiers=referred, by=practice.front_desk)


def add_people_around(patient: Patient, life: Biography, practice: Practice, rng: np.random.Generator) -> None:
    """A guardian for a minor, and for most others somebody to call."""
    if life.minor:
        _contact(patient, "guardian", "mother", practice)
    elif rng.random() < 0.6:
        _contact(patient, "emergency_contact", "spouse", practice)
    if rng.random() < 0.3:
        _contact(patient, "general_practitioner", "", practice)


def ask_for_consents(
    patient: Patient, life: Biography, first_visit: dt.datetime, practice: Practice, rng: np.random.Generator
) -> None:
    """Consents at the first visit; some were forgotten, and a few were taken back two weeks later."""
    given_at = first_visit - dt.timedelta(minutes=10)
    for kind, chance in CONSENT_CHANCES.items():
        if rng.random() >= chance:
            continue
        taken_back = kind == "data_sharing" and rng.random() < 0.08
        consent = Consent(
            patient=patient,
            kind=kind,
            given_by=_guardian_name(patient) if life.minor else "",
            relationship="mother" if life.minor else "",
            language=patient.preferred_language,
            document_version="2026-1",
            given_at=given_at,
            withdrawn_at=given_at + dt.timedelta(days=14) if taken_back else None,
        )
        record_consent(consent, by=practice.front_desk)


def open_complaint(
    patient: Patient, life: Biography, cause: str, opened_at: dt.date, practice: Practice, therapist: str
) -> Episode:
    """The episode of care for what hurts most."""
    main: Complaint = life.complaints[0]
    episode = Episode(
        patient=patient,
        region=main.region,
        side=main.side,
        opened_at=opened_at,
        onset_date=opened_at - dt.timedelta(weeks=life.weeks_since_onset),
        cause=cause,
        diagnoses=[{"system": None, "code": None, "text": life.diagnosis}] if life.diagnosis else [],
        earlier_treatments=["physiotherapy elsewhere"] if life.treated_before else [],
        assistive_device=life.device,
        goals="Sit through a working day without pain." if life.sitting_hours else "",
    )
    return open_episode(episode, by=practice.callers[therapist])


def _contact(patient: Patient, kind: str, relationship: str, practice: Practice) -> None:
    name = f"Dr. Invented {STAMP}" if kind == "general_practitioner" else _guardian_name(patient)
    colleague = kind == "general_practitioner"
    contact = Contact(patient=patient, kind=kind, name=name, relationship=relationship, may_receive_reports=colleague)
    add_contact(contact, by=practice.front_desk)


def _guardian_name(patient: Patient) -> str:
    return f"{patient.family_name} family member {STAMP}"

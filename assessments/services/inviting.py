"""Asking a patient to fill in a sheet: a link that works once and not for long."""

import datetime as dt
import secrets
from dataclasses import dataclass

from django.db import transaction
from django.db.models import F
from django.db.models.functions import Now
from django.utils import timezone

from assessments.models import Intake, IntakeState
from assessments.models.intake import hash_of
from clinic.audit.recording import record
from clinic.common.caller import Caller
from clinic.common.errors import Refused
from clinic.common.records import insert
from clinic.practice.models import LANGUAGES, Clinic
from patients.models import Patient
from patients.services.belonging import foreign

LINK_LASTS = dt.timedelta(hours=2)
"""From the front desk's click on: long enough to wait and to be interrupted, too short to be found lying about."""

ALPHABET = "23456789abcdefghijkmnpqrstuvwxyz"
"""32 characters, without those that look alike when somebody has to type them."""
LENGTH = 26
"""Characters of a token: 130 random bits."""


@dataclass(frozen=True, slots=True)
class Invitation:
    """An intake and its token. The token is shown to whoever asked for it and is stored nowhere."""

    intake: Intake
    token: str


def invite(patient: Patient, *, by: Caller) -> Invitation:
    """Make a link for the patient. An earlier one that nobody has used ends at once: a patient has one that works.

    Raises Refused for a patient of another clinic or one whose record was merged into another.
    """
    by.require("patients.change")
    assert by.membership_id, "only staff hand out links"
    if strangers := foreign("/patient", patient, by):
        raise Refused(strangers)
    token = "".join(secrets.choice(ALPHABET) for _character in range(LENGTH))
    intake = Intake(
        clinic_id=by.clinic_id,
        patient=patient,
        invited_by_id=by.membership_id,
        token_sha256=hash_of(token),
        language=language_for(patient),
        expires_at=timezone.now() + LINK_LASTS,
    )
    with transaction.atomic():
        _end_earlier_links(patient)
        insert(intake)
        record("intake.invited", intake, by=by, patients=[patient.uuid])
    return Invitation(intake, token)


def language_for(patient: Patient) -> str:
    """The language in which the patient is asked: their own if the product has it, else the clinic's."""
    wanted = patient.preferred_language.lower().partition("-")[0]
    known = (code for code, _name in LANGUAGES if wanted and code.partition("-")[0] == wanted)
    clinic: Clinic = patient.clinic
    return next(known, clinic.locale)


def _end_earlier_links(patient: Patient) -> None:
    alive = Intake.objects.filter(patient=patient, state=IntakeState.INVITED, expires_at__gt=Now())
    alive.update(expires_at=Now(), version=F("version") + 1, updated_at=Now())

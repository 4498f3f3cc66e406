"""Registering somebody who stands at the desk: the person, a guardian and the consents, all or nothing."""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from clinic.common.caller import Caller
from clinic.common.errors import Refused, refuse
from patients.models import Consent, Contact, Patient
from patients.services.consenting import record_consent
from patients.services.contacts import add_contact
from patients.services.registering import register_patient

ADULT_AGE = 18
"""Completed years from which on a person consents alone."""


def is_minor(patient: Patient, by: Caller) -> bool | None:
    """Whether the patient is under age today in the clinic; with a birth year only, whether they may be.

    None if neither date nor year of birth is known.
    """
    age = patient.age_on(by.today())
    return None if age is None else age < ADULT_AGE


def register_at_the_desk(
    patient: Patient, *, guardian: Contact | None = None, consents: Sequence[Consent] = (), by: Caller
) -> Patient:
    """Store an unsaved patient with an unsaved guardian and unsaved consents, given now, in one transaction.

    For a minor the guardian gives the consents, unless each says who does. Raises what ``register_patient`` raises,
    and Refused below ``/guardian`` and ``/consents``: also for a minor's consent that names nobody.
    """
    if consents and guardian is None and is_minor(patient, by) and not all(consent.given_by for consent in consents):
        sentence = _("The patient is under %(age)s: name the guardian who gives the consent.")
        raise refuse("/guardian", "required", sentence % {"age": ADULT_AGE})
    with transaction.atomic():
        register_patient(patient, by=by)
        if guardian is not None:
            guardian.patient = patient
            with _below("/guardian"):
                add_contact(guardian, by=by)
        for consent in consents:
            _fill(consent, patient, guardian, by)
            with _below("/consents"):
                record_consent(consent, by=by)
    return patient


def _fill(consent: Consent, patient: Patient, guardian: Contact | None, by: Caller) -> None:
    consent.patient = patient
    consent.given_at = consent.given_at or timezone.now()
    consent.language = consent.language or patient.preferred_language
    if guardian is not None and not consent.given_by and is_minor(patient, by):
        consent.given_by, consent.relationship = guardian.name, guardian.relationship


@contextmanager
def _below(pointer: str) -> Iterator[None]:
    """What is wrong with a part is told as part of the whole."""
    try:
        yield
    except Refused as refusal:
        raise Refused(problem.below(pointer) for problem in refusal.problems) from refusal

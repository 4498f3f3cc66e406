"""The administrative half of a patient's page: who it is, whom to call, what was agreed to, the next booking."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.utils import timezone
from django.utils.translation import get_language_info

from clinic.common.caller import Caller
from patients.admin.patients import born
from patients.models import Alert, Consent, ConsentKind, Contact, ContactKind, Patient
from treatments.models import SessionStatus, TreatmentSession

REFERRERS = (ContactKind.REFERRER, ContactKind.GENERAL_PRACTITIONER)


@dataclass(frozen=True, slots=True)
class Agreement:
    """What was last agreed to of one kind; ``consent`` is None if nobody asked."""

    kind: ConsentKind
    consent: Consent | None

    @property
    def label(self) -> str:
        return str(self.kind.label)

    @property
    def in_force(self) -> bool:
        return self.consent is not None and self.consent.withdrawn_at is None


@dataclass(frozen=True, slots=True)
class Person:
    """What everybody of the clinic may see of a patient. ``bookings`` are live and not yet completed, the first first.

    ``overdue`` are the sessions whose time has begun and that nobody has closed.
    """

    patient: Patient
    born: str
    language: str
    alerts: Sequence[Any]
    agreements: Sequence[Agreement]
    may_be_treated: bool
    referrers: Sequence[Contact]
    others_to_call: Sequence[Contact]
    next_booking: TreatmentSession | None
    overdue: Sequence[TreatmentSession]


def person_of(patient: Patient, by: Caller) -> Person:
    """Read the administrative half; three queries."""
    agreements = _agreements(patient, by)
    contacts = list(Contact.objects.visible_to(by).filter(patient=patient, active=True).order_by("kind", "name"))
    now = timezone.now()
    bookings = _bookings(patient, by)
    return Person(
        patient=patient,
        born=born(patient),
        language=_language(patient.preferred_language),
        alerts=[Alert(alert).label for alert in patient.alerts],
        agreements=agreements,
        may_be_treated=any(one.in_force for one in agreements if one.kind == ConsentKind.TREATMENT),
        referrers=[contact for contact in contacts if contact.kind in REFERRERS],
        others_to_call=[contact for contact in contacts if contact.kind not in REFERRERS],
        next_booking=next((one for one in bookings if one.during.lower > now), None),
        overdue=[one for one in bookings if one.during.lower <= now],
    )


def _language(tag: str) -> str:
    """The name of a language; a tag without a known name stays as it is."""
    try:
        return str(get_language_info(tag)["name_translated"])
    except KeyError:
        return tag


def _agreements(patient: Patient, by: Caller) -> list[Agreement]:
    """The latest consent of each kind; one that is in force goes before one that was withdrawn."""
    latest: dict[str, Consent] = {}
    for consent in Consent.objects.visible_to(by).valid().filter(patient=patient).order_by("given_at", "id"):
        shown = latest.get(consent.kind)
        if shown is None or shown.withdrawn_at or not consent.withdrawn_at:
            latest[consent.kind] = consent
    return [Agreement(kind, latest.get(kind)) for kind in ConsentKind]


def _bookings(patient: Patient, by: Caller) -> list[TreatmentSession]:
    live = TreatmentSession.objects.visible_to(by).live().exclude(status=SessionStatus.COMPLETED)
    return list(live.filter(patient=patient).select_related("therapist", "room").in_time_order()[:20])

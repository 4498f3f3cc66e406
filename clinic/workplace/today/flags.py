"""What the front desk should see beside a name. Never a value: only that something is to be done or minded."""

from collections.abc import Iterable
from dataclasses import dataclass

from django.db.models import Exists, OuterRef, Q
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from clinic.common.caller import Caller
from patients.models import Alert, Consent, ConsentKind, Patient
from treatments.models import TreatmentSession
from treatments.services.reassessing import due_for_reassessment


@dataclass(frozen=True, slots=True)
class Flag:
    """``kind`` is the colour: danger, warning or info; ``text`` says the same without it."""

    text: str | Promise
    kind: str


NO_CONSENT = Flag(_("no consent"), "danger")
TWICE = Flag(_("possible duplicate"), "warning")
MEASURE = Flag(_("re-assessment due"), "info")


def flags_of(sessions: Iterable[TreatmentSession], by: Caller) -> dict[int, list[Flag]]:
    """The flags of each patient, by primary key. Five queries, however many sessions."""
    patients = {session.patient_id: session.patient for session in sessions}
    consented = set(_consented(patients, by))
    twice = set(_filed_twice(patients, by))
    due = due_for_reassessment(patients, by=by)
    return {
        key: [
            *([NO_CONSENT] if key not in consented else []),
            *(Flag(_alert(alert), "danger") for alert in patient.alerts),
            *([TWICE] if key in twice else []),
            *([MEASURE] if key in due else []),
        ]
        for key, patient in patients.items()
    }


def _alert(alert: str) -> str | Promise:
    return _("alert: other") if alert == Alert.OTHER else Alert(alert).label


def _consented(patients: Iterable[int], by: Caller) -> Iterable[int]:
    """Those for whom a consent to treatment is in force."""
    in_force = Consent.objects.visible_to(by).valid().filter(withdrawn_at__isnull=True, kind=ConsentKind.TREATMENT)
    return in_force.filter(patient__in=list(patients)).values_list("patient_id", flat=True)


def _filed_twice(patients: Iterable[int], by: Caller) -> Iterable[int]:
    """Those who share their phone, or their name and birth date, with another current patient."""
    others = Patient.objects.visible_to(by).current().exclude(pk=OuterRef("pk"))
    same_phone = Q(phone=OuterRef("phone")) & ~Q(phone="")
    same_person = Q(search_name=OuterRef("search_name"), birth_date=OuterRef("birth_date"))
    shown = Patient.objects.visible_to(by).current().filter(pk__in=list(patients))
    return shown.filter(Exists(others.filter(same_phone | same_person))).values_list("pk", flat=True)

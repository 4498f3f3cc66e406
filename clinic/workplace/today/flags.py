"""What the front desk should see beside a name. Never a value: only that something is to be done or minded."""

from collections.abc import Iterable
from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from clinic.common.caller import Caller
from patients.models import Alert, Consent, ConsentKind
from patients.services.likeness import possible_duplicates
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
    """The flags of each patient, by primary key. Four queries, however many sessions."""
    patients = {session.patient_id: session.patient for session in sessions}
    consented = set(_consented(patients, by))
    twice = possible_duplicates(patients, by=by)
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

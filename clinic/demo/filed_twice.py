"""What every register has: people who were filed twice, twins, and two records that somebody has merged."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from clinic.common.caller import Caller
from clinic.demo.biography import STAMP
from clinic.demo.establishing import Practice
from patients.models import Contact, Difference, Patient
from patients.services.contacts import add_contact
from patients.services.dismissing import dismiss
from patients.services.merging import merge
from patients.services.registering import register_patient

AGAIN = 4
"""So many more records there are in a clinic, each for another of its first patients."""


def file_twice(patients: Sequence[Patient], practice: Practice) -> None:
    """Leave two likely pairs open, dismiss a pair of twins, and merge a pair; nothing if there are too few patients."""
    if len(patients) < AGAIN:
        return
    by = practice.front_desk
    _again(patients[0], by)
    _again(patients[1], by, given_name=_misspelt(patients[1].given_name), phone=patients[1].phone)
    twin = _again(patients[2], by, given_name=f"Robin {STAMP}", second_script_name="", phone=patients[2].phone)
    dismiss(patients[2], twin, reason=Difference.TWINS, by=by)
    merged = _again(patients[3], by, email="again@example.com")
    neighbour = Contact(patient=merged, kind="emergency_contact", name=f"A neighbour {STAMP}")
    add_contact(neighbour, by=by)
    merge(merged, Patient.objects.get(pk=patients[3].pk), reason="The same identity card.", by=by)


def _again(patient: Patient, by: Caller, **otherwise: Any) -> Patient:
    """The same person, registered once more by somebody who did not look."""
    known = ("family_name", "given_name", "second_script_name", "birth_date", "birth_year", "sex")
    fields = {name: getattr(patient, name) for name in known}
    return register_patient(Patient(**{**fields, **otherwise}), by=by)


def _misspelt(given_name: str) -> str:
    """The name with its second and third letter changed round."""
    return given_name[0] + given_name[2] + given_name[1] + given_name[3:]

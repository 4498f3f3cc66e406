"""Who may be the same person: said while registering, so that a patient is not filed twice."""

from dataclasses import dataclass

from clinic.common.caller import Caller
from patients.models import Patient
from patients.services.likeness import Likeness, alike


@dataclass(frozen=True, slots=True)
class Match:
    """A registered patient who may be the person in question, and what speaks for it."""

    patient: Patient
    likeness: Likeness


def likely_duplicates(patient: Patient, *, by: Caller, most: int = 5) -> list[Match]:
    """Other records that may be this person's, stored or not yet, the likeliest first; two queries."""
    found = alike(patient, by=by, most=most)
    patients = Patient.objects.visible_to(by).in_bulk([pair.other for pair in found])
    return [Match(patients[pair.other], pair) for pair in found]

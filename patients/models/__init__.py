"""The records of a patient: the person, contacts, identifiers, consents, episodes of care, events."""

from patients.models.consent import Consent, ConsentKind
from patients.models.contact import Contact, ContactKind, Identifier
from patients.models.episode import AssistiveDevice, Cause, CloseReason, Episode, Event, EventKind
from patients.models.likeness import Difference, DismissedPair, Merge
from patients.models.patient import Alert, Patient, PatientStatus, Sex

__all__ = [
    "Alert",
    "AssistiveDevice",
    "Cause",
    "CloseReason",
    "Consent",
    "ConsentKind",
    "Contact",
    "ContactKind",
    "Difference",
    "DismissedPair",
    "Episode",
    "Event",
    "EventKind",
    "Identifier",
    "Merge",
    "Patient",
    "PatientStatus",
    "Sex",
]

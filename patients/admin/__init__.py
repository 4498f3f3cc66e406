"""The pages of patients and of what belongs to them."""

from patients.admin import audit_events, consents, contacts, episodes, events, identifiers, patients

__all__ = ["audit_events", "consents", "contacts", "episodes", "events", "identifiers", "patients"]

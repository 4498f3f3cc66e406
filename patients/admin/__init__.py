"""The pages of patients and of what belongs to them."""

from patients.admin import consents, contacts, episodes, events, identifiers, patients

__all__ = ["consents", "contacts", "episodes", "events", "identifiers", "patients"]

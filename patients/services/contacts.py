"""Adding and changing the people around a patient."""

from collections.abc import Iterable

from django.db import transaction

from clinic.audit.recording import record
from clinic.common.caller import Caller
from clinic.common.errors import Refused
from clinic.common.records import insert, update
from patients.models import Contact
from patients.services.belonging import foreign


def add_contact(contact: Contact, *, by: Caller) -> Contact:
    """Store a new contact of a patient."""
    by.require("contacts.change")
    with transaction.atomic():
        contact.clinic_id = by.clinic_id
        if problems := foreign("/patient", contact.patient, by):
            raise Refused(problems)
        insert(contact)
        record("contact.added", contact, by=by, patients=[contact.patient.uuid])
    return contact


def change_contact(contact: Contact, fields: Iterable[str], *, by: Caller) -> Contact:
    """Store the named fields of a contact; raises StaleRecord, Refused."""
    by.require("contacts.change")
    with transaction.atomic():
        update(contact, fields)
        record("contact.changed", contact, by=by, patients=[contact.patient.uuid])
    return contact

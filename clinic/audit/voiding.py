"""Marking a record as entered in error: the only way to take a clinical record out of use."""

from collections.abc import Iterable
from typing import Protocol, cast
from uuid import UUID

from django.db import transaction

from clinic.audit.recording import record
from clinic.common.caller import Caller
from clinic.common.clinic_owned import ClinicOwned, Voidable
from clinic.common.voiding import void


class WithUuid(Protocol):
    """A patient, known by the public id."""

    uuid: UUID


def mark_entered_in_error(voided: Voidable, reason: str, *, patients: Iterable[WithUuid], by: Caller) -> None:
    """Take a record out of every list and report, with the reason; the row stays.

    The calling service has asked for the permission. Raises Refused without a reason, Clash if it was done
    before, StaleRecord if the record changed meanwhile.
    """
    with transaction.atomic():
        void(voided, reason)
        action = f"{type(voided).__name__.lower()}.entered_in_error"
        record(action, cast(ClinicOwned, voided), by=by, patients=[patient.uuid for patient in patients])

"""Marking a record as entered in error: the only way to take a clinical record out of use."""

from collections.abc import Iterable
from typing import Protocol
from uuid import UUID

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from clinic.audit.recording import record
from clinic.common.caller import Caller
from clinic.common.clinic_owned import ClinicOwned
from clinic.common.errors import Clash, refuse
from clinic.common.records import update


class OfPatient(Protocol):
    """What a voidable record shows of its patient."""

    uuid: UUID


def mark_entered_in_error(voided: ClinicOwned, reason: str, *, patients: Iterable[OfPatient], by: Caller) -> None:
    """Take a record out of every list and report, with the reason; the row stays.

    The calling service has asked for the permission. Raises Refused without a reason, Clash if it was done
    before, StaleRecord if the record changed meanwhile.
    """
    if not reason.strip():
        raise refuse("/reason", "required", _("Say why the record was entered in error."))
    if voided.entered_in_error_at:  # type: ignore[attr-defined]
        raise Clash("already_in_error", _("The record is already marked as entered in error."))
    with transaction.atomic():
        voided.entered_in_error_at = timezone.now()  # type: ignore[attr-defined]
        voided.entered_in_error_reason = reason.strip()  # type: ignore[attr-defined]
        update(voided, ["entered_in_error_at", "entered_in_error_reason"])
        kind = type(voided).__name__.lower()
        record(f"{kind}.entered_in_error", voided, by=by, patients=[patient.uuid for patient in patients])

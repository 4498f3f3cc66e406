"""Marking a clinical record as entered in error: nothing clinical is ever deleted."""

from typing import cast

from django.utils import timezone
from django.utils.translation import gettext as _

from clinic.common.clinic_owned import ClinicOwned, Voidable
from clinic.common.errors import Clash, refuse
from clinic.common.records import update


def void(record: Voidable, reason: str) -> None:
    """Mark the record as entered in error, with the reason; from now on it counts nowhere.

    The calling service asks for the permission and leaves the audit row. Raises Refused without a reason,
    Clash if the record is void already, StaleRecord if it changed since it was read.
    """
    if not reason.strip():
        raise refuse("/reason", "required", _("Say why the record was entered in error."))
    if record.entered_in_error_at:
        raise Clash("entered_in_error", _("The record is already marked as entered in error."))
    record.entered_in_error_at = timezone.now()
    record.entered_in_error_reason = reason.strip()
    update(cast(ClinicOwned, record), ["entered_in_error_at", "entered_in_error_reason"])

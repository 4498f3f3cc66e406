"""Saying for good that two records which look alike belong to two people."""

from django.db import transaction
from django.utils.translation import gettext as _

from clinic.audit.recording import record
from clinic.audit.voiding import mark_entered_in_error
from clinic.common.caller import Caller
from clinic.common.errors import refuse
from clinic.common.records import insert
from patients.models import DismissedPair, Patient
from patients.services.belonging import foreign


def dismiss(one: Patient, other: Patient, *, reason: str, note: str = "", by: Caller) -> DismissedPair:
    """Ask no more about these two. Raises Refused, Clash if the pair has been dismissed already."""
    by.require("patients.merge")
    if problems := [*foreign("", one, by), *foreign("/other", other, by)]:
        raise refuse(problems[0].pointer, problems[0].code, problems[0].detail)
    if one.pk == other.pk:
        raise refuse("/other", "same_patient", _("A pair is two records."))
    first, second = sorted((one, other), key=lambda patient: patient.pk)
    pair = DismissedPair(clinic_id=by.clinic_id, first=first, second=second, reason=reason, note=note)
    pair.dismissed_by_id = by.membership_id
    with transaction.atomic():
        insert(pair)
        record("pair.dismissed", pair, by=by, patients=[first.uuid, second.uuid])
    return pair


def ask_again(pair: DismissedPair, *, by: Caller) -> None:
    """Put a dismissed pair on the worklist again; the row stays. Raises Clash if it is there already."""
    by.require("patients.merge")
    mark_entered_in_error(pair, _("To be asked about again."), patients=[pair.first, pair.second], by=by)

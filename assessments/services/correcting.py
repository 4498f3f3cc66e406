"""Correcting an assessment: a new one takes the place of the old one, which stays readable."""

from collections.abc import Sequence

from django.db import transaction
from django.utils.translation import gettext as _

from assessments.models import Assessment, Measurement, PainRating
from assessments.services.recording import Recorded, store
from assessments.services.voiding import touch_pain
from clinic.audit.recording import record
from clinic.common.caller import Caller
from clinic.common.errors import Clash, Refused, refuse
from clinic.common.records import update
from patients.services.belonging import foreign


def correct_assessment(
    original: Assessment,
    replacement: Assessment,
    measurements: Sequence[Measurement],
    pain: Sequence[PainRating],
    reason: str,
    *,
    by: Caller,
) -> Recorded:
    """Store a full replacement of ``original`` and say why; from now on only the replacement counts.

    The patient stays the same: an assessment of the wrong patient is marked as entered in error instead.
    Raises Refused as ``record_assessment`` does, Clash if the original was replaced or voided already.
    """
    by.require("assessments.change")
    if strangers := foreign("", original, by):
        raise Refused(strangers)
    if not reason.strip():
        raise refuse("/reason", "required", _("Say why the assessment is corrected."))
    with transaction.atomic():
        _hold(original)
        _check_same_patient(original, replacement)
        replacement.replaces, replacement.reason = original, reason.strip()
        recorded = store(replacement, measurements, pain, by)
        # Counted up, so that other software which keeps in step hears of it.
        update(original, [])
        touch_pain(original)
        record(
            "assessment.corrected",
            replacement,
            by=by,
            patients=[original.patient.uuid],
            detail={"replaces": str(original.uuid)},
        )
    return recorded


def _hold(original: Assessment) -> None:
    """Lock the original, so that of two corrections at one moment the second sees the first."""
    held = Assessment.objects.select_for_update(of=("self",)).get(pk=original.pk)
    if held.entered_in_error_at:
        raise Clash("entered_in_error", _("This assessment is marked as entered in error; record a new one."))
    later = Assessment.objects.filter(replaces=held).first()
    if later:
        sentence = _("This assessment was corrected before; correct the later one.")
        raise Clash("already_replaced", sentence, with_uuid=str(later.uuid))


def _check_same_patient(original: Assessment, replacement: Assessment) -> None:
    if replacement.patient_id != original.patient_id:
        sentence = _(
            "A correction keeps the patient. If it was the wrong patient, mark the assessment as entered in "
            "error and record it for the right one."
        )
        raise refuse("/patient", "other_patient", sentence)

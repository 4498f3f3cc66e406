"""Marking an assessment, a pain rating or a questionnaire score as entered in error."""

from django.db import transaction
from django.utils.translation import gettext as _

from assessments.models import Assessment, PainRating, QuestionnaireScore
from clinic.audit.recording import record
from clinic.common.caller import Caller
from clinic.common.errors import Clash, Refused
from clinic.common.records import touch
from clinic.common.voiding import void
from patients.services.belonging import foreign

KINDS = {Assessment: "assessment", PainRating: "pain_rating", QuestionnaireScore: "questionnaire_score"}


def mark_entered_in_error(entry: Assessment | PainRating | QuestionnaireScore, reason: str, *, by: Caller) -> None:
    """Let the record count nowhere any more, with the reason; an assessment takes its pain ratings along.

    A rating leaves the assessment that shows it, whose version is counted up with it.

    Raises Refused without a reason, Clash if it is void or replaced already, StaleRecord.
    """
    by.require("assessments.change")
    if strangers := foreign("", entry, by):
        raise Refused(strangers)
    kind = KINDS[type(entry)]
    with transaction.atomic():
        if isinstance(entry, Assessment):
            _check_not_replaced(entry)
        if isinstance(entry, PainRating) and entry.assessment_id:
            touch(Assessment.objects.filter(pk=entry.assessment_id))
        void(entry, reason)
        if isinstance(entry, Assessment):
            touch_pain(entry)
        record(f"{kind}.entered_in_error", entry, by=by, kind=kind, patients=[entry.patient.uuid])


def touch_pain(assessment: Assessment) -> None:
    """Count up the versions of its pain ratings: they changed their validity with it."""
    touch(assessment.pain.all())


def _check_not_replaced(assessment: Assessment) -> None:
    later = Assessment.objects.filter(replaces=assessment).first()
    if later:
        sentence = _("This assessment was corrected; mark the correction as entered in error instead.")
        raise Clash("already_replaced", sentence, with_uuid=str(later.uuid))

"""Recording a pain rating by itself, for example from a patient's app."""

from django.db import transaction

from assessments.models import PainRating
from assessments.services.checking_pain import problems_with_rating
from assessments.services.checking_visit import problems_with_visit
from assessments.services.recording import sign
from clinic.audit.recording import record
from clinic.common.caller import Caller
from clinic.common.errors import Refused
from clinic.common.records import insert


def rate_pain(rating: PainRating, *, by: Caller) -> PainRating:
    """Store an unsaved rating that belongs to no assessment; raises Refused with every problem at once."""
    by.require("assessments.change")
    with transaction.atomic():
        rating.clinic_id = by.clinic_id
        sign(rating, by)
        if problems := [*problems_with_visit(rating, by), *problems_with_rating(rating)]:
            raise Refused(problems)
        insert(rating)
        record("pain_rating.recorded", rating, by=by, kind="pain_rating", patients=[rating.patient.uuid])
    return rating

"""Is it said right for whom and when something was measured or rated?"""

from django.utils.translation import gettext as _

from assessments.models import Assessment, PainRating, QuestionnaireScore
from clinic.common.caller import Caller
from clinic.common.errors import Problem
from clinic.common.not_in_the_future import problems_with_moment
from patients.services.belonging import foreign, of_another_patient, void_episode


def problems_with_visit(visit: Assessment | PainRating, by: Caller) -> list[Problem]:
    """Every problem of patient, episode and time."""
    return [
        *problems_with_patient(visit, by),
        *problems_with_moment("/taken_at", visit.taken_at, by),
    ]


def problems_with_patient(entry: Assessment | PainRating | QuestionnaireScore, by: Caller) -> list[Problem]:
    """Every problem of whose record it is: the patient is the clinic's, the episode is the patient's."""
    if not entry.patient_id:
        return [Problem("/patient", "required", _("Say whose record this is."))]
    if strangers := foreign("/patient", entry.patient, by):
        return strangers
    return foreign("/episode", entry.episode, by) or [
        *of_another_patient("/episode", entry.episode, entry.patient),
        *void_episode("/episode", entry.episode),
    ]

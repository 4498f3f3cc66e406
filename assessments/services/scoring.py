"""Recording the score of a questionnaire."""

from django.db import transaction
from django.utils.translation import gettext as _

from assessments.instruments import INSTRUMENTS
from assessments.models import QuestionnaireScore
from assessments.services.checking_visit import problems_with_patient
from clinic.audit.recording import record
from clinic.common.caller import Caller
from clinic.common.errors import Problem, Refused
from clinic.common.records import field_problems, insert
from patients.services.belonging import day_in_the_future


def record_questionnaire_score(score: QuestionnaireScore, *, by: Caller) -> QuestionnaireScore:
    """Store a score in the instrument's own unit; raises Refused outside the instrument's range."""
    by.require("assessments.change")
    with transaction.atomic():
        score.clinic_id = by.clinic_id
        if problems := _problems(score, by):
            raise Refused(problems)
        insert(score)
        kind, patients = "questionnaire_score", [score.patient.uuid]
        record("questionnaire_score.recorded", score, by=by, kind=kind, patients=patients)
    return score


def _problems(score: QuestionnaireScore, by: Caller) -> list[Problem]:
    return [
        *problems_with_patient(score, by),
        *field_problems(score, but=("patient",)),
        *day_in_the_future("/taken_on", score.taken_on, by),
        *_outside_range(score),
    ]


def _outside_range(score: QuestionnaireScore) -> list[Problem]:
    instrument = INSTRUMENTS.get(score.instrument)
    if instrument is None or score.score is None or instrument.low <= score.score <= instrument.high:
        return []
    sentence = _("%(instrument)s cannot be %(given)s. Possible is %(low)s to %(high)s.")
    given = {"instrument": instrument.label, "given": score.score, "low": instrument.low, "high": instrument.high}
    return [Problem("/score", "out_of_bounds", sentence % given)]

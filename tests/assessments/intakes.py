"""Intakes as the front desk and patients make them, for tests."""

from typing import Any

from assessments.intake_answers import Answers, PainAnswer
from assessments.models import Intake
from assessments.pain_regions import Recall
from assessments.services.answering import answer_intake
from assessments.services.inviting import invite
from clinic.common.caller import Caller
from patients.models import Patient

KNEE = PainAnswer("knee", "left", {Recall.AVERAGE_7D: 6, Recall.NOW: 4})
BACK = PainAnswer("low_back", "none", {Recall.AVERAGE_7D: 3})
SECRET = "It burns when I climb the stairs"


def told(**more: Any) -> Answers:
    """A burning left knee and a stiff back, and one warning question answered with yes."""
    said = {"complaint": SECRET, "pain": (BACK, KNEE), "red_flags": {"fever": "no", "night_pain": "yes"}}
    return Answers(**{**said, **more})  # type: ignore[arg-type]


def invited(patient: Patient, by: Caller) -> tuple[Intake, str]:
    """An intake and its token."""
    invitation = invite(patient, by=by)
    return invitation.intake, invitation.token


def answered(patient: Patient, by: Caller, **more: Any) -> Intake:
    """An intake that the patient has filled in."""
    intake, _token = invited(patient, by)
    assert answer_intake(intake, told(**more))
    return intake

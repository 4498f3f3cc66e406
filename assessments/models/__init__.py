"""The records of what was measured and rated."""

from assessments.models.assessment import Assessment, AssessmentKind, Footwear, Measurement, Timing
from assessments.models.intake import Intake, IntakeState
from assessments.models.pain import PainContext, PainMode, PainRating, Recall
from assessments.models.precision import MethodPrecision
from assessments.models.protocol import Protocol, ProtocolStep, Sides
from assessments.models.questionnaire import QuestionnaireScore

__all__ = [
    "Assessment",
    "AssessmentKind",
    "Footwear",
    "Intake",
    "IntakeState",
    "Measurement",
    "MethodPrecision",
    "PainContext",
    "PainMode",
    "PainRating",
    "Protocol",
    "ProtocolStep",
    "QuestionnaireScore",
    "Recall",
    "Sides",
    "Timing",
]

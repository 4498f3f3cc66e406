"""The records of treatment: the clinic's lists, working hours, plans and sessions."""

from treatments.models.addendum import SessionAddendum
from treatments.models.follow_up import FollowUp, FollowUpOutcome
from treatments.models.hours import Availability, Closure, Weekday
from treatments.models.library import AppointmentType, Exercise, ExerciseKind, Technique
from treatments.models.plan import Plan, PlanStatus, Prescription
from treatments.models.session import (
    SessionExercise,
    SessionPain,
    SessionStatus,
    SessionTechnique,
    TreatmentSession,
)

__all__ = [
    "AppointmentType",
    "Availability",
    "Closure",
    "Exercise",
    "ExerciseKind",
    "FollowUp",
    "FollowUpOutcome",
    "Plan",
    "PlanStatus",
    "Prescription",
    "SessionAddendum",
    "SessionExercise",
    "SessionPain",
    "SessionStatus",
    "SessionTechnique",
    "Technique",
    "TreatmentSession",
    "Weekday",
]

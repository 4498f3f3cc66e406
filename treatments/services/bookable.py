"""The rules that a booking keeps besides not overlapping another."""

import datetime as dt

from django.utils import timezone
from django.utils.translation import gettext as _

from clinic.common.caller import Caller
from clinic.common.errors import Problem
from clinic.common.records import field_problems
from clinic.practice.models import Membership
from clinic.practice.roles import Role
from patients.models import Patient, PatientStatus
from patients.services.belonging import foreign
from treatments.models import TreatmentSession

LONGEST = dt.timedelta(hours=12)
EARLIEST_YEAR = 1970
FURTHEST_AHEAD = dt.timedelta(days=3 * 366)
TREATING = (Role.THERAPIST, Role.MANAGER)


def problems_of_booking(session: TreatmentSession, fields: frozenset[str], by: Caller) -> list[Problem]:
    """Everything that is wrong with the named fields of the booking; the others were accepted before."""
    problems = field_problems(session)
    if "during" in fields and session.during is not None:
        problems += _of_time(session)
    if "patient" in fields and session.patient_id:
        problems += _of_patient(session.patient, by)
    if "therapist" in fields and session.therapist_id:
        problems += _of_therapist(session.therapist, by)
    if "room" in fields:
        problems += _of_room(session, by)
    if "plan" in fields:
        problems += _of_plan(session, by)
    if "appointment_type" in fields:
        problems += foreign("/appointment_type", session.appointment_type, by)
    return problems


def _of_time(session: TreatmentSession) -> list[Problem]:
    starts_at, ends_at = session.during.lower, session.during.upper
    if starts_at is None or ends_at is None:
        return [Problem("/starts_at", "required", _("A session has a beginning and an end."))]
    if timezone.is_naive(starts_at) or timezone.is_naive(ends_at):
        return [Problem("/starts_at", "naive", _("The times need their offset from UTC."))]
    if ends_at <= starts_at:
        return [Problem("/ends_at", "ends_before_start", _("A session ends after it begins."))]
    problems = []
    if ends_at - starts_at > LONGEST:
        problems.append(Problem("/ends_at", "too_long", _("A session lasts at most 12 hours.")))
    if starts_at.year < EARLIEST_YEAR or starts_at > timezone.now() + FURTHEST_AHEAD:
        sentence = _("%(day)s is not plausible; sessions begin after %(year)s and within the next three years.")
        given = {"day": starts_at.date().isoformat(), "year": EARLIEST_YEAR}
        problems.append(Problem("/starts_at", "out_of_bounds", sentence % given))
    return problems


def _of_patient(patient: Patient, by: Caller) -> list[Problem]:
    if unknown := foreign("/patient", patient, by):
        return unknown
    if patient.status != PatientStatus.ACTIVE:
        sentence = _("The patient is %(status)s; only active patients are booked.")
        return [Problem("/patient", "not_active", sentence % {"status": patient.get_status_display().lower()})]
    return []


def _of_therapist(therapist: Membership, by: Caller) -> list[Problem]:
    if unknown := foreign("/therapist", therapist, by):
        return unknown
    if not therapist.active:
        sentence = _("%(name)s no longer works here; choose somebody who does.")
        return [Problem("/therapist", "not_active", sentence % {"name": therapist})]
    if therapist.role not in TREATING:
        sentence = _("%(name)s does not treat patients; choose a therapist.")
        return [Problem("/therapist", "not_a_therapist", sentence % {"name": therapist})]
    return []


def _of_room(session: TreatmentSession, by: Caller) -> list[Problem]:
    if unknown := foreign("/room", session.room, by):
        return unknown
    if session.room and not session.room.active:
        sentence = _("The room %(name)s is no longer in use.")
        return [Problem("/room", "not_active", sentence % {"name": session.room})]
    return []


def _of_plan(session: TreatmentSession, by: Caller) -> list[Problem]:
    plan = session.plan
    if plan is None:
        return []
    if unknown := foreign("/plan", plan, by):
        return unknown
    if plan.patient_id != session.patient_id:
        return [Problem("/plan", "other_patient", _("This plan belongs to another patient."))]
    if plan.entered_in_error_at:
        return [Problem("/plan", "entered_in_error", _("This plan was entered in error."))]
    return []

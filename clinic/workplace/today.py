"""The first page: whom to expect today, and what is left to do."""

from typing import Any

from django.contrib import admin
from django.db.models import Exists, OuterRef
from django.http import HttpRequest
from django.utils import timezone

from clinic.common.admin import caller_of
from clinic.common.admin.record_action import offered_actions
from clinic.common.caller import Caller
from patients.models import Consent, ConsentKind, Patient
from treatments.models import SessionStatus, TreatmentSession

NEXT_STEPS = {
    SessionStatus.BOOKED: ("arrive", "start"),
    SessionStatus.ARRIVED: ("start",),
    SessionStatus.IN_PROGRESS: ("complete",),
    SessionStatus.NO_SHOW: ("arrive",),
}
"""What is offered on this page for a session in each state; everything else is on the session's own page."""


def today(request: HttpRequest, context: dict[str, Any]) -> dict[str, Any]:
    """Add today's sessions and a few counts to the first page; leaves the audit row of a reading."""
    by = caller_of(request)
    pages: Any = admin.site.get_model_admin(TreatmentSession)
    sessions = list(sessions_of_today(by))
    pages.saw("listed", sessions, by)
    context |= {
        "today": by.today(),
        "sessions": [_line(session, pages, by) for session in sessions],
        "counts": _counts(sessions, by),
        "may_register": by.may("patients.change"),
        "may_book": by.may("sessions.book"),
    }
    return context


def sessions_of_today(by: Caller) -> Any:
    """Live sessions in time order, each with ``consented``: whether a consent to treatment is in force."""
    in_force = Consent.objects.visible_to(by).valid().filter(withdrawn_at__isnull=True, kind=ConsentKind.TREATMENT)
    sessions = TreatmentSession.objects.visible_to(by).valid().on_day(by.today(), by)
    consented = Exists(in_force.filter(patient=OuterRef("patient")))
    people = ("patient", "therapist", "room", "appointment_type")
    return sessions.annotate(consented=consented).select_related(*people).in_time_order()


def _line(session: Any, pages: Any, by: Caller) -> dict[str, Any]:
    next_steps = NEXT_STEPS.get(session.status, ())
    return {
        "session": session,
        "starts": timezone.localtime(session.during.lower),
        "ends": timezone.localtime(session.during.upper),
        "url": pages.url_of(session),
        "patient_url": pages.patient_admin().url_of(session.patient),
        "mine": session.therapist_id == by.membership_id,
        "colour": COLOURS.get(session.status, ""),
        "actions": [step for step in offered_actions(pages, session, by) if step["name"] in next_steps],
    }


COLOURS = {
    SessionStatus.BOOKED: "info",
    SessionStatus.ARRIVED: "warning",
    SessionStatus.IN_PROGRESS: "primary",
    SessionStatus.COMPLETED: "success",
    SessionStatus.NO_SHOW: "danger",
}


def _counts(sessions: list[Any], by: Caller) -> dict[str, int]:
    return {
        "expected": sum(session.status == SessionStatus.BOOKED for session in sessions),
        "waiting": sum(session.status == SessionStatus.ARRIVED for session in sessions),
        "completed": sum(session.status == SessionStatus.COMPLETED for session in sessions),
        "unfinished": TreatmentSession.objects.visible_to(by).past_and_not_closed().count(),
        "patients": Patient.objects.visible_to(by).current().count(),
    }

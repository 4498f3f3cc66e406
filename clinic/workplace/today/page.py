"""The first page: the day by therapist or by room, and everything that the front desk does with it."""

import datetime as dt
from collections.abc import Callable
from typing import Any

from django.contrib import admin
from django.http import HttpRequest, HttpResponse

from clinic.common.admin import caller_of
from clinic.common.caller import Caller
from clinic.workplace.initials import namer
from clinic.workplace.today.board import board_of
from clinic.workplace.today.panels import Panel, panel_of
from clinic.workplace.today.shown import Shown
from patients.models import Patient
from treatments.models import SessionStatus, TreatmentSession


def today(request: HttpRequest, context: dict[str, Any]) -> dict[str, Any]:
    """Add the day to the admin's first page; leaves the audit row of a reading."""
    by = caller_of(request)
    shown = Shown.of(request, by)
    name = namer(request)
    board = board_of(shown, name, by)
    pages: Any = admin.site.get_model_admin(TreatmentSession)
    pages.saw("listed", board.sessions, by)
    if "panel" not in context:
        context["panel"] = panel_of(shown, by)
    context |= _names(context["panel"], name)
    context |= {
        "shown": shown,
        "board": board,
        "yesterday": shown.on(shown.day - dt.timedelta(days=1)),
        "tomorrow": shown.on(shown.day + dt.timedelta(days=1)),
        "is_today": shown.day == by.today(),
        "on_today": shown.on(by.today()),
        "by_therapist": shown.by("therapist"),
        "by_room": shown.by("room"),
        "counts": _counts(board.sessions, by),
        "may_register": by.may("patients.change"),
        "may_book": by.may("sessions.book"),
        "booking": shown.opening("book"),
        "walk_in": shown.opening("book", now="1").on(by.today()),
        "another_patient": shown.without("patient"),
    }
    return context


def shown_again(request: HttpRequest, *, panel: Panel | None = None, problem: str = "") -> HttpResponse:
    """The page as it was when a button was pressed, with what was refused."""
    given: dict[str, Any] = {"panel": panel} if panel else {}
    return admin.site.index(request, {"problem": problem, **given})


def _names(panel: Panel | None, name: Callable[[Patient], str]) -> dict[str, Any]:
    """How those in the panel are called on this screen."""
    if panel is None:
        return {}
    return {
        "whom": name(panel.session.patient) if panel.session else "",
        "in_the_way": name(panel.in_the_way.patient) if panel.in_the_way else "",
        "chosen": name(panel.chosen) if panel.chosen else "",
        "found": [(name(patient), patient) for patient in panel.patients],
    }


def _counts(sessions: Any, by: Caller) -> dict[str, int]:
    return {
        "expected": sum(session.status == SessionStatus.BOOKED for session in sessions),
        "waiting": sum(session.status == SessionStatus.ARRIVED for session in sessions),
        "completed": sum(session.status == SessionStatus.COMPLETED for session in sessions),
        "unfinished": TreatmentSession.objects.visible_to(by).past_and_not_closed().count(),
    }

"""The week of each therapist: working hours, closures, what is booked and what is free."""

import datetime as dt
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

from django.contrib import admin
from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from django.utils.translation import gettext as _

from clinic.common.admin import caller_of
from clinic.common.caller import Caller
from clinic.practice.models import Clinic, Membership
from clinic.workplace.initials import namer
from clinic.workplace.page import show
from clinic.workplace.today.board import in_words, sessions_on
from clinic.workplace.today.shown import Shown
from patients.models import Patient
from treatments.models import TreatmentSession
from treatments.querysets import LIVE
from treatments.services.diary import WorkingDay, working_days

SATURDAY = 6
LONGEST_MINUTES = 720


@dataclass(frozen=True, slots=True)
class Cell:
    """One therapist's day: (beginning, end, address to book) of what is free, (beginning, name, address) of who comes.

    ``booked`` counts all of them; ``names`` are told while one therapist is shown.
    """

    day: dt.date
    note: str
    closed: bool
    free: Sequence[tuple[dt.datetime, dt.datetime, str]]
    booked: int
    names: Sequence[tuple[dt.datetime, str, str]]


@dataclass(frozen=True, slots=True)
class Row:
    therapist: Membership
    cells: Sequence[Cell]


def week(request: HttpRequest) -> HttpResponse:
    """The week of the day in the address, of everybody or of ``?therapist=``; free time of ``?minutes=`` and more."""
    by = caller_of(request)
    shown = Shown.of(request, by)
    monday = shown.day - dt.timedelta(days=shown.day.weekday())
    days = [monday + dt.timedelta(days=number) for number in range(7)]
    sessions = [session for session in sessions_on(days[0], days[-1], by) if session.status in LIVE]
    minutes = _minutes(request.GET.get("minutes", ""), by)
    diary = working_days(days, sessions, by=by, at_least=minutes)
    people = list(dict.fromkeys(day.therapist for day in diary if day.therapist.active))
    chosen = next((person for person in people if str(person.uuid) == request.GET.get("therapist")), None)
    used = [
        day
        for day in days
        if day.isoweekday() < SATURDAY or any(one.hours or one.sessions for one in diary if one.day == day)
    ]
    busy = {one.therapist for one in diary if one.hours or one.sessions}
    shown_people = [chosen] if chosen else [person for person in people if person in busy]
    rows = [_row(person, diary, used, namer(request) if chosen else None) for person in shown_people]
    pages: Any = admin.site.get_model_admin(TreatmentSession)
    pages.saw("listed", [one for one in sessions if one.therapist == chosen], by)
    context = {
        "days": used,
        "rows": rows,
        "people": people,
        "chosen": chosen,
        "minutes": minutes,
        "monday": monday,
        "today": by.today(),
        "before": monday - dt.timedelta(weeks=1),
        "after": monday + dt.timedelta(weeks=1),
        "may_book": by.may("sessions.book"),
    }
    return show(request, "workplace/week.html", _("Week"), context)


def _minutes(text: str, by: Caller) -> int:
    """How much free time is worth showing: as asked, or as long as a session usually is."""
    if text.isdecimal() and 1 <= int(text) <= LONGEST_MINUTES:
        return int(text)
    return Clinic.objects.only("session_minutes").get(pk=by.clinic_id).session_minutes


def _row(
    person: Membership,
    diary: Sequence[WorkingDay],
    days: Sequence[dt.date],
    name: Callable[[Patient], str] | None,
) -> Row:
    return Row(person, [_cell(one, name) for one in diary if one.therapist == person and one.day in days])


def _cell(one: WorkingDay, name: Callable[[Patient], str] | None) -> Cell:
    pages: Any = admin.site.get_model_admin(TreatmentSession)
    names = [(timezone.localtime(s.starts_at), name(s.patient), pages.url_of(s)) for s in one.sessions] if name else []
    return Cell(
        day=one.day,
        note=one.closed or (in_words(one.hours) if one.hours else ""),
        closed=bool(one.closed),
        free=[
            (timezone.localtime(span.starts), timezone.localtime(span.ends), _booking(one, span)) for span in one.free
        ],
        booked=len(one.sessions),
        names=names,
    )


def _booking(one: WorkingDay, span: Any) -> str:
    within = {"therapist": str(one.therapist.uuid), "at": f"{timezone.localtime(span.starts):%H:%M}"}
    return Shown(one.day, "therapist", "book", within).address

"""Booking from the day: one session, a walk-in, or the same time week after week."""

from dataclasses import replace

from django.db import transaction
from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST

from clinic.common.admin import caller_of
from clinic.common.caller import Caller
from clinic.common.errors import Clash, Refused, StaleRecord
from clinic.common.retrying import in_one_go
from clinic.workplace.today.doing import back, refused_in_panel, warn, when
from clinic.workplace.today.forms import BookingForm
from clinic.workplace.today.page import shown_again
from clinic.workplace.today.panels import panel_of, patients_found
from clinic.workplace.today.shown import TYPED, Shown
from treatments.models import TreatmentSession
from treatments.services.attending import arrive_session
from treatments.services.booking import book_session
from treatments.services.calendar import calendar_warnings
from treatments.services.series import book_series, series_of, tried_series


@require_POST
def book(request: HttpRequest) -> HttpResponse:
    """Book what the panel says; a series is shown first, date by date, and then booked as chosen."""
    by = caller_of(request)
    form = BookingForm(_with_who_was_seen(request.POST, by), by=by)
    shown = Shown.of(request, by).with_open("book")
    valid = form.is_valid()
    if not form.data.get("patient") and (request.POST.get("take") or request.POST.get("q", "").strip()):
        return _to_whom(request, form, shown, by)
    if not valid:
        return refused_in_panel(request, shown, form)
    try:
        if (form.cleaned_data["times"] or 1) > 1:
            return _series(request, form, by)
        return _one(request, form, by)
    except (Refused, Clash, StaleRecord) as refusal:
        return refused_in_panel(request, shown, form, refusal)


def _with_who_was_seen(sent: QueryDict, by: Caller) -> QueryDict:
    """With the patient, if what was typed finds one alone, who stood below it when *Book* was pressed."""
    seen = sent.get("seen")
    if not seen or "find" in sent or "take" in sent or sent.get("patient"):
        return sent
    if [str(patient.uuid) for patient in patients_found(sent.get("q", "").strip(), by)] != [seen]:
        return sent
    known = sent.copy()
    known["patient"] = str(seen)
    return known


def _to_whom(request: HttpRequest, form: BookingForm, shown: Shown, by: Caller) -> HttpResponse:
    """The panel again with what was typed, and with the chosen patient, the only one found, or those to choose."""
    sent = request.POST
    searched = sent.get("q", "").strip()
    found = patients_found(searched, by)
    chosen = sent.get("take") or (str(found[0].uuid) if len(found) == 1 else "")
    if found and not chosen and "find" not in sent:
        form.errors["patient"] = form.error_class([_("Choose one of these patients.")])
        return refused_in_panel(request, shown.filling_in(q=searched), form)
    typed = {name: sent[name] for name in TYPED if sent.get(name)}
    whom = {"patient": chosen} if chosen else {"q": searched}
    now = {"now": "1"} if form.cleaned_data.get("here") else {}
    return redirect(shown.on(form.cleaned_data.get("day") or shown.day).opening("book", **typed, **whom, **now).address)


def _one(request: HttpRequest, form: BookingForm, by: Caller) -> HttpResponse:
    here = form.cleaned_data["here"]
    session = _walk_in(form, by) if here else book_session(form.session(), by=by)
    warn(request, session, by)
    done = _("Booked and arrived: %(when)s.") if here else _("Booked: %(when)s.")
    return back(request, done % {"when": when(session)}, day=form.cleaned_data["day"])


def _walk_in(form: BookingForm, by: Caller) -> TreatmentSession:
    """Booked and arrived, both or neither."""

    def receive() -> TreatmentSession:
        with transaction.atomic():
            return arrive_session(book_session(form.session(), by=by), by=by)

    return in_one_go(receive)


def _series(request: HttpRequest, form: BookingForm, by: Caller) -> HttpResponse:
    sessions = series_of(form.session(), form.cleaned_data["times"], by=by)
    chosen = [sessions[number] for number in _chosen(request, len(sessions))]
    if not chosen:
        return _to_choose(request, form, sessions, by)
    try:
        booked = book_series(chosen, by=by)
    except Refused:
        return _to_choose(request, form, sessions, by)
    done = ngettext("%(count)s session booked.", "%(count)s sessions booked.", len(booked)) % {"count": len(booked)}
    return back(request, done, day=form.cleaned_data["day"])


def _chosen(request: HttpRequest, length: int) -> list[int]:
    given = [number for number in request.POST.getlist("chosen") if number.isdecimal()]
    return sorted({int(number) for number in given if int(number) < length})


def _to_choose(request: HttpRequest, form: BookingForm, sessions: list[TreatmentSession], by: Caller) -> HttpResponse:
    """The dates of the series, each with what is in its way or should be minded."""
    told = tried_series(sessions, by=by)
    lines = [
        (str(number), session, [str(problem.detail) for problem in problems], _minded(session, by))
        for number, (session, problems) in enumerate(zip(sessions, told, strict=True))
    ]
    panel = panel_of(Shown.of(request, by).with_open("book"), by, form)
    return shown_again(request, panel=replace(panel, series=lines) if panel else None)


def _minded(session: TreatmentSession, by: Caller) -> list[str]:
    return [str(warning.detail) for warning in calendar_warnings(session, by)]

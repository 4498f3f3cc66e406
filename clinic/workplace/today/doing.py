"""The buttons of the day: each calls a service, and shows the day again, with what was refused if it was."""

from collections.abc import Callable, Mapping
from typing import Any
from uuid import UUID

from django import forms
from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from clinic.common.admin import caller_of
from clinic.common.admin.service_form import problems_of, show_problems
from clinic.common.caller import Caller
from clinic.common.days import hour, with_weekday
from clinic.common.errors import Clash, PermissionMissing, Refused, StaleRecord
from clinic.workplace.today.forms import CancelForm, MoveForm
from clinic.workplace.today.page import shown_again
from clinic.workplace.today.panels import panel_of, session_named
from clinic.workplace.today.shown import Shown
from treatments.models import TreatmentSession
from treatments.services.attending import arrive_session, cancel_session, miss_session, start_session
from treatments.services.booking import move_session
from treatments.services.calendar import calendar_warnings
from treatments.services.undoing import undo_step

Refusal = Refused | Clash | StaleRecord


@require_POST
def do_step(request: HttpRequest, uuid: UUID, step: str) -> HttpResponse:
    """One step of one session; Http404 for a step or a session that is not there."""
    if step not in STEPS:
        raise Http404
    session = session_named(str(uuid), caller_of(request))
    try:
        return STEPS[step](request, session, caller_of(request))
    except PermissionMissing as missing:
        raise PermissionDenied from missing
    except (Refused, Clash, StaleRecord) as refusal:
        return shown_again(request, problem=" ".join(in_words(refusal)))


def in_words(refusal: Refusal) -> list[str]:
    return [str(problem.detail) for problem in problems_of(refusal)]


def back(request: HttpRequest, done: str, day: Any = None) -> HttpResponse:
    """Say what was done, without a name, for messages travel in a cookie; the day without its panel."""
    messages.success(request, done)
    shown = Shown.of(request, caller_of(request)).closed()
    return redirect((shown.on(day) if day else shown).address)


def refused_in_panel(
    request: HttpRequest, shown: Shown, form: forms.Form, refusal: Refusal | None = None
) -> HttpResponse:
    """The open panel with what was typed, what was refused at its field, and the booking that is in the way."""
    by = caller_of(request)
    if refusal:
        show_problems(form, problems_of(refusal))
    panel = panel_of(shown, by, form)
    with_uuid = refusal.with_uuid if isinstance(refusal, Clash) else None
    return shown_again(request, panel=panel.with_clash(with_uuid, by) if panel else None)


def warn(request: HttpRequest, session: TreatmentSession, by: Caller) -> None:
    for warning in calendar_warnings(session, by):
        messages.warning(request, str(warning.detail))


def when(session: TreatmentSession) -> str:
    """Mon 2 Mar 2026, 09:30–10:15, with its therapist."""
    return f"{with_weekday(session.during.lower)}–{hour(session.during.upper)}, {session.therapist}"


def _read(request: HttpRequest, session: TreatmentSession) -> TreatmentSession:
    """The session at the version that the person saw."""
    given = request.POST.get("version", "")
    session.version = int(given) if given.isdecimal() else 0
    return session


def _arrive(request: HttpRequest, session: TreatmentSession, by: Caller) -> HttpResponse:
    arrive_session(_read(request, session), request.POST.get("agreed", "").split(), by=by)
    return back(request, _("Arrived: %(when)s.") % {"when": when(session)})


def _start(request: HttpRequest, session: TreatmentSession, by: Caller) -> HttpResponse:
    start_session(_read(request, session), by=by)
    return back(request, _("Started: %(when)s.") % {"when": when(session)})


def _missed(request: HttpRequest, session: TreatmentSession, by: Caller) -> HttpResponse:
    miss_session(_read(request, session), by=by)
    return back(request, _("Did not come: %(when)s.") % {"when": when(session)})


def _undo(request: HttpRequest, session: TreatmentSession, by: Caller) -> HttpResponse:
    undo_step(_read(request, session), by=by)
    state = session.get_status_display()
    return back(request, _("Put back to “%(state)s”: %(when)s.") % {"state": state, "when": when(session)})


def _cancel(request: HttpRequest, session: TreatmentSession, by: Caller) -> HttpResponse:
    form = CancelForm(request.POST, auto_id="desk-%s")
    shown = Shown.of(request, by).with_open("cancel", session=str(session.uuid))
    if not form.is_valid():
        return refused_in_panel(request, shown, form)
    session.version = form.cleaned_data["version"]
    try:
        cancel_session(session, form.cleaned_data["reason"], by=by)
    except (Refused, Clash, StaleRecord) as refusal:
        return refused_in_panel(request, shown, form, refusal)
    return back(request, _("Cancelled: %(when)s.") % {"when": when(session)})


def _move(request: HttpRequest, session: TreatmentSession, by: Caller) -> HttpResponse:
    form = MoveForm(request.POST, by=by)
    shown = Shown.of(request, by).with_open("move", session=str(session.uuid))
    if not form.is_valid():
        return refused_in_panel(request, shown, form)
    try:
        move_session(session, form.put_on(session), by=by)
    except (Refused, Clash, StaleRecord) as refusal:
        return refused_in_panel(request, shown, form, refusal)
    warn(request, session, by)
    return back(request, _("Moved: %(when)s.") % {"when": when(session)}, day=form.cleaned_data["day"])


STEPS: Mapping[str, Callable[[HttpRequest, TreatmentSession, Caller], HttpResponse]] = {
    "arrive": _arrive,
    "start": _start,
    "missed": _missed,
    "undo": _undo,
    "cancel": _cancel,
    "move": _move,
}

"""The panel beside the day: booking, moving, receiving and cancelling without leaving the page."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from itertools import combinations
from typing import Any

from django import forms
from django.http import Http404
from django.urls import reverse
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy

from clinic.audit.recording import record
from clinic.common.admin.record_choice import is_uuid
from clinic.common.caller import Caller
from clinic.workplace.today.forms import BookingForm, CancelForm, MoveForm
from clinic.workplace.today.shown import TYPED, Shown
from patients.models import Patient
from treatments.models import TreatmentSession

FOUND = 8
TITLES = {
    "book": gettext_lazy("Book a session"),
    "move": gettext_lazy("Move"),
    "arrive": gettext_lazy("Arrived"),
    "cancel": gettext_lazy("Cancel"),
}
IDENTITY_WORDS = {
    "name": pgettext_lazy("of a person", "name"),
    "birth_date": gettext_lazy("birth date"),
    "phone": gettext_lazy("phone"),
}


@dataclass(frozen=True, slots=True)
class Panel:
    """``patients`` are those found for what was ``searched``, ``searching`` is the address that finds others;
    ``series`` is (form value, session, what is in the way, what to mind) for each date to choose from.
    """

    kind: str
    title: str | Promise
    url: str
    form: forms.Form | None = None
    session: TreatmentSession | None = None
    chosen: Patient | None = None
    patients: Sequence[Patient] = ()
    searched: str = ""
    searching: str = ""
    agreed: Sequence[tuple[str, str]] = ()
    born_today: bool = False
    in_the_way: TreatmentSession | None = None
    series: Sequence[tuple[str, TreatmentSession, Sequence[str], Sequence[str]]] = field(default=())

    def with_clash(self, uuid: str | None, by: Caller) -> "Panel":
        """The same panel, which names the booking that is in the way."""
        others = TreatmentSession.objects.visible_to(by).select_related("patient", "therapist", "room")
        return replace(self, in_the_way=others.filter(uuid=uuid).first() if uuid else None)


def panel_of(shown: Shown, by: Caller, form: forms.Form | None = None) -> Panel | None:
    """The open panel, with the form as it was sent or with what the address fills in; Http404 for no such session."""
    if not shown.panel or not by.may("sessions.book"):
        return None
    return BUILDERS[shown.panel](shown, by, form)


def session_named(uuid: str, by: Caller) -> TreatmentSession:
    """The session of this public id; Http404 if the caller cannot see it."""
    sessions = TreatmentSession.objects.visible_to(by).valid()
    related = sessions.select_related("patient", "therapist", "room", "appointment_type")
    found = related.filter(uuid=uuid).first() if is_uuid(uuid) else None
    if found is None:
        raise Http404
    return found


def _book(shown: Shown, by: Caller, form: forms.Form | None) -> Panel:
    within = shown.within
    form = form or BookingForm(by=by, initial=_filled_in(shown, by))
    named = (form.data.get("patient") if form.is_bound else "") or within.get("patient", "")
    chosen = Patient.objects.visible_to(by).current().filter(uuid=named).first() if is_uuid(named) else None
    searched = within.get("q", "").strip()
    found = patients_found(searched, by) if not chosen else []
    if seen := [chosen] if chosen else found:
        record("patient.listed", None, by=by, kind="patient", patients=[patient.uuid for patient in seen])
    url = f"{reverse('workplace:today_book')}?{shown.query}"
    return Panel(
        "book",
        TITLES["book"],
        url,
        form,
        chosen=chosen,
        patients=found,
        searched=searched,
        searching=shown.without("q").address,
    )


def _filled_in(shown: Shown, by: Caller) -> dict[str, Any]:
    """What the address says; a therapist books for themselves, a walk-in comes now."""
    within, now = shown.within, timezone.localtime()
    given = {name: within[name] for name in ("patient", *TYPED) if name in within}
    if "therapist" not in given and by.may("treatments.change") and by.membership_id:
        given["therapist"] = str(by.uuid)
    at = within.get("at") or (f"{now:%H:%M}" if "now" in within else None)
    return {**given, "day": shown.day, "at": at, "here": "now" in within}


def patients_found(searched: str, by: Caller) -> list[Patient]:
    """Who may be meant by a name, a phone or a record number; nobody when nothing was typed."""
    return list(Patient.objects.visible_to(by).current().matching(searched)[:FOUND]) if searched else []


def _move(shown: Shown, by: Caller, form: forms.Form | None) -> Panel:
    session = session_named(shown.within.get("session", ""), by)
    starts, ends = timezone.localtime(session.starts_at), timezone.localtime(session.ends_at)
    here = {"at": f"{starts:%H:%M}", "therapist": str(session.therapist.uuid)}
    here |= {"room": str(session.room.uuid)} if session.room else {}
    wanted = {**here, **{name: shown.within[name] for name in ("at", "therapist", "room") if name in shown.within}}
    kind = str(session.appointment_type.uuid) if session.appointment_type else None
    minutes = int((ends - starts).total_seconds() // 60)
    initial = {**wanted, "day": shown.day, "minutes": minutes, "appointment_type": kind, "version": session.version}
    form = form or MoveForm(by=by, initial=initial)
    return Panel("move", TITLES["move"], _url("move", session, shown), form, session)


def _cancel(shown: Shown, by: Caller, form: forms.Form | None) -> Panel:
    session = session_named(shown.within.get("session", ""), by)
    form = form or CancelForm(initial={"version": session.version}, auto_id="desk-%s")
    return Panel("cancel", TITLES["cancel"], _url("cancel", session, shown), form, session)


def _arrive(shown: Shown, by: Caller, form: forms.Form | None) -> Panel:
    """What two facts the front desk can ask for, so that the right patient is received."""
    session = session_named(shown.within.get("session", ""), by)
    patient = session.patient
    known = ["name", *(["birth_date"] if patient.birth_date else []), *(["phone"] if patient.phone else [])]
    agreed = [(" ".join(pair), _in_words(pair)) for pair in combinations(known, 2)]
    today, born = by.today(), patient.birth_date
    born_today = born is not None and (born.month, born.day) == (today.month, today.day)
    url = _url("arrive", session, shown)
    record("patient.viewed", patient, by=by, patients=[patient.uuid])
    return Panel("arrive", TITLES["arrive"], url, None, session, agreed=agreed, born_today=born_today)


def _in_words(pair: tuple[str, ...]) -> str:
    one, other = (IDENTITY_WORDS[fact] for fact in pair)
    return capfirst(_("%(one)s and %(other)s agree") % {"one": one, "other": other})


def _url(step: str, session: TreatmentSession, shown: Shown) -> str:
    return f"{reverse('workplace:today_step', args=[session.uuid, step])}?{shown.query}"


BUILDERS: Mapping[str, Callable[[Shown, Caller, forms.Form | None], Panel]] = {
    "book": _book,
    "move": _move,
    "arrive": _arrive,
    "cancel": _cancel,
}

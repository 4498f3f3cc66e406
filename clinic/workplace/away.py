"""A therapist is away: what becomes of the day's sessions is chosen, tried, told one by one, and done in one go."""

import datetime as dt
from collections.abc import Sequence
from copy import copy
from dataclasses import dataclass
from typing import Any

from django import forms
from django.contrib import admin
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db.backends.postgresql.psycopg_any import DateTimeTZRange
from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from clinic.common.admin import caller_of
from clinic.common.admin.record_choice import RecordChoiceField
from clinic.common.caller import Caller
from clinic.common.days import FIRST_DAY, LAST_DAY
from clinic.common.errors import Refused
from clinic.practice.models import Membership
from clinic.workplace.initials import namer
from clinic.workplace.page import show
from clinic.workplace.today.forms import FIELD
from clinic.workplace.today.shown import Shown
from treatments.models import TreatmentSession
from treatments.services.bookable import TREATING
from treatments.services.calendar import calendar_warnings
from treatments.services.rearranging import Rearranged, left_on, rearrange, tried_rearrangement

IN_CALENDAR = [MinValueValidator(FIRST_DAY), MaxValueValidator(LAST_DAY)]
WAYS = [
    ("colleague", gettext_lazy("to somebody else, at the same times")),
    ("day", gettext_lazy("to another day, at the same times")),
    ("cancel", gettext_lazy("cancel")),
]


def _day(label: Any, *, required: bool) -> forms.DateField:
    widget = forms.DateInput(format="%Y-%m-%d", attrs={**FIELD, "type": "date"})
    return forms.DateField(label=label, required=required, widget=widget, validators=IN_CALENDAR)


class AwayForm(forms.Form):
    """Who is away when, and where the sessions go."""

    therapist = RecordChoiceField(
        Membership.objects.none(), label=gettext_lazy("Who is away"), widget=forms.Select(attrs=FIELD)
    )
    day = _day(gettext_lazy("On"), required=True)
    way = forms.ChoiceField(
        label=gettext_lazy("The sessions go"), choices=WAYS, required=False, widget=forms.Select(attrs=FIELD)
    )
    colleague = RecordChoiceField(
        Membership.objects.none(), label=gettext_lazy("To whom"), required=False, widget=forms.Select(attrs=FIELD)
    )
    to = _day(gettext_lazy("To which day"), required=False)
    reason = forms.CharField(
        label=gettext_lazy("Reason"), required=False, max_length=2000, widget=forms.TextInput(attrs=FIELD)
    )

    def __init__(self, data: Any, *, by: Caller) -> None:
        super().__init__(data, auto_id="away-%s")
        people = Membership.objects.visible_to(by).order_by("display_name")
        self.fields["therapist"].queryset = people.filter(role__in=TREATING)  # type: ignore[attr-defined]
        self.fields["colleague"].queryset = people.filter(active=True, role__in=TREATING)  # type: ignore[attr-defined]

    def clean(self) -> dict[str, Any]:
        """What the chosen way needs; "" for no way yet."""
        given: dict[str, Any] = super().clean() or {}
        needed = {"colleague": "colleague", "day": "to", "cancel": "reason"}.get(given.get("way", ""))
        if needed and not given.get(needed):
            given["way"] = ""
        return given


@dataclass(frozen=True, slots=True)
class Line:
    """One session: how the patient is called, what is in the way, what should be minded, and how to move it alone."""

    session: TreatmentSession
    name: str
    in_the_way: Sequence[str]
    minded: Sequence[str]
    alone: str


def away(request: HttpRequest) -> HttpResponse:
    """Choose and try (GET), then do what was chosen (POST): all of it or nothing, and what is left stays listed."""
    by = caller_of(request)
    form = AwayForm(request.GET, by=by)
    form.is_valid()
    done: list[TreatmentSession] = []
    problem = ""
    if request.method == "POST" and form.cleaned_data.get("way"):
        chosen = _chosen(request, form, by)
        try:
            rearrange(chosen, by=by)
            done = [one.session for one in chosen]
        except Refused:
            problem = _("Nothing was changed, because something is in the way. Look again and choose.")
    lines = _lines(request, form, by)
    pages: Any = admin.site.get_model_admin(TreatmentSession)
    pages.saw("listed", [*done, *(line.session for line in lines)], by)
    context = {
        "form": form,
        "lines": lines,
        "way": form.cleaned_data.get("way", ""),
        "asked": request.GET.get("way") or WAYS[0][0],
        "done": [(namer(request)(one.patient), one) for one in done],
        "problem": problem,
        "query": request.GET.urlencode(),
    }
    return show(request, "workplace/away.html", _("A therapist is away"), context)


def _left(form: AwayForm, by: Caller) -> list[TreatmentSession]:
    given = form.cleaned_data
    if not (given.get("therapist") and given.get("day")):
        return []
    people = ("patient", "therapist", "room", "appointment_type")
    return list(left_on(given["day"], given["therapist"], by=by).select_related(*people))


def _chosen(request: HttpRequest, form: AwayForm, by: Caller) -> list[Rearranged]:
    """The ticked sessions at the versions that were shown."""
    given = (one.partition(":") for one in request.POST.getlist("chosen"))
    versions = {uuid: version for uuid, _colon, version in given if version.isdecimal()}
    ticked = [session for session in _left(form, by) if str(session.uuid) in versions]
    return [_rearranged(session, form, int(versions[str(session.uuid)]), by) for session in ticked]


def _rearranged(session: TreatmentSession, form: AwayForm, version: int, by: Caller) -> Rearranged:
    given = form.cleaned_data
    if given["way"] == "cancel":
        return Rearranged(session, version, reason=given["reason"])
    if given["way"] == "colleague":
        return Rearranged(session, version, given["colleague"], session.starts_at)
    clock = session.starts_at.astimezone(by.zone).time()
    return Rearranged(session, version, session.therapist, dt.datetime.combine(given["to"], clock, tzinfo=by.zone))


def _lines(request: HttpRequest, form: AwayForm, by: Caller) -> list[Line]:
    sessions = _left(form, by)
    way = form.cleaned_data.get("way")
    wanted = [_rearranged(session, form, session.version, by) for session in sessions] if way else []
    told = tried_rearrangement(wanted, by=by) if way else [[] for _session in sessions]
    minded = [_minded(one, by) for one in wanted] if way else [[] for _session in sessions]
    return [
        Line(
            session=session,
            name=namer(request)(session.patient),
            in_the_way=[str(problem.detail) for problem in problems],
            minded=warnings,
            alone=Shown(form.cleaned_data["day"], "therapist", "move", {"session": str(session.uuid)}).address,
        )
        for session, problems, warnings in zip(sessions, told, minded, strict=True)
    ]


def _minded(one: Rearranged, by: Caller) -> list[str]:
    """What the calendar says about the new time."""
    if one.therapist is None or one.starts_at is None:
        return []
    moved = copy(one.session)
    moved.therapist = one.therapist
    length = one.session.during.upper - one.session.during.lower
    moved.during = DateTimeTZRange(one.starts_at, one.starts_at + length)
    return [str(warning.detail) for warning in calendar_warnings(moved, by)]

"""What the panels beside the day ask."""

import datetime as dt
from typing import Any

from django import forms
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db.backends.postgresql.psycopg_any import DateTimeTZRange
from django.utils.translation import gettext_lazy as _

from clinic.common.admin.record_choice import RecordChoiceField
from clinic.common.caller import Caller
from clinic.common.days import FIRST_DAY, LAST_DAY
from clinic.practice.models import Clinic, Membership, Room
from patients.models import Patient
from treatments.models import AppointmentType, TreatmentSession
from treatments.services.bookable import LONGEST, TREATING
from treatments.services.series import LONGEST_SERIES

FIELD = {"class": "search-field"}
LONGEST_MINUTES = int(LONGEST.total_seconds() // 60)


def _input(kind: str, **more: str) -> dict[str, str]:
    return {**FIELD, "type": kind, **more}


def _choice(label: Any, *, required: bool) -> RecordChoiceField:
    return RecordChoiceField(
        Membership.objects.none(), label=label, required=required, widget=forms.Select(attrs=FIELD)
    )


class TimeForm(forms.Form):
    """When a session is, with whom, and where. Times are those on the clinic's wall."""

    shown_at = {"starts_at": "at", "during": "at", "ends_at": "minutes"}

    day = forms.DateField(
        label=_("Day"),
        widget=forms.DateInput(format="%Y-%m-%d", attrs=_input("date")),
        validators=[MinValueValidator(FIRST_DAY), MaxValueValidator(LAST_DAY)],
    )
    at = forms.TimeField(label=_("From"), widget=forms.TimeInput(format="%H:%M", attrs=_input("time")))
    minutes = forms.IntegerField(
        label=_("Minutes"),
        required=False,
        min_value=1,
        max_value=LONGEST_MINUTES,
        widget=forms.NumberInput(attrs={**FIELD, "placeholder": _("usual")}),
    )
    therapist = _choice(_("Therapist"), required=True)
    room = _choice(_("Room"), required=False)
    appointment_type = _choice(_("Type"), required=False)

    def __init__(self, data: Any = None, *, by: Caller, **kwargs: Any) -> None:
        super().__init__(data, auto_id="desk-%s", **kwargs)
        self.caller = by
        therapists = Membership.objects.visible_to(by).filter(active=True, role__in=TREATING)
        self._offer("therapist", therapists.order_by("display_name"))
        self._offer("room", Room.objects.visible_to(by).filter(active=True).order_by("name"))
        self._offer("appointment_type", AppointmentType.objects.visible_to(by).filter(active=True).order_by("name"))

    def _offer(self, name: str, rows: Any) -> None:
        self.fields[name].queryset = rows  # type: ignore[attr-defined]

    def during(self) -> DateTimeTZRange:
        """The time that was asked for; without minutes as long as the type, or the clinic's sessions, usually last."""
        given = self.cleaned_data
        starts = dt.datetime.combine(given["day"], given["at"], tzinfo=self.caller.zone)
        return DateTimeTZRange(starts, starts + dt.timedelta(minutes=given["minutes"] or self._usual_minutes()))

    def _usual_minutes(self) -> int:
        if kind := self.cleaned_data["appointment_type"]:
            return int(kind.minutes)
        return Clinic.objects.only("session_minutes").get(pk=self.caller.clinic_id).session_minutes


class BookingForm(TimeForm):
    """A booking, alone or once a week; with ``here`` the patient stands at the desk already."""

    patient = RecordChoiceField(
        Patient.objects.none(), label=_("Patient"), error_messages={"required": _("Say for whom.")}
    )
    times = forms.IntegerField(
        label=_("Weekly, so many times"),
        required=False,
        min_value=1,
        max_value=LONGEST_SERIES,
        widget=forms.NumberInput(attrs={**FIELD, "placeholder": "1"}),
    )
    here = forms.BooleanField(label=_("The patient is here now"), required=False)

    def __init__(self, data: Any = None, *, by: Caller, **kwargs: Any) -> None:
        super().__init__(data, by=by, **kwargs)
        self._offer("patient", Patient.objects.visible_to(by).current())

    def session(self) -> TreatmentSession:
        """The unsaved booking."""
        given = self.cleaned_data
        whom = {name: given[name] for name in ("patient", "therapist", "room", "appointment_type")}
        return TreatmentSession(**whom, during=self.during())


class MoveForm(TimeForm):
    """Where a booking goes to; ``version`` is the one that was read."""

    version = forms.IntegerField(widget=forms.HiddenInput)

    def put_on(self, session: TreatmentSession) -> list[str]:
        """Set the new values on the session; which of them changed."""
        wanted = {name: self.cleaned_data[name] for name in ("therapist", "room", "appointment_type")}
        wanted["during"] = self.during()
        changed = [name for name, value in wanted.items() if getattr(session, name) != value]
        for name in changed:
            setattr(session, name, wanted[name])
        session.version = self.cleaned_data["version"]
        return changed


class CancelForm(forms.Form):
    version = forms.IntegerField(widget=forms.HiddenInput)
    reason = forms.CharField(
        label=_("Reason"),
        max_length=2000,
        widget=forms.TextInput(attrs={**FIELD, "autocomplete": "off", "data-live-focus": True}),
    )

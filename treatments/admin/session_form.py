"""The form of a booking: a beginning and a length instead of a range."""

import datetime as dt
from typing import Any

from django import forms
from django.db.backends.postgresql.psycopg_any import DateTimeTZRange
from django.utils.translation import gettext_lazy as _
from unfold.widgets import UnfoldAdminIntegerFieldWidget

from clinic.common.admin import ServiceForm
from clinic.common.admin.moment import MomentField
from clinic.common.caller import Caller
from clinic.practice.models import Clinic
from treatments.services.bookable import TREATING


class SessionForm(ServiceForm):
    caller: Caller
    shown_at = {"starts_at": "start", "during": "start", "ends_at": "length"}

    start = MomentField(label=_("Starts"))
    length = forms.IntegerField(
        label=_("Minutes"),
        required=False,
        min_value=1,
        widget=UnfoldAdminIntegerFieldWidget,
        help_text=_("Empty: as long as this type of appointment usually is."),
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if "start" in self.fields:
            self.fields["start"].help_text = _("Time in %(zone)s.") % {"zone": self.caller.zone.key}
        if "therapist" in self.fields:
            therapists: Any = self.fields["therapist"]
            therapists.queryset = therapists.queryset.filter(role__in=TREATING)
        during = self.instance.during
        if during:
            self.initial["start"] = during.lower
            self.initial["length"] = int((during.upper - during.lower).total_seconds() // 60)

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean()
        if cleaned.get("start") and "length" not in self.errors:
            minutes = cleaned.get("length") or self._usual_length(cleaned.get("appointment_type"))
            self.instance.during = DateTimeTZRange(cleaned["start"], cleaned["start"] + dt.timedelta(minutes=minutes))
        return cleaned

    def _usual_length(self, appointment_type: Any) -> int:
        if appointment_type:
            return int(appointment_type.minutes)
        return Clinic.objects.only("session_minutes").get(pk=self.caller.clinic_id).session_minutes

    @property
    def changed_fields(self) -> list[str]:
        moved = {"start", "length"} & set(self.changed_data)
        return [*super().changed_fields, *(["during"] if moved else [])]

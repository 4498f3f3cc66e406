"""When therapists work and when the clinic is closed."""

import datetime as dt
from typing import Any

from django import forms
from django.contrib import admin
from django.db.backends.postgresql.psycopg_any import NumericRange
from django.utils.translation import gettext_lazy as _
from unfold.contrib.filters.admin import ChoicesDropdownFilter
from unfold.decorators import display
from unfold.widgets import UnfoldAdminTimeWidget

from clinic.common.admin import ServiceAdmin, ServiceForm
from clinic.common.admin.filters import RelatedRecord
from clinic.common.admin.record_action import RecordAction
from clinic.practice.services.lists import add_entry, change_entry, remove_entry
from treatments.models import Availability, Closure

REMOVE = RecordAction(
    name="remove",
    title=_("Remove"),
    permission="practice.change",
    run=lambda entry, _answers, by: remove_entry(entry, by=by),
    explanation=_("It is taken out of the calendar. Sessions that are booked stay."),
    confirms=True,
    leaves_list=True,
    variant="danger",
)


class CalendarAdmin(ServiceAdmin):
    """Entries of the clinic's calendar, which the manager adds, changes and removes."""

    permission_to_view = "practice.change"
    permission_to_add = "practice.change"
    permission_to_change = "practice.change"
    adds = staticmethod(add_entry)
    changes = staticmethod(change_entry)
    record_actions = (REMOVE,)


class HoursForm(ServiceForm):
    """Working hours as times of day; they are kept as minutes since midnight."""

    shown_at = {"minutes": "until"}

    begins = forms.TimeField(label=_("From"), widget=UnfoldAdminTimeWidget)
    until = forms.TimeField(label=_("Until"), widget=UnfoldAdminTimeWidget, help_text=_("0:00 means midnight."))

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if self.instance.minutes:
            self.initial["begins"] = as_time(self.instance.minutes.lower)
            self.initial["until"] = as_time(self.instance.minutes.upper)

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean()
        if "begins" in cleaned and "until" in cleaned:
            until = as_minutes(cleaned["until"]) or 24 * 60
            begins = as_minutes(cleaned["begins"])
            if begins < until:
                self.instance.minutes = NumericRange(begins, until)
            else:
                self.add_error("until", _("Working hours end after they begin."))
        return cleaned

    @property
    def changed_fields(self) -> list[str]:
        moved = {"begins", "until"} & set(self.changed_data)
        return [*super().changed_fields, *(["minutes"] if moved else [])]


def as_time(minutes: int) -> dt.time:
    return dt.time(minutes // 60 % 24, minutes % 60)


def as_minutes(time: dt.time) -> int:
    return time.hour * 60 + time.minute


class OfTherapist(RelatedRecord):
    title = _("therapist")
    parameter_name = "therapist"


@admin.register(Availability)
class AvailabilityAdmin(CalendarAdmin):
    form = HoursForm
    list_display = ("therapist", "weekday", "hours")
    list_filter = (OfTherapist, ("weekday", ChoicesDropdownFilter))
    ordering = ("therapist__display_name", "weekday", "minutes")
    fields = ("therapist", "weekday", ("begins", "until"))

    def related(self) -> tuple[str, ...]:
        return ("therapist",)

    @display(description=_("hours"), ordering="minutes")
    def hours(self, entry: Availability) -> str:
        return entry.from_until


@admin.register(Closure)
class ClosureAdmin(CalendarAdmin):
    list_display = ("name", "first_day", "last_day")
    ordering = ("-first_day",)
    fields = ("name", ("first_day", "last_day"))

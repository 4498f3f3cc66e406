"""What happened beside the treatment."""

from django.contrib import admin
from django.utils.translation import gettext_lazy as _
from unfold.contrib.filters.admin import ChoicesDropdownFilter, RangeDateFilter

from clinic.common.admin import ServiceAdmin
from clinic.common.admin.filters import OfPatient, Validity
from clinic.common.admin.patient_panel import PatientPanel
from clinic.common.admin.record_action import entered_in_error
from clinic.common.caller import Caller
from patients.models import Event
from patients.services.episodes import change_event, note_event
from patients.services.voiding import void_event


@admin.register(Event)
class EventAdmin(ServiceAdmin):
    permission_to_view = "episodes.view"
    permission_to_add = "episodes.change"
    permission_to_change = "episodes.change"
    adds = staticmethod(note_event)
    changes = staticmethod(change_event)
    kind = "event"
    patient_path = "patient"
    at_first = {"on": Caller.today}
    fixed = ("patient",)
    record_actions = (entered_in_error(void_event, "episodes.change"),)

    list_display = ("kind", "on", "patient", "episode")
    list_filter = (OfPatient, ("kind", ChoicesDropdownFilter), ("on", RangeDateFilter), Validity)
    search_fields = ("patient__search_name",)
    search_help_text = _("Patient's name, phone or record number")
    autocomplete_fields = ("patient", "episode")
    ordering = ("-on", "-id")
    fields = ("patient", "episode", "kind", "on", "note")
    patient_panel = PatientPanel(
        title=_("Events beside the treatment"),
        columns=("kind", "on", "note"),
        nothing_yet=_("None noted. Note injuries, flares, new medication: they are marked on the charts."),
        position=60,
        ordering=("-on", "-id"),
    )

    def related(self) -> tuple[str, ...]:
        return ("patient", "episode")

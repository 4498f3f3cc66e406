"""The numbers under which other software knows a patient."""

from django.contrib import admin
from django.utils.translation import gettext_lazy as _

from clinic.common.admin import ServiceAdmin
from clinic.common.admin.filters import OfPatient
from clinic.common.admin.patient_panel import PatientPanel
from patients.models import Identifier
from patients.services.registering import add_identifier


@admin.register(Identifier)
class IdentifierAdmin(ServiceAdmin):
    """A number is added and stays, since the other software goes on using it."""

    permission_to_view = "patients.view"
    permission_to_add = "patients.change"
    adds = staticmethod(add_identifier)
    kind = "identifier"
    patient_path = "patient"

    list_display = ("value", "system", "patient")
    list_filter = (OfPatient,)
    search_fields = ("patient__search_name",)
    search_help_text = _("Patient's name, or the number itself")
    autocomplete_fields = ("patient",)
    ordering = ("system", "value")
    fields = ("patient", "system", "value")
    patient_panel = PatientPanel(
        title=_("Numbers in other software"),
        columns=("value", "system"),
        nothing_yet=_("None."),
        position=90,
        ordering=("system", "value"),
    )

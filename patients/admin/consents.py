"""What patients agreed to, and its withdrawal."""

from django.contrib import admin
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from unfold.contrib.filters.admin import ChoicesDropdownFilter
from unfold.decorators import display

from clinic.common.admin import ServiceAdmin
from clinic.common.admin.filters import DayRange, OfPatient, Validity
from clinic.common.admin.patient_panel import PatientPanel
from clinic.common.admin.record_action import entered_in_error
from patients.models import Consent
from patients.services.consenting import change_consent, record_consent
from patients.services.voiding import void_consent


@admin.register(Consent)
class ConsentAdmin(ServiceAdmin):
    permission_to_view = "consents.view"
    permission_to_add = "consents.change"
    permission_to_change = "consents.change"
    adds = staticmethod(record_consent)
    changes = staticmethod(change_consent)
    kind = "consent"
    patient_path = "patient"
    at_first = {"given_at": lambda by: timezone.now()}
    fixed = ("patient", "recorded_by")
    record_actions = (entered_in_error(void_consent, "consents.change"),)

    list_display = ("patient", "kind", "state", "given_at", "withdrawn_at", "document_version")
    list_filter = (
        OfPatient,
        ("kind", ChoicesDropdownFilter),
        ("given_at", DayRange),
        Validity,
    )
    search_fields = ("patient__search_name",)
    search_help_text = _("Patient's name, phone or record number")
    autocomplete_fields = ("patient",)
    ordering = ("-given_at",)
    fieldsets = (
        (None, {"fields": ("patient", "kind", "given_at", "withdrawn_at")}),
        (_("Who gave it"), {"fields": ("given_by", "relationship", "language")}),
        (_("On paper"), {"fields": ("document_version", "recorded_by")}),
    )
    patient_panel = PatientPanel(
        title=_("Consents"),
        columns=("kind", "state", "given_at", "document_version"),
        nothing_yet=_("No consent recorded. Ask for consent to treatment before the first session."),
        position=40,
        ordering=("-given_at",),
    )

    @display(description=_("state"))
    def state(self, consent: Consent) -> str:
        if consent.entered_in_error_at:
            return str(_("Entered in error"))
        return str(_("Withdrawn") if consent.withdrawn_at else _("Given"))

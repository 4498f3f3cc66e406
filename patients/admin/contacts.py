"""The people around a patient."""

from django.contrib import admin
from django.utils.translation import gettext_lazy as _
from unfold.contrib.filters.admin import ChoicesDropdownFilter
from unfold.widgets import UnfoldAdminTextInputWidget

from clinic.common.admin import ServiceAdmin, ServiceForm
from clinic.common.admin.filters import InUse, OfPatient
from clinic.common.admin.patient_panel import PatientPanel
from patients.models import Contact
from patients.services.contacts import add_contact, change_contact


class ContactForm(ServiceForm):
    class Meta:
        widgets = {"phone": UnfoldAdminTextInputWidget(attrs={"type": "tel", "placeholder": "+852 2345 6789"})}
        help_texts = {"phone": _("With the country code.")}


@admin.register(Contact)
class ContactAdmin(ServiceAdmin):
    permission_to_view = "contacts.view"
    permission_to_add = "contacts.change"
    permission_to_change = "contacts.change"
    adds = staticmethod(add_contact)
    changes = staticmethod(change_contact)
    kind = "contact"
    patient_path = "patient"
    fixed = ("patient",)

    form = ContactForm
    list_display = ("name", "kind", "patient", "phone", "email", "may_receive_reports")
    list_filter = (OfPatient, ("kind", ChoicesDropdownFilter), InUse)
    search_fields = ("patient__search_name",)
    search_help_text = _("Patient's name, phone or record number")
    autocomplete_fields = ("patient",)
    ordering = ("patient__family_name", "name")
    fieldsets = (
        (None, {"fields": ("patient", "kind", "name", "relationship")}),
        (_("How to reach them"), {"fields": ("phone", "email")}),
        (_("Use"), {"fields": ("may_receive_reports", "active")}),
    )
    patient_panel = PatientPanel(
        title=_("Contacts"),
        columns=("name", "kind", "relationship", "phone"),
        nothing_yet=_("No contact yet. Add whom to call in an emergency."),
        position=50,
        ordering=("-active", "name"),
    )

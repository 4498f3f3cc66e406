"""Assessments: the list, and the way to the pages on which one is entered, read and corrected."""

from typing import Any

from django.contrib import admin
from django.http import HttpRequest, HttpResponse
from django.urls import URLPattern
from django.utils.translation import gettext_lazy as _

from assessments.entry.pages import detail_page, record_page
from assessments.entry.urls import entry_urls
from assessments.models import Assessment
from assessments.services.voiding import mark_entered_in_error
from clinic.common.admin import ServiceAdmin
from clinic.common.admin.filters import OfPatient, Validity
from clinic.common.admin.patient_panel import PatientPanel
from clinic.common.admin.record_action import entered_in_error


@admin.register(Assessment)
class AssessmentAdmin(ServiceAdmin):
    """An assessment is entered and corrected as a whole, on pages of its own: see ``assessments.entry``."""

    permission_to_view = "assessments.view"
    permission_to_add = "assessments.change"
    permission_to_change = "assessments.change"
    kind = "assessment"
    patient_path = "patient"
    add_title = _("New assessment")
    record_actions = (entered_in_error(mark_entered_in_error, "assessments.change"),)

    list_display = ("taken_at", "patient", "kind", "timing", "rater", "episode")
    list_filter = (OfPatient, Validity)
    search_fields = ("patient__search_name",)
    search_help_text = _("Patient's name, phone or record number")
    ordering = ("-taken_at", "-id")
    patient_panel = PatientPanel(
        title=_("Assessments"),
        columns=("taken_at", "kind", "timing", "rater"),
        nothing_yet=_("None yet."),
        position=30,
        ordering=("-taken_at", "-id"),
    )

    def related(self) -> tuple[str, ...]:
        return ("patient", "episode", "rater", "entered_by", "entered_by_client", "replaces", "replaced_by")

    def get_urls(self) -> list[URLPattern]:
        return [*entry_urls(self), *super().get_urls()]

    def add_view(self, request: HttpRequest, form_url: str = "", extra_context: Any = None) -> HttpResponse:
        return record_page(self, request)

    def change_view(
        self, request: HttpRequest, object_id: str, form_url: str = "", extra_context: Any = None
    ) -> HttpResponse:
        return detail_page(self, request, object_id)

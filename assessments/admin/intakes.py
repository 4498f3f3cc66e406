"""The sheets that patients filled in: a list, and the page on which one is read and taken over."""

from typing import Any

from django.contrib import admin
from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext_lazy as _
from unfold.contrib.filters.admin import ChoicesDropdownFilter

from assessments.intake.reading import reading_page
from assessments.models import Intake, IntakeState
from assessments.services.taking_over import discard
from clinic.common.admin import ServiceAdmin
from clinic.common.admin.filters import OfPatient
from clinic.common.admin.patient_panel import PatientPanel
from clinic.common.admin.record_action import ReasonForm, RecordAction


@admin.register(Intake)
class IntakeAdmin(ServiceAdmin):
    """Read by those who treat. The front desk makes the links on a page of its own and never comes here."""

    permission_to_view = "assessments.view"
    permission_to_change = "assessments.change"
    kind = "intake"
    patient_path = "patient"
    record_actions = (
        RecordAction(
            name="discard",
            title=_("Discard"),
            permission="assessments.change",
            run=lambda intake, given, by: discard(intake, given["reason"], by=by),
            explanation=_(
                "The sheet is put aside and stays on file with your reason. Pain that was taken over from it before "
                "stays as well; mark it as entered in error if it is wrong."
            ),
            form_class=ReasonForm,
            offered=lambda intake: intake.state in (IntakeState.ANSWERED, IntakeState.TAKEN_OVER),
            variant="danger",
        ),
    )

    list_display = ("created_at", "patient", "state", "answered_at", "invited_by", "decided_by")
    list_filter = (OfPatient, ("state", ChoicesDropdownFilter))
    search_fields = ("patient__search_name",)
    search_help_text = _("Patient's name, phone or record number")
    ordering = ("-created_at", "-id")
    patient_panel = PatientPanel(
        title=_("Filled in by the patient"),
        columns=("created_at", "state", "answered_at"),
        nothing_yet=_("None yet."),
        position=28,
        ordering=("-created_at", "-id"),
    )

    def related(self) -> tuple[str, ...]:
        return ("patient", "invited_by", "decided_by")

    def change_view(
        self, request: HttpRequest, object_id: str, form_url: str = "", extra_context: Any = None
    ) -> HttpResponse:
        return reading_page(self, request, object_id)

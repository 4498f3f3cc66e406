"""Treatment plans with their goals and home exercises."""

from typing import Any

from django.contrib import admin
from django.db import models
from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext_lazy as _
from unfold.contrib.filters.admin import ChoicesDropdownFilter
from unfold.decorators import display

from clinic.common.admin import ServiceAdmin, caller_of
from clinic.common.admin.filters import OfPatient, Validity
from clinic.common.admin.patient_panel import PatientPanel
from clinic.common.admin.record_action import entered_in_error
from clinic.practice.models import LANGUAGES
from treatments.admin.plan_form import PlanForm
from treatments.models import Plan, PlanStatus
from treatments.services.planning import change_plan, make_plan
from treatments.services.voiding import void_plan


@admin.register(Plan)
class PlanAdmin(ServiceAdmin):
    permission_to_view = "treatments.view"
    permission_to_add = "treatments.change"
    permission_to_change = "treatments.change"
    kind = "plan"
    patient_path = "patient"
    fixed = ("patient", "episode")
    record_actions = (entered_in_error(void_plan, "treatments.change"),)
    change_form_outer_before_template = "treatments/plan_actions.html"

    form = PlanForm
    list_display = ("patient", "episode", "progress", "sessions_per_week", "status")
    list_filter = (OfPatient, ("status", ChoicesDropdownFilter), Validity)
    search_fields = ("patient__search_name",)
    search_help_text = _("Patient's name, phone or record number")
    autocomplete_fields = ("patient", "episode")
    ordering = ("-id",)
    fieldsets = (
        (None, {"fields": ("patient", "episode", ("planned_sessions", "sessions_per_week"), "status")}),
        (_("Goals"), {"fields": ("goals", "discharge_criteria")}),
        (_("At home"), {"fields": ("home_exercises",)}),
    )
    patient_panel = PatientPanel(
        title=_("Treatment plans"),
        columns=("episode", "progress", "status"),
        nothing_yet=_("No plan yet. Make one for the open episode."),
        position=15,
        ordering=("-id",),
    )

    def related(self) -> tuple[str, ...]:
        return ("patient", "episode")

    def render_change_form(
        self, request: HttpRequest, context: dict[str, Any], *args: Any, **kwargs: Any
    ) -> HttpResponse:
        context["sheet_languages"] = LANGUAGES
        return super().render_change_form(request, context, *args, **kwargs)

    def get_queryset(self, request: HttpRequest) -> models.QuerySet[Any]:
        plans: Any = super().get_queryset(request)
        counted: models.QuerySet[Any] = plans.with_progress()
        return counted

    def choosable(self, rows: models.QuerySet[Any]) -> models.QuerySet[Any]:
        return rows.filter(status=PlanStatus.ACTIVE, entered_in_error_at__isnull=True)

    @display(description=_("progress"))
    def progress(self, plan: Any) -> str:
        done = _("%(done)s of %(planned)s done") % {"done": plan.sessions_completed, "planned": plan.planned_sessions}
        ahead = _("%(ahead)s booked") % {"ahead": plan.sessions_ahead}
        return f"{done}, {ahead}" if plan.sessions_ahead else str(done)

    def save_model(self, request: HttpRequest, obj: Plan, form: PlanForm, change: bool) -> None:
        by = caller_of(request)
        if not change:
            make_plan(obj, form.prescriptions(), by=by)
        elif form.changed_data:
            prescribed = form.prescriptions() if "home_exercises" in form.changed_data else None
            change_plan(obj, form.changed_fields, prescribed, by=by)

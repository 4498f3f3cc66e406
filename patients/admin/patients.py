"""Patients: found by a name however it is spelled, registered once, and shown with everything that is theirs."""

from collections.abc import Iterable
from functools import partial, update_wrapper
from typing import Any

from django.contrib import admin
from django.db import models
from django.http import HttpRequest, HttpResponse
from django.urls import URLPattern, path, reverse
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_POST
from unfold.contrib.filters.admin import DropdownFilter
from unfold.decorators import display

from clinic.common.admin import ServiceAdmin, caller_of
from clinic.common.admin.patient_panel import panels_of
from clinic.common.admin.record_action import ReasonForm, RecordAction
from patients.admin.alike import alike_context, alike_page
from patients.admin.patient_form import PatientForm
from patients.admin.registration_form import FIELDSETS, RegistrationForm
from patients.models import Alert, Patient, PatientStatus
from patients.services.merging import unmerge
from patients.services.registering import change_patient, register_patient


class CurrentPatients(DropdownFilter):
    """Those who are treated; archived and deceased patients are shown on request."""

    title = _("status")
    parameter_name = "status"
    all_option = ["", _("Active")]

    def lookups(self, request: HttpRequest, model_admin: Any) -> Iterable[tuple[str, Any]]:
        others = [(status.value, status.label) for status in PatientStatus if status != PatientStatus.ACTIVE]
        return [*others, ("all", _("All"))]

    def queryset(self, request: HttpRequest, queryset: models.QuerySet[Any]) -> models.QuerySet[Any]:
        if self.value() == "all":
            return queryset
        return queryset.filter(status=self.value() or PatientStatus.ACTIVE, merged_into__isnull=True)


@admin.register(Patient)
class PatientAdmin(ServiceAdmin):
    permission_to_view = "patients.view"
    permission_to_add = "patients.change"
    permission_to_change = "patients.change"
    adds = staticmethod(register_patient)
    changes = staticmethod(change_patient)
    kind = "patient"
    patient_path = ""
    record_actions = (
        RecordAction(
            name="separate",
            title=_("Separate again"),
            permission="patients.merge",
            run=lambda patient, answers, by: unmerge(patient, reason=answers["reason"], by=by),
            explanation=_(
                "What was moved to the other record comes back, and both have the details that they had, unless "
                "somebody changed them since. What was entered since the merge stays with the other record."
            ),
            form_class=ReasonForm,
            offered=lambda patient: patient.merged_into_id is not None,
        ),
    )
    add_title = _("Register a patient")

    form = PatientForm
    change_form_before_template = "admin/patients/patient/duplicates.html"
    change_form_outer_before_template = "admin/patients/patient/summary.html"
    change_form_outer_after_template = "admin/patients/patient/panels.html"
    list_display = ("name", "record_number", "born", "phone", "alerts_shown")
    list_filter = (CurrentPatients,)
    search_fields = ("search_name",)
    search_help_text = _("Name, phone, birth date or record number")
    ordering = ("family_name", "given_name", "uuid")
    fieldsets = (
        (
            _("Person"),
            {
                "fields": (
                    ("family_name", "given_name"),
                    ("second_script_name", "preferred_name"),
                    ("birth_date", "birth_year"),
                    ("sex", "preferred_language"),
                    "alerts",
                ),
                "classes": ["tab"],
            },
        ),
        (_("Contact details"), {"fields": ("phone", "email", "address"), "classes": ["tab"]}),
        (
            _("Background"),
            {
                "fields": ("occupation", "sitting_hours_per_day", "sports", "referral_source"),
                "classes": ["tab"],
            },
        ),
        (_("File"), {"fields": ("record_number", "status"), "classes": ["tab"]}),
    )

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        """A record that was merged into another is only looked at."""
        return super().has_change_permission(request, obj) and not (obj and obj.merged_into_id)

    def choosable(self, rows: models.QuerySet[Any]) -> models.QuerySet[Any]:
        return rows.current()  # type: ignore[attr-defined, no-any-return]

    @display(description=_("name"), ordering="family_name")
    def name(self, patient: Patient) -> str:
        known_as = f" “{patient.preferred_name}”" if patient.preferred_name else ""
        return f"{patient.family_name}, {patient.given_name}{known_as} {patient.second_script_name}"

    @display(description=_("born"), ordering="birth_date")
    def born(self, patient: Patient) -> str:
        return born(patient)

    @display(description=_("alerts"), label=True)
    def alerts_shown(self, patient: Patient) -> list[str] | None:
        return [str(Alert(alert).label) for alert in patient.alerts] or None

    def render_change_form(
        self, request: HttpRequest, context: dict[str, Any], *args: Any, **kwargs: Any
    ) -> HttpResponse:
        if context.get("original") is None:
            context["title"] = self.add_title
        patient, form, by = context.get("original"), context["adminform"].form, caller_of(request)
        if form.duplicates:
            self.saw("listed", [match.patient for match in form.duplicates], by)
        if self.has_change_permission(request, patient):
            context["alike_url"] = self.url("alike_edited", patient.uuid) if patient else self.url("alike")
            context |= alike_context(form.duplicates, form.instance, by, patient)
        if patient is not None:
            context |= {"panels": panels_of(patient, request, self.admin_site), "born": born(patient)}
            context["alerts"] = self.alerts_shown(patient)
        return super().render_change_form(request, context, *args, **kwargs)

    def get_urls(self) -> list[URLPattern]:
        alike = self.admin_site.admin_view(require_POST(update_wrapper(partial(alike_page, self), alike_page)))
        pages = [
            path("alike/", alike, name="patients_patient_alike"),
            path("<uuid:uuid>/alike/", alike, name="patients_patient_alike_edited"),
        ]
        return [*pages, *super().get_urls()]

    def groups(self, request: HttpRequest, obj: Any = None) -> list[Any]:
        """Somebody new is registered on one screen; what is known of somebody is changed in groups."""
        return list(FIELDSETS) if obj is None else super().groups(request, obj)

    def get_form(self, request: HttpRequest, obj: Any = None, change: bool = False, **kwargs: Any) -> Any:
        form = PatientForm if change else RegistrationForm
        return super().get_form(request, obj, change, **{"form": form, **kwargs})

    def save_model(self, request: HttpRequest, obj: Any, form: Any, change: bool) -> None:
        """A new patient is stored with guardian and consents by one service."""
        if change:
            super().save_model(request, obj, form, change)
        else:
            form.register(obj)

    def url_of(self, shown: Any) -> str:
        """The patient's page, which spans the apps; the details are changed on a page that it leads to."""
        return reverse("workplace:patient", args=[shown.uuid])

    def next_page(self, request: HttpRequest, obj: Any) -> str:
        return self.url_of(obj)


def born(patient: Patient) -> str:
    """The birth date or year with the age: 17 May 1980 (46)."""
    age = patient.age_on(timezone.localdate())
    if patient.birth_date:
        return f"{date_format(patient.birth_date)} ({age})"
    return gettext("%(year)s (about %(age)s)") % {"year": patient.birth_year, "age": age} if patient.birth_year else "–"

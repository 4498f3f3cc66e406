"""Who did or saw what; with a patient chosen: who looked at this patient."""

from collections.abc import Iterable
from typing import Any
from uuid import UUID

from django.contrib import admin
from django.db import models
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _
from unfold.contrib.filters.admin import DropdownFilter, FieldTextFilter
from unfold.decorators import display

from clinic.audit.models import AuditEvent
from clinic.audit.recording import record
from clinic.common.admin import ServiceAdmin, caller_of
from clinic.common.admin.filters import DayRange, OfPatient
from clinic.common.admin.patient_panel import PatientPanel
from clinic.common.admin.record_choice import is_uuid
from clinic.common.caller import Caller
from patients.admin.audit_words import act_in_words
from patients.models import Patient


class ConcerningPatient(OfPatient):
    """Acts that changed or showed this patient's data."""

    def queryset(self, request: HttpRequest, queryset: models.QuerySet[Any]) -> models.QuerySet[Any]:
        uuid = self.value()
        if not uuid:
            return queryset
        return queryset.filter(patients__contains=[UUID(uuid)]) if is_uuid(uuid) else queryset.none()


class ReadOrChanged(DropdownFilter):
    """Readings are the many; changes are what one looks for after the fact."""

    title = _("kind of act")
    parameter_name = "act"
    READINGS = models.Q(action__endswith=".viewed") | models.Q(action__endswith=".listed")

    def lookups(self, request: HttpRequest, model_admin: Any) -> Iterable[tuple[str, Any]]:
        return [("read", _("Reading")), ("changed", _("Changing"))]

    def queryset(self, request: HttpRequest, queryset: models.QuerySet[Any]) -> models.QuerySet[Any]:
        if self.value() == "read":
            return queryset.filter(self.READINGS)
        return queryset.exclude(self.READINGS) if self.value() == "changed" else queryset


@admin.register(AuditEvent)
class AuditEventAdmin(ServiceAdmin):
    """The audit stores ids only; here, one layer above the patients, it is shown with their names."""

    permission_to_view = "audit.view"
    kind = "audit"

    list_display = ("at", "actor_name", "act", "patients_named")
    list_filter = (ConcerningPatient, ReadOrChanged, ("at", DayRange), ("actor_name", FieldTextFilter))
    search_fields = ("actor_name",)
    search_help_text = _("Patient's name or record number: who looked at them")
    ordering = ("-id",)
    fields = (
        "at",
        "actor_name",
        "act",
        "action",
        "subject_kind",
        "subject",
        "patients_named",
        "outcome",
        "detail",
        "request_id",
    )
    patient_panel = PatientPanel(
        title=_("Who looked at this patient"),
        columns=("at", "actor_name", "act"),
        nothing_yet=_("Nobody yet."),
        position=100,
        ordering=("-id",),
    )

    def get_queryset(self, request: HttpRequest) -> models.QuerySet[Any]:
        return AuditEvent.objects.filter(clinic=caller_of(request).clinic_uuid)

    def patient_admin(self) -> ServiceAdmin:
        found: ServiceAdmin = self.admin_site.get_model_admin(Patient)
        return found

    def of_patient(self, rows: models.QuerySet[Any], patient: Patient) -> models.QuerySet[Any]:
        return rows.filter(patients__contains=[patient.uuid])

    def get_search_results(
        self, request: HttpRequest, queryset: models.QuerySet[Any], search_term: str
    ) -> tuple[models.QuerySet[Any], bool]:
        if not search_term.strip():
            return queryset, False
        alike: Any = self.patient_admin().get_queryset(request)
        found = list(alike.matching(search_term).values_list("uuid", flat=True)[:50])
        return queryset.filter(patients__overlap=found) if found else queryset.none(), False

    def saw(self, action: str, records: Iterable[Any], by: Caller) -> None:
        """Whoever reads the audit reads names too, and appears in it. One query for the names of the whole page."""
        events = list(records)
        uuids = {uuid for event in events for uuid in event.patients[:3]}
        names = {patient.uuid: str(patient) for patient in Patient.objects.visible_to(by).filter(uuid__in=uuids)}
        for event in events:
            event.names = [names.get(uuid, "?") for uuid in event.patients[:3]]
        record(f"audit.{action}", None, by=by, kind="audit", patients=names)

    @display(description=_("act"), ordering="action")
    def act(self, event: AuditEvent) -> str:
        return act_in_words(event.action)

    @display(description=_("patients"))
    def patients_named(self, event: Any) -> str:
        more = len(event.patients) - len(event.names)
        named = "; ".join(event.names)
        return str(_("%(names)s and %(more)s more") % {"names": named, "more": more}) if more > 0 else named

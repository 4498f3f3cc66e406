"""Outcome reports: the list, and the way to the pages on which one is asked for, followed and read."""

from functools import partial, update_wrapper
from typing import Any

from django.contrib import admin
from django.db import models
from django.http import HttpRequest, HttpResponse
from django.urls import URLPattern, path
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from unfold.contrib.filters.admin import ChoicesDropdownFilter
from unfold.decorators import display

from clinic.common.admin import ServiceAdmin, caller_of
from clinic.common.admin.filters import OfPatient
from clinic.common.admin.patient_panel import PatientPanel
from treatments.outcomes.admin.adoption import adopt_page
from treatments.outcomes.admin.asking import request_page, rerun_page
from treatments.outcomes.admin.report_page import file_page, progress_page, report_page
from treatments.outcomes.models import OutcomeReport, ReportState
from treatments.outcomes.staleness import with_staleness


@admin.register(OutcomeReport)
class ReportAdmin(ServiceAdmin):
    """A report is never changed: it is run again, which makes a new one."""

    permission_to_view = "reports.view"
    permission_to_add = "reports.request"
    kind = "report"
    patient_path = "patient"

    list_display = ("about", "state_shown", "requested_at", "asked_by", "days", "progress_shown", "stale")
    list_filter = (OfPatient, ("kind", ChoicesDropdownFilter), ("state", ChoicesDropdownFilter))
    search_fields = ("patient__search_name",)
    search_help_text = _("Patient's name, phone or record number")
    ordering = ("-created_at", "-id")
    patient_panel = PatientPanel(
        title=_("Outcome reports"),
        columns=("requested_at", "state", "days", "stale"),
        nothing_yet=_("None yet. A report shows the course of pain and alignment, and what can be said about it."),
        position=70,
        ordering=("-created_at", "-id"),
        add_title=_("Request report"),
        adds_at_once=True,
    )

    def related(self) -> tuple[str, ...]:
        return ("clinic", "patient", "episode", "requested_by", "requested_by_client", "supersedes")

    def get_queryset(self, request: HttpRequest) -> models.QuerySet[Any]:
        reports: Any = super().get_queryset(request)
        return with_staleness(reports.for_lists(), caller_of(request).zone)

    def of_patient(self, rows: models.QuerySet[Any], patient: Any) -> models.QuerySet[Any]:
        """Also those about a record that was merged into the patient's: a finished report stays what it was."""
        return rows.filter(models.Q(patient=patient) | models.Q(patient__merged_into=patient))

    def get_urls(self) -> list[URLPattern]:
        pages = [
            path("<uuid:uuid>/progress/", self._page(progress_page), name=self._name("progress")),
            path("<uuid:uuid>/run-again/", self._page(rerun_page), name=self._name("rerun")),
            path("<uuid:uuid>/adopt/", self._page(adopt_page), name=self._name("adopt")),
            path("<uuid:uuid>/files/<path:name>", self._page(file_page), name=self._name("file")),
        ]
        return [*pages, *super().get_urls()]

    def _page(self, page: Any) -> Any:
        return self.admin_site.admin_view(update_wrapper(partial(page, self), page))

    def _name(self, page: str) -> str:
        return f"{self.opts.app_label}_{self.opts.model_name}_{page}"

    def add_view(self, request: HttpRequest, form_url: str = "", extra_context: Any = None) -> HttpResponse:
        return request_page(self, request)

    def change_view(
        self, request: HttpRequest, object_id: str, form_url: str = "", extra_context: Any = None
    ) -> HttpResponse:
        return report_page(self, request, object_id)

    @display(description=_("about"), ordering="patient")
    def about(self, report: OutcomeReport) -> str:
        return str(report.patient or report.get_kind_display())

    @display(
        description=_("state"),
        ordering="state",
        label={
            ReportState.QUEUED: "info",
            ReportState.RUNNING: "info",
            ReportState.DONE: "success",
            ReportState.FAILED: "danger",
        },
    )
    def state_shown(self, report: OutcomeReport) -> tuple[str, str]:
        return report.state, report.get_state_display()

    @display(description=_("requested at"), ordering="created_at")
    def requested_at(self, report: OutcomeReport) -> Any:
        return report.created_at

    @display(description=_("requested by"))
    def asked_by(self, report: OutcomeReport) -> str:
        return str(report.requested_by or report.requested_by_client or _("every week, by itself"))

    @display(description=_("days"))
    def days(self, report: OutcomeReport) -> str:
        if not (report.window_from or report.window_until):
            return str(_("All"))
        return f"{report.window_from or '…'} – {report.window_until or '…'}"

    @display(description=_("progress"), ordering="progress")
    def progress_shown(self, report: OutcomeReport) -> str:
        return f"{report.progress} %"

    @display(description=_("stale"))
    def stale(self, report: Any) -> str | None:
        return gettext("Records changed") if report.stale_since else None

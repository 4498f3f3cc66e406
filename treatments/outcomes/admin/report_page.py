"""The page of one report: how far it is, and when it is done what it says."""

from datetime import timedelta
from typing import Any
from uuid import UUID

from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import get_object_or_404
from django.template.response import TemplateResponse
from django.utils import timezone
from django.utils.formats import time_format
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from clinic.common.admin import ServiceAdmin, caller_of
from clinic.common.caller import Caller
from treatments.outcomes.admin.adoption import offered_figures
from treatments.outcomes.admin.changed_records import changed_records
from treatments.outcomes.admin.differences import differences_from_superseded
from treatments.outcomes.admin.shown_document import shown_document
from treatments.outcomes.admin.shown_result import shown_result
from treatments.outcomes.downloading import download
from treatments.outcomes.models import OutcomeReport, ReportKind, ReportState

PATIENCE = timedelta(seconds=10)
"""How long a report may be queued before its page says that it waits for a worker."""


TITLES = {
    ReportKind.PATIENT: gettext_lazy("Outcome report"),
    ReportKind.COHORT: gettext_lazy("Cohort report"),
    ReportKind.REPEATABILITY: gettext_lazy("Repeatability report"),
}
RESULTS = {
    ReportKind.PATIENT: "outcomes/report_result.html",
    ReportKind.COHORT: "outcomes/cohort_result.html",
    ReportKind.REPEATABILITY: "outcomes/repeatability_result.html",
}


def report_page(admin: ServiceAdmin, request: HttpRequest, uuid: str) -> HttpResponse:
    """Everything about one report. The page follows a report that is not finished by itself."""
    report, by = _find(admin, request, uuid), caller_of(request)
    admin.saw("viewed", [report], by)
    done = report.state == ReportState.DONE
    successor = OutcomeReport.objects.visible_to(by).for_lists().filter(supersedes=report).order_by("-id").first()
    context = {
        **admin.admin_site.each_context(request),
        "opts": admin.opts,
        "title": TITLES[report.kind],
        "report": report,
        "patient": report.patient,
        "unfinished": report.state in (ReportState.QUEUED, ReportState.RUNNING),
        "sentence": progress_in_words(report),
        "result": _shown(report, by) if done else None,
        "result_template": RESULTS[report.kind],
        "offers": offered_figures(report, by) if done else [],
        "adopt_url": admin.url("adopt", uuid),
        "differences": differences_from_superseded(report) if done else [],
        "changed": changed_records(report, admin, by) if done else None,
        "progress_url": admin.url("progress", uuid),
        "rerun_url": admin.url("rerun", uuid) if admin.has_add_permission(request) else "",
        "files_url": admin.url("file", uuid, "-").removesuffix("-"),
        "has_letter": "letter" in report.parameters,
        "supersedes_url": admin.url_of(report.supersedes) if report.supersedes else "",
        "superseded_by_url": admin.url_of(successor) if successor else "",
    }
    return TemplateResponse(request, "outcomes/report.html", context)


def progress_page(admin: ServiceAdmin, request: HttpRequest, uuid: UUID) -> HttpResponse:
    """How far the report is, for the page that waits for it. Says nothing about the patient."""
    if not admin.has_view_permission(request):
        raise PermissionDenied
    reports = OutcomeReport.objects.visible_to(caller_of(request)).for_lists()
    report = get_object_or_404(reports, uuid=uuid)
    finished = report.state in (ReportState.DONE, ReportState.FAILED)
    answer = {"finished": finished, "progress": report.progress, "sentence": progress_in_words(report)}
    return JsonResponse(answer, headers={"Cache-Control": "no-store"})


def file_page(admin: ServiceAdmin, request: HttpRequest, uuid: UUID, name: str) -> HttpResponse:
    """One file of the report."""
    return download(_find(admin, request, str(uuid)).uuid, name, by=caller_of(request))


def progress_in_words(report: OutcomeReport) -> str:
    """Say what the report is waiting for, how far it is, or why it failed."""
    if report.state == ReportState.FAILED:
        return _("The report could not be made: %(reason)s.") % {"reason": report.get_failure_reason_display()}
    if report.state == ReportState.DONE:
        return _("The report is done.")
    if report.state == ReportState.RUNNING:
        return _("The report is being made: %(progress)s %% done.") % {"progress": report.progress}
    if timezone.now() - report.queued_at < PATIENCE:
        return _("The report is queued.")
    sentence = _("It has been waiting for a worker since %(time)s, and will be made as soon as one is free.")
    return sentence % {"time": time_format(timezone.localtime(report.queued_at))}


def _shown(report: OutcomeReport, by: Caller) -> Any:
    return shown_result(report, by) if report.kind == ReportKind.PATIENT else shown_document(report, by)


def _find(admin: ServiceAdmin, request: HttpRequest, uuid: str) -> Any:
    """The report, if the caller may see it."""
    if not admin.has_view_permission(request):
        raise PermissionDenied
    return admin.find(request, uuid)

"""The pages of an assessment in the admin: enter it, correct it, read it."""

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.db import IntegrityError
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.utils.functional import Promise
from django.utils.translation import gettext as _

from assessments.body_chart import body_chart
from assessments.entry.choices import CHOICES
from assessments.entry.details import details_of
from assessments.entry.drafts import draft_key
from assessments.entry.given_today import given_today
from assessments.entry.saving import save
from assessments.entry.sheet import Sheet, empty_sheet, sheet_of, typed_sheet
from assessments.entry.usual import last_of, regions_of, usual_for
from assessments.entry.visit_form import VisitForm, opened, reopened
from assessments.intake.shown import waiting_for
from assessments.models import Assessment
from assessments.services.correcting import correct_assessment
from assessments.services.protocols import protocols_in_use
from assessments.services.recording import Recorded, record_assessment
from clinic.common.admin import ServiceAdmin, caller_of
from clinic.common.admin.record_action import offered_actions
from patients.choosing import choose_patient, patient_named_in
from patients.models import Alert


def record_page(admin: ServiceAdmin, request: HttpRequest) -> HttpResponse:
    """Enter an assessment of the patient whom the address names; without one, the patient is chosen first."""
    if not admin.has_add_permission(request):
        raise PermissionDenied
    if "patient" not in request.GET:
        return choose_patient(admin, request, _("New assessment: whose?"))
    by, patient = caller_of(request), patient_named_in(request)
    protocols = protocols_in_use(by)
    if request.method != "POST":
        usual = usual_for(patient, by)
        visit = opened(patient, by, usual.last, protocols)
        sheet = empty_sheet(visit, usual, visit.followed)
        return _sheet_page(admin, request, sheet, patient=patient, last=usual.last)
    visit = VisitForm(request.POST, patient, by, protocols)
    sheet = typed_sheet(visit, request.POST, regions_of(patient, by), visit.followed)
    new = sheet.visit.assessment(patient)

    def store() -> Recorded:
        return record_assessment(new, sheet.measurements, sheet.ratings, by=by)

    return _save(admin, request, sheet, store, patient=patient, last=last_of(patient, by))


def correct_page(admin: ServiceAdmin, request: HttpRequest, uuid: str) -> HttpResponse:
    """Enter the assessment anew, starting from what was recorded, and say why."""
    original, by = _find(admin, request, uuid), caller_of(request)
    if not admin.has_change_permission(request):
        raise PermissionDenied
    context = {"patient": original.patient, "original": original}
    protocols = protocols_in_use(by)
    if request.method != "POST":
        visit = reopened(original, by, protocols)
        stored = sheet_of(visit, original.measurements.all(), original.pain.order_by("id"), visit.followed)
        return _sheet_page(admin, request, stored, **context)
    visit = VisitForm(request.POST, original.patient, by, protocols, original)
    sheet = typed_sheet(visit, request.POST, (), visit.followed)
    new, reason = sheet.visit.assessment(original.patient), sheet.visit.cleaned_data.get("reason", "")

    def store() -> Recorded:
        return correct_assessment(original, new, sheet.measurements, sheet.ratings, reason, by=by)

    return _save(admin, request, sheet, store, **context)


def detail_page(admin: ServiceAdmin, request: HttpRequest, uuid: str) -> HttpResponse:
    """Everything that was recorded at one visit, and what followed from it."""
    shown, by = _find(admin, request, uuid), caller_of(request)
    admin.saw("viewed", [shown], by)
    correctable = shown.entered_in_error_at is None and not hasattr(shown, "replaced_by")
    context = {
        "assessment": shown,
        "patient": shown.patient,
        "details": details_of(shown, by),
        "correct_url": admin.url("correct", uuid) if correctable and admin.has_change_permission(request) else "",
        "record_actions": offered_actions(admin, shown, by) if not hasattr(shown, "replaced_by") else [],
        "replaces_url": admin.url_of(shown.replaces) if shown.replaces else "",
        "replaced_by_url": admin.url_of(shown.replaced_by) if hasattr(shown, "replaced_by") else "",
    }
    return in_frame(admin, request, "assessments/detail.html", _("Assessment"), **context)


def _save(
    admin: ServiceAdmin,
    request: HttpRequest,
    sheet: Sheet,
    store: Callable[[], Recorded],
    **context: Any,
) -> HttpResponse:
    """Record the sheet once, or show it again with what is wrong or unusual about it."""
    same_form = Assessment.objects.visible_to(caller_of(request)).filter(uuid=sheet.visit.new_uuid)
    if "another" in request.POST:
        return _sheet_page(admin, request, sheet, **context)
    if not same_form.exists():
        try:
            if not save(sheet, store):
                return _sheet_page(admin, request, sheet, **context)
            admin.message_user(request, _("The assessment is recorded."), messages.SUCCESS)
            return go_on(request, admin.url("change", sheet.visit.new_uuid))
        except IntegrityError:
            # The same form arrived twice at one moment, and the other one was first.
            if not same_form.exists():
                raise
    admin.message_user(request, _("This form was recorded before; nothing was recorded again."), messages.WARNING)
    return go_on(request, admin.url("change", sheet.visit.new_uuid))


def go_on(request: HttpRequest, address: str) -> HttpResponse:
    """Lead on to the page; a script that saved in the background is told where it is and goes there itself."""
    if request.get_preferred_type(["text/html", "application/json"]) == "application/json":
        return JsonResponse({"location": address})
    return redirect(address)


def _sheet_page(admin: ServiceAdmin, request: HttpRequest, sheet: Sheet, **context: Any) -> HttpResponse:
    by = caller_of(request)
    if "original" in context:
        title = _("Correct an assessment")
        admin.saw("viewed", [context["original"]], by)
    else:
        title = _("New assessment")
        admin.patient_admin().saw("viewed", [context["patient"]], by)
    shown = {
        "sheet": sheet,
        "choices": CHOICES,
        "chart": body_chart(field="pain-{region}-0-{side}", row="pain-{region}-0"),
        "draft_key": draft_key(by),
        "intakes": waiting_for(context["patient"]),
        "given": [] if "original" in context else given_today(context["patient"], by),
    }
    return in_frame(admin, request, "assessments/entry.html", title, **shown, **context)


def in_frame(
    admin: ServiceAdmin, request: HttpRequest, template: str, title: str | Promise, **context: Any
) -> HttpResponse:
    """The template within the admin's frame, with the alerts of the patient in its context."""
    alerts = [Alert(alert).label for alert in context["patient"].alerts]
    frame = {**admin.admin_site.each_context(request), "opts": admin.opts, "title": title, "alerts": alerts}
    return TemplateResponse(request, template, {**frame, **context})


def _find(admin: ServiceAdmin, request: HttpRequest, uuid: str) -> Assessment:
    """The assessment, if the caller may see it."""
    if not admin.has_view_permission(request):
        raise PermissionDenied
    found: Assessment = admin.find(request, uuid)
    return found

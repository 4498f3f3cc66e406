"""The page on which somebody says which patient it is about, before anything is entered or asked for."""

from collections.abc import Mapping
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.template.response import TemplateResponse
from django.utils.functional import Promise

from clinic.audit.recording import record
from clinic.common.admin import ServiceAdmin, caller_of
from clinic.common.admin.record_choice import is_uuid
from patients.models import Patient

SHOWN = 20


def patient_named_in(request: HttpRequest) -> Patient:
    """The patient of ``?patient=``; Http404 if the caller cannot see one of this id."""
    uuid = request.GET["patient"]
    found = Patient.objects.visible_to(caller_of(request)).filter(uuid=uuid).first() if is_uuid(uuid) else None
    if found is None:
        raise Http404
    return found


def choose_patient(
    admin: ServiceAdmin,
    request: HttpRequest,
    title: str | Promise,
    template: str = "patients/choose.html",
    extra: Mapping[str, Any] | None = None,
) -> HttpResponse:
    """Search a patient and come back to the same address with ``?patient=`` added.

    A ``template`` of its own extends ``patients/choose.html`` by what else there is to choose, which is in ``extra``.
    """
    by, text = caller_of(request), request.GET.get("search", "").strip()
    patients = Patient.objects.visible_to(by).current()
    found = patients.matching(text) if text else patients.order_by("-updated_at", "uuid")
    shown = list(found[:SHOWN])
    record("patient.listed", None, by=by, kind="patient", patients=[patient.uuid for patient in shown])
    context = {
        **admin.admin_site.each_context(request),
        "opts": admin.opts,
        "title": title,
        "search": text,
        "patients": shown,
        "more": len(shown) == SHOWN,
        **(extra or {}),
    }
    return TemplateResponse(request, template, context)

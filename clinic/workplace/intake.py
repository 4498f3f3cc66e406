"""The desk's part of a patient's sheet: make the link, hand over the tablet, print it. The answers are never here."""

from collections.abc import Mapping
from typing import Any
from uuid import UUID

from django.conf import settings
from django.contrib import admin
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils import timezone, translation
from django.utils.translation import gettext as _

from assessments.body_chart import Figure as BodyFigure
from assessments.body_chart import body_chart
from assessments.body_chart_drawing import drawing_of
from assessments.intake.form import PAIN_FIELD, PAIN_ROW
from assessments.models import Intake
from assessments.models.intake import hash_of
from assessments.services.inviting import invite, language_for
from clinic.common.admin import caller_of
from clinic.common.admin.service_form import problems_of
from clinic.common.caller import Caller
from clinic.common.errors import Refused
from clinic.workplace.page import show
from patients.models import Patient
from treatments.outcomes.document.intake_sheet import IntakeSheet, intake_sheet
from treatments.outcomes.document.printed import Figure
from treatments.outcomes.identity import bcp47
from treatments.outcomes.typesetting import render_pdf

MOST_SHOWN = 10
LINK_COOKIE = "intake-link"
"""From the click that makes a link to the page that shows it; it is gone when that page is shown."""
LINK_SECONDS = 60


def intake_desk(request: HttpRequest, uuid: UUID) -> HttpResponse:
    """Show how far the patient's sheets are. A POST makes a link, and the page that it leads to shows it once."""
    by = caller_of(request)
    patient = _patient(uuid, by)
    context: dict[str, Any] = {"patient": patient}
    if request.method == "POST":
        try:
            return _to_show(invite(patient, by=by).token, request)
        except Refused as refusal:
            context["problems"] = problems_of(refusal)
    token = request.COOKIES.get(LINK_COOKIE, "")
    context |= _link(token, request, patient, by)
    sheets = Intake.objects.visible_to(by).filter(patient=patient).without_answers().select_related("invited_by")
    context["sheets"] = sheets.order_by("-created_at", "-id")[:MOST_SHOWN]
    answer = show(request, "workplace/intake/desk.html", _("The patient’s sheet"), context)
    if token:
        answer.delete_cookie(LINK_COOKIE, path=request.path)
    return answer


def _to_show(token: str, request: HttpRequest) -> HttpResponse:
    """To this page again, so that going back never sends the form anew. The server keeps the token nowhere."""
    answer = redirect(request.path)
    answer.set_cookie(
        LINK_COOKIE,
        token,
        max_age=LINK_SECONDS,
        path=request.path,
        secure=settings.SESSION_COOKIE_SECURE,
        httponly=True,
        samesite="Lax",
    )
    return answer


def _link(token: str, request: HttpRequest, patient: Patient, by: Caller) -> dict[str, Any]:
    """The patient's link with this token, if it is still open."""
    made = Intake.objects.visible_to(by).filter(patient=patient).without_answers()
    intake = made.filter(token_sha256=hash_of(token)).first() if token else None
    if intake is None or not intake.is_open:
        return {}
    return {
        "intake": intake,
        "link": request.build_absolute_uri(reverse("intake:sheet", args=[token])),
        "hand_over": reverse("intake:hand-over", args=[token]),
    }


def intake_paper(request: HttpRequest, uuid: UUID) -> HttpResponse:
    """The empty sheet as PDF, to print, in the patient's language."""
    by = caller_of(request)
    patient = _patient(uuid, by)
    language = language_for(patient)
    with translation.override(language):
        front, back = body_chart(field=PAIN_FIELD, row=PAIN_ROW)
        drawings = {"front": drawing_of(front).encode(), "back": drawing_of(back).encode()}
        pdf = render_pdf(_sheet_of(patient, {"front": front, "back": back}, language), drawings)
    headers = {
        "Content-Disposition": f'inline; filename="{patient.uuid}-sheet.pdf"',
        "Cache-Control": "no-store",
        "X-Content-Type-Options": "nosniff",
    }
    return HttpResponse(pdf, content_type="application/pdf", headers=headers)


def _sheet_of(patient: Patient, chart: Mapping[str, BodyFigure], language: str) -> IntakeSheet:
    """The sheet in the active language, which is ``language``."""
    names = (f"{patient.family_name}, {patient.given_name}", patient.second_script_name)
    return intake_sheet(
        clinic=patient.clinic.name,
        names=tuple(filter(None, names)),
        record_number=patient.record_number,
        figures=tuple(Figure(name=name, description=view.label, half_width=True) for name, view in chart.items()),
        sides=tuple((view.on_the_left, view.label, view.on_the_right) for view in chart.values()),
        cutoff=timezone.now(),
        language=bcp47(language),
        paper=patient.clinic.paper,
        translate=_,
    )


def _patient(uuid: UUID, by: Caller) -> Patient:
    """The patient, if the caller may see them; leaves the audit row of a reading."""
    pages: Any = admin.site.get_model_admin(Patient)
    patients = Patient.objects.visible_to(by).select_related("clinic", "merged_into")
    patient: Patient = get_object_or_404(patients, uuid=uuid)
    pages.saw("viewed", [patient], by)
    return patient

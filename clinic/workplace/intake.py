"""The desk's part of a patient's sheet: make the link, hand over the tablet, print it. The answers are never here."""

from typing import Any
from uuid import UUID

from django.contrib import admin
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils import translation
from django.utils.translation import gettext as _

from assessments.body_chart import body_chart
from assessments.intake.form import PAIN_FIELD, PAIN_ROW, IntakeForm
from assessments.models import Intake
from assessments.services.inviting import invite, language_for
from clinic.common.admin import caller_of
from clinic.common.admin.service_form import problems_of
from clinic.common.caller import Caller
from clinic.common.errors import Refused
from clinic.workplace.page import show
from patients.models import Patient

MOST_SHOWN = 10


def intake_desk(request: HttpRequest, uuid: UUID) -> HttpResponse:
    """Show how far the patient's sheets are. A POST makes a link and shows it once, in this answer only."""
    by = caller_of(request)
    patient = _patient(uuid, by)
    context: dict[str, Any] = {"patient": patient}
    if request.method == "POST":
        try:
            invitation = invite(patient, by=by)
            link = reverse("intake:sheet", args=[invitation.token])
            context |= {
                "intake": invitation.intake,
                "link": request.build_absolute_uri(link),
                "hand_over": reverse("intake:hand-over", args=[invitation.token]),
            }
        except Refused as refusal:
            context["problems"] = problems_of(refusal)
    sheets = Intake.objects.visible_to(by).filter(patient=patient).without_answers().select_related("invited_by")
    context["sheets"] = sheets.order_by("-created_at", "-id")[:MOST_SHOWN]
    return show(request, "workplace/intake/desk.html", _("The patient’s sheet"), context)


def intake_paper(request: HttpRequest, uuid: UUID) -> HttpResponse:
    """The empty sheet to print, in the patient's language."""
    by = caller_of(request)
    patient = _patient(uuid, by)
    with translation.override(language_for(patient)):
        context = {
            "patient": patient,
            "clinic_name": by.clinic_name,
            "form": IntakeForm(),
            "chart": body_chart(field=PAIN_FIELD, row=PAIN_ROW),
            "page_language": translation.get_language(),
        }
        return render(request, "workplace/intake/paper.html", context)


def _patient(uuid: UUID, by: Caller) -> Patient:
    """The patient, if the caller may see them; leaves the audit row of a reading."""
    pages: Any = admin.site.get_model_admin(Patient)
    patients = Patient.objects.visible_to(by).select_related("clinic", "merged_into")
    patient: Patient = get_object_or_404(patients, uuid=uuid)
    pages.saw("viewed", [patient], by)
    return patient

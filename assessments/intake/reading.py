"""The page on which a therapist reads a patient's sheet and takes it over."""

from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.utils.translation import gettext as _

from assessments.intake.shown import flag_label, flag_lines, pain_lines
from assessments.intake.taking_over_form import TakeOverForm
from assessments.models import Intake, IntakeState
from assessments.services.taking_over import take_over
from clinic.common.admin import ServiceAdmin, caller_of
from clinic.common.admin.record_action import offered_actions
from clinic.common.admin.service_form import problems_of, show_problems
from clinic.common.errors import Clash, Refused, StaleRecord
from patients.models import Alert


def reading_page(admin: ServiceAdmin, request: HttpRequest, uuid: str) -> HttpResponse:
    """Show the sheet; a POST takes it over."""
    if not admin.has_view_permission(request):
        raise PermissionDenied
    intake: Intake = admin.find(request, uuid)
    form = None
    if intake.told and intake.state == IntakeState.ANSWERED and admin.has_change_permission(request):
        form = TakeOverForm(request.POST or None, intake, intake.told, caller_of(request))
    if request.method == "POST":
        if form is None:
            admin.message_user(request, _("This sheet does not wait any more; nothing was done."), messages.WARNING)
            return redirect(admin.url_of(intake))
        if form.is_valid() and _taken_over(intake, form, request):
            admin.message_user(request, _("The patient’s answers are taken over."), messages.SUCCESS)
            return redirect(admin.patient_admin().url_of(intake.patient))
    return _shown(admin, request, intake, form)


def _taken_over(intake: Intake, form: TakeOverForm, request: HttpRequest) -> bool:
    intake.version = form.cleaned_data["version"]
    ratings, episode = form.cleaned_data["ratings"], form.chosen_episode()
    try:
        with transaction.atomic():
            take_over(intake, ratings, episode, form.chosen_flags(), by=caller_of(request))
    except (Refused, Clash, StaleRecord) as refusal:
        show_problems(form, problems_of(refusal))
    return not form.errors


def _shown(admin: ServiceAdmin, request: HttpRequest, intake: Intake, form: TakeOverForm | None) -> HttpResponse:
    by, answers = caller_of(request), intake.told
    admin.saw("viewed", [intake], by)
    context: dict[str, Any] = {
        **admin.admin_site.each_context(request),
        "opts": admin.opts,
        "title": _("Filled in by the patient"),
        "intake": intake,
        "patient": intake.patient,
        "alerts": [Alert(alert).label for alert in intake.patient.alerts],
        "answers": answers,
        "form": form,
        "record_actions": offered_actions(admin, intake, by),
    }
    if answers:
        context |= {
            "pain": pain_lines(answers),
            "flags": flag_lines(answers),
            "alarming": [flag_label(code) for code in answers.flags],
        }
    return TemplateResponse(request, "intake/reading.html", context)

"""Asking for a report, and asking the same question again."""

from typing import Any
from uuid import UUID

from django import forms
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse, HttpResponseNotAllowed
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from unfold.widgets import UnfoldAdminSelectWidget

from clinic.common.admin import ServiceAdmin, caller_of
from clinic.common.admin.service_form import show_problems
from clinic.common.caller import Caller
from clinic.common.errors import Refused
from clinic.practice.models import LANGUAGES
from patients.choosing import choose_patient, patient_named_in
from patients.models import Episode, Patient
from treatments.outcomes.admin.asking_cohort import cohort_page
from treatments.outcomes.admin.asking_repeatability import repeatability_page
from treatments.outcomes.admin.day_input import DayInput
from treatments.outcomes.requesting.patient import request_patient_report
from treatments.outcomes.requesting.queueing import language_for
from treatments.outcomes.requesting.rerun import rerun


class RequestForm(forms.Form):
    """Which records of the patient the report reads. Empty: all of them."""

    episode = forms.ModelChoiceField(
        Episode.objects.none(),
        label=gettext_lazy("Episode of care"),
        required=False,
        to_field_name="uuid",
        empty_label=gettext_lazy("All episodes"),
        widget=UnfoldAdminSelectWidget,
    )
    until = forms.DateField(label=gettext_lazy("Until (inclusive)"), required=False, widget=DayInput)
    language = forms.ChoiceField(
        label=gettext_lazy("Language"),
        choices=LANGUAGES,
        required=False,
        help_text=gettext_lazy("The patient’s own, if reports are written in it; else the clinic’s."),
        widget=UnfoldAdminSelectWidget,
    )

    def __init__(self, data: Any, patient: Patient, by: Caller) -> None:
        super().__init__(data, initial={"language": language_for(patient, by.clinic_id)})
        # A word of Python, so that it cannot stand above.
        first_day = forms.DateField(label=gettext_lazy("From (inclusive)"), required=False, widget=DayInput)
        self.fields = {
            "episode": self.fields["episode"],
            "from": first_day,
            "until": self.fields["until"],
            "language": self.fields["language"],
        }
        episodes = Episode.objects.visible_to(by).for_patient(patient.uuid).valid().order_by("-opened_at")
        self.fields["episode"].queryset = episodes  # type: ignore[attr-defined]


def request_page(admin: ServiceAdmin, request: HttpRequest) -> HttpResponse:
    """Choose whom it is about, narrow the question if need be, and ask; then the report's own page follows it."""
    if not admin.has_add_permission(request):
        raise PermissionDenied
    if (page := _PAGES.get(request.GET.get("kind", ""))) is not None:
        return page(admin, request)
    if "patient" not in request.GET:
        return choose_patient(admin, request, _("Request a report: about whom?"), "outcomes/choose.html")
    patient, by = patient_named_in(request), caller_of(request)
    form = RequestForm(request.POST if request.method == "POST" else None, patient, by)
    if form.is_valid():
        try:
            asked = form.cleaned_data
            report = request_patient_report(
                patient=patient,
                episode=asked["episode"],
                from_=asked["from"],
                until=asked["until"],
                language=asked["language"] or language_for(patient, by.clinic_id),
                by=by,
            )
        except Refused as refused:
            show_problems(form, refused.problems)
        else:
            return redirect(admin.url_of(report))
    admin.patient_admin().saw("viewed", [patient], by)
    context = {
        **admin.admin_site.each_context(request),
        "opts": admin.opts,
        "title": _("Request a report"),
        "patient": patient,
        "form": form,
    }
    return TemplateResponse(request, "outcomes/request.html", context)


_PAGES = {"cohort": cohort_page, "repeatability": repeatability_page}


def rerun_page(admin: ServiceAdmin, request: HttpRequest, uuid: UUID) -> HttpResponse:
    """Ask the same question again (POST), and go to the new report."""
    if not admin.has_add_permission(request):
        raise PermissionDenied
    if request.method != "POST":
        return HttpResponseNotAllowed(["POST"])
    again = rerun(admin.find(request, uuid), by=caller_of(request))
    return redirect(admin.url_of(again))

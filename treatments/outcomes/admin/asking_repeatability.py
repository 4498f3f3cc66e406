"""Asking for a report about the clinic's own measurement error."""

from typing import Any

from django import forms
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from clinic.common.admin import ServiceAdmin, caller_of
from clinic.common.admin.service_form import show_problems
from clinic.common.errors import Refused
from treatments.outcomes.admin.day_input import DayInput
from treatments.outcomes.requesting.repeatability import request_repeatability_report


class WindowForm(forms.Form):
    """Which days' measurements the report reads. Empty: all of them."""

    until = forms.DateField(label=gettext_lazy("Until (inclusive)"), required=False, widget=DayInput)

    def __init__(self, data: Any) -> None:
        super().__init__(data)
        # A word of Python, so that it cannot stand above.
        first_day = forms.DateField(label=gettext_lazy("From (inclusive)"), required=False, widget=DayInput)
        self.fields = {"from": first_day, "until": self.fields["until"]}


def repeatability_page(admin: ServiceAdmin, request: HttpRequest) -> HttpResponse:
    """Choose the days, and ask; then the report's own page shows how far it is."""
    if not admin.has_add_permission(request):
        raise PermissionDenied
    form = WindowForm(request.POST if request.method == "POST" else None)
    if form.is_valid():
        asked = form.cleaned_data
        try:
            report = request_repeatability_report(from_=asked["from"], until=asked["until"], by=caller_of(request))
        except Refused as refused:
            show_problems(form, refused.problems)
        else:
            return redirect(admin.url_of(report))
    context = {
        **admin.admin_site.each_context(request),
        "opts": admin.opts,
        "title": _("Request a report about the repeatability of our measurements"),
        "form": form,
    }
    return TemplateResponse(request, "outcomes/request_repeatability.html", context)

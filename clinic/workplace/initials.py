"""The switch between names and initials on a screen that others can see."""

from collections.abc import Callable

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.http import url_has_allowed_host_and_scheme
from django.views.decorators.http import require_POST

from clinic.common.admin.discretion import SESSION_KEY, discreet
from patients.models import Patient


def namer(request: HttpRequest) -> Callable[[Patient], str]:
    """How a patient is called on this person's screen."""
    return _discreetly if discreet(request) else str


def _discreetly(patient: Patient) -> str:
    return patient.discreet_name


@require_POST
def switch_initials(request: HttpRequest) -> HttpResponse:
    """Show names as initials from now on, or in full again; back to the page on which the switch was."""
    request.session[SESSION_KEY] = request.POST.get("initials") == "on"
    asked = request.POST.get("back", "")
    return redirect(asked if url_has_allowed_host_and_scheme(asked, {request.get_host()}) else "admin:index")

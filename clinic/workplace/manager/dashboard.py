"""The manager's dashboard: figures with what they are of, and the way to everything that is set up. It names nobody."""

from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext_lazy as _

from clinic.common.admin import caller_of
from clinic.workplace.manager.care import closings_of, in_treatment_of, today_of
from clinic.workplace.manager.measuring import measuring_of
from clinic.workplace.manager.reports import reports_of
from clinic.workplace.manager.ways import ways
from clinic.workplace.page import show


def dashboard(request: HttpRequest) -> HttpResponse:
    """Show it; no patient is shown, so no audit row of a reading is left."""
    by = caller_of(request)
    context = {
        "today": today_of(by),
        "in_treatment": in_treatment_of(by),
        "closings": closings_of(by),
        "reports": reports_of(by),
        "measuring": measuring_of(by),
        "ways": ways(),
    }
    return show(request, "workplace/manager/dashboard.html", _("Dashboard"), context)

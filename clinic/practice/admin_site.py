"""The staff's door: who gets in, which pages there are, and in which clinic a person works."""

from typing import Any, cast

from django.http import Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect
from django.urls import URLPattern, path
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST
from unfold.forms import AuthenticationForm
from unfold.sites import UnfoldAdminSite

from clinic.common.admin import ServiceAdmin, caller_of
from clinic.common.admin.record_choice import RecordSearchAnswers
from clinic.practice.active_clinic import choose_clinic, memberships_of
from clinic.practice.language import choose_language
from clinic.practice.models import LANGUAGES, User

NOT_OURS = {"search", "app_list", "view_on_site"}
"""Pages of the library that know nothing of clinics; its search keeps what it found beyond a change of clinic."""


LANGUAGE_NAMES = {"en": "English", "zh-hant": "繁體中文"}
"""Each language in its own words, so that whoever cannot read the page finds theirs."""


class StaffLoginForm(AuthenticationForm):
    """Lets in whoever has a role in a clinic; a person without one is answered like a wrong password."""

    def confirm_login_allowed(self, user: User) -> None:
        if not user.is_active or not memberships_of(user):
            raise self.get_invalid_login_error()


class ClinicAdminSite(UnfoldAdminSite):
    """Pages for people with a role. What does not declare its permissions is not part of it."""

    login_form = StaffLoginForm

    def register(self, model_or_iterable: Any, admin_class: Any = None, **options: Any) -> None:
        """Take in only pages that declare their permissions; those that libraries bring along stay out."""
        if admin_class is not None and issubclass(admin_class, ServiceAdmin):
            super().register(model_or_iterable, admin_class, **options)

    def has_permission(self, request: HttpRequest) -> bool:
        caller = getattr(request, "caller", None)
        return caller is not None and bool(caller.permissions)

    def get_urls(self) -> list[URLPattern]:
        return [url for url in super().get_urls() if getattr(url, "name", None) not in NOT_OURS]

    def extra_urls(self) -> list[URLPattern]:
        return [
            path("clinic/", self.admin_view(require_POST(self.switch_clinic)), name="switch_clinic"),
            path("language/", self.admin_view(require_POST(self.switch_language)), name="switch_language"),
        ]

    def get_app_list(self, request: HttpRequest, app_label: str | None = None) -> list[Any]:
        """Nothing: the sidebar is written out, and shows what the person may see."""
        return []

    def switch_clinic(self, request: HttpRequest) -> HttpResponse:
        """Make another of the person's clinics the active one; every page shows that clinic from then on."""
        if not choose_clinic(request, request.POST.get("clinic", "")):
            raise Http404
        return redirect("admin:index")

    def switch_language(self, request: HttpRequest) -> HttpResponse:
        """Show the pages in another language from now on, and go back to the page that was open."""
        if not choose_language(cast(User, request.user), request.POST.get("language", "")):
            raise Http404
        asked = request.POST.get("back", "")
        return redirect(asked if url_has_allowed_host_and_scheme(asked, {request.get_host()}) else "admin:index")

    def autocomplete_view(self, request: HttpRequest) -> HttpResponseBase:
        return RecordSearchAnswers.as_view(admin_site=self)(request)

    def each_context(self, request: HttpRequest) -> dict[str, Any]:
        context: dict[str, Any] = super().each_context(request)
        if self.has_permission(request):
            context["memberships"] = memberships_of(cast(User, request.user))
            context["caller"] = caller_of(request)
            context["page_languages"] = [(code, LANGUAGE_NAMES[code]) for code, _name in LANGUAGES]
        return context


def site_header(request: HttpRequest) -> str:
    """The clinic's name, so that nobody works in the wrong one."""
    caller = getattr(request, "caller", None)
    return caller.clinic_name if caller else "Plumbline"


def site_subheader(request: HttpRequest) -> str:
    """The zone in which every time on the page is shown."""
    caller = getattr(request, "caller", None)
    return _("Times in %(zone)s") % {"zone": caller.zone.key.replace("_", " ")} if caller else ""

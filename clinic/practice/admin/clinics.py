"""The clinic's own settings."""

from typing import Any

from django.contrib import admin
from django.core.exceptions import PermissionDenied
from django.db import models
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext_lazy as _

from clinic.common.admin import ServiceAdmin, caller_of
from clinic.practice.models import Clinic
from clinic.practice.services.clinic_settings import change_clinic


@admin.register(Clinic)
class ClinicAdmin(ServiceAdmin):
    """One row: the clinic in which the manager works. Further clinics are made when the product is set up."""

    permission_to_view = "practice.change"
    permission_to_change = "practice.change"
    changes = staticmethod(change_clinic)

    fieldsets = (
        (None, {"fields": ("name", "address", "time_zone", "locale")}),
        (_("Sessions"), {"fields": ("session_minutes", "reassess_every_sessions")}),
        (_("Reports"), {"fields": ("paper", "small_cell_threshold")}),
    )

    def next_page(self, request: HttpRequest, obj: Any) -> str:
        return self.url_of(obj)

    def get_queryset(self, request: HttpRequest) -> models.QuerySet[Any]:
        return Clinic.objects.filter(pk=caller_of(request).clinic_id).order_by("name")

    def changelist_view(self, request: HttpRequest, extra_context: dict[str, Any] | None = None) -> HttpResponse:
        """A list of one is its entry."""
        if not self.has_view_permission(request):
            raise PermissionDenied
        return redirect(self.url("change", caller_of(request).clinic_uuid))

"""Who works in the clinic, and as what."""

from typing import Any

from django import forms
from django.contrib import admin
from django.db import models
from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext_lazy as _
from unfold.contrib.filters.admin import ChoicesDropdownFilter
from unfold.widgets import UnfoldAdminTextInputWidget

from clinic.common.admin import ServiceAdmin, ServiceForm, caller_of
from clinic.common.admin.filters import InUse
from clinic.common.admin.record_action import RecordAction
from clinic.common.admin.shown_once import show_once
from clinic.practice.models import Membership
from clinic.practice.services.staff import change_member, employ, renew_password


class StaffForm(ServiceForm):
    username = forms.CharField(
        label=_("User name"),
        max_length=150,
        widget=UnfoldAdminTextInputWidget(attrs={"autocomplete": "off", "autocapitalize": "none"}),
        help_text=_("Somebody who works in another clinic too is added with the user name they have."),
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if self.instance.pk:
            self.fields["username"].disabled = True
            self.fields["username"].initial = self.instance.user.username


@admin.register(Membership)
class StaffAdmin(ServiceAdmin):
    permission_to_view = "staff.change"
    permission_to_add = "staff.change"
    permission_to_change = "staff.change"
    changes = staticmethod(change_member)
    record_actions = (
        RecordAction(
            name="new-password",
            title=_("New password"),
            permission="staff.change",
            run=lambda member, _answers, by: [(_("New password"), renew_password(member, by=by))],
            explanation=_("The old password stops working. The new one is shown once."),
            confirms=True,
            result_title=_("New password"),
        ),
    )

    form = StaffForm
    list_display = ("display_name", "role", "login", "supervises_parallel_sessions", "active")
    list_filter = (("role", ChoicesDropdownFilter), InUse)
    search_fields = ("display_name", "user__username")
    search_help_text = _("Name or user name")
    ordering = ("display_name",)
    fieldsets = (
        (None, {"fields": ("display_name", "username", "role")}),
        (_("Work"), {"fields": ("supervises_parallel_sessions", "active")}),
    )

    def related(self) -> tuple[str, ...]:
        return ("user",)

    def choosable(self, rows: models.QuerySet[Any]) -> models.QuerySet[Any]:
        return rows.filter(active=True)

    @admin.display(description=_("user name"), ordering="user__username")
    def login(self, member: Membership) -> str:
        return member.user.username

    def save_model(self, request: HttpRequest, obj: Membership, form: Any, change: bool) -> None:
        if change:
            super().save_model(request, obj, form, change)
        else:
            form.first_password = employ(obj, form.cleaned_data["username"], by=caller_of(request))
            request.first_password = form.first_password  # type: ignore[attr-defined]

    def response_add(self, request: HttpRequest, obj: Any, post_url_continue: str | None = None) -> HttpResponse:
        password: str = request.first_password  # type: ignore[attr-defined]
        if not password:
            return super().response_add(request, obj, post_url_continue)
        secrets = [(_("User name"), obj.user.username), (_("First password"), password)]
        return show_once(self, request, obj, _("Login of %(name)s") % {"name": obj}, secrets)

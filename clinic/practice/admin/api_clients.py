"""Other software that may act for the clinic."""

from typing import Any

from django import forms
from django.contrib import admin
from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext_lazy as _
from unfold.widgets import UnfoldAdminCheckboxSelectMultipleWidget, UnfoldAdminTextInputWidget

from clinic.common.admin import ServiceAdmin, ServiceForm, caller_of
from clinic.common.admin.filters import InUse
from clinic.common.admin.record_action import RecordAction
from clinic.common.admin.shown_once import show_once
from clinic.practice.models import ApiClient
from clinic.practice.roles import SCOPE_PERMISSIONS
from clinic.practice.services.api_clients import add_api_client, change_api_client, renew_secret


class ApiClientForm(ServiceForm):
    name = forms.CharField(label=_("Name"), max_length=255, widget=UnfoldAdminTextInputWidget)
    scopes = forms.MultipleChoiceField(
        label=_("Scopes"),
        choices=[(scope, scope) for scope in SCOPE_PERMISSIONS],
        widget=UnfoldAdminCheckboxSelectMultipleWidget,
        help_text=_("What this software may do. Give it no more than it needs."),
    )


@admin.register(ApiClient)
class ApiClientAdmin(ServiceAdmin):
    permission_to_view = "api_clients.change"
    permission_to_add = "api_clients.change"
    permission_to_change = "api_clients.change"
    changes = staticmethod(change_api_client)
    record_actions = (
        RecordAction(
            name="new-secret",
            title=_("New secret"),
            permission="api_clients.change",
            run=lambda client, _answers, by: [
                (_("Client id"), client.client_id),
                (_("Client secret"), renew_secret(client, by=by)),
            ],
            explanation=_("The old secret and every token end at once. The new secret is shown once."),
            confirms=True,
            result_title=_("New secret"),
        ),
    )

    form = ApiClientForm
    list_display = ("name", "client_id", "scopes_shown", "active")
    list_filter = (InUse,)
    search_fields = ("name",)
    search_help_text = _("Name of the software")
    ordering = ("name",)
    readonly_fields = ("client_id",)
    fieldsets = ((None, {"fields": ("name", "client_id", "scopes", "active")}),)
    add_fieldsets = ((None, {"fields": ("name", "scopes", "active")}),)

    @admin.display(description=_("scopes"))
    def scopes_shown(self, client: ApiClient) -> str:
        return ", ".join(client.scopes)

    def save_model(self, request: HttpRequest, obj: ApiClient, form: Any, change: bool) -> None:
        if change:
            super().save_model(request, obj, form, change)
        else:
            request.secret = add_api_client(obj, by=caller_of(request))  # type: ignore[attr-defined]

    def response_add(self, request: HttpRequest, obj: Any, post_url_continue: str | None = None) -> HttpResponse:
        secret: str = request.secret  # type: ignore[attr-defined]
        secrets = [(_("Client id"), obj.client_id), (_("Client secret"), secret)]
        return show_once(self, request, obj, _("Secret of %(name)s") % {"name": obj}, secrets)

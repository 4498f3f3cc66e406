"""The pairs that a clinic settles before it looks: in force, retired, or still those of the product."""

from functools import partial, update_wrapper
from typing import Any

from django.contrib import admin, messages
from django.core.exceptions import PermissionDenied
from django.db import models
from django.http import HttpRequest, HttpResponse, HttpResponseNotAllowed
from django.shortcuts import redirect
from django.urls import URLPattern, path
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from unfold.contrib.filters.admin import DropdownFilter

from clinic.common.admin import ServiceAdmin, caller_of
from clinic.common.admin.record_action import RecordAction
from clinic.common.admin.service_form import problems_of
from clinic.common.errors import Refused
from treatments.outcomes.models import PrespecifiedPair
from treatments.outcomes.selectors.settled_pairs import settled_pairs
from treatments.outcomes.settling import retire_pair, settle_pair, write_down_default_pairs


class InForce(DropdownFilter):
    """Pairs in force; retired ones are shown on request, because earlier reports name them."""

    title = gettext_lazy("in force")
    parameter_name = "in_force"
    all_option = ["", gettext_lazy("In force")]

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, Any]]:
        return [("no", gettext_lazy("Retired")), ("all", gettext_lazy("All"))]

    def queryset(self, request: HttpRequest, queryset: models.QuerySet[Any]) -> models.QuerySet[Any]:
        if self.value() == "all":
            return queryset
        return queryset.filter(retired_at__isnull=self.value() != "no")


@admin.register(PrespecifiedPair)
class PairAdmin(ServiceAdmin):
    """Managers settle and retire pairs; a pair is never changed, since when it was settled matters."""

    permission_to_view = "practice.change"
    permission_to_add = "practice.change"
    adds = staticmethod(settle_pair)
    record_actions = (
        RecordAction(
            name="retire",
            title=gettext_lazy("Retire"),
            permission="practice.change",
            run=lambda pair, _answers, by: retire_pair(pair, by=by),
            explanation=gettext_lazy(
                "From now on reports leave this pair out. Earlier reports stay as they are, and the pair stays in the "
                "confirmatory report of a year that began with it."
            ),
            offered=lambda pair: pair.retired_at is None,
            confirms=True,
        ),
    )

    list_display = ("position", "measure", "region", "came_with_product", "settled", "retired_at")
    list_display_links = ("measure",)
    list_filter = (InForce,)
    list_before_template = "outcomes/default_pairs.html"
    ordering = ("position", "id")
    fieldsets = ((None, {"fields": ("measure", "region", "position")}),)

    def has_add_permission(self, request: HttpRequest) -> bool:
        """While the product's own pairs are in force there is nothing to add to: they are written down first."""
        return super().has_add_permission(request) and not _untouched(request)

    def get_urls(self) -> list[URLPattern]:
        view = self.admin_site.admin_view(update_wrapper(partial(write_down_page, self), write_down_page))
        return [path("write-down/", view, name=self._name("write_down")), *super().get_urls()]

    def _name(self, page: str) -> str:
        return f"{self.opts.app_label}_{self.opts.model_name}_{page}"

    def changelist_view(self, request: HttpRequest, extra_context: dict[str, Any] | None = None) -> HttpResponse:
        in_force = settled_pairs(caller_of(request).clinic_id) if _untouched(request) else []
        defaults = [
            PrespecifiedPair(measure=pair.measure, region=pair.region, position=position)
            for position, pair in enumerate(in_force, 1)
        ]
        context = {"default_pairs": defaults, "write_down_url": self.url("write_down")}
        return super().changelist_view(request, {**context, **(extra_context or {})})

    @admin.display(description=gettext_lazy("settled at"), ordering="created_at")
    def settled(self, pair: PrespecifiedPair) -> Any:
        return None if pair.came_with_product else pair.created_at


def write_down_page(pairs: PairAdmin, request: HttpRequest) -> HttpResponse:
    """Write the product's pairs down as the clinic's (POST), and go back to the list."""
    if not caller_of(request).may(pairs.permission_to_add):
        raise PermissionDenied
    if request.method != "POST":
        return HttpResponseNotAllowed(["POST"])
    try:
        write_down_default_pairs(by=caller_of(request))
    except Refused as refused:
        pairs.message_user(request, str(problems_of(refused)[0].detail), messages.ERROR)
    else:
        pairs.message_user(request, _("The six pairs are written down. Now each can be retired."), messages.SUCCESS)
    return redirect(pairs.url("changelist"))


def _untouched(request: HttpRequest) -> bool:
    return not PrespecifiedPair.objects.visible_to(caller_of(request)).exists()

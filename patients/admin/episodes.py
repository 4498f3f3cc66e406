"""Episodes of care: the complaint, what is known about it, and how it ended."""

from collections.abc import Iterable
from typing import Any

from django.contrib import admin
from django.db import models
from django.http import HttpRequest
from django.utils.formats import date_format
from django.utils.translation import gettext_lazy as _
from unfold.contrib.filters.admin import ChoicesDropdownFilter, DropdownFilter, RangeDateFilter
from unfold.decorators import display

from clinic.common.admin import ServiceAdmin
from clinic.common.admin.filters import OfPatient, Validity
from clinic.common.admin.patient_panel import PatientPanel
from clinic.common.admin.record_action import entered_in_error
from clinic.common.caller import Caller
from patients.admin.episode_form import EpisodeForm
from patients.models import Episode
from patients.services.episodes import change_episode, open_episode
from patients.services.voiding import void_episode


class OpenEpisodes(DropdownFilter):
    """Open or closed."""

    title = _("state")
    parameter_name = "open"

    def lookups(self, request: HttpRequest, model_admin: Any) -> Iterable[tuple[str, Any]]:
        return [("yes", _("Open")), ("no", _("Closed"))]

    def queryset(self, request: HttpRequest, queryset: models.QuerySet[Any]) -> models.QuerySet[Any]:
        return queryset.filter(closed_at__isnull=self.value() == "yes") if self.value() else queryset


@admin.register(Episode)
class EpisodeAdmin(ServiceAdmin):
    permission_to_view = "episodes.view"
    permission_to_add = "episodes.change"
    permission_to_change = "episodes.change"
    adds = staticmethod(open_episode)
    changes = staticmethod(change_episode)
    kind = "episode"
    patient_path = "patient"
    at_first = {"opened_at": Caller.today}
    fixed = ("patient",)
    record_actions = (entered_in_error(void_episode, "episodes.change"),)
    change_form_outer_before_template = "patients/episode_actions.html"

    form = EpisodeForm
    list_display = ("complaint", "patient", "opened_at", "state", "cause", "red_flags_shown")
    list_filter = (
        OfPatient,
        OpenEpisodes,
        ("region", ChoicesDropdownFilter),
        ("cause", ChoicesDropdownFilter),
        ("opened_at", RangeDateFilter),
        Validity,
    )
    search_fields = ("patient__search_name",)
    search_help_text = _("Patient's name, phone or record number")
    autocomplete_fields = ("patient",)
    ordering = ("-opened_at", "-id")
    fieldsets = (
        (_("Complaint"), {"fields": ("patient", ("region", "side"), ("opened_at", "onset_date"), "cause")}),
        (
            _("What is known"),
            {"fields": ("diagnoses", "earlier_treatments", "assistive_device", "red_flags")},
        ),
        (_("Goals and end"), {"fields": ("goals", ("closed_at", "close_reason"))}),
    )
    patient_panel = PatientPanel(
        title=_("Episodes of care"),
        columns=("complaint", "opened_at", "state", "cause"),
        nothing_yet=_("No episode yet. Open one for the complaint that brings the patient here."),
        position=10,
        ordering=("-opened_at", "-id"),
    )

    @display(description=_("complaint"), ordering="region")
    def complaint(self, episode: Episode) -> str:
        side = "" if episode.side == "none" else f", {episode.get_side_display()}"
        return f"{episode.get_region_display()}{side}"

    @display(description=_("state"))
    def state(self, episode: Episode) -> str:
        if episode.entered_in_error_at:
            return str(_("Entered in error"))
        if episode.closed_at is None:
            return str(_("Open"))
        return f"{date_format(episode.closed_at)}: {episode.get_close_reason_display()}"

    @display(description=_("red flags"), label="danger")
    def red_flags_shown(self, episode: Episode) -> list[str] | None:
        return episode.red_flags or None

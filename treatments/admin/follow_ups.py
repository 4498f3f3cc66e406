"""The contacts after an episode was closed: planned at discharge, recorded when the patient was asked."""

from typing import Any

from django import forms
from django.contrib import admin
from django.db import models
from django.http import HttpRequest
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext_lazy as _
from unfold.contrib.filters.admin import DropdownFilter
from unfold.decorators import display
from unfold.widgets import UnfoldAdminRadioSelectWidget, UnfoldAdminTextareaWidget

from clinic.common.admin import ServiceAdmin, caller_of
from clinic.common.admin.filters import OfPatient, Validity
from clinic.common.admin.moment import MomentField
from clinic.common.admin.patient_panel import PatientPanel
from clinic.common.admin.record_action import ActionForm, RecordAction, entered_in_error
from treatments.admin.told_fields import PainNow, impression_field, places_of
from treatments.models import FollowUp, FollowUpOutcome
from treatments.services.following_up import Told, record_follow_up, void_follow_up


class CallForm(ActionForm):
    """What came of the call."""

    outcome = forms.ChoiceField(
        label=_("Outcome"),
        choices=FollowUpOutcome.choices,
        initial=FollowUpOutcome.REACHED,
        widget=UnfoldAdminRadioSelectWidget,
    )
    done_at = MomentField(label=_("When"))
    pain = PainNow()
    pgic = impression_field()
    note = forms.CharField(label=_("Note"), required=False, widget=UnfoldAdminTextareaWidget(attrs={"rows": 3}))

    def __init__(self, data: Any, *, record: FollowUp, by: Any) -> None:
        super().__init__(data, record=record, by=by)
        self.initial.update({"done_at": timezone.now(), "pain": places_of(record.episode)})


def _record(follow_up: FollowUp, answers: dict[str, Any], by: Any) -> FollowUp:
    return record_follow_up(
        follow_up,
        done_at=answers["done_at"],
        outcome=answers["outcome"],
        told=Told(answers["pain"], answers["pgic"]),
        note=answers["note"],
        by=by,
    )


class Waiting(DropdownFilter):
    """Due, still to come, or done."""

    title = _("state")
    parameter_name = "state"

    def lookups(self, request: HttpRequest, model_admin: Any) -> Any:
        return [("due", _("Due")), ("ahead", _("To come")), ("done", _("Done"))]

    def queryset(self, request: HttpRequest, queryset: models.QuerySet[Any]) -> models.QuerySet[Any]:
        rows: Any = queryset
        today = caller_of(request).today()
        if self.value() == "due":
            found: models.QuerySet[Any] = rows.due(today)
            return found
        if self.value() == "ahead":
            return rows.waiting().filter(due_on__gt=today)  # type: ignore[no-any-return]
        return queryset.filter(done_at__isnull=False) if self.value() == "done" else queryset


@admin.register(FollowUp)
class FollowUpAdmin(ServiceAdmin):
    permission_to_view = "treatments.view"
    kind = "follow_up"
    patient_path = "patient"
    record_actions = (
        RecordAction(
            name="record",
            title=_("Record the follow-up"),
            permission="treatments.change",
            run=_record,
            explanation=_("Ask for the average of the last 7 days first. What you did not ask stays empty."),
            form_class=CallForm,
            offered=lambda follow_up: follow_up.done_at is None and follow_up.entered_in_error_at is None,
            variant="primary",
        ),
        entered_in_error(void_follow_up, "treatments.change"),
    )

    list_display = ("due_on", "patient", "episode", "phone", "state")
    list_filter = (OfPatient, Waiting, Validity)
    search_fields = ("patient__search_name",)
    search_help_text = _("Patient's name, phone or record number")
    ordering = ("due_on", "id")
    fieldsets = (
        (None, {"fields": ("patient", "phone", "episode", "due_on")}),
        (_("What came of it"), {"fields": ("state", "done_by", "pain_told", "note")}),
    )
    readonly_fields = ("phone", "state", "done_by", "pain_told")
    patient_panel = PatientPanel(
        title=_("Follow-ups"),
        columns=("due_on", "episode", "state"),
        nothing_yet=_("None. Closing an episode plans them, 30 and 90 days on."),
        position=60,
        ordering=("due_on", "id"),
    )

    def related(self) -> tuple[str, ...]:
        return ("patient", "episode", "done_by")

    @display(description=_("phone"))
    def phone(self, follow_up: FollowUp) -> str:
        return str(follow_up.patient.phone) or "–"

    @display(description=_("state"))
    def state(self, follow_up: FollowUp) -> str:
        if follow_up.done_at is None:
            return str(_("Not done yet"))
        at = date_format(timezone.localtime(follow_up.done_at), "DATETIME_FORMAT")
        return f"{follow_up.get_outcome_display()}, {at}"

    @display(description=_("pain"))
    def pain_told(self, follow_up: FollowUp) -> str:
        if follow_up.done_at is None:
            return "–"
        told = follow_up.episode.pain_ratings.filter(taken_at=follow_up.done_at, entered_in_error_at__isnull=True)
        return "; ".join(f"{rating.get_region_display()} {rating.intensity}" for rating in told) or "–"

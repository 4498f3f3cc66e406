"""Pain ratings and questionnaire scores that belong to no assessment."""

from django.contrib import admin
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from unfold.contrib.filters.admin import ChoicesDropdownFilter, RangeDateFilter

from assessments.models import PainRating, QuestionnaireScore
from assessments.services.rating_pain import rate_pain
from assessments.services.scoring import record_questionnaire_score
from assessments.services.voiding import mark_entered_in_error
from clinic.common.admin import ServiceAdmin
from clinic.common.admin.filters import DayRange, OfPatient, Validity
from clinic.common.admin.patient_panel import PatientPanel
from clinic.common.admin.record_action import entered_in_error
from clinic.common.caller import Caller


@admin.register(PainRating)
class PainRatingAdmin(ServiceAdmin):
    """A rating is given once; a wrong one is marked as entered in error and given anew."""

    permission_to_view = "assessments.view"
    permission_to_add = "assessments.change"
    adds = staticmethod(rate_pain)
    at_first = {"taken_at": lambda by: timezone.now(), "side": "none"}
    kind = "pain_rating"
    patient_path = "patient"
    record_actions = (entered_in_error(mark_entered_in_error, "assessments.change"),)

    list_display = ("taken_at", "patient", "region", "side", "intensity", "recall", "context", "timing")
    list_filter = (
        OfPatient,
        ("region", ChoicesDropdownFilter),
        ("recall", ChoicesDropdownFilter),
        ("taken_at", DayRange),
        Validity,
    )
    search_fields = ("patient__search_name",)
    search_help_text = _("Patient's name, phone or record number")
    autocomplete_fields = ("patient", "episode")
    ordering = ("-taken_at", "-id")
    fieldsets = (
        (None, {"fields": ("patient", "episode", "taken_at")}),
        (_("Pain"), {"fields": (("region", "side"), "intensity", ("recall", "context"))}),
        (_("How it was asked"), {"fields": (("timing", "mode"),)}),
    )
    patient_panel = PatientPanel(
        title=_("Pain"),
        columns=("taken_at", "region", "side", "intensity", "recall"),
        nothing_yet=_("No rating yet. Ask for the average of the last 7 days."),
        position=32,
        ordering=("-taken_at", "-id"),
    )

    def related(self) -> tuple[str, ...]:
        return ("patient", "episode", "assessment__replaced_by")


@admin.register(QuestionnaireScore)
class QuestionnaireScoreAdmin(ServiceAdmin):
    """The score only; the questionnaire itself stays with its owner."""

    permission_to_view = "assessments.view"
    permission_to_add = "assessments.change"
    adds = staticmethod(record_questionnaire_score)
    at_first = {"taken_on": Caller.today}
    kind = "questionnaire_score"
    patient_path = "patient"
    record_actions = (entered_in_error(mark_entered_in_error, "assessments.change"),)

    list_display = ("taken_on", "patient", "instrument", "score")
    list_filter = (
        OfPatient,
        ("instrument", ChoicesDropdownFilter),
        ("taken_on", RangeDateFilter),
        Validity,
    )
    search_fields = ("patient__search_name",)
    search_help_text = _("Patient's name, phone or record number")
    autocomplete_fields = ("patient", "episode")
    ordering = ("-taken_on", "-id")
    fields = ("patient", "episode", "taken_on", ("instrument", "score"), ("instrument_version", "language"))
    patient_panel = PatientPanel(
        title=_("Questionnaires"),
        columns=("taken_on", "instrument", "score"),
        nothing_yet=_("No score yet."),
        position=34,
        ordering=("-taken_on", "-id"),
    )

    def related(self) -> tuple[str, ...]:
        return ("patient", "episode")

"""The clinic's own measurement errors."""

from typing import Any

from django import forms
from django.contrib import admin
from django.http import HttpRequest
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from unfold.contrib.filters.admin import ChoicesDropdownFilter
from unfold.decorators import display
from unfold.widgets import UnfoldAdminSelectWidget

from assessments.measures import MEASURES, Measure
from assessments.models import MethodPrecision
from assessments.services.precision import set_precision
from clinic.common.admin import ServiceAdmin, ServiceForm


def _methods_of(measure: Measure) -> tuple[str, list[tuple[str, str]]]:
    name = gettext(measure.label)
    return name, [(f"{measure.code}:{code}", f"{name} · {gettext(m.label)}") for code, m in measure.methods.items()]


def _offered() -> list[Any]:
    return [("", "–"), *map(_methods_of, MEASURES.values())]


class PrecisionForm(ServiceForm):
    """A method exists only together with its measure, so that both are chosen at once."""

    shown_at = {"measure": "taken", "method": "taken"}

    taken = forms.ChoiceField(label=_("Measure and method"), choices=_offered, widget=UnfoldAdminSelectWidget)

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean()
        self.instance.measure, _colon, self.instance.method = cleaned.get("taken", "").partition(":")
        return cleaned


@admin.register(MethodPrecision)
class MethodPrecisionAdmin(ServiceAdmin):
    """Figures are added, never overwritten: a report says which one it used."""

    permission_to_view = "assessments.view"
    permission_to_add = "precision.change"
    adds = staticmethod(set_precision)

    form = PrecisionForm
    list_display = ("measure", "method_in_words", "sem_same_rater", "sem_different_rater", "valid_from", "source")
    list_filter = (("measure", ChoicesDropdownFilter),)
    ordering = ("measure", "method", "-valid_from")

    def groups(self, request: HttpRequest, obj: Any = None) -> list[Any]:
        errors = {"fields": (("sem_same_rater", "sem_different_rater"), "source")}
        taken = ("measure", "method_in_words") if obj else ("taken",)
        return [
            (None, {"fields": (*taken, "valid_from")}),
            (_("Standard error of measurement, in mm or degrees"), errors),
        ]

    @display(description=_("method"), ordering="method")
    def method_in_words(self, precision: MethodPrecision) -> str:
        method = MEASURES[precision.measure].methods.get(precision.method)
        return gettext(method.label) if method else precision.method

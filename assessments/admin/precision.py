"""The clinic's own measurement errors."""

from django import forms
from django.contrib import admin
from django.utils.translation import gettext_lazy as _
from unfold.contrib.filters.admin import ChoicesDropdownFilter
from unfold.widgets import UnfoldAdminSelectWidget

from assessments.measures import MEASURES
from assessments.models import MethodPrecision
from assessments.services.precision import set_precision
from clinic.common.admin import ServiceAdmin, ServiceForm

METHODS = sorted({code for measure in MEASURES.values() for code in measure.methods})


class PrecisionForm(ServiceForm):
    method = forms.ChoiceField(
        label=_("Method"), choices=[(code, code) for code in METHODS], widget=UnfoldAdminSelectWidget
    )


@admin.register(MethodPrecision)
class MethodPrecisionAdmin(ServiceAdmin):
    """Figures are added, never overwritten: a report says which one it used."""

    permission_to_view = "assessments.view"
    permission_to_add = "precision.change"
    adds = staticmethod(set_precision)

    form = PrecisionForm
    list_display = ("measure", "method", "sem_same_rater", "sem_different_rater", "valid_from", "source")
    list_filter = (("measure", ChoicesDropdownFilter),)
    ordering = ("measure", "method", "-valid_from")
    fieldsets = (
        (None, {"fields": ("measure", "method", "valid_from")}),
        (
            _("Standard error of measurement, in mm or degrees"),
            {"fields": (("sem_same_rater", "sem_different_rater"), "source")},
        ),
    )

"""The clinic's protocols: which measures, in which order."""

from collections.abc import Mapping
from typing import Any

from django import forms
from django.contrib import admin
from django.db import models
from django.forms.widgets import Script
from django.http import HttpRequest
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from unfold.decorators import display
from unfold.widgets import UnfoldAdminIntegerFieldWidget, UnfoldAdminSelectWidget

from assessments.entry.choices import CHOICES
from assessments.measures import MEASURES, Measure
from assessments.models import Protocol, ProtocolStep, Sides
from assessments.models.protocol import sides_of
from assessments.services.protocols import add_protocol, change_protocol
from clinic.common.admin import ServiceAdmin, ServiceForm, caller_of
from clinic.common.admin.filters import InUse
from clinic.common.admin.rows import RowsField


def _ways(measure: Measure) -> tuple[str, list[tuple[str, str]]]:
    name = gettext(measure.label)
    usual = (f"{measure.code}:", gettext("%(measure)s · usual method") % {"measure": name})
    methods = measure.enterable_methods.items()
    return name, [usual, *((f"{measure.code}:{code}", f"{name} · {gettext(method.label)}") for code, method in methods)]


def _offered() -> list[Any]:
    return [("", "–"), *(_ways(measure) for measure in MEASURES.values() if measure.enterable)]


def _choice(label: Any, choices: Any, **kwargs: Any) -> forms.ChoiceField:
    return forms.ChoiceField(label=label, choices=choices, widget=UnfoldAdminSelectWidget, **kwargs)


class StepsField(RowsField):
    """The measures as lines; the numbers in front give the order, so that no script is needed to sort them."""

    def __init__(self, **kwargs: Any) -> None:
        columns = {
            "place": forms.IntegerField(
                label=_("Place"), required=False, min_value=1, widget=UnfoldAdminIntegerFieldWidget
            ),
            "taken": _choice(_("Measure and method"), _offered),
            "sides": _choice(
                _("Sides"),
                [("", _("All that it has")), (Sides.LEFT, Sides.LEFT.label), (Sides.RIGHT, Sides.RIGHT.label)],
                required=False,
            ),
            "posture": _choice(_("Posture"), [("", _("As usual")), *CHOICES["postures"]], required=False),
            "readings": forms.TypedChoiceField(
                label=_("Readings"),
                choices=[(1, "1"), (2, "2")],
                coerce=int,
                initial=1,
                widget=UnfoldAdminSelectWidget,
            ),
        }
        super().__init__(columns, blank=4, **kwargs)

    def clean(self, value: Any) -> list[dict[str, Any]]:
        """The lines in their order: by place, and those without one in the order of the page, at the end."""
        return sorted(super().clean(value), key=lambda line: line["place"] or len(MEASURES) + 1)


def _as_line(step: ProtocolStep) -> dict[str, Any]:
    return {
        "place": step.position + 1,
        "taken": f"{step.measure}:{step.method}",
        "sides": step.sides if step.sides in (Sides.LEFT, Sides.RIGHT) else "",
        "posture": step.posture,
        "readings": step.readings,
    }


def _as_step(line: Mapping[str, Any]) -> ProtocolStep:
    measure, _colon, method = line["taken"].partition(":")
    sides = line["sides"] or sides_of(measure)[0]
    return ProtocolStep(measure=measure, method=method, sides=sides, posture=line["posture"], readings=line["readings"])


class ProtocolForm(ServiceForm):
    """Name and measures reach the service in one call."""

    steps = StepsField(
        label=_("Measures"),
        required=True,
        help_text=_("In the order in which they are taken. Empty a line to leave its measure out."),
    )

    class Media:
        css = {"all": ["assessments/protocol-steps.css"]}
        js = [Script("assessments/protocol-steps.js", type="module")]

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if "steps" in self.fields and self.instance.pk:
            self.initial["steps"] = [_as_line(step) for step in self.instance.steps.order_by("position")]

    def chosen_steps(self) -> list[ProtocolStep]:
        """The lines as the service takes them."""
        return [_as_step(line) for line in self.cleaned_data["steps"]]


@admin.register(Protocol)
class ProtocolAdmin(ServiceAdmin):
    """Read by those who measure, changed by the manager; what is no longer used is taken out of use."""

    permission_to_view = "assessments.view"
    permission_to_add = "practice.change"
    permission_to_change = "practice.change"

    form = ProtocolForm
    list_display = ("name", "measures", "is_default", "active")
    list_filter = (InUse,)
    search_fields = ("name",)
    search_help_text = _("Name")
    ordering = ("name",)

    def groups(self, request: HttpRequest, obj: Any = None) -> list[Any]:
        listed = ("steps",) if self.has_change_permission(request, obj) else ("measures",)
        return [(None, {"fields": ("name", ("is_default", "active"))}), (_("Measures"), {"fields": listed})]

    def get_queryset(self, request: HttpRequest) -> models.QuerySet[Any]:
        return super().get_queryset(request).prefetch_related("steps")

    def get_readonly_fields(self, request: HttpRequest, obj: Any = None) -> list[Any]:
        return [*super().get_readonly_fields(request, obj), "measures"]

    @display(description=_("measures"))
    def measures(self, protocol: Protocol) -> str:
        return ", ".join(gettext(MEASURES[step.measure].label) for step in protocol.steps.all())

    def save_model(self, request: HttpRequest, obj: Protocol, form: ProtocolForm, change: bool) -> None:
        by = caller_of(request)
        if not change:
            add_protocol(obj, form.chosen_steps(), by=by)
        elif form.changed_data:
            steps = form.chosen_steps() if "steps" in form.changed_data else None
            change_protocol(obj, form.changed_fields, steps, by=by)

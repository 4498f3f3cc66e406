"""The form of a plan: goals and home exercises are tables inside it and reach the service in one call."""

import datetime as dt
from typing import Any

from django import forms
from django.utils.dates import WEEKDAYS_ABBR
from django.utils.translation import gettext_lazy as _
from unfold.widgets import (
    INPUT_CLASSES,
    UnfoldAdminDecimalFieldWidget,
    UnfoldAdminIntegerFieldWidget,
    UnfoldAdminSelectWidget,
)

from assessments.measures import MEASURES
from clinic.common.admin import ServiceForm
from clinic.common.admin.record_choice import RecordChoiceField
from clinic.common.admin.rows import RowsField
from clinic.common.caller import Caller
from patients.models.sides import REGION_CHOICES, SIDE_CHOICES
from treatments.models import Exercise, Prescription, Weekday


def _goals() -> list[Any]:
    measures = [(f"measure:{measure.code}", _(measure.label)) for measure in MEASURES.values()]
    regions = [(f"region:{code}", label) for code, label in REGION_CHOICES]
    return [("", "–"), (_("Pain in"), regions), (_("Alignment"), measures)]


def _number(label: Any) -> forms.IntegerField:
    return forms.IntegerField(label=label, required=False, min_value=1, widget=UnfoldAdminIntegerFieldWidget)


def _side() -> forms.ChoiceField:
    return forms.ChoiceField(label=_("Side"), choices=SIDE_CHOICES, initial="none", widget=UnfoldAdminSelectWidget)


def day_input() -> forms.DateInput:
    """The browser's own calendar."""
    return forms.DateInput(format="%Y-%m-%d", attrs={"type": "date", "class": " ".join(INPUT_CLASSES)})


class GoalsField(RowsField):
    """Goals as the plan keeps them: ``{measure or region, side, target, on}``."""

    def __init__(self, **kwargs: Any) -> None:
        columns = {
            "goal": forms.ChoiceField(label=_("Goal"), choices=_goals, widget=UnfoldAdminSelectWidget),
            "side": _side(),
            "target": forms.FloatField(label=_("To reach"), widget=UnfoldAdminDecimalFieldWidget),
            "on": forms.DateField(label=_("Until"), required=False, widget=day_input()),
        }
        super().__init__(columns, **kwargs)

    def prepare_value(self, value: Any) -> Any:
        return [_as_row(goal) for goal in value] if isinstance(value, list) else value

    def clean(self, value: Any) -> list[dict[str, Any]]:
        return [_as_goal(row) for row in super().clean(value)]

    def has_changed(self, initial: Any, data: Any) -> bool:
        return super().has_changed([_as_row(goal) for goal in initial or []], data)


def _as_row(goal: dict[str, Any]) -> dict[str, Any]:
    kind = "measure" if "measure" in goal else "region"
    day = dt.date.fromisoformat(goal["on"]) if goal.get("on") else None
    return {"goal": f"{kind}:{goal[kind]}", "side": goal.get("side", "none"), "target": goal["target"], "on": day}


def _as_goal(row: dict[str, Any]) -> dict[str, Any]:
    kind, _colon, code = row["goal"].partition(":")
    goal = {kind: code, "side": row["side"], "target": row["target"]}
    return {**goal, "on": row["on"].isoformat()} if row["on"] else goal


class PlanForm(ServiceForm):
    caller: Caller

    goals = GoalsField(label=_("Goals"), help_text=_("Pain from 0 to 10; alignment in mm or degrees."))
    home_exercises = RowsField(
        {
            "exercise": RecordChoiceField(Exercise.objects.none(), label=_("Exercise"), widget=UnfoldAdminSelectWidget),
            "side": _side(),
            "sets": _number(_("Sets")),
            "repetitions": _number(_("Repetitions")),
            "hold_seconds": _number(_("Hold (s)")),
            "weekdays": forms.TypedMultipleChoiceField(
                label=_("Days"),
                choices=[(day, WEEKDAYS_ABBR[day - 1]) for day in Weekday.values],
                coerce=int,
                required=False,
                widget=forms.CheckboxSelectMultiple,
            ),
        },
        label=_("Home exercises"),
        help_text=_("No day chosen: every day. A changed dose stops the old one and keeps it on record."),
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if "home_exercises" not in self.fields:
            return
        running = self._running()
        offered = Exercise.objects.visible_to(self.caller).filter(active=True)
        offered |= Exercise.objects.visible_to(self.caller).filter(pk__in=[one.exercise_id for one in running])
        self.fields["home_exercises"].set_choices("exercise", offered.order_by("name"))  # type: ignore[attr-defined]
        self.initial["home_exercises"] = [_as_line(one) for one in running]

    def _running(self) -> list[Prescription]:
        if self.instance.pk is None:
            return []
        running = self.instance.prescriptions.filter(stopped_on__isnull=True).select_related("exercise")
        return list(running.order_by("id"))

    def prescriptions(self) -> list[Prescription]:
        """The home exercises as the service takes them."""
        return [Prescription(**row) for row in self.cleaned_data["home_exercises"]]


def _as_line(prescription: Prescription) -> dict[str, Any]:
    columns = ("exercise", "side", "sets", "repetitions", "hold_seconds", "weekdays")
    return {column: getattr(prescription, column) for column in columns}

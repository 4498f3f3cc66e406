"""The form of a plan: goals and home exercises are tables inside it and reach the service in one call."""

import datetime as dt
from collections.abc import Sequence
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
from treatments.models import Exercise, Plan, Prescription, Weekday


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


class HomeExercises(RowsField):
    """The home exercises of a plan with their doses, one to a line."""

    def __init__(self, **kwargs: Any) -> None:
        columns = {
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
        }
        explained = _("No day chosen: every day. A changed dose stops the old one and keeps it on record.")
        super().__init__(columns, **{"label": _("Home exercises"), "help_text": explained, **kwargs})

    def begin_with(self, running: Sequence[Prescription], by: Caller) -> list[dict[str, Any]]:
        """Offer what is in use and what is running; gives the lines of what is running."""
        offered = Exercise.objects.visible_to(by).filter(active=True)
        offered |= Exercise.objects.visible_to(by).filter(pk__in=[one.exercise_id for one in running])
        self.set_choices("exercise", offered.order_by("name"))
        return [{column: getattr(one, column) for column in self.widget.row.base_fields} for one in running]


def running_exercises(plan: Plan | None) -> list[Prescription]:
    """The home exercises that the patient does now, in the order in which they were prescribed."""
    if plan is None or plan.pk is None:
        return []
    running = plan.prescriptions.filter(stopped_on__isnull=True).select_related("exercise")
    return list(running.order_by("id"))


class PlanForm(ServiceForm):
    caller: Caller

    goals = GoalsField(label=_("Goals"), help_text=_("Pain from 0 to 10; alignment in mm or degrees."))
    home_exercises = HomeExercises()

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if "home_exercises" not in self.fields:
            return
        field: Any = self.fields["home_exercises"]
        self.initial["home_exercises"] = field.begin_with(running_exercises(self.instance), self.caller)

    def prescriptions(self) -> list[Prescription]:
        """The home exercises as the service takes them."""
        return [Prescription(**row) for row in self.cleaned_data["home_exercises"]]

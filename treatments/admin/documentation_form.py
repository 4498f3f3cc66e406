"""What a therapist writes about a session, on one page and in one call of the service."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _
from unfold.widgets import (
    UnfoldAdminCheckboxSelectMultipleWidget,
    UnfoldAdminIntegerFieldWidget,
    UnfoldAdminSelectWidget,
    UnfoldAdminTextareaWidget,
)

from assessments.models import PainRating
from assessments.models.assessment import Timing
from assessments.models.pain import PainContext, Recall
from clinic.common.admin.record_action import ActionForm
from clinic.common.admin.record_choice import RecordChoiceField
from clinic.common.admin.rows import RowsField
from patients.models.sides import REGION_CHOICES, SIDE_CHOICES
from treatments.models import Exercise, SessionTechnique, Technique, TreatmentSession
from treatments.services.documenting import NOTE_FIELDS, Documentation

AROUND_TREATMENT = [
    choice for choice in Timing.choices if choice[0] in (Timing.BEFORE_TREATMENT, Timing.AFTER_TREATMENT)
]


def _choice(label: Any, choices: Any, *, required: bool = True, initial: Any = None) -> forms.ChoiceField:
    offered = [*([] if initial else [("", "–")]), *choices]
    return forms.ChoiceField(
        label=label, choices=offered, required=required, initial=initial, widget=UnfoldAdminSelectWidget
    )


def _note(label: Any) -> forms.CharField:
    return forms.CharField(label=label, required=False, widget=UnfoldAdminTextareaWidget(attrs={"rows": 3}))


class DocumentationForm(ActionForm):
    note_subjective = _note(_("Subjective: what the patient says"))
    note_objective = _note(_("Objective: what you find"))
    note_assessment = _note(_("Assessment: what you make of it"))
    note_plan = _note(_("Plan: what comes next"))
    adverse_event = _note(_("Adverse event"))
    adherence_percent = forms.IntegerField(
        label=_("Home exercises done since last (%)"),
        required=False,
        min_value=0,
        max_value=100,
        widget=UnfoldAdminIntegerFieldWidget,
        help_text=_("Empty: not asked."),
    )
    techniques = RowsField(
        {
            "technique": RecordChoiceField(
                Technique.objects.none(), label=_("Technique"), widget=UnfoldAdminSelectWidget
            ),
            "region": _choice(_("Region"), REGION_CHOICES, required=False),
            "side": _choice(_("Side"), SIDE_CHOICES, initial="none"),
            "minutes": forms.IntegerField(
                label=_("Minutes"), required=False, min_value=1, widget=UnfoldAdminIntegerFieldWidget
            ),
        },
        label=_("Techniques"),
    )
    exercises = forms.ModelMultipleChoiceField(
        Exercise.objects.none(),
        label=_("Exercises given"),
        required=False,
        to_field_name="uuid",
        widget=UnfoldAdminCheckboxSelectMultipleWidget,
    )
    pain = RowsField(
        {
            "timing": _choice(_("When"), AROUND_TREATMENT, initial=Timing.BEFORE_TREATMENT.value),
            "region": _choice(_("Region"), REGION_CHOICES),
            "side": _choice(_("Side"), SIDE_CHOICES, initial="none"),
            "intensity": forms.IntegerField(label=_("0–10"), widget=UnfoldAdminIntegerFieldWidget),
            "recall": _choice(_("Over"), Recall.choices, initial=Recall.AVERAGE_7D.value),
            "context": _choice(_("While"), PainContext.choices, initial=PainContext.OVERALL.value),
        },
        label=_("Pain"),
        help_text=_("Ask for the average of the last 7 days first. Leave a line empty when you did not ask."),
    )

    def __init__(self, data: Any, *, record: TreatmentSession, by: Any) -> None:
        super().__init__(data, record=record, by=by)
        techniques, exercises = self._running()
        self._offer(techniques, exercises)
        self.initial.update({name: getattr(record, name) for name in NOTE_FIELDS})
        self.initial["techniques"] = [
            {"technique": done.technique, "region": done.region, "side": done.side, "minutes": done.minutes}
            for done in techniques
        ]
        self.initial["exercises"] = [given.exercise for given in exercises]

    def _running(self) -> tuple[list[Any], list[Any]]:
        session = self.record
        techniques = session.techniques.filter(entered_in_error_at__isnull=True).select_related("technique")
        exercises = session.exercises.filter(entered_in_error_at__isnull=True).select_related("exercise")
        return list(techniques.order_by("id")), list(exercises)

    def _offer(self, techniques: list[Any], exercises: list[Any]) -> None:
        """What is in use, and what this session has already."""
        used = Technique.objects.visible_to(self.by).filter(active=True)
        used |= Technique.objects.visible_to(self.by).filter(pk__in=[done.technique_id for done in techniques])
        self.fields["techniques"].set_choices("technique", used.order_by("name"))  # type: ignore[attr-defined]
        given = Exercise.objects.visible_to(self.by).filter(active=True)
        given |= Exercise.objects.visible_to(self.by).filter(pk__in=[one.exercise_id for one in exercises])
        self.fields["exercises"].queryset = given.order_by("name")  # type: ignore[attr-defined]


def documentation(session: TreatmentSession, answers: dict[str, Any]) -> Documentation:
    """The answers as the service takes them; what was written is set on the session."""
    changed = [name for name in sorted(NOTE_FIELDS) if answers[name] != getattr(session, name)]
    for name in changed:
        setattr(session, name, answers[name])
    return Documentation(
        fields=changed,
        techniques=[SessionTechnique(**row) for row in answers["techniques"]],
        exercises=list(answers["exercises"]),
        pain=[PainRating(**row) for row in answers["pain"]],
    )

"""Pain around a treatment as one short table: a line for each region, a column for each question."""

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext, gettext_lazy
from unfold.widgets import UnfoldAdminIntegerFieldWidget, UnfoldAdminSelectWidget

from assessments.models import PainRating
from clinic.common.admin.rows import RowsField
from patients.models.sides import REGION_CHOICES, SIDE_CHOICES
from treatments.models import TreatmentSession

QUESTIONS = {
    "average": {"recall": "7d_average", "timing": "before_treatment"},
    "before": {"recall": "now", "timing": "before_treatment"},
    "after": {"recall": "now", "timing": "after_treatment"},
}
"""What each column asks, in the order of asking: the average first, before the present colours it."""


def _figure(label: Any) -> forms.IntegerField:
    widget = UnfoldAdminIntegerFieldWidget(attrs={"min": 0, "max": 10, "inputmode": "numeric"})
    return forms.IntegerField(label=label, required=False, min_value=0, max_value=10, widget=widget)


class PainAround(RowsField):
    """The answers as unsaved ratings. A figure that is empty was not asked for."""

    def __init__(self, **kwargs: Any) -> None:
        columns = {
            "region": forms.ChoiceField(
                label=gettext_lazy("Region"),
                choices=[("", "–"), *REGION_CHOICES],
                required=False,
                widget=UnfoldAdminSelectWidget,
            ),
            "side": forms.ChoiceField(
                label=gettext_lazy("Side"), choices=SIDE_CHOICES, initial="none", widget=UnfoldAdminSelectWidget
            ),
            "average": _figure(gettext_lazy("Average of 7 days")),
            "before": _figure(gettext_lazy("Now, before")),
            "after": _figure(gettext_lazy("Now, after")),
        }
        super().__init__(columns, blank=1, **kwargs)

    def clean(self, value: Any) -> Any:
        return [rating for number, row in enumerate(super().clean(value), 1) for rating in _ratings(row, number)]


def _ratings(row: dict[str, Any], number: int) -> list[PainRating]:
    asked = {question: row[question] for question in QUESTIONS if row[question] is not None}
    if asked and not row["region"]:
        raise ValidationError(gettext("Line %(number)s: say where it hurts.") % {"number": number})
    return [
        PainRating(region=row["region"], side=row["side"], intensity=intensity, mode="verbal", **QUESTIONS[question])
        for question, intensity in asked.items()
    ]


def places_to_ask(session: TreatmentSession) -> list[dict[str, str]]:
    """The regions that the last sessions and assessments of the patient asked about, the episode's own first."""
    places = {}
    if session.plan:
        episode = session.plan.episode
        places[episode.region, episode.side] = {"region": episode.region, "side": episode.side}
    earlier = PainRating.objects.filter(patient=session.patient_id, entered_in_error_at__isnull=True)
    latest = earlier.filter(taken_at__lte=session.during.upper).order_by("-taken_at").values_list("region", "side")
    for region, side in latest[:12]:
        places.setdefault((region, side), {"region": region, "side": side})
    return list(places.values())[:4]

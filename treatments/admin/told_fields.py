"""What the patient says outside a treatment, as fields of a form: pain by region, and how much has changed."""

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext, gettext_lazy
from unfold.widgets import UnfoldAdminIntegerFieldWidget, UnfoldAdminRadioSelectWidget, UnfoldAdminSelectWidget

from assessments.instruments import GLOBAL_CHANGE
from assessments.models import PainRating
from clinic.common.admin.rows import RowsField
from patients.models import Episode
from patients.models.sides import REGION_CHOICES, SIDE_CHOICES

NOT_ASKED = ""


class PainNow(RowsField):
    """The average of the last 7 days by region, as unsaved ratings. A figure that is empty was not asked for."""

    def __init__(self, **kwargs: Any) -> None:
        figure = UnfoldAdminIntegerFieldWidget(attrs={"min": 0, "max": 10, "inputmode": "numeric"})
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
            "intensity": forms.IntegerField(
                label=gettext_lazy("0–10"), required=False, min_value=0, max_value=10, widget=figure
            ),
        }
        explained = gettext_lazy("Average of the last 7 days. Empty: not asked; 0: no pain.")
        super().__init__(columns, **{"blank": 1, "label": gettext_lazy("Pain"), "help_text": explained, **kwargs})

    def clean(self, value: Any) -> Any:
        told = [(number, row) for number, row in enumerate(super().clean(value), 1) if row["intensity"] is not None]
        for number, row in told:
            if not row["region"]:
                raise ValidationError(gettext("Line %(number)s: say where it hurts.") % {"number": number})
        return [PainRating(**row, mode="verbal") for _number, row in told]


def impression_field() -> forms.TypedChoiceField:
    """The global impression of change, from 1 to 7; not asked unless somebody chooses."""
    answers = [(str(score), gettext_lazy(label)) for score, label in GLOBAL_CHANGE.items()]
    return forms.TypedChoiceField(
        label=gettext_lazy("All in all, since the beginning of the treatment"),
        choices=[(NOT_ASKED, gettext_lazy("not asked")), *answers],
        coerce=int,
        empty_value=None,
        required=False,
        widget=UnfoldAdminRadioSelectWidget,
    )


def places_of(episode: Episode) -> list[dict[str, str]]:
    """The regions that were rated for the episode, its own first."""
    places = {(episode.region, episode.side): None}
    rated = PainRating.objects.filter(episode=episode.pk, entered_in_error_at__isnull=True)
    for region, side in rated.order_by("-taken_at").values_list("region", "side")[:40]:
        places.setdefault((region, side))
    return [{"region": region, "side": side} for region, side in list(places)[:6]]

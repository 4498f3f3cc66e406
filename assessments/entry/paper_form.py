"""What all rows of the grid for paper records share, and who may have measured."""

import uuid
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from assessments.entry.visit_form import RATING_ROLES
from assessments.models import Recall, Timing
from clinic.common.caller import Caller
from clinic.practice.models import Membership
from patients.models import Episode, Patient


class PaperForm(forms.Form):
    """The head of the grid. ``token`` and ``person`` are those of ``VisitForm``."""

    token = forms.UUIDField(widget=forms.HiddenInput)
    person = forms.UUIDField(widget=forms.HiddenInput, required=False)
    episode = forms.ModelChoiceField(
        Episode.objects.none(),
        label=_("Episode of care"),
        required=False,
        to_field_name="uuid",
        empty_label=_("None"),
    )
    timing = forms.ChoiceField(label=_("Timing"), choices=Timing.choices)
    recall = forms.ChoiceField(label=_("What was asked about pain"), choices=Recall.choices)
    note = forms.CharField(label=_("Where the record is"), max_length=200, required=False)

    def __init__(self, data: Any, patient: Patient, by: Caller) -> None:
        super().__init__(data)
        self.by = by
        mine = Episode.objects.visible_to(by).for_patient(patient.uuid).valid()
        self.fields["episode"].queryset = mine.order_by("-opened_at")  # type: ignore[attr-defined]
        self.initial = {
            "token": uuid.uuid4(),
            "person": by.uuid,
            "timing": Timing.BEFORE_TREATMENT,
            "recall": Recall.AVERAGE_7D,
        }
        if data is not None:
            self.full_clean()

    def clean(self) -> dict[str, Any]:
        opened_by = self.cleaned_data.get("person")
        if opened_by and opened_by != self.by.uuid:
            sentence = _("Another person is logged in now than opened this page. Log in as yourself and save again.")
            raise forms.ValidationError(sentence, code="another_person")
        return self.cleaned_data

    def uuid_of(self, row: int) -> uuid.UUID:
        """The id of the assessment of a row: it follows from the form, so that it is recorded once."""
        return uuid.uuid5(self.by.uuid, f"{self.cleaned_data.get('token')}/{row}")


def raters_of(by: Caller) -> dict[str, Membership]:
    """Everybody who measures or has measured, also those who have left, by public id."""
    staff = Membership.objects.visible_to(by).filter(role__in=RATING_ROLES).order_by("-active", "display_name")
    return {str(member.uuid): member for member in staff}

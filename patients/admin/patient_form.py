"""The form of a patient, which asks before the same person is filed a second time."""

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from unfold.widgets import (
    UnfoldAdminCheckboxSelectMultipleWidget,
    UnfoldAdminIntegerFieldWidget,
    UnfoldAdminTextInputWidget,
)

from clinic.common.admin import ServiceForm
from clinic.common.caller import Caller
from patients.admin.personal_fields import BirthDateField, language_field, local_phone
from patients.models import Alert
from patients.services.resembling import Match, likely_duplicates


class PatientForm(ServiceForm):
    caller: Caller

    birth_date = BirthDateField(label=_("Birth date"), required=False)
    alerts = forms.MultipleChoiceField(
        label=_("Alerts"), choices=Alert.choices, required=False, widget=UnfoldAdminCheckboxSelectMultipleWidget
    )
    another_person = forms.BooleanField(required=False)
    """Ticked in the list of those who are like the person: see ``alike.html``."""

    class Meta:
        widgets = {
            "birth_year": UnfoldAdminIntegerFieldWidget(attrs={"placeholder": _("If the date is not known")}),
            "phone": UnfoldAdminTextInputWidget(attrs={"type": "tel"}),
        }
        help_texts = {
            "birth_year": "",
            "phone": _("With the country code, for example +852 2345 6789 or +1 415 555 0132."),
        }

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.duplicates: list[Match] = []
        if "phone" in self.fields:
            local_phone(self.fields["phone"], self.caller)
            self.fields["preferred_language"] = language_field(self.instance.preferred_language)
        if self.instance.pk:
            del self.fields["another_person"]

    def _post_clean(self) -> None:
        super()._post_clean()
        if not self.errors and "another_person" in self.fields and not self.cleaned_data["another_person"]:
            self._ask_about_duplicates()

    def _ask_about_duplicates(self) -> None:
        self.duplicates = likely_duplicates(self.instance, by=self.caller)
        if self.duplicates:
            question = gettext(
                "May already be registered. Open the record above, or confirm that this is somebody else."
            )
            self.add_error(None, ValidationError(question, code="likely_duplicate"))

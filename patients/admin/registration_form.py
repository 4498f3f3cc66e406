"""Registering somebody on one screen: the person, a guardian for a minor, the consents."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _
from unfold.widgets import UnfoldAdminCheckboxSelectMultipleWidget, UnfoldAdminTextInputWidget

from patients.admin.patient_form import PatientForm
from patients.admin.personal_fields import local_phone, phone_field
from patients.models import Consent, ConsentKind, Contact, ContactKind, Patient
from patients.services.registering_at_the_desk import register_at_the_desk

FIELDSETS: Any = (
    (
        _("Person"),
        {
            "fields": (
                ("family_name", "given_name"),
                ("second_script_name", "birth_date"),
                ("phone", "email"),
                ("sex", "preferred_language"),
            )
        },
    ),
    (
        _("Guardian, for a patient under 18"),
        {"fields": (("guardian_name", "guardian_relationship"), "guardian_phone"), "classes": ["guardian"]},
    ),
    (
        _("Consent, given now"),
        {"fields": ("consent_kinds", ("consent_version", "consent_given_by"))},
    ),
    (
        _("More"),
        {
            "fields": (
                "alerts",
                ("preferred_name", "birth_year"),
                ("address", "occupation"),
                ("sitting_hours_per_day", "sports"),
                ("referral_source", "record_number"),
            ),
            "classes": ["collapse"],
        },
    ),
)


def _text(label: Any, most: int, **attrs: Any) -> forms.CharField:
    return forms.CharField(
        label=label, max_length=most, required=False, widget=UnfoldAdminTextInputWidget(attrs={**attrs})
    )


class RegistrationForm(PatientForm):
    """A new patient; what is below the person is stored with them, or nothing is."""

    shown_at = {"guardian": "guardian_name", "consents": "consent_kinds"}

    guardian_name = _text(_("Guardian's name"), 160)
    guardian_relationship = _text(_("Relationship"), 80, placeholder=_("mother"))
    guardian_phone = phone_field(_("Guardian's phone"))
    consent_kinds = forms.MultipleChoiceField(
        label=_("Consents to"),
        choices=ConsentKind.choices,
        required=False,
        widget=UnfoldAdminCheckboxSelectMultipleWidget,
    )
    consent_version = _text(_("Version of the form"), 40)
    consent_given_by = _text(_("Given by"), 160, placeholder=_("The patient; of a minor the guardian"))

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        local_phone(self.fields["guardian_phone"], self.caller)
        self.initial.setdefault("consent_version", self._latest_version())
        self.fields["family_name"].widget.attrs["autofocus"] = True

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean()
        of_guardian = ("guardian_relationship", "guardian_phone")
        if any(cleaned.get(name) for name in of_guardian) and not cleaned.get("guardian_name"):
            self.add_error("guardian_name", _("Give the guardian's name, or leave all three fields empty."))
        return cleaned

    def register(self, patient: Patient) -> Patient:
        """Store everything by the one service."""
        return register_at_the_desk(patient, guardian=self._guardian(), consents=self._consents(), by=self.caller)

    def _guardian(self) -> Contact | None:
        typed = self.cleaned_data
        if not typed["guardian_name"]:
            return None
        return Contact(
            kind=ContactKind.GUARDIAN,
            name=typed["guardian_name"],
            relationship=typed["guardian_relationship"],
            phone=typed["guardian_phone"],
        )

    def _consents(self) -> list[Consent]:
        typed = self.cleaned_data
        said = {"document_version": typed["consent_version"], "given_by": typed["consent_given_by"]}
        return [Consent(kind=kind, **said) for kind in typed["consent_kinds"]]

    def _latest_version(self) -> str:
        """The version that was signed last in the clinic: the next patient signs the same."""
        signed = Consent.objects.visible_to(self.caller).exclude(document_version="").order_by("-id")
        return signed.values_list("document_version", flat=True).first() or ""

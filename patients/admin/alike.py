"""Who may be registered already: looked up while a person's details are typed, before anything is saved."""

from typing import Any
from uuid import UUID

from django import forms
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.template.response import TemplateResponse

from clinic.common.admin import ServiceAdmin, caller_of
from clinic.common.caller import Caller
from patients.admin.personal_fields import BirthDateField, local_phone, phone_field
from patients.models import Patient, Sex
from patients.services.registering_at_the_desk import is_minor
from patients.services.resembling import Match, likely_duplicates

TEMPLATE = "admin/patients/patient/alike.html"


class TypedSoFar(forms.Form):
    """Whatever of it is readable already; the rest is not known yet."""

    family_name = forms.CharField(required=False, max_length=120)
    given_name = forms.CharField(required=False, max_length=120)
    second_script_name = forms.CharField(required=False, max_length=120)
    birth_date = BirthDateField(required=False)
    birth_year = forms.IntegerField(required=False, min_value=1880, max_value=2200)
    sex = forms.ChoiceField(choices=Sex.choices, required=False)
    phone = phone_field("")
    email = forms.EmailField(required=False)
    another_person = forms.BooleanField(required=False)

    def __init__(self, data: Any, by: Caller) -> None:
        super().__init__(data)
        local_phone(self.fields["phone"], by)

    def patient(self) -> Patient:
        """The person as typed so far. Half a name is none: it would be like too many."""
        self.is_valid()
        typed = {name: value for name, value in self.cleaned_data.items() if value and name != "another_person"}
        if not (typed.get("family_name") and typed.get("given_name")):
            typed = {name: value for name, value in typed.items() if name not in ("family_name", "given_name")}
        if "birth_date" in typed:
            typed.pop("birth_year", None)
        return Patient(**typed)


def alike_page(admin: ServiceAdmin, request: HttpRequest, uuid: UUID | None = None) -> HttpResponse:
    """A part of the page: the records that are like what was typed, and whether the person is a minor.

    ``uuid``: the record that is being edited. Leaves the audit row of a listing.
    """
    by = caller_of(request)
    if not (by.may(admin.permission_to_view) and by.may(admin.permission_to_change)):
        raise PermissionDenied
    edited = admin.find(request, uuid) if uuid else None
    form = TypedSoFar(request.POST, by)
    patient = form.patient()
    patient.pk = edited.pk if edited else None
    matches = likely_duplicates(patient, by=by)
    if matches:
        admin.saw("listed", [match.patient for match in matches], by)
    confirmed = bool(form.cleaned_data.get("another_person"))
    return TemplateResponse(request, TEMPLATE, alike_context(matches, patient, by, edited, confirmed=confirmed))


def alike_context(
    matches: list[Match], patient: Patient, by: Caller, edited: Patient | None, *, confirmed: bool = False
) -> dict[str, Any]:
    """What the part of the page needs, in the form's own page too."""
    return {"matches": matches, "minor": is_minor(patient, by), "edited": edited, "confirmed": confirmed}

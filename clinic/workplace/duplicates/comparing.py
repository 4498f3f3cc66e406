"""Two records side by side: which one stays, and which of two values is right wherever they differ."""

from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django import forms
from django.contrib import admin, messages
from django.db import models
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from clinic.common.admin import caller_of
from clinic.common.admin.service_form import problems_of, show_problems
from clinic.common.caller import Caller
from clinic.common.errors import Clash, Refused, StaleRecord
from clinic.workplace.duplicates.worklist import patient_of
from clinic.workplace.page import show
from patients.admin.patients import born
from patients.choosing import choose_patient, patient_named_in
from patients.models import Alert, Difference, Patient
from patients.services.likeness import pairs_of
from patients.services.merged_fields import CHOOSABLE, conflicts
from patients.services.merging import merge

Pair = tuple[Patient, Patient]


@dataclass(frozen=True, slots=True)
class Row:
    """One field of both records. ``choice``: the form's field where the two differ, None where there is no question."""

    label: str
    values: tuple[str, str]
    choice: Any

    @property
    def only_in(self) -> int | None:
        """Which of the two alone knows it: 0 or 1."""
        known = [bool(value) for value in self.values]
        return known.index(True) if known.count(True) == 1 else None


class MergeForm(forms.Form):
    """Asks which record stays, for every differing field whose value is right, and why the two are one person."""

    keep = forms.ChoiceField()
    reason = forms.CharField(label=gettext_lazy("Why are they one person?"), max_length=2000)

    def __init__(self, data: Any, pair: Pair) -> None:
        self.pair = pair
        records = [(str(patient.uuid), patient.record_number) for patient in pair]
        versions = {f"version_{place}": patient.version for place, patient in enumerate(pair)}
        super().__init__(data, initial={"keep": records[0][0], **versions})
        self.fields["keep"].choices = records  # type: ignore[attr-defined]
        self.differing = conflicts(*pair)
        for name in self.differing:
            missing = {"required": _("Choose one of the two.")}
            self.fields[name] = forms.ChoiceField(choices=records, error_messages=missing)
        for version in versions:
            self.fields[version] = forms.IntegerField(widget=forms.HiddenInput)

    def source_and_survivor(self) -> Pair:
        """The record that goes into the other, and the one that stays, at the versions that the person saw."""
        for place, patient in enumerate(self.pair):
            patient.version = self.cleaned_data[f"version_{place}"]
        one, other = self.pair
        return (other, one) if self.cleaned_data["keep"] == str(one.uuid) else (one, other)

    def taken_from(self, source: Patient) -> list[str]:
        return [name for name in self.differing if self.cleaned_data[name] == str(source.uuid)]


def compare(request: HttpRequest, one: UUID, other: UUID) -> HttpResponse:
    """Show both; with a POST merge them as chosen."""
    by = caller_of(request)
    pair = patient_of(one, by), patient_of(other, by)
    if pair[0] == pair[1]:
        raise Http404
    form = MergeForm(request.POST or None, pair)
    if request.method == "POST" and form.is_valid():
        survivor = _merged(form, by)
        if survivor:
            messages.success(request, _("Merged. It can be undone from the merged record’s page."))
            return redirect("workplace:patient", survivor.uuid)
    pages: Any = admin.site.get_model_admin(Patient)
    pages.saw("listed", pair, by)
    context = {"pair": pair, "form": form, "rows": _rows(form), "differences": Difference.choices}
    return show(request, "workplace/duplicates/compare.html", _("One person, filed twice?"), context)


def choose_other(request: HttpRequest, uuid: UUID) -> HttpResponse:
    """Find the record that is to be compared with this one."""
    by = caller_of(request)
    patient = patient_of(uuid, by)
    if "patient" in request.GET:
        return redirect("workplace:compare", uuid, patient_named_in(request).uuid)
    alike = Patient.objects.visible_to(by).in_bulk([pair.other for pair in pairs_of(patient, by=by)])
    pages: Any = admin.site.get_model_admin(Patient)
    pages.saw("listed", [patient, *alike.values()], by)
    title = _("Merge %(record)s with another record") % {"record": patient}
    extra = {"about": patient, "alike": list(alike.values())}
    return choose_patient(pages, request, title, "workplace/duplicates/choose.html", extra)


def _merged(form: MergeForm, by: Caller) -> Patient | None:
    """The survivor; None, with the reasons on the form, if it was refused."""
    source, survivor = form.source_and_survivor()
    try:
        merge(source, survivor, reason=form.cleaned_data["reason"], take=form.taken_from(source), by=by)
    except (Refused, Clash, StaleRecord) as refusal:
        show_problems(form, problems_of(refusal))
        return None
    return survivor


def _rows(form: MergeForm) -> list[Row]:
    rows = [
        Row(_label(name), (_text(form.pair[0], name), _text(form.pair[1], name)), _choice(form, name))
        for name in CHOOSABLE
    ]
    alerts = [", ".join(str(Alert(alert).label) for alert in patient.alerts) for patient in form.pair]
    return [*(row for row in rows if any(row.values)), Row(_label("alerts"), (alerts[0], alerts[1]), None)]


def _choice(form: MergeForm, name: str) -> Any:
    return form[name] if name in form.differing else None


def _label(name: str) -> str:
    field = Patient._meta.get_field(name)
    assert isinstance(field, models.Field)
    return str(field.verbose_name).capitalize()


def _text(patient: Patient, name: str) -> str:
    if name == "birth_date":
        return born(patient) if patient.birth_date or patient.birth_year else ""
    if name in ("sex", "status"):
        return "" if patient.sex == "unknown" and name == "sex" else str(getattr(patient, f"get_{name}_display")())
    value = getattr(patient, name)
    return "" if value is None else str(value)

"""The pairs of records that may be one person each, and those that were found to be two."""

from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django import forms
from django.contrib import admin, messages
from django.core.paginator import Page, Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from clinic.common.admin import caller_of
from clinic.common.admin.service_form import problems_of
from clinic.common.caller import Caller
from clinic.common.errors import Clash, Refused, StaleRecord
from clinic.workplace.page import show
from patients.admin.patients import born
from patients.models import Difference, DismissedPair, Patient
from patients.services.dismissing import ask_again, dismiss
from patients.services.likeness import Likeness, open_pairs

ON_A_PAGE = 20


@dataclass(frozen=True, slots=True)
class Side:
    """One record of a pair, as the list shows it."""

    patient: Patient

    @property
    def born(self) -> str:
        return born(self.patient)


@dataclass(frozen=True, slots=True)
class ShownPair:
    """Two records side by side, and what speaks for one person."""

    one: Side
    other: Side
    likeness: Likeness


class DismissForm(forms.Form):
    """Which two are two people, and why they look alike."""

    one = forms.UUIDField()
    other = forms.UUIDField()
    reason = forms.ChoiceField(choices=Difference.choices)
    note = forms.CharField(max_length=200, required=False)


def worklist(request: HttpRequest) -> HttpResponse:
    """One page of the open pairs, the likeliest first; leaves the audit row of a listing."""
    by = caller_of(request)
    page = Paginator(open_pairs(by), ON_A_PAGE).get_page(request.GET.get("page"))
    context = {"page": page, "pairs": _shown(page, by), "differences": Difference.choices}
    return show(request, "workplace/duplicates/worklist.html", _("Possible duplicates"), context)


def dismissed(request: HttpRequest) -> HttpResponse:
    """The pairs that were found to be two people, the latest first; leaves the audit row of a listing."""
    by = caller_of(request)
    rows = DismissedPair.objects.visible_to(by).filter(entered_in_error_at__isnull=True)
    pairs = rows.select_related("first", "second", "dismissed_by").order_by("-created_at", "-id")
    page = Paginator(pairs, ON_A_PAGE).get_page(request.GET.get("page"))
    _saw({patient for pair in page for patient in (pair.first, pair.second)}, by)
    return show(request, "workplace/duplicates/dismissed.html", _("Found to be two people"), {"page": page})


@require_POST
def dismiss_pair(request: HttpRequest) -> HttpResponse:
    """Say that two records belong to two people, and go on with the list."""
    by, form = caller_of(request), DismissForm(request.POST)
    if not form.is_valid():
        messages.error(request, _("Say why these are two people."))
        return redirect("workplace:duplicates")
    given = form.cleaned_data
    one, other = (patient_of(given[side], by) for side in ("one", "other"))
    try:
        dismiss(one, other, reason=given["reason"], note=given["note"], by=by)
        messages.success(request, _("Two people; nobody is asked about them again."))
    except (Refused, Clash) as refusal:
        tell(request, refusal)
    return redirect("workplace:duplicates")


@require_POST
def ask_about_again(request: HttpRequest, uuid: UUID) -> HttpResponse:
    """Put a dismissed pair back on the list."""
    by = caller_of(request)
    pairs = DismissedPair.objects.visible_to(by).select_related("first", "second")
    pair = pairs.filter(uuid=uuid).first()
    if pair is None:
        raise Http404
    try:
        ask_again(pair, by=by)
        messages.success(request, _("The pair is on the list again."))
    except (Clash, StaleRecord) as refusal:
        tell(request, refusal)
    return redirect(reverse("workplace:dismissed"))


def patient_of(uuid: Any, by: Caller) -> Patient:
    """The patient of this public id; Http404 if the caller cannot see one."""
    found = Patient.objects.visible_to(by).select_related("merged_into").filter(uuid=uuid).first()
    if found is None:
        raise Http404
    return found


def tell(request: HttpRequest, refusal: Refused | Clash | StaleRecord) -> None:
    """Show what a service refused."""
    for problem in problems_of(refusal):
        messages.error(request, str(problem.detail))


def _shown(page: "Page[Likeness]", by: Caller) -> list[ShownPair]:
    keys = {key for pair in page for key in (pair.one, pair.other)}
    patients = Patient.objects.visible_to(by).in_bulk(keys)
    _saw(set(patients.values()), by)
    return [ShownPair(Side(patients[pair.one]), Side(patients[pair.other]), pair) for pair in page]


def _saw(patients: set[Patient], by: Caller) -> None:
    pages: Any = admin.site.get_model_admin(Patient)
    pages.saw("listed", patients, by)

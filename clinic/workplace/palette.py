"""Go anywhere with a few keys: pages, things to do, and patients, as far as the person may go there."""

from dataclasses import dataclass
from typing import Any

from django.contrib import admin
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from clinic.common.admin import caller_of
from clinic.common.caller import Caller
from clinic.workplace.sidebar import sidebar
from patients.models import Patient
from patients.names import fold
from patients.services.finding import find_patients

ACTIONS: list[tuple[Any, str, str, str]] = [
    (gettext_lazy("Register a patient"), "person_add", "admin:patients_patient_add", "patients.change"),
    (gettext_lazy("Book a session"), "event", "admin:treatments_treatmentsession_add", "sessions.book"),
    (gettext_lazy("New assessment"), "straighten", "admin:assessments_assessment_add", "assessments.change"),
    (gettext_lazy("Request report"), "monitoring", "admin:outcomes_outcomereport_add", "reports.request"),
    (gettext_lazy("Change password"), "password", "admin:password_change", ""),
]
"""What can be done from anywhere: (title, symbol, page, the permission that it takes)."""


@dataclass(frozen=True)
class Hit:
    """One place to go to; ``detail`` tells namesakes apart."""

    title: str
    url: str
    icon: str
    detail: str = ""


def palette(request: HttpRequest) -> HttpResponse:
    """The places that ``?q=`` means, in groups: things to do and pages by their title, patients by what they go by."""
    by, text = caller_of(request), request.GET.get("q", "").strip()
    groups = [
        (_("Patients"), patients_found(text, by)),
        (_("Do"), [hit for hit in actions_of(by) if means(text, hit)]),
        (_("Open"), [hit for hit in pages_of(request) if means(text, hit)]),
    ]
    found = [(title, hits) for title, hits in groups if hits]
    return render(request, "workplace/palette_hits.html", {"groups": found, "text": text})


def means(text: str, hit: Hit) -> bool:
    """Every word that was typed begins a word of the title, or stands in it where words are not set apart."""
    title = fold(hit.title)
    return all(f" {word}" in f" {title}" or (not word.isascii() and word in title) for word in fold(text).split())


def actions_of(by: Caller) -> list[Hit]:
    return [
        Hit(str(title), reverse(page), icon)
        for title, icon, page, permission in ACTIONS
        if not permission or by.may(permission)
    ]


def pages_of(request: HttpRequest) -> list[Hit]:
    items = [item for group in sidebar(request) for item in group["items"]]
    return [Hit(str(item["title"]), str(item["link"]), item["icon"]) for item in items]


def patients_found(text: str, by: Caller) -> list[Hit]:
    """The patients whom the text means most likely."""
    if not by.may("patients.view"):
        return []
    pages: Any = admin.site.get_model_admin(Patient)
    found = find_patients(text, by=by)
    return [Hit(str(patient), pages.url_of(patient), "person", patient.record_number) for patient in found]

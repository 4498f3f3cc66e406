"""Finding a patient while typing, on the pages that are about finding one."""

from typing import Any

from django.contrib import admin
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from clinic.common.admin import caller_of
from clinic.workplace.initials import namer
from patients.admin.patients import born
from patients.models import Patient
from patients.services.finding import find_patients


def find(request: HttpRequest) -> HttpResponse:
    """The likeliest patients for ``?q=``, as options of the search box; leaves the audit row of a listing."""
    text, named = request.GET.get("q", "").strip(), namer(request)
    pages: Any = admin.site.get_model_admin(Patient)
    hits = [
        {"patient": patient, "name": named(patient), "born": born(patient), "url": pages.url_of(patient)}
        for patient in find_patients(text, by=caller_of(request))
    ]
    return render(request, "workplace/find_hits.html", {"hits": hits, "text": text})

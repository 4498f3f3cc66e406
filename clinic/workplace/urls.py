"""The paths of the pages that span the apps, below ``/admin/``; each names the permission that opens it."""

from django.urls import URLPattern

from clinic.workplace.page import page
from clinic.workplace.palette import palette
from clinic.workplace.patient_page.view import patient_page

app_name = "workplace"

urlpatterns: list[URLPattern] = [
    page("go-to/", palette, name="palette", permission="practice.view"),
    page("patients/<uuid:uuid>/", patient_page, name="patient", permission="patients.view"),
]

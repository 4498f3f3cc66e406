"""The paths of the pages that span the apps, below ``/admin/``; each names the permission that opens it."""

from django.urls import URLPattern

from clinic.workplace.away import away
from clinic.workplace.initials import switch_initials
from clinic.workplace.page import page
from clinic.workplace.palette import palette
from clinic.workplace.patient_page.view import patient_page
from clinic.workplace.switching import switch_person
from clinic.workplace.today.book import book
from clinic.workplace.today.doing import do_step
from clinic.workplace.week import week

app_name = "workplace"

urlpatterns: list[URLPattern] = [
    page("away/", away, name="away", permission="sessions.book"),
    page("switch-person/", switch_person, name="switch_person", permission="practice.view"),
    page("initials/", switch_initials, name="switch_initials", permission="patients.view"),
    page("today/book/", book, name="today_book", permission="sessions.book"),
    page("today/<uuid:uuid>/<slug:step>/", do_step, name="today_step", permission="sessions.view"),
    page("week/", week, name="week", permission="sessions.view"),
    page("go-to/", palette, name="palette", permission="practice.view"),
    page("patients/<uuid:uuid>/", patient_page, name="patient", permission="patients.view"),
]

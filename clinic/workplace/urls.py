"""The paths of the pages that span the apps, below ``/admin/``; each names the permission that opens it."""

from django.urls import URLPattern

from clinic.workplace.away import away
from clinic.workplace.discharge import discharge_page
from clinic.workplace.duplicates.comparing import choose_other, compare
from clinic.workplace.duplicates.worklist import ask_about_again, dismiss_pair, dismissed, worklist
from clinic.workplace.exercise_sheet import exercise_sheet_page
from clinic.workplace.find import find
from clinic.workplace.initials import switch_initials
from clinic.workplace.intake import intake_desk, intake_paper
from clinic.workplace.manager.dashboard import dashboard
from clinic.workplace.manager.roles import roles
from clinic.workplace.page import page
from clinic.workplace.palette import palette
from clinic.workplace.patient_page.view import patient_page
from clinic.workplace.switching import switch_person
from clinic.workplace.today.book import book
from clinic.workplace.today.doing import do_step
from clinic.workplace.week import week
from clinic.workplace.worklists.view import worklists

app_name = "workplace"

urlpatterns: list[URLPattern] = [
    page("away/", away, name="away", permission="sessions.book"),
    page("switch-person/", switch_person, name="switch_person", permission="practice.view"),
    page("initials/", switch_initials, name="switch_initials", permission="patients.view"),
    page("today/book/", book, name="today_book", permission="sessions.book"),
    page("today/<uuid:uuid>/<slug:step>/", do_step, name="today_step", permission="sessions.view"),
    page("week/", week, name="week", permission="sessions.view"),
    page("go-to/", palette, name="palette", permission="practice.view"),
    page("find/", find, name="find", permission="patients.view"),
    page("duplicates/", worklist, name="duplicates", permission="patients.merge"),
    page("duplicates/two-people/", dismissed, name="dismissed", permission="patients.merge"),
    page("duplicates/dismiss/", dismiss_pair, name="dismiss_pair", permission="patients.merge"),
    page("duplicates/<uuid:uuid>/ask-again/", ask_about_again, name="ask_again", permission="patients.merge"),
    page("duplicates/<uuid:uuid>/with/", choose_other, name="merge_with", permission="patients.merge"),
    page("duplicates/<uuid:one>/<uuid:other>/", compare, name="compare", permission="patients.merge"),
    page("patients/<uuid:uuid>/intake/", intake_desk, name="intake", permission="patients.change"),
    page("patients/<uuid:uuid>/intake/paper/", intake_paper, name="intake-paper", permission="patients.change"),
    page("patients/<uuid:uuid>/", patient_page, name="patient", permission="patients.view"),
    page("worklists/", worklists, name="worklists", permission="patients.view"),
    page("worklists/<slug:name>/", worklists, name="worklist", permission="patients.view"),
    page("plans/<uuid:uuid>/exercises.pdf", exercise_sheet_page, name="exercise-sheet", permission="treatments.view"),
    page("episodes/<uuid:uuid>/discharge/", discharge_page, name="discharge", permission="treatments.change"),
    page("manager/", dashboard, name="manager", permission="practice.change"),
    page("manager/roles/", roles, name="roles", permission="practice.change"),
]

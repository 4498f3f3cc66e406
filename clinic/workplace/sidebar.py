"""The way to every page, as far as the person may go it."""

from typing import Any

from django.apps import apps
from django.contrib import admin
from django.http import HttpRequest
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from clinic.common.admin import caller_of

GROUPS: list[tuple[Any, list[tuple[Any, str, str]]]] = [
    (
        _("Patients"),
        [
            (_("Patients"), "person_search", "patients.Patient"),
            (_("Possible duplicates"), "group", "workplace:duplicates"),
            (_("Sessions"), "calendar_month", "treatments.TreatmentSession"),
            (_("Consents"), "contract", "patients.Consent"),
            (_("Contacts"), "contacts", "patients.Contact"),
        ],
    ),
    (
        _("Treatment"),
        [
            (_("Episodes of care"), "clinical_notes", "patients.Episode"),
            (_("Assessments"), "straighten", "assessments.Assessment"),
            (_("Filled in by patients"), "tablet_android", "assessments.Intake"),
            (_("Pain ratings"), "sentiment_stressed", "assessments.PainRating"),
            (_("Questionnaires"), "quiz", "assessments.QuestionnaireScore"),
            (_("Plans"), "assignment", "treatments.Plan"),
            (_("Follow-ups"), "phone_callback", "treatments.FollowUp"),
            (_("Events"), "event_note", "patients.Event"),
            (_("Outcome reports"), "monitoring", "outcomes.OutcomeReport"),
        ],
    ),
    (
        _("Library"),
        [
            (_("Exercises"), "self_improvement", "treatments.Exercise"),
            (_("Techniques"), "back_hand", "treatments.Technique"),
            (_("Protocols"), "checklist", "assessments.Protocol"),
            (_("Precision of methods"), "target", "assessments.MethodPrecision"),
            (_("Pre-specified pairs"), "link", "outcomes.PrespecifiedPair"),
        ],
    ),
    (
        _("Clinic"),
        [
            (_("Staff"), "badge", "practice.Membership"),
            (_("Working hours"), "schedule", "treatments.Availability"),
            (_("Closures"), "event_busy", "treatments.Closure"),
            (_("Rooms"), "meeting_room", "practice.Room"),
            (_("Appointment types"), "category", "treatments.AppointmentType"),
            (_("API clients"), "key", "practice.ApiClient"),
            (_("Who did what"), "policy", "audit.AuditEvent"),
            (_("Clinic settings"), "settings", "practice.Clinic"),
        ],
    ),
]
"""Groups of (title, symbol, kind of record or name of a page of its own)."""

PAGES_IN_GROUPS = {"workplace:duplicates": "patients.merge"}
"""The pages that are no list of a kind of record, with the permission that opens each."""

PAGES: list[tuple[Any, str, str, str]] = [
    (_("Today"), "today", "admin:index", ""),
    (_("Week"), "date_range", "workplace:week", "sessions.view"),
    (_("Worklists"), "fact_check", "workplace:worklists", "patients.view"),
    (_("Dashboard"), "space_dashboard", "workplace:manager", "practice.change"),
]
"""Pages of the workplace that stand above the groups: (title, symbol, page, the permission that it takes)."""


def sidebar(request: HttpRequest) -> list[dict[str, Any]]:
    """The groups for the theme, without what the person may not see."""
    by = caller_of(request)
    pages = [
        {"title": title, "icon": icon, "link": reverse(name)}
        for title, icon, name, permission in PAGES
        if not permission or by.may(permission)
    ]
    groups = [{"title": title, "items": _items(entries, request)} for title, entries in GROUPS]
    return [{"items": pages}, *(group for group in groups if group["items"])]


def _items(entries: list[tuple[Any, str, str]], request: HttpRequest) -> list[dict[str, Any]]:
    items = []
    for title, icon, label in entries:
        if label in PAGES_IN_GROUPS:
            if caller_of(request).may(PAGES_IN_GROUPS[label]):
                items.append({"title": title, "icon": icon, "link": reverse(label)})
            continue
        model = apps.get_model(label)
        if admin.site.is_registered(model) and admin.site.get_model_admin(model).has_view_permission(request):
            link = reverse(f"admin:{model._meta.app_label}_{model._meta.model_name}_changelist")
            items.append({"title": title, "icon": icon, "link": link})
    return items

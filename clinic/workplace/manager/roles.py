"""The table of roles in words: what each role may see and do."""

from collections.abc import Mapping, Sequence
from types import MappingProxyType
from typing import Any

from django.db.models import Count
from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext_lazy as _

from clinic.common.admin import caller_of
from clinic.practice.models import Membership
from clinic.practice.roles import ROLE_PERMISSIONS, Role
from clinic.workplace.page import show

GROUPS: Sequence[tuple[Any, Mapping[str, Any]]] = (
    (
        _("At the desk"),
        MappingProxyType(
            {
                "patients.view": _("See patients: names, phone, birth date, alerts, background"),
                "patients.change": _("Register patients and change these"),
                "patients.merge": _("Merge two records of one person, and separate them again"),
                "contacts.view": _("See contacts: guardians, referrers, whom to call"),
                "contacts.change": _("Add and change contacts"),
                "consents.view": _("See what patients agreed to"),
                "consents.change": _("Record a consent or its withdrawal"),
                "sessions.view": _("See bookings"),
                "sessions.book": _("Book, move and cancel; say who arrived and who did not come"),
                "practice.view": _("See who works here, rooms and appointment types"),
            }
        ),
    ),
    (
        _("Treating"),
        MappingProxyType(
            {
                "episodes.view": _("See complaints, diagnoses, red flags and events"),
                "episodes.change": _("Open and close episodes; note events"),
                "assessments.view": _("See measurements, pain and questionnaires"),
                "assessments.change": _("Measure, rate pain, and correct with a reason"),
                "treatments.view": _("See notes, plans, goals and home exercises"),
                "treatments.change": _("Treat and write up; make plans; prescribe exercises"),
                "reports.view": _("Read outcome reports"),
                "reports.request": _("Request reports and run them again"),
            }
        ),
    ),
    (
        _("Managing"),
        MappingProxyType(
            {
                "practice.change": _("Set up rooms, hours, closures, types, protocols, exercises and pairs"),
                "staff.change": _("Add people, change their role, give a new password, end their access"),
                "precision.change": _("Put the clinic's own measurement error in force"),
                "api_clients.change": _("Let other software in, and shut it out"),
                "audit.view": _("See who looked at a patient and who changed what"),
            }
        ),
    ),
)
"""Every permission that a role can have, in words."""


def roles(request: HttpRequest) -> HttpResponse:
    """Show the table, with how many people work in each role."""
    members = Membership.objects.visible_to(caller_of(request)).filter(active=True)
    people = dict(members.order_by().values_list("role").annotate(n=Count("pk")))
    groups = [
        {"title": title, "rows": [{"may": words, "granted": _granted(permission)} for permission, words in one.items()]}
        for title, one in GROUPS
    ]
    known = [{"title": role.label, "people": people.get(role, 0)} for role in Role]
    return show(request, "workplace/manager/roles.html", _("Roles"), {"roles": known, "groups": groups})


def _granted(permission: str) -> list[bool]:
    return [permission in ROLE_PERMISSIONS[role] for role in Role]

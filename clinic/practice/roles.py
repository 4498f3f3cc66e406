"""Who may do what, as one table. The admin, the API and the tests read it; silence means no.

A permission is ``<what>.<verb>``. ``clinical`` covers measurements, pain, notes and reports about a patient;
the front desk has none of it.
"""

from django.db import models
from django.utils.translation import gettext_lazy as _


class Role(models.TextChoices):
    FRONT_DESK = "front_desk", _("Front desk")
    THERAPIST = "therapist", _("Therapist")
    MANAGER = "manager", _("Manager")


FRONT_DESK = frozenset(
    {
        "patients.view",
        "patients.change",
        "patients.merge",
        "consents.view",
        "consents.change",
        "contacts.view",
        "contacts.change",
        "sessions.view",
        "sessions.book",
        "practice.view",
    }
)
THERAPIST = FRONT_DESK | {
    "episodes.view",
    "episodes.change",
    "assessments.view",
    "assessments.change",
    "treatments.view",
    "treatments.change",
    "reports.view",
    "reports.request",
}
MANAGER = THERAPIST | {
    "practice.change",
    "staff.change",
    "api_clients.change",
    "precision.change",
    "audit.view",
}

ROLE_PERMISSIONS: dict[str, frozenset[str]] = {
    Role.FRONT_DESK: FRONT_DESK,
    Role.THERAPIST: THERAPIST,
    Role.MANAGER: MANAGER,
}

SCOPE_PERMISSIONS: dict[str, frozenset[str]] = {
    "patients:read": frozenset({"patients.view", "consents.view", "contacts.view", "episodes.view", "practice.view"}),
    "patients:write": frozenset(
        {"patients.change", "patients.merge", "consents.change", "contacts.change", "episodes.change"}
    ),
    "assessments:read": frozenset({"assessments.view", "practice.view"}),
    "assessments:write": frozenset({"assessments.change"}),
    "treatments:read": frozenset({"treatments.view", "sessions.view", "practice.view"}),
    "treatments:write": frozenset({"treatments.change", "sessions.book"}),
    "reports:read": frozenset({"reports.view"}),
    "reports:write": frozenset({"reports.request"}),
    "exchange:read": frozenset({"exchange.view"}),
    "exchange:write": frozenset({"exchange.change"}),
    "fhir:read": frozenset({"fhir.view"}),
    "fhir:write": frozenset({"fhir.change"}),
}


def scopes_that_grant(permission: str) -> list[str]:
    """The scopes any of which lets software do what the permission allows; none for what only staff may do."""
    return [scope for scope, granted in SCOPE_PERMISSIONS.items() if permission in granted]


def permissions_of_scopes(scopes: list[str]) -> frozenset[str]:
    """What a token with these scopes may do; an unknown scope grants nothing."""
    return frozenset().union(*(SCOPE_PERMISSIONS.get(scope, frozenset()) for scope in scopes))

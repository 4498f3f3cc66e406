"""Who may do what below /api/v1/: one row for every path and method, with the permission that it needs.

A new route without a row fails the suite, and so does a row without a route.
"""

from collections.abc import Callable
from typing import Any
from uuid import uuid4

from clinic.practice.callers import caller_of_member
from patients.models import Patient
from patients.services.merging import merge
from tests.api.world import World
from tests.builders import make_patient

PUBLIC = "public"
ANY_CALLER = "any_caller"

Table = dict[str, dict[str, str]]


def reading(permission: str) -> dict[str, str]:
    return {"GET": permission}


def _resource(path: str, view: str, change: str | None = None, *, void: bool = False, patch: bool = False) -> Table:
    """The rows that most resources have: list and one record, create, change and void where they can be."""
    one = f"{path}<uuid:uuid>/"
    table: Table = {path: reading(view), one: reading(view)}
    if change:
        table[path] = {"GET": view, "POST": change}
    if change and patch:
        table[one] = {"GET": view, "PATCH": change}
    if change and void:
        table[f"{one}entered-in-error/"] = {"POST": change}
    return table


TABLE: Table = {
    "schema/": reading(PUBLIC),
    "docs/": reading(PUBLIC),
    "measures/": reading(ANY_CALLER),
    "measures/<slug:code>/": reading(ANY_CALLER),
    "pain-regions/": reading(ANY_CALLER),
    "pain-regions/<slug:code>/": reading(ANY_CALLER),
    **_resource("staff/", "practice.view"),
    **_resource("rooms/", "practice.view"),
    **_resource("techniques/", "practice.view"),
    **_resource("exercises/", "practice.view"),
    **_resource("appointment-types/", "practice.view"),
    **_resource("patients/", "patients.view", "patients.change", patch=True),
    "patients/<uuid:uuid>/duplicates/": reading("patients.view"),
    "patients/<uuid:uuid>/merge/": {"POST": "patients.merge"},
    "patients/<uuid:uuid>/unmerge/": {"POST": "patients.merge"},
    "patients/<uuid:uuid>/timeline/": reading("patients.view"),
    "patients/by-identifier/<str:system>/<path:value>/": {"PUT": "patients.change"},
    **_resource("consents/", "consents.view", "consents.change", patch=True, void=True),
    **_resource("contacts/", "contacts.view", "contacts.change", patch=True),
    **_resource("episodes/", "episodes.view", "episodes.change", patch=True, void=True),
    **_resource("events/", "episodes.view", "episodes.change", patch=True, void=True),
    **_resource("assessments/", "assessments.view", "assessments.change", void=True),
    "assessments/<uuid:uuid>/correct/": {"POST": "assessments.change"},
    **_resource("pain-ratings/", "assessments.view", "assessments.change", void=True),
    **_resource("questionnaire-scores/", "assessments.view", "assessments.change", void=True),
    **_resource("plans/", "treatments.view", "treatments.change", patch=True, void=True),
    **_resource("sessions/", "sessions.view", "sessions.book", patch=True),
    "sessions/<uuid:uuid>/entered-in-error/": {"POST": "treatments.change"},
    "sessions/<uuid:uuid>/arrive/": {"POST": "sessions.book"},
    "sessions/<uuid:uuid>/start/": {"POST": "treatments.change"},
    "sessions/<uuid:uuid>/complete/": {"POST": "treatments.change"},
    "sessions/<uuid:uuid>/cancel/": {"POST": "sessions.book"},
    "sessions/<uuid:uuid>/no-show/": {"POST": "sessions.book"},
    **_resource("reports/", "reports.view", "reports.request"),
    "reports/<uuid:uuid>/rerun/": {"POST": "reports.request"},
    "reports/<uuid:uuid>/<path:name>": reading("reports.view"),
}

OF_NO_PATIENT = {
    "schema", "docs", "measures", "pain-regions", "staff", "rooms", "techniques", "exercises", "appointment-types",
}  # fmt: skip
"""The resources that show nothing about a patient; reading any other leaves an audit row that names the patient."""

Body = Callable[[World], dict[str, Any]]

_REASON: Body = lambda world: {"reason": "wrong patient"}  # noqa: E731
_TILT = {"measure": "pelvic_obliquity", "side": "none", "method": "palm", "readings": [2]}
_NOON, _ONE = "2026-04-01T12:00:00+08:00", "2026-04-01T13:00:00+08:00"


def _of_patient(**more: Any) -> Body:
    return lambda world: {"patient": str(world.ids["patients"]), **more}


def _correction(world: World) -> dict[str, Any]:
    pain = [{"region": "low_back", "side": "none", "intensity": 5}]
    return {"taken_at": "2026-03-02T09:30:00+08:00", "pain": pain, "reason": "read from the wrong line"}


def _plan(world: World) -> dict[str, Any]:
    return {"patient": str(world.ids["patients"]), "episode": str(world.ids["episodes"]), "planned_sessions": 6}


def _session(world: World) -> dict[str, Any]:
    who = {"patient": str(world.ids["patients"]), "therapist": str(world.ids["staff"])}
    return {**who, "starts_at": _NOON, "ends_at": _ONE}


def _another(world: World) -> Patient:
    return make_patient(world.clinic, given_name="Amie", record_number=uuid4().hex[:20])


def _merged(world: World) -> None:
    source = Patient.objects.get(uuid=world.ids["patients"])
    merge(source, _another(world), reason="one person", by=caller_of_member(world.rosa))


BODIES: dict[tuple[str, str], Body] = {
    ("POST", "patients/"): lambda world: {"family_name": "Lee", "given_name": "Bo"},
    ("PATCH", "patients/<uuid:uuid>/"): lambda world: {"given_name": "Anna"},
    ("POST", "patients/<uuid:uuid>/merge/"): lambda world: {"into": str(_another(world).uuid), "reason": "one person"},
    ("POST", "patients/<uuid:uuid>/unmerge/"): lambda world: {"reason": "two people"},
    ("PUT", "patients/by-identifier/<str:system>/<path:value>/"): lambda w: {"family_name": "Lee", "given_name": "Bo"},
    ("POST", "consents/"): _of_patient(kind="contact", given_at=_NOON),
    ("PATCH", "consents/<uuid:uuid>/"): lambda world: {"withdrawn_at": _NOON},
    ("POST", "consents/<uuid:uuid>/entered-in-error/"): _REASON,
    ("POST", "contacts/"): _of_patient(kind="referrer", name="Dr Ho"),
    ("PATCH", "contacts/<uuid:uuid>/"): lambda world: {"name": "Bo Wong-Lee"},
    ("POST", "episodes/"): _of_patient(region="knee", side="left"),
    ("PATCH", "episodes/<uuid:uuid>/"): lambda world: {"goals": "walk an hour"},
    ("POST", "episodes/<uuid:uuid>/entered-in-error/"): _REASON,
    ("POST", "events/"): _of_patient(kind="flare", on="2026-03-05"),
    ("PATCH", "events/<uuid:uuid>/"): lambda world: {"note": "on the stairs"},
    ("POST", "events/<uuid:uuid>/entered-in-error/"): _REASON,
    ("POST", "assessments/"): _of_patient(taken_at=_NOON, measurements=[_TILT]),
    ("POST", "assessments/<uuid:uuid>/correct/"): _correction,
    ("POST", "assessments/<uuid:uuid>/entered-in-error/"): _REASON,
    ("POST", "pain-ratings/"): _of_patient(taken_at=_NOON, region="knee", side="left", intensity=4),
    ("POST", "pain-ratings/<uuid:uuid>/entered-in-error/"): _REASON,
    ("POST", "questionnaire-scores/"): _of_patient(instrument="ndi", score=20, taken_on="2026-03-05"),
    ("POST", "questionnaire-scores/<uuid:uuid>/entered-in-error/"): _REASON,
    ("POST", "plans/"): _plan,
    ("PATCH", "plans/<uuid:uuid>/"): lambda world: {"planned_sessions": 8},
    ("POST", "plans/<uuid:uuid>/entered-in-error/"): _REASON,
    ("POST", "sessions/"): _session,
    ("PATCH", "sessions/<uuid:uuid>/"): lambda world: {"room": str(world.ids["rooms"])},
    ("POST", "sessions/<uuid:uuid>/entered-in-error/"): _REASON,
    ("POST", "reports/"): _of_patient(kind="patient"),
}
"""A valid body for each write that needs one, so that a refusal is a refusal of the caller and of nothing else."""

BEFOREHAND: dict[tuple[str, str], Callable[[World], None]] = {("POST", "patients/<uuid:uuid>/unmerge/"): _merged}
"""What has to have happened for a request to make sense."""

"""Names as initials, for a screen that others can see: chosen by the person, kept until they log out."""

from collections.abc import Callable, Iterable
from typing import Any

from django.contrib.admin.utils import label_for_field
from django.http import HttpRequest

SESSION_KEY = "initials"


def discreet(request: HttpRequest) -> bool:
    return bool(request.session.get(SESSION_KEY))


def discreetly(admin: Any, request: HttpRequest, columns: Iterable[Any]) -> list[Any]:
    """The columns of a list; while it is wanted, initials and record number in the place of a patient's name."""
    wanted = discreet(request)
    return [_initials(admin, name) if wanted and _names_patient(admin, name) else name for name in columns]


def _names_patient(admin: Any, column: Any) -> bool:
    return bool(column == "patient" or (column == "name" and admin.patient_path == ""))


def _initials(admin: Any, column: str) -> Callable[[Any], str]:
    def initials(record: Any) -> str:
        patient = admin.patient_of(record)
        return patient.discreet_name if patient else ""

    initials.short_description = label_for_field(column, admin.model, admin)  # type: ignore[attr-defined]
    return initials

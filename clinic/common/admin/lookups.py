"""Which questions may be asked of a list through its address."""

import re
from collections.abc import Iterable
from typing import Any

from django.db import models
from django.http import HttpRequest

_TAILS = re.compile(r"(__(exact|in|isnull|gte|lte|gt|lt)|_(from|to)(_[01])?)?")
"""What filters append to the name of their field."""


def is_filter_of(list_filter: Iterable[Any], lookup: str) -> bool:
    """True if the lookup belongs to one of the list's own filters.

    Django lets every column be asked for. A column that somebody may not see could then be guessed by
    asking what it contains.
    """
    for entry in list_filter:
        name = parameter_of(entry)
        if lookup.startswith(name) and _TAILS.fullmatch(lookup, len(name)):
            return True
    return False


def parameter_of(entry: Any) -> str:
    """The name that the filter has in the address: that of its field, or its own."""
    if isinstance(entry, tuple | list):
        return str(entry[0])
    return str(getattr(entry, "parameter_name", entry))


def found_by_patient(admin: Any, request: HttpRequest, rows: models.QuerySet[Any], text: str) -> models.QuerySet[Any]:
    """The rows whose patient is found by name, record number or phone; of patients those who are found themselves."""
    if admin.patient_path == "":
        return rows.matching(text)  # type: ignore[attr-defined, no-any-return]
    patients: Any = admin.patient_admin().get_queryset(request)
    return rows.filter(**{f"{admin.patient_path}__in": patients.matching(text).order_by().values("pk")})

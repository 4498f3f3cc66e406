"""Two people change the same record: the second is told, sees both versions, and loses nothing.

What only the other changed is taken over, what only you changed stays; where both changed one field your value
stands in the form and theirs is named beside it. Nothing is stored until you save again.
"""

import datetime as dt
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from copy import copy
from dataclasses import dataclass
from typing import Any

from django.contrib.admin.utils import display_for_field
from django.db import models
from django.db.backends.postgresql.psycopg_any import DateTimeTZRange
from django.http import HttpRequest
from django.utils import timezone
from django.utils.formats import date_format

from clinic.audit.models import AuditEvent
from clinic.common.admin.asking import caller_of
from clinic.common.caller import Caller
from clinic.common.errors import StaleRecord
from clinic.common.history import versions_of

EMPTY = "–"


@dataclass(frozen=True)
class Difference:
    """A field that the other person changed: its name, what is on record now, and what you typed.

    ``yours`` is None where you had not touched the field: then theirs was taken over.
    """

    name: str
    label: str
    theirs: str
    yours: str | None


@dataclass(frozen=True)
class Conflict:
    """Who was first and when, what they changed, and the values of yours that go into the form again."""

    who: str
    at: dt.datetime | None
    differences: list[Difference]
    mine: Mapping[str, Any]

    def put_on(self, record: models.Model) -> None:
        """Set on the present record what you had changed."""
        for name, value in self.mine.items():
            setattr(record, name, value)


def conflict_of(typed: Any, present: Any, by: Caller) -> Conflict:
    """Compare what was typed with the present record and with the version that the person had read.

    Where the clinic keeps no earlier versions of this kind of record, every difference counts as changed by both.
    """
    read = _version_read(typed)
    differences, mine = [], {}
    for field in (field for field in typed._meta.fields if field.editable):
        name = field.attname
        yours, theirs = getattr(typed, name), getattr(present, name)
        touched = read is None or yours != getattr(read, name)
        if touched:
            mine[name] = yours
        if yours != theirs and (read is None or theirs != getattr(read, name)):
            own = shown(typed, field) if touched else None
            differences.append(Difference(field.name, str(field.verbose_name), shown(present, field), own))
    return Conflict(_who_changed(present, by), getattr(present, "updated_at", None), differences, mine)


def _version_read(typed: Any) -> Any:
    if not hasattr(typed, "history"):
        return None
    return versions_of(type(typed)).filter(pgh_obj=typed.pk, version=typed.version).order_by("pgh_id").first()


def _who_changed(present: Any, by: Caller) -> str:
    """The name in the audit's latest row about the record that is not about reading; "" if there is none."""
    acts = AuditEvent.objects.filter(clinic=by.clinic_uuid, subject=present.uuid).exclude(action__endswith=".viewed")
    latest = acts.order_by("-id").first()
    return latest.actor_name if latest else ""


def shown(record: Any, field: Any) -> str:
    """The field's value in words."""
    value = getattr(record, field.name)
    if value is None or value == "" or value == []:
        return EMPTY
    if field.is_relation:
        return str(value)
    if isinstance(value, DateTimeTZRange):
        begins, ends = timezone.localtime(value.lower), timezone.localtime(value.upper)
        return f"{date_format(begins, 'DATETIME_FORMAT')}–{date_format(ends, 'TIME_FORMAT')}"
    if isinstance(value, list):
        names = dict(getattr(field.base_field, "choices", None) or ())
        return ", ".join(str(names.get(one, one)) for one in value)
    return str(display_for_field(value, field, EMPTY))


@contextmanager
def conflict_noted(request: HttpRequest, typed: Any, rows: models.QuerySet[Any]) -> Iterator[None]:
    """Note on the request in what the typed record differs from the present one of ``rows``, if it is outdated."""
    try:
        yield
    except StaleRecord:
        present = rows.get(pk=typed.pk)
        request.conflict = conflict_of(typed, present, caller_of(request))  # type: ignore[attr-defined]
        raise


def opened_anew(request: HttpRequest) -> HttpRequest:
    """The same request as one that only opens the page; the conflict stays noted on it."""
    again = copy(request)
    again.method = "GET"
    return again


def with_what_was_typed(request: HttpRequest, present: Any) -> Any:
    """The present record with the person's own changes on top, if the request noted a conflict."""
    conflict = getattr(request, "conflict", None)
    if present is not None and conflict is not None:
        conflict.put_on(present)
    return present

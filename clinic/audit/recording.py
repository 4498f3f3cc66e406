"""Saying aloud what was done or seen."""

from collections.abc import Iterable
from typing import Any, Protocol
from uuid import UUID

from django.utils.translation import gettext as _

from clinic.audit.models import AuditEvent
from clinic.common.caller import Caller
from clinic.common.errors import refuse


class Subject(Protocol):
    """Anything with a public id."""

    uuid: UUID


def record(
    action: str,
    subject: Subject | None,
    *,
    by: Caller,
    kind: str = "",
    patients: Iterable[UUID] = (),
    detail: dict[str, Any] | None = None,
) -> None:
    """Write that ``by`` did ``action`` to ``subject``, in the caller's transaction.

    ``patients`` are the patients whose data were changed or shown. No clinical value belongs into ``detail``.
    If this fails the request fails: no audit row, no data. Raises Refused for a record of another clinic, so that
    no service can change one, whoever handed it in.
    """
    if getattr(subject, "clinic_id", by.clinic_id) != by.clinic_id:
        raise refuse("", "does_not_exist", _("There is no such record."))
    AuditEvent(
        clinic=by.clinic_uuid,
        actor=by.uuid,
        actor_name=by.name,
        action=action,
        subject_kind=kind or (type(subject).__name__.lower() if subject else ""),
        subject=subject.uuid if subject else None,
        patients=list(patients),
        detail=detail or {},
        request_id=by.request_id,
    ).save(force_insert=True)

"""Which records make a report stale, in words and with the way to them."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from uuid import UUID

from django.utils.text import capfirst
from django.utils.translation import gettext

from assessments.models import Assessment, Measurement, PainRating
from clinic.common.admin import ServiceAdmin
from clinic.common.caller import Caller
from patients.models import Event, Patient
from treatments.models import TreatmentSession
from treatments.outcomes.models import OutcomeReport
from treatments.outcomes.staleness import Change, changes_since, may_be_more

KINDS: dict[str, tuple[Any, str | None]] = {
    "assessment": (Assessment, "taken_at"),
    "pain_rating": (PainRating, "taken_at"),
    "session": (TreatmentSession, "starts_at"),
    "event": (Event, "on"),
    "patient": (Patient, None),
    "merge": (Patient, None),
}
"""The table of each kind of record, and the column that says when it happened to the patient, if it happened."""
SHOWN = 5


@dataclass(frozen=True, slots=True)
class ChangedRecord:
    """A record that was entered, corrected or voided (``at``) after the report read its data.

    ``on`` is when it happened to the patient; None for the patient's own record.
    """

    name: str
    on: date | None
    url: str
    at: datetime


@dataclass(frozen=True, slots=True)
class ChangedRecords:
    """The first few changed records, by the time of the change, and how many ``more`` there are at least.

    ``exact``: there are no others than these.
    """

    shown: list[ChangedRecord]
    more: int
    exact: bool


def changed_records(report: OutcomeReport, admin: ServiceAdmin, by: Caller) -> ChangedRecords:
    """Give the records that make the report stale; none are shown if it is current.

    What belongs to an assessment is shown as the assessment: it was entered or corrected as a whole.
    """
    changes = changes_since(report)
    within = _assessments_of(changes, by)
    first: dict[tuple[str, UUID], datetime] = {}
    for change in changes:
        assessment = within.get(change.uuid)
        record = ("assessment", assessment) if assessment else (change.kind, change.uuid)
        first.setdefault(record, change.at)
    shown = dict(list(first.items())[:SHOWN])
    happened = _when(shown, by)
    return ChangedRecords(
        shown=[_shown(kind, uuid, happened.get(uuid), at, admin) for (kind, uuid), at in shown.items()],
        more=len(first) - len(shown),
        exact=not may_be_more(report, changes),
    )


def _assessments_of(changes: Iterable[Change], by: Caller) -> dict[UUID, UUID]:
    """The assessments to which changed measurements and ratings belong."""
    uuids = [change.uuid for change in changes]
    found: dict[UUID, UUID] = {}
    if uuids:
        for rows in (Measurement.objects.visible_to(by), PainRating.objects.visible_to(by)):
            found |= dict(rows.filter(uuid__in=uuids, assessment__isnull=False).values_list("uuid", "assessment__uuid"))
    return found


def _when(records: Iterable[tuple[str, UUID]], by: Caller) -> dict[UUID, date]:
    """When each record happened; one query for each kind that is among them."""
    found: dict[UUID, date] = {}
    for wanted in {kind for kind, _uuid in records}:
        model, column = KINDS[wanted]
        if column:
            uuids = [uuid for kind, uuid in records if kind == wanted]
            found |= dict(model.objects.visible_to(by).filter(uuid__in=uuids).values_list("uuid", column))
    return found


def _shown(kind: str, uuid: UUID, on: date | None, at: datetime, admin: ServiceAdmin) -> ChangedRecord:
    model, _column = KINDS[kind]
    pages = admin.admin_site.get_model_admin(model)
    name = gettext("Record merged or separated") if kind == "merge" else capfirst(str(model._meta.verbose_name))
    return ChangedRecord(name, on, pages.url("change", uuid), at)

"""Which records make a report stale, in words and with the way to them."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from django.utils.text import capfirst

from assessments.models import Assessment, Measurement, PainRating
from clinic.common.admin import ServiceAdmin
from clinic.common.caller import Caller
from patients.models import Event, Patient
from treatments.models import TreatmentSession
from treatments.outcomes.models import OutcomeReport
from treatments.outcomes.staleness import Change, changes_since

MODELS: dict[str, Any] = {
    "assessment": Assessment,
    "pain_rating": PainRating,
    "session": TreatmentSession,
    "event": Event,
    "patient": Patient,
}
SHOWN = 5


@dataclass(frozen=True, slots=True)
class ChangedRecord:
    """A record that was entered, corrected or voided after the report read its data."""

    name: str
    url: str
    at: datetime


def changed_records(report: OutcomeReport, admin: ServiceAdmin, by: Caller) -> list[ChangedRecord]:
    """Give the first few records that make the report stale, by the time of the change; none if it is current.

    What belongs to an assessment is shown as the assessment: it was entered or corrected as a whole.
    """
    changes = changes_since(report)
    within = _assessments_of(changes, by)
    first: dict[tuple[str, UUID], datetime] = {}
    for change in changes:
        assessment = within.get(change.uuid)
        record = ("assessment", assessment) if assessment else (change.kind, change.uuid)
        first.setdefault(record, change.at)
    return [_shown(kind, uuid, at, admin) for (kind, uuid), at in list(first.items())[:SHOWN]]


def _assessments_of(changes: Iterable[Change], by: Caller) -> dict[UUID, UUID]:
    """The assessments to which changed measurements and ratings belong."""
    uuids = [change.uuid for change in changes]
    found: dict[UUID, UUID] = {}
    for rows in (Measurement.objects.visible_to(by), PainRating.objects.visible_to(by)):
        found |= dict(rows.filter(uuid__in=uuids, assessment__isnull=False).values_list("uuid", "assessment__uuid"))
    return found


def _shown(kind: str, uuid: UUID, at: datetime, admin: ServiceAdmin) -> ChangedRecord:
    model = MODELS[kind]
    pages = admin.admin_site.get_model_admin(model)
    return ChangedRecord(capfirst(str(model._meta.verbose_name)), pages.url("change", uuid), at)

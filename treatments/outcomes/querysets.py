"""The questions that are asked of reports, and the one way in which their state changes."""

import datetime as dt
from typing import Any, Self, TypeVar
from uuid import UUID

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.db.models.functions import Now

from clinic.common.clinic_owned import ClinicQuerySet

Record = TypeVar("Record", bound=models.Model, covariant=True)


class ReportQuerySet(ClinicQuerySet[Record]):
    """Outcome reports of a clinic."""

    def for_patient(self, uuid: UUID) -> Self:
        return self.filter(patient__uuid=uuid)

    def for_lists(self) -> Self:
        """Without the frozen inputs and the result, which are large and which a list does not show."""
        return self.defer("inputs", "input_keys", "result")

    def queued(self) -> Self:
        return self.filter(state="queued")

    def held_by(self, attempt: int) -> Self:
        """The report while this attempt still holds it: the attempt's number is its fencing token."""
        return self.filter(state="running", attempt=attempt)

    def abandoned(self) -> Self:
        """Running, but nobody has renewed the lease: whoever held it is gone."""
        return self.filter(state="running", lease_until__lt=Now())

    def unheard(self) -> Self:
        """Queued for so long that the doorbell must have been missed."""
        never_rung_again = Q(ring_due_at=None, queued_at__lt=Now() - ring_again_after(0))
        return self.queued().filter(Q(ring_due_at__lt=Now()) | never_rung_again)

    def change(self, **values: Any) -> int:
        """Update the rows that still match, and count them; the database decides and its clock counts."""
        return self.update(**values, version=F("version") + 1, updated_at=Now())


def ring_again_after(rings: int) -> dt.timedelta:
    """How long to wait for a worker after the doorbell was rung again so many times: 10, 20, 40, 60, 60 s ..."""
    lease: float = settings.REPORT_LEASE_SECONDS
    return dt.timedelta(seconds=min(lease / 3 * 2 ** min(rings, 10), 2 * lease))

"""The questions that are asked of treatment sessions."""

import datetime as dt
from typing import Self, TypeVar
from uuid import UUID

from django.db import models
from django.db.models.functions import Lower

from clinic.common.caller import Caller
from clinic.common.clinic_owned import ClinicQuerySet

Record = TypeVar("Record", bound=models.Model, covariant=True)

LIVE = ("booked", "arrived", "in_progress", "completed")
"""The states in which a session takes up its therapist, room and patient."""


class SessionQuerySet(ClinicQuerySet[Record]):
    """Treatment sessions of a clinic."""

    def for_patient(self, uuid: UUID) -> Self:
        return self.filter(patient__uuid=uuid)

    def valid(self) -> Self:
        return self.filter(entered_in_error_at__isnull=True)

    def completed(self) -> Self:
        return self.valid().filter(status="completed")

    def on_day(self, day: dt.date, caller: Caller) -> Self:
        """Sessions that begin on that day by the clock on the clinic's wall."""
        midnight = dt.datetime.combine(day, dt.time(), tzinfo=caller.zone)
        next_midnight = dt.datetime.combine(day + dt.timedelta(days=1), dt.time(), tzinfo=caller.zone)
        return self.filter(during__startswith__gte=midnight, during__startswith__lt=next_midnight)

    def in_time_order(self) -> Self:
        return self.order_by(Lower("during"), "id")

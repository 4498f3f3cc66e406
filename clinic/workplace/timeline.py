"""What happened to one patient, in clinical time, from every app: the only place that asks them all."""

import datetime as dt
import heapq
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import islice
from typing import Any
from uuid import UUID

from django.db.models import Q, QuerySet

from assessments.models import Assessment, PainRating
from clinic.common.caller import Caller
from patients.models import Event
from treatments.models import TreatmentSession
from treatments.outcomes.models import OutcomeReport


@dataclass(frozen=True, slots=True)
class Entry:
    """One thing that happened: its kind, its id, when, and the few facts that a line on a page shows."""

    at: dt.datetime
    kind: str
    id: UUID
    facts: dict[str, Any]


@dataclass(frozen=True, slots=True)
class Place:
    """Where a page of the timeline ended; the next one holds what lies before it."""

    at: dt.datetime
    id: UUID


@dataclass(frozen=True, slots=True)
class Stream:
    """Entries of one kind: the permission to see them, their rows with ``at``, and the columns that are facts."""

    kind: str
    permission: str
    rows: QuerySet[Any]
    at: str
    columns: tuple[str, ...]

    def entries(self, patient: UUID, caller: Caller, before: Place | None, limit: int) -> Iterator[Entry]:
        """The latest entries before a place, newest first."""
        rows = self.rows.filter(clinic_id=caller.clinic_id, patient__uuid=patient)
        if before:
            rows = rows.filter(self._before(before, caller))
        newest = rows.order_by(f"-{self.at}", "-uuid").values_list(self.at, "uuid", *self.columns)
        for at, uuid, *facts in newest[:limit]:
            yield Entry(_moment(at, caller), self.kind, uuid, dict(zip(self.columns, facts, strict=True)))

    def _before(self, place: Place, caller: Caller) -> Q:
        at: Any = place.at
        if self.at == "on":
            # A day counts as its midnight on the clinic's clock.
            at = place.at.astimezone(caller.zone).date()
            if _moment(at, caller) < place.at:
                return Q(on__lte=at)
        return Q(**{f"{self.at}__lt": at}) | Q(**{self.at: at, "uuid__lt": place.id})


def streams() -> list[Stream]:
    """Everything that a timeline shows; what was entered in error is left out."""
    return [
        Stream(
            "assessment", "assessments.view", Assessment.objects.valid(), "taken_at", ("kind", "timing")
        ),
        Stream(
            "pain_rating",
            "assessments.view",
            PainRating.objects.valid(),
            "taken_at",
            ("region", "side", "intensity", "recall"),
        ),
        Stream("event", "episodes.view", Event.objects.valid(), "on", ("kind", "note")),
        Stream(
            "session",
            "sessions.view",
            TreatmentSession.objects.valid(),
            "starts_at",
            ("status", "therapist__uuid", "therapist__display_name"),
        ),
        Stream("report", "reports.view", OutcomeReport.objects.all(), "created_at", ("kind", "state")),
    ]  # fmt: skip


def timeline(patient: UUID, caller: Caller, before: Place | None, limit: int) -> list[Entry]:
    """The patient's latest entries before a place, newest first, of the kinds that the caller may see.

    One query for each kind, however long the history is.
    """
    visible = [stream for stream in streams() if caller.may(stream.permission)]
    each = [stream.entries(patient, caller, before, limit) for stream in visible]
    return list(islice(heapq.merge(*each, key=lambda entry: (entry.at, entry.id), reverse=True), limit))


def _moment(at: dt.datetime | dt.date, caller: Caller) -> dt.datetime:
    if isinstance(at, dt.datetime):
        return at.astimezone(caller.zone)
    return dt.datetime.combine(at, dt.time(), tzinfo=caller.zone)

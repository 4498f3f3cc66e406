"""Chaining the audit: every event's hash holds the hash of the one before it in its clinic.

The sealer runs every few seconds behind the writers, so that nobody who records an event waits for a chain.
"""

import datetime as dt
import json
from collections.abc import Iterator
from hashlib import sha256
from typing import Any
from uuid import UUID

from django.db import transaction
from django.db.models import Max, QuerySet

from clinic.audit.models import AuditEvent, AuditSeal
from clinic.common.only_one import is_the_only_one

MOST_AT_ONCE = 5_000
LOOK_BACK = 100_000
"""How far behind the newest sealed event the sealer looks for events that were committed late."""
NO_HASH = bytes(32)
"""What the first event of a clinic is chained to."""

CONTENT = (
    "id",
    "uuid",
    "at",
    "clinic",
    "actor",
    "actor_name",
    "action",
    "subject_kind",
    "subject",
    "patients",
    "outcome",
    "detail",
    "request_id",
)
"""All that an event says; each of it enters the hash."""


def seal_events(*, everything: bool = False) -> int:
    """Seal the committed events that have no seal yet, and count them; 0 if another sealer is at work.

    ``everything`` also looks behind LOOK_BACK, for transactions that stayed open for very long.
    """
    sealed = 0
    while batch := _seal_batch(everything):
        sealed += batch
        if batch < MOST_AT_ONCE:
            break
    return sealed


def link(previous_hash: bytes, sequence: int, event: dict[str, Any]) -> bytes:
    """The hash that seals an event (its CONTENT by name) at its place in the chain."""
    content = {name: _plain(event[name]) for name in CONTENT}
    text = json.dumps({"sequence": sequence, **content}, sort_keys=True, separators=(",", ":"))
    return sha256(previous_hash + text.encode()).digest()


def unsealed(*, everything: bool) -> QuerySet[AuditEvent]:
    """Events without a seal."""
    events = AuditEvent.objects.filter(seal=None)
    newest = AuditSeal.objects.aggregate(newest=Max("event_id"))["newest"]
    return events if everything or newest is None else events.filter(pk__gt=newest - LOOK_BACK)


def _seal_batch(everything: bool) -> int:
    with transaction.atomic():
        if not is_the_only_one("seal_audit"):
            return 0
        events = list(unsealed(everything=everything).order_by("pk").values(*CONTENT)[:MOST_AT_ONCE])
        AuditSeal.objects.bulk_create(_seals(events))
    return len(events)


def _seals(events: list[dict[str, Any]]) -> Iterator[AuditSeal]:
    heads = _heads({event["clinic"] for event in events})
    for event in events:
        sequence, previous_hash = heads.get(event["clinic"], (0, NO_HASH))
        sequence += 1
        seal = link(previous_hash, sequence, event)
        yield AuditSeal(
            event_id=event["id"],
            clinic=event["clinic"],
            sequence=sequence,
            previous_hash=previous_hash,
            hash=seal,
        )
        heads[event["clinic"]] = sequence, seal


def _heads(clinics: set[UUID]) -> dict[UUID, tuple[int, bytes]]:
    last = AuditSeal.objects.filter(clinic__in=clinics).order_by("clinic", "-sequence").distinct("clinic")
    return {
        clinic: (sequence, bytes(seal)) for clinic, sequence, seal in last.values_list("clinic", "sequence", "hash")
    }


def _plain(value: Any) -> Any:
    if isinstance(value, dt.datetime):
        return value.astimezone(dt.UTC).isoformat(timespec="microseconds")
    if isinstance(value, UUID):
        return str(value)
    return [str(item) for item in value] if isinstance(value, list) else value

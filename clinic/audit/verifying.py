"""Whether the audit is as it was written: walks every clinic's chain and looks for events left out of it."""

import datetime as dt
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import groupby
from operator import itemgetter
from typing import Any
from uuid import UUID

from django.db.models import Count, Min
from django.db.models.functions import Now

from clinic.audit.models import AuditSeal
from clinic.audit.sealing import CONTENT, NO_HASH, link, unsealed

PATIENCE = dt.timedelta(minutes=1)
"""How long an event may wait for its seal; the sealer runs every few seconds."""

_SEAL = ("clinic", "sequence", "previous_hash", "hash", "event_id")


@dataclass
class Chain:
    """One clinic's chain: how many events hold together, up to which hash, and the first that does not."""

    clinic: UUID
    length: int = 0
    head: bytes = NO_HASH
    broken: str = ""


def verified_chains() -> Iterator[Chain]:
    """Follow every clinic's chain as far as it holds."""
    columns = (*_SEAL, *(f"event__{name}" for name in CONTENT))
    seals = AuditSeal.objects.order_by("clinic", "sequence").values(*columns).iterator(chunk_size=2_000)
    for clinic, links in groupby(seals, key=itemgetter("clinic")):
        yield _followed(clinic, links)


def left_unsealed() -> dict[UUID, tuple[int, int]]:
    """Per clinic, how many events have waited too long for their seal, and the first one's number."""
    late = unsealed(everything=True).filter(at__lt=Now() - PATIENCE)
    return {
        clinic: (count, first)
        for clinic, count, first in late.values("clinic")
        .annotate(count=Count("pk"), first=Min("pk"))
        .values_list("clinic", "count", "first")
    }


def _followed(clinic: UUID, links: Iterable[dict[str, Any]]) -> Chain:
    chain = Chain(clinic)
    for seal in links:
        chain.broken = chain.broken or _break(chain, seal)
        if not chain.broken:
            chain.length, chain.head = seal["sequence"], bytes(seal["hash"])
    return chain


def _break(chain: Chain, seal: dict[str, Any]) -> str:
    """What is wrong with the next link; empty if it holds."""
    name = f"event {seal['event_id']} ({seal['event__uuid']})"
    if seal["sequence"] != chain.length + 1:
        return f"before {name}: link {chain.length + 1} is missing"
    if bytes(seal["previous_hash"]) != chain.head:
        return f"{name}: it is not chained to the event before it"
    event = {field: seal[f"event__{field}"] for field in CONTENT}
    if event["clinic"] != chain.clinic:
        return f"{name}: it belongs to clinic {event['clinic']}"
    if bytes(seal["hash"]) != link(chain.head, seal["sequence"], event):
        return f"{name}: its content is not what was sealed"
    return ""

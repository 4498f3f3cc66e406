"""The clinic's own lists: rooms, techniques, exercises, kinds of appointment, working hours, closures."""

from collections.abc import Iterable
from typing import TypeVar

from django.db import transaction

from clinic.audit.recording import record
from clinic.common.caller import Caller
from clinic.common.clinic_owned import ClinicOwned
from clinic.common.records import insert, update

Entry = TypeVar("Entry", bound=ClinicOwned)


def add_entry(entry: Entry, *, by: Caller) -> Entry:
    """Add to one of the clinic's lists; raises Refused, Clash if the list already has such an entry."""
    by.require("practice.change")
    with transaction.atomic():
        entry.clinic_id = by.clinic_id
        insert(entry)
        record(f"{_kind(entry)}.added", entry, by=by)
    return entry


def change_entry(entry: Entry, fields: Iterable[str], *, by: Caller) -> Entry:
    """Store the named fields of an entry; raises Refused, Clash, StaleRecord."""
    by.require("practice.change")
    names = list(fields)
    with transaction.atomic():
        update(entry, names)
        record(f"{_kind(entry)}.changed", entry, by=by, detail={"fields": names})
    return entry


def remove_entry(entry: ClinicOwned, *, by: Caller) -> None:
    """Take away working hours or a closure, to which no record refers; other entries are made inactive."""
    by.require("practice.change")
    with transaction.atomic():
        record(f"{_kind(entry)}.removed", entry, by=by)
        entry.delete()


def _kind(entry: ClinicOwned) -> str:
    return type(entry).__name__.lower()

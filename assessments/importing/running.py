"""Importing a file through the same services as everyone else, all of it or nothing."""

from collections.abc import Iterable

from django.db import connection, transaction

from assessments.importing.lines import LineImporter
from assessments.importing.mapping import FileMapping
from assessments.importing.outcome import Outcome
from assessments.importing.table import Rejection, Unreadable, rows_of
from clinic.audit.recording import record
from clinic.common.caller import Caller


def import_lines(
    lines: Iterable[str], mapping: FileMapping, *, by: Caller, dry_run: bool = False, partial: bool = False
) -> Outcome:
    """Import every line, or none of them if any is rejected; ``partial`` keeps the good ones.

    A record that was imported before is left alone, and refused if the file now says something else. A dry run
    does everything, the database's deferred checks included, and takes it back.
    """
    by.require("patients.change")
    by.require("assessments.change")
    with transaction.atomic():
        outcome = _import_all(lines, mapping, by)
        connection.check_constraints()
        outcome.written = not dry_run and (partial or not outcome.rejected)
        if outcome.written:
            detail = {"source": mapping.source, **outcome.counts}
            record("assessments.imported", None, by=by, kind="import", detail=detail)
        else:
            transaction.set_rollback(True)
    return outcome


def _import_all(lines: Iterable[str], mapping: FileMapping, by: Caller) -> Outcome:
    importer, outcome = LineImporter(mapping, by), Outcome()
    try:
        for row in rows_of(lines, mapping):
            if isinstance(row, Rejection):
                outcome.add(Outcome(lines=1, rejected=[row]))
            else:
                outcome.add(importer.import_line(row))
    except Unreadable as unreadable:
        outcome.rejected.append(unreadable.rejection)
    return outcome

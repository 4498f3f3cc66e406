"""``manage.py import_assessments data.csv --clinic <id or name> --mapping mapping.toml [--dry-run]``."""

from argparse import ArgumentParser
from pathlib import Path
from typing import Any
from uuid import UUID

from django.core.management.base import BaseCommand, CommandError

from assessments.importing.mapping import FileMapping
from assessments.importing.outcome import Outcome
from assessments.importing.reading_mapping import read_mapping
from assessments.importing.running import import_lines
from assessments.importing.table import Rejection
from clinic.common.caller import Caller
from clinic.common.errors import PermissionMissing, Refused
from clinic.practice.callers import caller_of_command, caller_of_member
from clinic.practice.models import Clinic, Membership

PERMISSIONS = frozenset({"patients.view", "patients.change", "assessments.view", "assessments.change"})


class Command(BaseCommand):
    """Imports a file, prints what came of it, and fails if any line was rejected."""

    help = "Imports assessments and pain ratings from a CSV file, as a mapping file (TOML) describes it."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("file", type=Path, help="The CSV file.")
        parser.add_argument("--clinic", required=True, help="The clinic's id or name.")
        parser.add_argument("--mapping", type=Path, required=True, help="What the columns mean (TOML).")
        parser.add_argument("--by", help="The username of a member of staff in whose name it is done.")
        parser.add_argument("--dry-run", action="store_true", help="Do everything, then take it back.")
        parser.add_argument("--partial", action="store_true", help="Keep the good lines if others are rejected.")

    def handle(self, *args: Any, **options: Any) -> None:
        caller = _caller(_clinic(options["clinic"]), options["by"])
        mapping = _mapping(options["mapping"])
        try:
            with options["file"].open(encoding=_encoding(mapping), newline="") as lines:
                outcome = import_lines(
                    lines, mapping, by=caller, dry_run=options["dry_run"], partial=options["partial"]
                )
        except OSError as error:
            raise CommandError(f"The file cannot be read: {error}.") from error
        except PermissionMissing as missing:
            raise CommandError(f"{caller.name} lacks the permission {missing.permission}.") from missing
        self._tell(outcome, dry_run=options["dry_run"])

    def _tell(self, outcome: Outcome, *, dry_run: bool) -> None:
        for kind, notes in (("warning", outcome.warnings), ("rejected", outcome.rejected)):
            for note in notes:
                self.stdout.write(_sentence(kind, note))
        counts = ", ".join(f"{count} {name.replace('_', ' ')}" for name, count in outcome.counts.items())
        self.stdout.write(f"{outcome.lines} lines, {outcome.rejected_lines} rejected: {counts}.")
        if dry_run:
            self.stdout.write("Dry run: nothing was written.")
        elif not outcome.written:
            raise CommandError("Nothing was written, because lines were rejected.")
        elif outcome.rejected:
            raise CommandError("Only the lines without a rejection were written.")


def _sentence(kind: str, note: Rejection) -> str:
    where = f"line {note.line}" + (f", column {note.column}" if note.column else "")
    return f"{kind}: {where}: {note.detail} ({note.code})"


def _clinic(name: str) -> Clinic:
    try:
        found = list(Clinic.objects.filter(uuid=UUID(name)))
    except ValueError:
        found = list(Clinic.objects.filter(name=name))
    if len(found) != 1:
        known = ", ".join(f"{clinic.name} ({clinic.uuid})" for clinic in Clinic.objects.order_by("name"))
        raise CommandError(f"“{name}” names {len(found)} clinics. There are: {known or 'none'}.")
    return found[0]


def _caller(clinic: Clinic, username: str | None) -> Caller:
    if username is None:
        return caller_of_command(clinic, "import_assessments", PERMISSIONS)
    member = Membership.objects.filter(clinic=clinic, user__username=username).select_related("clinic").first()
    if member is None:
        raise CommandError(f"“{username}” is no member of {clinic}.")
    return caller_of_member(member)


def _mapping(path: Path) -> FileMapping:
    try:
        return read_mapping(path.read_text(encoding="utf-8"))
    except (OSError, UnicodeDecodeError) as error:
        raise CommandError(f"The mapping cannot be read: {error}.") from error
    except Refused as refused:
        mistakes = "\n".join(f"  {p.pointer or '/'}: {p.detail} ({p.code})" for p in refused.problems)
        raise CommandError(f"The mapping has mistakes:\n{mistakes}") from refused


def _encoding(mapping: FileMapping) -> str:
    """UTF-8 files may begin with a byte order mark, which is no part of the first column's name."""
    return "utf-8-sig" if mapping.file.encoding == "utf-8" else mapping.file.encoding

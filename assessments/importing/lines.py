"""Importing one line: its patient, its assessments and its pain ratings, or nothing of it."""

from collections.abc import Iterable, Mapping
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from assessments.importing.cells import Cells, Unclear
from assessments.importing.entries import Entry, entries_of
from assessments.importing.mapping import FileMapping
from assessments.importing.outcome import Outcome
from assessments.importing.table import Rejection, Row
from assessments.models import Assessment, PainRating
from assessments.services.rating_pain import rate_pain
from assessments.services.recording import record_assessment
from clinic.common.caller import Caller
from clinic.common.errors import Clash, Problem, Refused
from clinic.practice.models import Membership
from patients.models import Identifier, Patient
from patients.services.registering import register_patient


class LineRejected(Exception):
    """Something in the line is wrong, so nothing of it is written."""

    def __init__(self, rejections: Iterable[Rejection]) -> None:
        self.rejections = list(rejections)
        super().__init__("; ".join(rejection.detail for rejection in self.rejections))


class LineImporter:
    """Imports lines of one file by one mapping in the name of ``by``."""

    def __init__(self, mapping: FileMapping, by: Caller) -> None:
        self.mapping, self.by = mapping, by
        members = Membership.objects.visible_to(by).select_related("user")
        self.staff = {member.user.username: member for member in members}

    def import_line(self, row: Row) -> Outcome:
        """Write one line in a savepoint of its own, and say what came of it."""
        done = Outcome(lines=1)
        try:
            with transaction.atomic():
                self._import(row, done)
        except LineRejected as rejected:
            done.rejected = rejected.rejections
        except Clash as clash:
            # Somebody else stored the same patient or record since this line looked for it.
            done.rejected = [Rejection(row.line, "", clash.code, str(clash.detail))]
        return done

    def _import(self, row: Row, done: Outcome) -> None:
        cells = Cells(row, self.mapping.file, self.by.zone)
        identifier, key = self._names(cells)
        known = Identifier.objects.visible_to(self.by).filter(system=self.mapping.patient.system, value=identifier)
        found = known.select_related("patient").first()
        new = {} if found else self._fields_of_new_patient(cells, identifier)
        entries = entries_of(cells, self.mapping, self.staff)
        if cells.problems:
            raise LineRejected(cells.problems)
        patient = found.patient if found else self._register(row, identifier, new, done)
        self._store_all(row, entries, patient, key, done)
        done.not_measured = cells.empty

    def _names(self, cells: Cells) -> tuple[str, str]:
        """The patient's identifier and the line's key in the source; neither can be empty."""
        identifier = cells.value(self.mapping.patient.identifier)
        parts = [cells.row.cells[column] for column in self.mapping.row_key]
        blank = [column for column, part in zip(self.mapping.row_key, parts, strict=True) if not part]
        if identifier is None:
            blank.append(self.mapping.patient.identifier.column or "")
        for column in dict.fromkeys(blank):
            sentence = _("The cell that names the line or its patient is empty.")
            cells.note(Unclear(column, "required", sentence, ""))
        if cells.problems:
            raise LineRejected(cells.problems)
        return str(identifier), "/".join(parts)

    def _fields_of_new_patient(self, cells: Cells, identifier: str) -> dict[str, Any]:
        patient = self.mapping.patient
        if patient.new is None:
            sentence = _("No patient has the identifier “%(cell)s”, and the mapping has no [patient.new].")
            cells.note(Unclear(patient.identifier.column or "", "unknown_patient", sentence, identifier))
            return {}
        read = {name: cells.value(value) for name, value in patient.new.items()}
        return {name: value for name, value in read.items() if value is not None}

    def _register(self, row: Row, identifier: str, fields: dict[str, Any], done: Outcome) -> Patient:
        number = Identifier(system=self.mapping.patient.system, value=identifier)
        new = self.mapping.patient.new or {}
        columns = {f"/{name}": value.column for name, value in new.items() if value.column}
        try:
            patient = register_patient(Patient(**fields), identifiers=[number], by=self.by)
        except Refused as refused:
            raise LineRejected(
                _rejection(row, columns.get(problem.pointer, ""), problem) for problem in refused.problems
            ) from refused
        done.patients = 1
        return patient

    def _store_all(self, row: Row, entries: list[Entry], patient: Patient, key: str, done: Outcome) -> None:
        keys = [f"{key}/{entry.name}" for entry in entries]
        earlier = self._imported_before(keys)
        rejections: list[Rejection] = []
        for entry, source_key in zip(entries, keys, strict=True):
            entry.record.patient = patient
            entry.record.source, entry.record.source_key = self.mapping.source, source_key
            entry.record.source_sha256 = entry.sha256
            if source_key not in earlier:
                rejections += self._store(row, entry, done)
            elif earlier[source_key] == entry.sha256:
                done.unchanged += 1
            else:
                rejections.append(_changed_since(row, entry))
        if rejections:
            raise LineRejected(rejections)

    def _imported_before(self, keys: list[str]) -> Mapping[str, bytes]:
        """The hash of what each of these records said when it was imported."""
        found: dict[str, bytes] = {}
        for model, used in ((Assessment, self.mapping.assessments), (PainRating, self.mapping.ratings)):
            if used:
                rows = model._default_manager.filter(
                    clinic_id=self.by.clinic_id, source=self.mapping.source, source_key__in=keys
                )
                found |= {key: bytes(digest) for key, digest in rows.values_list("source_key", "source_sha256")}
        return found

    def _store(self, row: Row, entry: Entry, done: Outcome) -> list[Rejection]:
        try:
            if isinstance(entry.record, PainRating):
                rate_pain(entry.record, by=self.by)
                done.pain_ratings += 1
            else:
                recorded = record_assessment(entry.record, entry.measurements, entry.pain, by=self.by)
                done.assessments += 1
                done.pain_ratings += len(entry.pain)
                done.warnings += [_of_entry(row, entry, warning) for warning in recorded.warnings]
        except Refused as refused:
            return [_of_entry(row, entry, problem) for problem in refused.problems]
        return []


def _of_entry(row: Row, entry: Entry, problem: Problem) -> Rejection:
    return _rejection(row, entry.column_of(problem.pointer), problem)


def _rejection(row: Row, column: str, problem: Problem) -> Rejection:
    return Rejection(row.line, column, problem.code, str(problem.detail))


def _changed_since(row: Row, entry: Entry) -> Rejection:
    sentence = _("“%(name)s” of this line was imported before with other content. Correct the record itself.")
    return Rejection(row.line, "", "imported_differently", sentence % {"name": entry.name})

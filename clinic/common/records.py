"""Writing rows: the only ways in which a service touches the database."""

from collections.abc import Callable, Iterable, Sequence
from typing import Any, TypeVar

from django.contrib.postgres.constraints import ExclusionConstraint
from django.core.exceptions import NON_FIELD_ERRORS, ValidationError
from django.db import IntegrityError, models, transaction
from django.db.models.functions import Now
from django.utils.translation import gettext as _

from clinic.common.clinic_owned import ClinicOwned
from clinic.common.errors import Clash, Problem, Refused, StaleRecord
from clinic.common.own_constraint import OwnConstraint

Record = TypeVar("Record", bound=ClinicOwned)
Written = TypeVar("Written")


def insert(record: Record) -> Record:
    """Validate the unsaved record's own fields and store it.

    Raises Refused with one problem per field, or with the message of the database constraint it breaks.
    """
    check_fields(record)
    _write(record, lambda: record.save(force_insert=True))
    return record


def update(record: Record, fields: Iterable[str]) -> Record:
    """Store the named fields of a record that was read at ``record.version``.

    The version is compared and counted up in one statement, so of two people who read the same version
    only the first can write. Raises StaleRecord for the second, Refused as ``insert`` does, and Refused when
    ``patient`` would become somebody else: what hangs on the record would stay with the first. Raises Clash for a
    record that was marked as entered in error: it stays as it was then.
    """
    changed = list(fields)
    _refuse_entered_in_error(record, changed)
    check_fields(record)
    _refuse_another_patient(record, changed)
    values = {name: getattr(record, name) for name in changed}
    rows = type(record)._base_manager.filter(pk=record.pk, version=record.version)

    def write() -> None:
        if not rows.update(**values, version=models.F("version") + 1, updated_at=Now()):
            raise StaleRecord

    _write(record, write)
    generated = [field.name for field in record._meta.fields if field.generated]
    record.refresh_from_db(fields=[*changed, *generated, "version", "updated_at"])
    return record


def touch(rows: "models.QuerySet[Any]") -> None:
    """Count up the versions of records that show something beside them, which changed.

    So other software that keeps in step by ``updated_since`` hears of it.
    """
    rows.update(version=models.F("version") + 1, updated_at=Now())


def _refuse_entered_in_error(record: ClinicOwned, changed: Iterable[str]) -> None:
    if getattr(record, "entered_in_error_at", None) and "entered_in_error_at" not in changed:
        raise Clash("entered_in_error", _("This record was marked as entered in error and cannot be changed any more."))


def _refuse_another_patient(record: ClinicOwned, changed: Iterable[str]) -> None:
    if "patient" not in changed:
        return
    present = type(record)._base_manager.get(pk=record.pk)
    if present.patient_id != record.patient_id:  # type: ignore[attr-defined]
        sentence = _("This record belongs to another patient; mark it as entered in error and enter it anew.")
        raise Refused([Problem("/patient", "not_changeable", sentence)])


def insert_all(records: Sequence[Record], pointer: str) -> list[Record]:
    """Store unsaved records of one kind in one statement; their fields have been checked by the caller.

    ``pointer`` names their list in the input, for the message of a database constraint that one breaks.
    """
    if not records:
        return []
    model = type(records[0])
    return _write(records[0], lambda: model._base_manager.bulk_create(records), pointer)


def check_fields(record: models.Model, prefix: str = "") -> None:
    """Raise Refused with every problem that the fields themselves and the record's ``clean`` find."""
    if problems := field_problems(record, prefix):
        raise Refused(problems)


def field_problems(record: models.Model, prefix: str = "", *, but: Iterable[str] = ()) -> list[Problem]:
    """Every problem of the fields, except those named in ``but``, and of the record's ``clean``.

    Set references are not looked up: the services found them inside the clinic, and the keys hold them to it.
    """
    relations = [field for field in record._meta.fields if field.is_relation]
    given = {field.name for field in relations if getattr(record, field.attname) is not None}
    try:
        record.clean_fields(exclude=given.union(but))
        record.clean()
    except ValidationError as error:
        return problems_of(error, prefix)
    return []


def problems_of(error: ValidationError, prefix: str = "") -> list[Problem]:
    """Django's field errors as problems with pointers below ``prefix``."""
    by_field = error.error_dict if hasattr(error, "error_dict") else {NON_FIELD_ERRORS: error.error_list}
    return [
        Problem(prefix + ("" if field == NON_FIELD_ERRORS else f"/{field}"), single.code or "invalid", message)
        for field, errors in by_field.items()
        for single in errors
        for message in single.messages
    ]


def _write(record: models.Model, write: Callable[[], Written], prefix: str = "") -> Written:
    try:
        # A savepoint: a broken constraint must not poison the transaction of the whole request.
        with transaction.atomic():
            return write()
    except IntegrityError as error:
        raise refusal_of(record, error, prefix) from error


def refusal_of(record: models.Model, error: IntegrityError, prefix: str = "") -> Exception:
    """The database's refusal in words: the message that the broken constraint itself carries."""
    name = getattr(getattr(error.__cause__, "diag", None), "constraint_name", None)
    broken = next((known for known in record._meta.constraints if known.name == name), None)
    if broken is None:
        return error
    if isinstance(broken, OwnConstraint):
        return broken.refusal(record, prefix)
    detail, code = str(broken.get_violation_error_message()), broken.violation_error_code or broken.name
    if isinstance(broken, models.UniqueConstraint | ExclusionConstraint):
        return Clash(code, detail)
    return Refused([Problem(prefix, code, detail)])

"""Writing one row: the only two ways in which a service touches the database."""

from collections.abc import Callable, Iterable
from typing import TypeVar

from django.contrib.postgres.constraints import ExclusionConstraint
from django.core.exceptions import NON_FIELD_ERRORS, ValidationError
from django.db import IntegrityError, models, transaction
from django.db.models.functions import Now
from django.utils.translation import gettext as _

from clinic.common.clinic_owned import ClinicOwned
from clinic.common.errors import Clash, Problem, Refused, StaleRecord

Record = TypeVar("Record", bound=ClinicOwned)


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
    only the first can write. Raises StaleRecord for the second, Refused as ``insert`` does.
    """
    changed = list(fields)
    check_fields(record)
    values = {name: getattr(record, name) for name in changed}
    rows = type(record)._base_manager.filter(pk=record.pk, version=record.version)

    def write() -> None:
        if not rows.update(**values, version=models.F("version") + 1, updated_at=Now()):
            raise StaleRecord

    _write(record, write)
    generated = [field.name for field in record._meta.fields if field.generated]
    record.refresh_from_db(fields=[*changed, *generated, "version", "updated_at"])
    return record


def check_fields(record: models.Model, prefix: str = "") -> None:
    """Raise Refused with every problem that the fields themselves and the record's ``clean`` find."""
    try:
        record.clean_fields()
        record.clean()
    except ValidationError as error:
        raise Refused(problems_of(error, prefix)) from error


def problems_of(error: ValidationError, prefix: str = "") -> list[Problem]:
    """Django's field errors as problems with pointers below ``prefix``."""
    by_field = error.error_dict if hasattr(error, "error_dict") else {NON_FIELD_ERRORS: error.error_list}
    return [
        Problem(
            prefix + ("" if field == NON_FIELD_ERRORS else f"/{field}"), single.code or "invalid", message
        )
        for field, errors in by_field.items()
        for single in errors
        for message in single.messages
    ]


def _write(record: models.Model, write: Callable[[], object]) -> None:
    try:
        # A savepoint: a broken constraint must not poison the transaction of the whole request.
        with transaction.atomic():
            write()
    except IntegrityError as error:
        raise refusal_of(record, error) from error


def refusal_of(record: models.Model, error: IntegrityError) -> Exception:
    """The database's refusal in words: the message that the broken constraint itself carries."""
    name = getattr(getattr(error.__cause__, "diag", None), "constraint_name", None)
    for constraint in record._meta.constraints:
        if constraint.name == name:
            fields = [field for field in getattr(constraint, "fields", ()) if field != "clinic"]
            pointer = f"/{fields[-1]}" if fields else ""
            code = constraint.violation_error_code or name
            if isinstance(constraint, models.UniqueConstraint | ExclusionConstraint):
                return Clash(code, constraint.get_violation_error_message())
            return Refused([Problem(pointer, code, constraint.get_violation_error_message())])
    if name and name.endswith("_same_clinic"):
        return Refused([Problem("", "does_not_exist", _("A referred record does not exist."))])
    return error

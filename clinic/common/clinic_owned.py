"""What every record of a clinic carries, and the constraint that keeps its references inside the clinic."""

import uuid
from typing import Any, Self, TypeVar

from django.db import models
from django.db.backends.base.schema import BaseDatabaseSchemaEditor
from django.db.backends.ddl_references import Statement, Table
from django.db.models.constraints import BaseConstraint
from django.db.models.functions import Now
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from clinic.common.caller import Caller

Record = TypeVar("Record", bound=models.Model, covariant=True)


class ClinicQuerySet(models.QuerySet[Record]):
    """Rows of a clinic's table; the caller's clinic is the first filter of every question."""

    def visible_to(self, caller: Caller) -> Self:
        return self.filter(clinic_id=caller.clinic_id)


class ClinicOwned(models.Model):
    """A row that belongs to one clinic.

    ``uuid`` is its only id outside the database; ``version`` counts its changes and guards against blind
    overwriting; ``created_at`` is when it was entered, never when something happened to the patient.
    """

    clinic = models.ForeignKey("practice.Clinic", models.PROTECT, related_name="+", verbose_name=_("clinic"))
    uuid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    version = models.PositiveIntegerField(default=1, editable=False)
    created_at = models.DateTimeField(_("entered at"), db_default=Now(), editable=False)
    updated_at = models.DateTimeField(_("changed at"), db_default=Now(), editable=False)

    class Meta:
        abstract = True
        constraints = [
            models.UniqueConstraint(fields=["clinic", "id"], name="%(app_label)s_%(class)s_in_clinic"),
        ]


class Voidable(models.Model):
    """A clinical record that is never deleted: it can be marked as entered in error, with the reason."""

    entered_in_error_at = models.DateTimeField(_("entered in error at"), null=True, blank=True, editable=False)
    entered_in_error_reason = models.TextField(_("why it was entered in error"), blank=True, editable=False)

    class Meta:
        abstract = True
        constraints = [
            models.CheckConstraint(
                name="%(app_label)s_%(class)s_error_has_reason",
                condition=models.Q(entered_in_error_at__isnull=True) | ~models.Q(entered_in_error_reason=""),
                violation_error_message=_("Say why the record was entered in error."),
            ),
        ]

    @property
    def invalid_because(self) -> str | Promise:
        """Why the record counts nowhere any more, in words; "" while it is valid."""
        return _("Entered in error") if self.entered_in_error_at else ""


class SameClinic(BaseConstraint):
    """``FOREIGN KEY (clinic_id, <field>_id) REFERENCES <table> (clinic_id, id)``.

    Django's own key accepts the id of any clinic's row, and row-level rules do not bind key checks;
    the composite key does. The referred table has the unique pair from ClinicOwned.
    """

    def __init__(self, field: str, *, name: str) -> None:
        self.field = field
        super().__init__(name=name)

    def _columns(self, model: type[models.Model]) -> tuple[str, str, str]:
        field = model._meta.get_field(self.field)
        target = field.related_model
        assert target is not None
        return str(field.column), target._meta.db_table, str(model._meta.get_field("clinic").column)  # type: ignore[union-attr]

    def constraint_sql(self, model: type[models.Model] | None, schema_editor: BaseDatabaseSchemaEditor | None) -> str:
        """Nothing inside CREATE TABLE: see ``create_sql``."""
        self.create_sql(model, schema_editor)
        return ""

    def create_sql(self, model: type[models.Model] | None, schema_editor: BaseDatabaseSchemaEditor | None) -> None:  # type: ignore[override]
        """Add the key at the migration's end, when the referred table surely has its unique pair."""
        assert model is not None
        assert schema_editor is not None
        schema_editor.deferred_sql.append(self._create(model, schema_editor))

    def _create(self, model: type[models.Model], schema_editor: BaseDatabaseSchemaEditor) -> Statement:
        column, target, clinic = self._columns(model)
        quote = schema_editor.quote_name
        return Statement(
            f"ALTER TABLE %(table)s ADD CONSTRAINT {quote(self.name)} FOREIGN KEY ({quote(clinic)}, {quote(column)}) "
            f"REFERENCES {quote(target)} ({quote(clinic)}, {quote('id')})",
            table=Table(model._meta.db_table, quote),
        )

    def remove_sql(self, model: type[models.Model] | None, schema_editor: BaseDatabaseSchemaEditor | None) -> Statement:  # type: ignore[override]
        assert model is not None
        assert schema_editor is not None
        quote = schema_editor.quote_name
        return Statement(
            f"ALTER TABLE %(table)s DROP CONSTRAINT {quote(self.name)}",
            table=Table(model._meta.db_table, quote),
        )

    def validate(self, *args: Any, **kwargs: Any) -> None:
        """The services look related records up inside the clinic; the database has the last word."""

    def deconstruct(self) -> Any:
        path, args, kwargs = super().deconstruct()
        return path, args, {**kwargs, "field": self.field}

    def __eq__(self, other: object) -> bool:
        if isinstance(other, SameClinic):
            return (self.field, self.name) == (other.field, other.name)
        return NotImplemented

    def __hash__(self) -> int:
        return hash((self.field, self.name))


def same_clinic(*fields: str) -> list[BaseConstraint]:
    """One SameClinic constraint for each named foreign key, named after table and field."""
    return [SameClinic(field, name=f"%(app_label)s_%(class)s_{field}_same_clinic") for field in fields]

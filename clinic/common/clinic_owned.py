"""What every record of a clinic carries, and the constraint that keeps its references inside the clinic."""

import uuid
from typing import Any, Self, TypeVar

from django.db import models
from django.db.models.constraints import BaseConstraint
from django.db.models.functions import Now
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from clinic.common.caller import Caller
from clinic.common.errors import Problem, Refused
from clinic.common.own_constraint import OwnConstraint

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


class SameClinic(OwnConstraint):
    """``FOREIGN KEY (clinic_id, <field>_id) REFERENCES <table> (clinic_id, id)``.

    Django's own key accepts the id of any clinic's row, and row-level rules do not bind key checks;
    the composite key does. The referred table has the unique pair from ClinicOwned.
    """

    def __init__(self, field: str, *, name: str) -> None:
        self.field = field
        super().__init__(name=name)

    def adding(self, model: type[models.Model]) -> str:
        field: Any = model._meta.get_field(self.field)
        key = f'FOREIGN KEY ("clinic_id", "{field.column}")'
        target = f'"{field.related_model._meta.db_table}" ("clinic_id", "id")'
        return f"ALTER TABLE %(table)s ADD CONSTRAINT %(name)s {key} REFERENCES {target}"

    def removing(self) -> str:
        return "ALTER TABLE %(table)s DROP CONSTRAINT %(name)s"

    def refusal(self, record: Any, pointer: str) -> Exception:
        return Refused([Problem(pointer or f"/{self.field}", "does_not_exist", _("There is no such record."))])

    def deconstruct(self) -> Any:
        path, args, kwargs = super().deconstruct()
        return path, args, {**kwargs, "field": self.field}


def same_clinic(*fields: str) -> list[BaseConstraint]:
    """One SameClinic constraint for each named foreign key, named after table and field."""
    return [SameClinic(field, name=f"%(app_label)s_%(class)s_{field}_same_clinic") for field in fields]

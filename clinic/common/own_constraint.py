"""Rules of a table that Django has no constraint for: a statement adds one, another takes it away."""

from abc import abstractmethod
from typing import Any

from django.db import models
from django.db.backends.base.schema import BaseDatabaseSchemaEditor
from django.db.backends.ddl_references import Statement, Table
from django.db.models.constraints import BaseConstraint


class OwnConstraint(BaseConstraint):
    """A rule that the database holds to by a statement of ours, with its refusal in words."""

    @abstractmethod
    def adding(self, model: type[models.Model]) -> str:
        """The statement that adds it, with ``%(table)s`` and ``%(name)s``."""

    @abstractmethod
    def removing(self) -> str:
        """The statement that takes it away, with the same gaps."""

    @abstractmethod
    def refusal(self, record: Any, pointer: str) -> Exception:
        """What is raised for a record that broke it; ``pointer`` is where the record stands in the input, or ""."""

    def constraint_sql(self, model: type[models.Model] | None, schema_editor: BaseDatabaseSchemaEditor | None) -> str:
        """Nothing inside CREATE TABLE: see ``create_sql``."""
        self.create_sql(model, schema_editor)
        return ""

    def create_sql(self, model: type[models.Model] | None, schema_editor: BaseDatabaseSchemaEditor | None) -> None:  # type: ignore[override]
        """Add it at the migration's end, when whatever it refers to is surely there."""
        assert model is not None
        assert schema_editor is not None
        schema_editor.deferred_sql.append(self._statement(self.adding(model), model, schema_editor))

    def remove_sql(self, model: type[models.Model] | None, schema_editor: BaseDatabaseSchemaEditor | None) -> Statement:  # type: ignore[override]
        assert model is not None
        assert schema_editor is not None
        return self._statement(self.removing(), model, schema_editor)

    def _statement(
        self, template: str, model: type[models.Model], schema_editor: BaseDatabaseSchemaEditor
    ) -> Statement:
        quote = schema_editor.quote_name
        return Statement(template, table=Table(model._meta.db_table, quote), name=quote(self.name))

    def validate(self, *args: Any, **kwargs: Any) -> None:
        """The services look related records up inside the clinic; the database has the last word."""

    def __eq__(self, other: object) -> bool:
        if isinstance(other, OwnConstraint):
            return self.deconstruct() == other.deconstruct()
        return NotImplemented

    def __hash__(self) -> int:
        return hash((type(self), self.name))

"""A related record shown on a page, as a link for those who may see it."""

from dataclasses import dataclass
from typing import Any

from django.db import models
from django.utils.html import format_html


@dataclass(frozen=True)
class Linked:
    """Shows the record behind a foreign key; stands in the place of the field's name.

    Django's own link names the record by its number in the database, which leaves the database nowhere.
    """

    field: models.ForeignKey  # type: ignore[type-arg]
    admin: Any
    """The pages of the related kind, None for somebody who may not see them."""

    @property
    def short_description(self) -> str:
        return str(self.field.verbose_name)

    @property
    def __name__(self) -> str:
        return self.field.name

    def __call__(self, record: Any) -> str:
        related = getattr(record, self.field.name)
        if related is None:
            return "–"
        if self.admin is None:
            return str(related)
        return format_html('<a class="text-link" href="{}">{}</a>', self.admin.url_of(related), related)

"""Choosing a related record: by its public id, among those of the caller's clinic."""

from collections.abc import Callable, Sequence
from typing import Any
from uuid import UUID

from django import forms
from django.contrib.admin.views.autocomplete import AutocompleteJsonView
from django.contrib.admin.widgets import AutocompleteSelect
from django.db import models
from django.http import HttpRequest, HttpResponse
from unfold.widgets import SELECT_CLASSES

from clinic.common.admin.asking import caller_of


class RecordChoiceField(forms.ModelChoiceField):  # type: ignore[type-arg]
    """One of the records of its queryset, named by ``uuid`` in the page; any other does not exist."""

    def __init__(self, queryset: Any, *, named: Callable[[Any], str] = str, **kwargs: Any) -> None:
        super().__init__(queryset, **{"empty_label": "–", **kwargs, "to_field_name": "uuid"})
        self.named = named

    def label_from_instance(self, obj: Any) -> str:
        return self.named(obj)


class RecordSearch(AutocompleteSelect):
    """A list that is searched while typing. The chosen record is named by its public id."""

    def __init__(self, field: Any, admin_site: Any) -> None:
        super().__init__(field, admin_site, attrs={"class": " ".join(SELECT_CLASSES)})

    def optgroups(self, name: str, value: Sequence[str], attrs: dict[str, Any] | None = None) -> list[Any]:
        """The empty option and the chosen record; the others come while typing."""
        field = self.choices.field
        chosen = field.queryset.filter(uuid__in=[entry for entry in value if is_uuid(entry)])
        options = [] if self.is_required else [self.create_option(name, "", "", False, 0)]
        options += [
            self.create_option(name, str(record.uuid), field.label_from_instance(record), True, index)
            for index, record in enumerate(chosen, start=1)
        ]
        return [(None, options, 0)]


class RecordSearchAnswers(AutocompleteJsonView):
    """What a RecordSearch finds: records that the caller may see, by public id. Leaves the audit row of a reading."""

    request: HttpRequest
    model_admin: Any

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        answer = super().get(request, *args, **kwargs)
        self.model_admin.saw("listed", self.found, caller_of(request))
        return answer

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        context: dict[str, Any] = super().get_context_data(**kwargs)
        self.found = context["object_list"] = list(context["object_list"])
        return context

    def get_queryset(self) -> models.QuerySet[Any]:
        found: models.QuerySet[Any] = self.model_admin.choosable(super().get_queryset())
        return found

    def serialize_result(self, obj: Any, to_field_name: str) -> dict[str, str]:
        return {"id": str(obj.uuid), "text": self.model_admin.named(obj)}


def is_uuid(text: object) -> bool:
    try:
        UUID(str(text))
    except ValueError:
        return False
    return True

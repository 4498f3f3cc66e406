"""The few kinds of field that the API needs beyond DRF's own."""

import datetime as dt
from typing import Any

from django.db import models
from django.utils.translation import gettext_lazy as _
from drf_spectacular.utils import extend_schema_field
from rest_framework import serializers

from clinic.common.caller import Caller
from clinic.common.clinic_owned import ClinicQuerySet


class OptionalText(serializers.CharField):
    """Text that may be unknown: null outside, empty in the database."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(required=False, allow_null=True, **kwargs)

    def validate_empty_values(self, data: Any) -> tuple[bool, Any]:
        return (True, "") if data is None else super().validate_empty_values(data)


class OptionalChoice(serializers.ChoiceField):
    """A code that may be unknown: null outside, empty in the database."""

    def __init__(self, choices: Any, **kwargs: Any) -> None:
        super().__init__(choices, required=False, allow_null=True, **kwargs)

    def validate_empty_values(self, data: Any) -> tuple[bool, Any]:
        return (True, "") if data is None else super().validate_empty_values(data)


class Moment(serializers.DateTimeField):
    """A point in time with its offset; a time without an offset is refused, never guessed."""

    default_error_messages = {
        "naive": _("“{value}” has no offset from UTC; write it like 2026-03-02T09:30:00+08:00."),
    }

    def to_internal_value(self, value: Any) -> dt.datetime:
        moment = super().to_internal_value(value)
        if isinstance(value, str) and not has_offset(value):
            self.fail("naive", value=value)
        return moment


def has_offset(text: str) -> bool:
    """Whether a time as text says how far its clock is from UTC."""
    time = text[10:]
    return text.endswith(("Z", "z")) or "+" in time or "-" in time


@extend_schema_field({"type": "string", "format": "uuid"})
class InClinic(serializers.SlugRelatedField[models.Model]):
    """The id of another record; one that the caller cannot see does not exist."""

    default_error_messages = {
        "does_not_exist": _("There is no such record: {value}."),
        "invalid": _("This is not an id."),
    }

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(slug_field="uuid", **kwargs)

    def get_queryset(self) -> models.QuerySet[models.Model]:
        queryset = super().get_queryset()
        caller: Caller = self.context["caller"]
        assert isinstance(queryset, ClinicQuerySet)
        return queryset.visible_to(caller)

"""A serializer that refuses what it does not know."""

from collections.abc import Mapping
from typing import Any

from django.utils.translation import gettext as _
from rest_framework import serializers
from rest_framework.exceptions import ErrorDetail


class StrictSerializer(serializers.Serializer[Any]):
    """Refuses unknown and read-only fields instead of ignoring them.

    The same class describes the answer: ``Representation`` reads its fields and their sources.
    """

    def to_internal_value(self, data: Any) -> Any:
        if isinstance(data, Mapping):
            errors = {name: [error] for name in data if (error := self._refusal(name))}
            if errors:
                raise serializers.ValidationError(errors)
        return super().to_internal_value(data)

    def _refusal(self, name: str) -> ErrorDetail | None:
        field = self.fields.get(name)
        if field is None:
            known = ", ".join(n for n, f in self.fields.items() if not f.read_only)
            return ErrorDetail(
                _("There is no field “%(name)s”. Known are: %(known)s.") % {"name": name, "known": known},
                code="unknown_field",
            )
        if field.read_only:
            return ErrorDetail(_("“%(name)s” cannot be set.") % {"name": name}, code="read_only_field")
        return None


class Reason(StrictSerializer):
    """Why a record is voided or corrected."""

    reason = serializers.CharField(max_length=2000)

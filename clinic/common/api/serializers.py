"""A serializer that refuses what it does not know."""

from collections.abc import Mapping
from typing import Any

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from rest_framework import serializers
from rest_framework.exceptions import ErrorDetail

Field = serializers.Field[Any, Any, Any, Any]

JSON_TYPES: list[tuple[type[Field], tuple[type, ...], Promise]] = [
    (serializers.BooleanField, (bool,), gettext_lazy("“%(value)s” is neither true nor false.")),
    (serializers.IntegerField, (int, float), gettext_lazy("“%(value)s” is not a number.")),
    (serializers.FloatField, (int, float), gettext_lazy("“%(value)s” is not a number.")),
    (serializers.CharField, (str,), gettext_lazy("“%(value)s” is not a text.")),
    (serializers.UUIDField, (str,), gettext_lazy("“%(value)s” is not an id.")),
    (serializers.SlugRelatedField, (str,), gettext_lazy("“%(value)s” is not an id.")),
]
"""What a field takes. The framework alone would make numbers of texts and of true, and texts of numbers."""

LISTS = (serializers.ListField, serializers.ListSerializer, serializers.ManyRelatedField)


class StrictSerializer(serializers.Serializer[Any]):
    """Refuses unknown and read-only fields instead of ignoring them, and values of another JSON type.

    The same class describes the answer: ``Representation`` reads its fields and their sources.
    """

    default_error_messages = {"invalid": gettext_lazy("An object with names and values is needed here.")}

    def to_internal_value(self, data: Any) -> Any:
        if isinstance(data, Mapping):
            errors = {name: error for name, value in data.items() if (error := self._refusal(name, value))}
            if errors:
                raise serializers.ValidationError(errors)
            data = self._given(data)
        return super().to_internal_value(data)

    def _given(self, data: Mapping[str, Any]) -> Mapping[str, Any]:
        """What a new record gets: null in a field that has a default leaves the field to its default.

        A change takes null as it is, and so refuses it where there is no "not known".
        """
        if getattr(self.root, "partial", False):
            return data
        return {name: value for name, value in data.items() if value is not None or not self._has_default(name)}

    def _has_default(self, name: str) -> bool:
        field = self.fields[name]
        nested = isinstance(field, serializers.BaseSerializer)
        return not (field.required or field.allow_null or nested)

    def _refusal(self, name: str, value: Any) -> Any:
        field = self.fields.get(name)
        if field is None:
            known = ", ".join(n for n, f in self.fields.items() if not f.read_only)
            sentence = _("There is no field “%(name)s”. Known are: %(known)s.")
            return [ErrorDetail(sentence % {"name": name, "known": known}, code="unknown_field")]
        if field.read_only:
            return [ErrorDetail(_("“%(name)s” cannot be set.") % {"name": name}, code="read_only_field")]
        return _mistyped(field, value)


def _mistyped(field: Field, value: Any) -> Any:
    """The refusal of a value whose JSON type is not the field's; null is left to the field itself."""
    if value is None:
        return None
    if isinstance(field, LISTS) and not isinstance(value, list):
        return [ErrorDetail(_("A list is needed here: […]."), code="not_a_list")]
    if isinstance(field, serializers.ListField | serializers.ManyRelatedField):
        child: Field = getattr(field, "child", None) or field.child_relation  # type: ignore[union-attr]
        return {index: error for index, item in enumerate(value) if (error := _mistyped(child, item))}
    for kind, types, sentence in JSON_TYPES:
        if isinstance(field, kind) and type(value) not in types:
            return [ErrorDetail(str(sentence) % {"value": value}, code="invalid")]
    return None


class Reason(StrictSerializer):
    """Why a record is voided or corrected."""

    reason = serializers.CharField(max_length=2000)

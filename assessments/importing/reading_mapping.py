"""From a mapping file (TOML) to a FileMapping, with every mistake in it at once."""

import codecs
import datetime as dt
import re
import tomllib
from collections.abc import Mapping
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from rest_framework import serializers

from assessments.importing.mapping import (
    CLINIC_ZONE,
    AssessmentColumns,
    FileForm,
    FileMapping,
    MeasurementColumns,
    Moment,
    PainColumns,
    PatientColumns,
    RatingColumns,
    Scale,
    Value,
)
from clinic.common.api.problems import flatten
from clinic.common.api.serializers import StrictSerializer
from clinic.common.errors import Refused, refuse
from clinic.practice.models import validate_time_zone

_DIRECTIVE = re.compile("%[A-Za-z]")


def read_mapping(text: str) -> FileMapping:
    """Read a mapping; raises Refused with every mistake, the pointer being its place in the file."""
    try:
        raw = tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        sentence = _("The mapping is not valid TOML: %(error)s.")
        raise refuse("", "malformed_mapping", sentence % {"error": error}) from error
    try:
        mapping: FileMapping = MappingTable().run_validation(raw)
    except serializers.ValidationError as error:
        raise Refused(flatten(error.get_full_details(), "")) from error
    return mapping


class _Native(serializers.Field[Any, Any, Any, Any]):
    """A date, time or moment as TOML itself writes it."""

    default_error_messages = {"type": gettext_lazy("Write it without quotation marks, like %(example)s.")}

    def __init__(self, kind: type, example: str, **kwargs: Any) -> None:
        super().__init__(required=False, **kwargs)
        self.kind, self.example = kind, example

    def to_internal_value(self, data: Any) -> Any:
        if type(data) is not self.kind:
            message = self.error_messages["type"] % {"example": self.example}
            raise serializers.ValidationError(message, code="type")
        return data


class ScaleTable(StrictSerializer):
    lowest = serializers.IntegerField()
    highest = serializers.IntegerField()
    onto_lowest = serializers.IntegerField()
    onto_highest = serializers.IntegerField()

    def validate(self, attrs: dict[str, Any]) -> Scale:
        scale = Scale(**attrs)
        if scale.lowest >= scale.highest:
            raise serializers.ValidationError(_("“lowest” must be below “highest”."), code="out_of_bounds")
        return scale


class ValueTable(StrictSerializer):
    column = serializers.CharField(required=False)
    text = serializers.CharField(required=False)
    values = serializers.DictField(required=False)
    rescale = ScaleTable(required=False)
    subtract_from = serializers.IntegerField(required=False)
    format = serializers.CharField(required=False)

    def validate(self, attrs: dict[str, Any]) -> Value:
        if ("column" in attrs) == ("text" in attrs):
            sentence = _("Give either “column” or “text”.")
            raise serializers.ValidationError(sentence, code="column_or_text")
        return Value(**attrs)


class ValueField(serializers.Field[Any, Any, Any, Any]):
    """A constant, or a table that says where the value stands."""

    def __init__(self, *, required: bool = False) -> None:
        super().__init__(required=required)

    def to_internal_value(self, data: Any) -> Value:
        if not isinstance(data, Mapping):
            return Value(constant=data)
        value: Value = ValueTable().run_validation(data)
        return value


class MomentTable(StrictSerializer):
    column = serializers.CharField(required=False)
    format = serializers.CharField(required=False)
    at = _Native(dt.time, "09:00:00")
    start = _Native(dt.datetime, "2026-03-02T09:00:00")
    after_days = serializers.IntegerField(required=False, min_value=-36_500, max_value=36_500)
    zone = serializers.CharField(required=False)

    def validate_zone(self, name: str) -> str:
        if name != CLINIC_ZONE:
            validate_time_zone(name)
        return name

    def validate(self, attrs: dict[str, Any]) -> Moment:
        if ("column" in attrs) == ("start" in attrs):
            sentence = _("Give either the “column” of the time or its “start”.")
            raise serializers.ValidationError(sentence, code="column_or_start")
        if "format" in attrs and "at" not in attrs and not {"%H", "%I"} & set(_DIRECTIVE.findall(attrs["format"])):
            sentence = _("The format has no hour: add one, or say at = 09:00:00.")
            raise serializers.ValidationError(sentence, code="no_time")
        start = attrs.get("start")
        if start is not None and start.tzinfo is None and "zone" not in attrs:
            sentence = _("“start” has no offset from UTC: add one, or name the zone, such as “clinic”.")
            raise serializers.ValidationError(sentence, code="naive")
        return Moment(**attrs)


class MeasurementTable(StrictSerializer):
    measure = ValueField(required=True)
    side = ValueField(required=True)
    method = ValueField(required=True)
    posture = ValueField()
    unit = ValueField()
    instrument = ValueField()
    relandmarked = ValueField()
    readings = serializers.ListField(child=serializers.CharField(), min_length=1, max_length=5)

    def validate(self, attrs: dict[str, Any]) -> MeasurementColumns:
        readings = tuple(attrs.pop("readings"))
        return MeasurementColumns(fields=attrs, readings=readings)


class PainTable(StrictSerializer):
    region = ValueField(required=True)
    side = ValueField(required=True)
    intensity = ValueField(required=True)
    recall = ValueField()
    context = ValueField()  # type: ignore[assignment]  # DRF takes declared fields off the class
    mode = ValueField()

    def validate(self, attrs: dict[str, Any]) -> Any:
        return PainColumns(intensity=attrs.pop("intensity"), fields=attrs)


class RatingTable(PainTable):
    name = serializers.CharField()
    taken_at = MomentTable()
    timing = ValueField()

    def validate(self, attrs: dict[str, Any]) -> RatingColumns:
        name, taken_at = attrs.pop("name"), attrs.pop("taken_at")
        return RatingColumns(name=name, taken_at=taken_at, pain=super().validate(attrs))


class AssessmentTable(StrictSerializer):
    name = serializers.CharField()
    taken_at = MomentTable()
    kind = ValueField()
    timing = ValueField()
    footwear = ValueField()
    lift_in_place = ValueField()
    protocol = ValueField()
    note = ValueField()
    rater = ValueField()
    measurement = MeasurementTable(many=True, required=False)
    pain = PainTable(many=True, required=False)

    def validate(self, attrs: dict[str, Any]) -> AssessmentColumns:
        return AssessmentColumns(
            name=attrs.pop("name"),
            taken_at=attrs.pop("taken_at"),
            measurements=tuple(attrs.pop("measurement", ())),
            pain=tuple(attrs.pop("pain", ())),
            fields=attrs,
        )


class NewPatientTable(StrictSerializer):
    family_name = ValueField(required=True)
    given_name = ValueField(required=True)
    preferred_name = ValueField()
    second_script_name = ValueField()
    birth_date = ValueField()
    birth_year = ValueField()
    sex = ValueField()
    occupation = ValueField()
    sports = ValueField()
    referral_source = ValueField()
    preferred_language = ValueField()


class PatientTable(StrictSerializer):
    system = serializers.CharField(max_length=120)
    identifier = ValueField(required=True)
    new = NewPatientTable(required=False)

    def validate(self, attrs: dict[str, Any]) -> PatientColumns:
        return PatientColumns(**attrs)


class FileTable(StrictSerializer):
    delimiter = serializers.CharField(min_length=1, max_length=1, trim_whitespace=False, required=False)
    encoding = serializers.CharField(required=False)
    decimal_point = serializers.ChoiceField([".", ","], required=False)
    empty = serializers.ListField(child=serializers.CharField(allow_blank=True), required=False)

    def validate_encoding(self, name: str) -> str:
        try:
            return codecs.lookup(name).name
        except LookupError as error:
            sentence = _("“%(name)s” is no known encoding; most files are “utf-8”.")
            raise serializers.ValidationError(sentence % {"name": name}, code="unknown_encoding") from error

    def validate(self, attrs: dict[str, Any]) -> FileForm:
        empty = frozenset({"", *attrs.pop("empty", ())})
        return FileForm(empty=empty, **attrs)


class MappingTable(StrictSerializer):
    source = serializers.CharField(max_length=80)  # type: ignore[assignment]  # as above
    row_key = serializers.ListField(child=serializers.CharField(), min_length=1)
    file = FileTable(required=False)
    patient = PatientTable()
    assessment = AssessmentTable(many=True, required=False)
    pain_rating = RatingTable(many=True, required=False)

    def validate(self, attrs: dict[str, Any]) -> FileMapping:
        entries = [*attrs.get("assessment", ()), *attrs.get("pain_rating", ())]
        if not entries:
            sentence = _("The mapping names no [[assessment]] and no [[pain_rating]].")
            raise serializers.ValidationError(sentence, code="empty")
        if len({entry.name for entry in entries}) < len(entries):
            sentence = _("Each [[assessment]] and [[pain_rating]] needs a name of its own.")
            raise serializers.ValidationError(sentence, code="duplicate")
        return FileMapping(
            source=attrs["source"],
            row_key=tuple(attrs["row_key"]),
            patient=attrs["patient"],
            file=attrs.get("file", FileForm()),
            assessments=tuple(attrs.get("assessment", ())),
            ratings=tuple(attrs.get("pain_rating", ())),
        )

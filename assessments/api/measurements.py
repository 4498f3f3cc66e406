"""Measurements inside an assessment: how they are entered and shown."""

from typing import Any

from django.contrib.postgres.expressions import ArraySubquery
from django.db.models import OuterRef
from django.db.models.functions import JSONObject
from django.utils.text import format_lazy
from django.utils.translation import gettext_lazy as _
from rest_framework import serializers

from assessments.api.fields import MeasureCode, MethodCode, SideCode
from assessments.measures import MEASURES
from assessments.models import Measurement
from assessments.models.assessment import POSTURE_CHOICES
from assessments.services.checking_measurements import MOST_READINGS
from clinic.common.api.fields import OptionalText
from clinic.common.api.serializers import StrictSerializer

HOW_MANY = format_lazy(_("Give 1 to {most} readings."), most=MOST_READINGS)


class MeasurementRows(serializers.ListSerializer[Any]):
    """The measurements of an assessment, read as JSON in the assessment's own query."""

    @staticmethod
    def column(path: str) -> ArraySubquery:
        rows = Measurement.objects.filter(assessment=OuterRef("pk")).order_by("position")
        return ArraySubquery(rows.values(row=JSONObject(id="uuid", **{name: name for name in _STORED})))


class MeasurementSerializer(StrictSerializer):
    """One measurement. ``readings`` are entered in ``unit`` and shown in mm or degrees, as is their mean, ``value``.

    What was entered stays readable under ``entered_readings`` and ``entered_unit``. Without a posture the one
    counts that the method or the measure's definition prescribes. ``confirm_unusual`` says that somebody looked.
    ``relandmarked`` says that the person moved (stood up, lay down again) and the landmarks were found anew before
    each further reading; only then do several readings tell how repeatable the method is. Null: not recorded.
    """

    id = serializers.UUIDField(read_only=True)
    measure = MeasureCode()
    side = SideCode()
    method = MethodCode()
    posture = serializers.ChoiceField(POSTURE_CHOICES, required=False)
    instrument = OptionalText(max_length=120)
    unit = serializers.CharField(required=False, help_text="mm, cm, [in_i] or deg")
    readings = serializers.ListField(
        child=serializers.FloatField(),
        min_length=1,
        max_length=MOST_READINGS,
        error_messages={"min_length": HOW_MANY, "max_length": HOW_MANY},
    )
    relandmarked = serializers.BooleanField(required=False, allow_null=True)
    value = serializers.FloatField(read_only=True)
    entered_unit = serializers.CharField(read_only=True)
    entered_readings = serializers.ListField(child=serializers.FloatField(), read_only=True)
    confirm_unusual = serializers.BooleanField(required=False, write_only=True)
    confirmed_unusual = serializers.BooleanField(read_only=True)

    class Meta:
        list_serializer_class = MeasurementRows


_STORED = (
    "measure",
    "side",
    "method",
    "posture",
    "instrument",
    "readings",
    "relandmarked",
    "value",
    "entered_unit",
    "entered_readings",
    "confirmed_unusual",
)


def entered(values: dict[str, Any]) -> Measurement:
    """An unsaved measurement from the valid input."""
    renamed = {"readings": "entered_readings", "unit": "entered_unit", "confirm_unusual": "confirmed_unusual"}
    return Measurement(**{renamed.get(name, name): value for name, value in values.items()})


def shown_measurement(row: dict[str, Any]) -> dict[str, Any]:
    """The row as the answer shows it."""
    return {
        "id": row["id"],
        "measure": row["measure"],
        "side": row["side"],
        "method": row["method"],
        "posture": row["posture"],
        "instrument": row["instrument"] or None,
        "unit": MEASURES[row["measure"]].unit,
        "readings": row["readings"],
        "relandmarked": row["relandmarked"],
        "value": row["value"],
        "entered_unit": row["entered_unit"],
        "entered_readings": row["entered_readings"],
        "confirmed_unusual": row["confirmed_unusual"],
    }

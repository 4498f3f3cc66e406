"""What follows from an assessment, as its answer shows it under ``derived``."""

from typing import Any
from zoneinfo import ZoneInfo

from rest_framework import serializers

from assessments.derived import BEYOND_NOISE, WITHIN_NOISE, Change, Taken
from assessments.measures import MEASURES
from assessments.models.assessment import POSTURE_CHOICES
from assessments.services.deriving import Derived
from clinic.common.api.fields import Moment
from patients.models.sides import SIDE_CHOICES


class ValueSerializer(serializers.Serializer[Any]):
    """A value nobody typed in, such as ``lld_true``: right minus left, or the mean of both sides."""

    measure = serializers.CharField()
    side = serializers.ChoiceField(SIDE_CHOICES)
    method = serializers.CharField()
    posture = serializers.ChoiceField(POSTURE_CHOICES)
    unit = serializers.ChoiceField(["mm", "deg"])
    value = serializers.FloatField()


class ChangeSerializer(ValueSerializer):
    """The change of one value since the first comparable reading.

    ``verdict`` is null without an earlier reading or a known measurement error; ``reasons`` say which.
    """

    baseline = serializers.FloatField(allow_null=True)
    baseline_assessment = serializers.UUIDField(allow_null=True)
    baseline_taken_at = Moment(allow_null=True)
    change = serializers.FloatField(allow_null=True)
    mdc95 = serializers.FloatField(allow_null=True)
    verdict = serializers.ChoiceField([WITHIN_NOISE, BEYOND_NOISE], allow_null=True)
    reasons = serializers.ListField(child=serializers.CharField())


class DerivedSerializer(serializers.Serializer[Any]):
    """Read-only: computed from the readings at the moment of asking."""

    values = ValueSerializer(many=True)
    changes = ChangeSerializer(many=True)


def shown_derived(derived: Derived, zone: ZoneInfo) -> dict[str, Any]:
    """What follows from one assessment, times on the clinic's clock."""
    return {
        "values": [_value(taken) for taken in derived.values],
        "changes": [_change(change, zone) for change in derived.changes],
    }


def _value(taken: Taken) -> dict[str, Any]:
    return {
        "measure": taken.measure,
        "side": taken.side,
        "method": taken.method,
        "posture": taken.posture,
        "unit": MEASURES[taken.measure].unit,
        "value": taken.value,
    }


def _change(change: Change, zone: ZoneInfo) -> dict[str, Any]:
    baseline = change.baseline
    return {
        **_value(change.latest),
        "baseline": baseline.value if baseline else None,
        "baseline_assessment": baseline.assessment if baseline else None,
        "baseline_taken_at": baseline.taken_at.astimezone(zone) if baseline else None,
        "change": change.change,
        "mdc95": change.mdc95,
        "verdict": change.verdict,
        "reasons": change.reasons,
    }

"""The result of a repeatability report as the API describes it. It is stored as JSON; nothing here computes."""

from typing import Any

from rest_framework import serializers

from treatments.outcomes.api.result import EngineSerializer, InputsSerializer, Pair, Reasons

Serializer = serializers.Serializer[Any]


class RepeatedSerializer(Serializer):
    """The measurement error from replicate readings, in the unit of the measure."""

    status = serializers.CharField(help_text="ok, insufficient_data or not_estimable")
    reasons = Reasons()
    sem = serializers.FloatField(allow_null=True)
    sem_ci95 = Pair(allow_null=True)
    mdc95 = serializers.FloatField(allow_null=True)
    dof = serializers.IntegerField()
    n_patients = serializers.IntegerField()
    identical_share = serializers.FloatField(allow_null=True, help_text="of pairs whose readings are equal")


class SameRaterSerializer(RepeatedSerializer):
    """By one rater; ``dof_across_days`` of the degrees of freedom come from readings on different days."""

    dof_across_days = serializers.IntegerField()


class ByRaterSerializer(RepeatedSerializer):
    """Of one rater."""

    rater = serializers.CharField()
    rater_id = serializers.CharField(allow_null=True)


class InForceSerializer(Serializer):
    """The figure that reports use at present."""

    sem_same_rater = serializers.FloatField(allow_null=True)
    sem_different_rater = serializers.FloatField(allow_null=True)
    source = serializers.CharField()  # type: ignore[assignment]
    clinic_own = serializers.BooleanField()


class RepeatabilityMethodSerializer(Serializer):
    """One method of one measure."""

    measure = serializers.CharField()
    method = serializers.CharField()
    unit = serializers.CharField()
    status = serializers.CharField(help_text="ok, insufficient_data or not_estimable")
    reasons = Reasons()
    same_rater = SameRaterSerializer()
    different_rater = RepeatedSerializer()
    by_rater = ByRaterSerializer(many=True)
    in_force = InForceSerializer()
    compared = serializers.CharField(allow_null=True)


class RepeatabilityInputsSerializer(InputsSerializer):
    """What was computed from, and the days that were asked for."""

    until = serializers.DateField(allow_null=True)

    def get_fields(self) -> dict[str, serializers.Field[Any, Any, Any, Any]]:
        """``from`` is a word of Python, so it cannot stand among the fields above."""
        return {**super().get_fields(), "from": serializers.DateField(allow_null=True)}


class RepeatabilityResultSerializer(Serializer):
    """How far replicate readings lie apart, by method and rater."""

    engine = EngineSerializer()
    inputs = RepeatabilityInputsSerializer()
    repeatability = RepeatabilityMethodSerializer(many=True)
    narrative = serializers.ListField(child=serializers.CharField())
    limitations = serializers.ListField(child=serializers.CharField())

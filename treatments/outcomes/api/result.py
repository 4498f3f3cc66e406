"""The result of a patient report as the API describes it. It is stored as JSON; nothing here computes."""

from typing import Any

from rest_framework import serializers

Serializer = serializers.Serializer[Any]


class Reasons(serializers.ListField):
    """Machine-readable reasons, such as ``too_few_points:2<3``."""

    child = serializers.CharField()


class Pair(serializers.ListField):
    """Two figures: a lower and an upper end."""

    child = serializers.FloatField(allow_null=True)


class EndsSerializer(Serializer):
    """What every series has: its status, and its first and latest value. A null figure has its reason."""

    status = serializers.CharField(help_text="ok, insufficient_data or not_estimable")
    reasons = Reasons()
    n = serializers.IntegerField(help_text="visits with a reading")
    main = serializers.BooleanField()
    after_treatment = serializers.BooleanField()
    baseline = serializers.FloatField(allow_null=True)
    baseline_on = serializers.DateField(allow_null=True)
    baseline_visits = serializers.IntegerField()
    latest = serializers.FloatField(allow_null=True)
    latest_on = serializers.DateField(allow_null=True)
    latest_visits = serializers.IntegerField()
    last = serializers.FloatField(
        allow_null=True,
        required=False,
        help_text="the last visit by itself, which latest may average with the one before; not in older reports",
    )
    change = serializers.FloatField(allow_null=True)


class PainResultSerializer(EndsSerializer):
    """The course of pain in one region, 0 to 10; a negative change means less pain."""

    region = serializers.CharField()
    side = serializers.CharField()
    recall = serializers.CharField()
    # A declared field is taken off the class, so the framework's own ``context`` stays what it is.
    context = serializers.CharField()  # type: ignore[assignment]
    response = serializers.CharField(allow_null=True, help_text="improved, worse, no_important_change or not_evaluable")
    important_points = serializers.FloatField()
    important_fraction = serializers.FloatField()
    slope_per_week = serializers.FloatField(allow_null=True)
    slope_ci95 = Pair(allow_null=True)


class AlignmentResultSerializer(EndsSerializer):
    """The course of one measure by one method under one set of conditions, signed, in ``unit``."""

    measure = serializers.CharField()
    side = serializers.CharField()
    method = serializers.CharField()
    posture = serializers.CharField(allow_null=True)
    footwear = serializers.CharField(allow_null=True)
    lift = serializers.BooleanField(allow_null=True)
    unit = serializers.CharField(help_text="mm or deg")
    mdc95 = serializers.FloatField(allow_null=True)
    mdc_source = serializers.CharField(allow_null=True)
    same_rater = serializers.BooleanField(allow_null=True)
    reference = Pair()
    classification = serializers.CharField(
        allow_null=True,
        help_text="toward_reference, away, overshoot, within_noise, in_reference_throughout or not_comparable",
    )


class PairResultSerializer(Serializer):
    """Pain beside deviation in one patient: descriptive only."""

    measure = serializers.CharField()
    measure_side = serializers.CharField()
    region = serializers.CharField()
    side = serializers.CharField()
    method_mix = serializers.DictField(child=serializers.IntegerField())
    exposure = serializers.CharField()
    primary = serializers.BooleanField()
    descriptive = serializers.BooleanField()
    status = serializers.CharField()
    reasons = Reasons()
    n_pairs = serializers.IntegerField()
    spearman = serializers.FloatField(allow_null=True)


class IndexComponentSerializer(Serializer):
    """One measure in the alignment index: its deviation from the band."""

    measure = serializers.CharField()
    unit = serializers.CharField()
    baseline = serializers.FloatField()
    latest = serializers.FloatField()


class IndexSerializer(Serializer):
    """The mean deviation of several measures in units of their MDC95: descriptive, not a validated instrument."""

    status = serializers.CharField()
    reasons = Reasons()
    baseline = serializers.FloatField(allow_null=True)
    latest = serializers.FloatField(allow_null=True)
    change = serializers.FloatField(allow_null=True)
    mdc95 = serializers.FloatField(allow_null=True)
    components = IndexComponentSerializer(many=True)


class EngineSerializer(Serializer):
    """The version of the method and its parameters."""

    version = serializers.CharField()
    parameters = serializers.DictField()


class InputsSerializer(Serializer):
    """What was computed from: frozen at the cut-off, under this hash."""

    cutoff = serializers.DateTimeField()
    sha256 = serializers.CharField()
    counts = serializers.DictField(child=serializers.IntegerField())


class ResultSerializer(Serializer):
    """The findings of a patient report and what they say in words."""

    engine = EngineSerializer()
    inputs = InputsSerializer()
    pain = PainResultSerializer(many=True)
    alignment = AlignmentResultSerializer(many=True)
    pairs = PairResultSerializer(many=True)
    alignment_index = IndexSerializer()
    narrative = serializers.ListField(child=serializers.CharField())
    in_short = serializers.IntegerField(
        required=False, help_text="so many sentences of narrative, from the first on, are the answer in short"
    )
    limitations = serializers.ListField(child=serializers.CharField())

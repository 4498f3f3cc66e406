"""The result of a cohort report as the API describes it. It is stored as JSON; nothing here computes."""

from typing import Any

from rest_framework import serializers

from treatments.outcomes.api.result import EngineSerializer, InputsSerializer, Pair, Reasons

Serializer = serializers.Serializer[Any]

STATUS = "ok, insufficient_data, not_estimable, suppressed_small_cell, inconsistent or failed"


def number(help_text: str = "") -> serializers.FloatField:
    """A figure that may be missing; its reason stands beside it."""
    return serializers.FloatField(allow_null=True, help_text=help_text)


def count() -> serializers.IntegerField:
    """A number of patients, or of pairs; null where it is suppressed."""
    return serializers.IntegerField(allow_null=True)


class WithinPatientSerializer(Serializer):
    """The headline: within patients and adjusted for time. ``p`` is null but in a year's confirmatory report."""

    slope_per_unit = number("points of pain per unit of exposure")
    slope_per_mdc = number("points of pain per MDC95")
    se = number("leaving out one patient at a time")
    ci95 = Pair(allow_null=True)
    p = number()
    p_holm = number()
    dof = count()
    partial_r = number()
    model_se = number()
    cr1_se = number()
    time_terms = serializers.ListField(child=serializers.CharField())
    se_method = serializers.CharField()
    adjusted_for_time = serializers.BooleanField()


class RawCorrelationSerializer(Serializer):
    """The repeated-measures correlation, not adjusted for time: shared time alone makes one."""

    r = number()
    dof = count()
    p = number("always null")
    ci95 = Pair(allow_null=True)
    slope = number()
    adjusted_for_time = serializers.BooleanField()


class SlopeSerializer(Serializer):
    """A slope of a sensitivity analysis, with its status."""

    status = serializers.CharField(help_text=STATUS)
    reasons = Reasons()
    slope_per_unit = number()
    ci95 = Pair(allow_null=True)
    n_patients = count()


class OwnTimeSlopesSerializer(SlopeSerializer):
    """With a slope over time of each series' own."""

    se = number()


class QuadrantsSerializer(Serializer):
    """Patients by whether alignment moved toward the band beyond error, and pain fell importantly.

    All null where the exposure has no band to move toward: ``no_reference`` among the reasons of ``responders``.
    """

    aligned_and_less_pain = count()
    aligned_only = count()
    less_pain_only = count()
    neither = count()
    baseline_in_reference = count()
    not_judged = count()


class RespondersSerializer(Serializer):
    """Patients whose alignment moved toward the band beside those whose did not."""

    mean_difference = number()
    md_ci95 = Pair(allow_null=True)
    risk_difference = number()
    ci95 = Pair(allow_null=True)
    risk_ratio = number()
    rr_ci95 = Pair(allow_null=True)
    nnt = number("only where the interval of the risk difference excludes 0")
    nnt_ci95 = Pair(allow_null=True)
    n_aligned = count()
    n_not_aligned = count()
    with_dropouts = number(
        "risk difference with those not improved who have a change of alignment, but no later rating of pain"
    )
    reasons = Reasons()


class RatersSerializer(Serializer):
    """Of how many patients with a change of alignment one known person took baseline and latest."""

    patients = count()
    one_rater = count()


class CohortPairSerializer(Serializer):
    """One pair of a measure and a pain region over the cohort."""

    measure = serializers.CharField()
    region = serializers.CharField()
    side = serializers.CharField(allow_null=True, help_text="always null: both sides together")
    unit = serializers.CharField()
    exposure = serializers.CharField()
    method_mix = serializers.DictField(child=serializers.IntegerField(allow_null=True))
    raters = RatersSerializer(allow_null=True, help_text="null in a report for sharing")
    primary = serializers.BooleanField()
    status = serializers.CharField(help_text=STATUS)
    reasons = Reasons()
    n_patients = count()
    n_pairs = count()
    n_series = count()
    median_visits = number()
    mdc95 = number()
    mdc_method = serializers.CharField(allow_null=True)
    mdc_source = serializers.CharField(allow_null=True)
    reliability = number()
    within_patient = WithinPatientSerializer()
    raw_rmcorr = RawCorrelationSerializer()
    own_time_slopes = OwnTimeSlopesSerializer()
    between_patients = SlopeSerializer()
    change_scores = SlopeSerializer()
    quadrants = QuadrantsSerializer()
    responders = RespondersSerializer()


class RegressionSerializer(Serializer):
    """The fall that is expected with no effect at all, and what it is computed from."""

    expected = number()
    mean = number()
    sd = number()
    reliability = number()
    n = count()
    rated_often = serializers.IntegerField(
        required=False,
        allow_null=True,
        help_text="of the n patients, those with at least 4 ratings, of whom the reliability is; not in older reports",
    )
    reasons = Reasons()


class CourseStepSerializer(Serializer):
    """The mean pain of all who rated in one day or week since their first rating; null of fewer than 5."""

    start = serializers.IntegerField()
    n = count()
    mean = number()
    ci95 = Pair(allow_null=True)


class CohortEndsSerializer(Serializer):
    """What every mean change has."""

    side = serializers.CharField(allow_null=True)
    status = serializers.CharField(help_text=STATUS)
    reasons = Reasons()
    n = count()
    baseline = number()
    latest = number()
    change = number()
    change_ci95 = Pair(allow_null=True)


class CohortPainSerializer(CohortEndsSerializer):
    """Pain of one region, recall window and context over the cohort: one course for each patient."""

    region = serializers.CharField()
    recall = serializers.CharField()
    # A declared field is taken off the class, so the framework's own ``context`` stays what it is.
    context = serializers.CharField()  # type: ignore[assignment]
    main = serializers.BooleanField()
    responses = serializers.DictField(child=serializers.IntegerField(allow_null=True))
    completers = count()
    dropouts = count()
    completer_baseline = number()
    dropout_baseline = number()
    regression_to_the_mean = RegressionSerializer(allow_null=True)
    steps_in = serializers.CharField(help_text="day or week")
    course = CourseStepSerializer(many=True)


class CohortAlignmentSerializer(CohortEndsSerializer):
    """One measure by one method over the cohort: one series for each patient."""

    measure = serializers.CharField()
    method = serializers.CharField()
    unit = serializers.CharField()
    mdc95 = number()
    mdc_source = serializers.CharField(allow_null=True)
    classes = serializers.DictField(child=serializers.IntegerField(allow_null=True))
    feasibility_caution = serializers.BooleanField()


class AttendanceSerializer(Serializer):
    """How many patients came to at least so many visits."""

    visits = serializers.IntegerField()
    patients = count()


class FlowSerializer(Serializer):
    """From all patients of the cohort to those analysed."""

    enrolled = count()
    with_baseline = count()
    baseline_after_start = count()
    with_3_pairs = count()
    analysed = count()
    attendance = AttendanceSerializer(many=True)


class CohortResultSerializer(Serializer):
    """The findings of a report about all patients together."""

    engine = EngineSerializer()
    inputs = InputsSerializer()
    audience = serializers.CharField()
    small_cell_threshold = serializers.IntegerField()
    window = serializers.DictField(child=serializers.DateField(allow_null=True))
    filters = serializers.DictField()
    confirmatory_year = serializers.IntegerField(allow_null=True)
    comparisons = serializers.IntegerField()
    suppressed = serializers.BooleanField()
    pain = CohortPainSerializer(many=True)
    alignment = CohortAlignmentSerializer(many=True)
    pairs = CohortPairSerializer(many=True)
    flow = FlowSerializer()
    narrative = serializers.ListField(child=serializers.CharField())
    limitations = serializers.ListField(child=serializers.CharField())

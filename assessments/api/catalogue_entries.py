"""How an entry of the catalogue is shown: texts in the reader's language, figures in millimetres or degrees."""

from collections.abc import Mapping
from typing import Any

from django.utils.translation import gettext
from drf_spectacular.utils import extend_schema_field
from rest_framework import serializers

from assessments.measures import Evidence, Measure, accepted_units
from assessments.models.assessment import POSTURE_CHOICES
from assessments.precision import OwnFigures, method_in_force
from patients.models.sides import SIDE_CHOICES


class Words(serializers.CharField):
    """A text of the catalogue, in the reader's language."""

    def to_representation(self, value: Any) -> str:
        return gettext(value) if value else ""


class IntervalSerializer(serializers.Serializer[Any]):
    """A closed range; null means open at that end."""

    low = serializers.FloatField(allow_null=True)
    high = serializers.FloatField(allow_null=True)


class MethodSerializer(serializers.Serializer[Any]):
    """One way of taking a measure, with the errors that hold in the caller's clinic.

    Null SEM and MDC95: not known, so a change is shown and never judged. ``clinic_own``: the clinic gave its own.
    """

    code = serializers.CharField()
    label = Words()  # type: ignore[assignment]  # DRF takes declared fields off the class
    enterable = serializers.BooleanField()
    usual_posture = serializers.ChoiceField(POSTURE_CHOICES)
    sem_same_rater = serializers.FloatField(allow_null=True)
    sem_different_rater = serializers.FloatField(allow_null=True)
    mdc95_same_rater = serializers.FloatField(allow_null=True)
    mdc95_different_rater = serializers.FloatField(allow_null=True)
    evidence = serializers.ChoiceField([str(evidence) for evidence in Evidence])
    source = Words()  # type: ignore[assignment]  # as above
    valid_from = serializers.DateField()
    clinic_own = serializers.BooleanField()


class MeasureSerializer(serializers.Serializer[Any]):
    """A measure: hard bounds are refused, soft bounds warn, the reference band is common and no health target."""

    code = serializers.CharField()
    label = Words()  # type: ignore[assignment]  # as above
    definition = Words()
    unit = serializers.CharField()
    accepted_units = serializers.SerializerMethodField()
    sides = serializers.ListField(child=serializers.ChoiceField(SIDE_CHOICES))
    positive = Words()
    negative = Words()
    sign = Words()
    hard = IntervalSerializer()
    soft = IntervalSerializer()
    reference = IntervalSerializer(allow_null=True)
    neutral = serializers.FloatField(allow_null=True)
    bounds_source = Words()
    caution = Words()
    enterable = serializers.BooleanField()
    derived_from = serializers.CharField(allow_null=True)
    methods = serializers.SerializerMethodField()

    @extend_schema_field(serializers.ListField(child=serializers.CharField()))
    def get_accepted_units(self, entry: Measure) -> list[str]:
        return list(accepted_units(entry))

    @extend_schema_field(MethodSerializer(many=True))
    def get_methods(self, entry: Measure) -> list[dict[str, Any]]:
        own: OwnFigures = self.context["own"]
        return [MethodSerializer(_in_force(entry, code, own)).data for code in entry.methods]


class ImportantChangeSerializer(serializers.Serializer[Any]):
    """The fall that counts as improved: at least so many points and that share of the baseline."""

    points = serializers.FloatField()
    fraction = serializers.FloatField()
    source = Words()  # type: ignore[assignment]  # as above


class RegionSerializer(serializers.Serializer[Any]):
    """A region that can hurt, the sides it has, and the change that matters there."""

    code = serializers.CharField()
    label = Words()  # type: ignore[assignment]  # as above
    sides = serializers.ListField(child=serializers.ChoiceField(SIDE_CHOICES))
    important_change = ImportantChangeSerializer()


def _in_force(entry: Measure, code: str, own: OwnFigures) -> Mapping[str, Any]:
    method = method_in_force(entry.code, code, own)
    return {
        "code": code,
        "label": method.label,
        "enterable": entry.enterable and method.enterable,
        "usual_posture": entry.usual_posture(code),
        "sem_same_rater": method.sem_same_rater,
        "sem_different_rater": method.sem_different_rater,
        "mdc95_same_rater": method.mdc95(same_rater=True),
        "mdc95_different_rater": method.mdc95(same_rater=False),
        "evidence": method.evidence,
        "source": method.source,
        "valid_from": method.valid_from,
        "clinic_own": method != entry.methods[code],
    }

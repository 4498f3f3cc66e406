"""Pain inside an assessment, and ``/api/v1/pain-ratings/``: pain by itself, for example from a patient's app."""

from typing import Any

import django_filters
from django.contrib.postgres.expressions import ArraySubquery
from django.db.models import OuterRef
from django.db.models.functions import JSONObject
from rest_framework import serializers

from assessments.api.fields import Intensity, RegionCode, SideCode, Status
from assessments.models import PainContext, PainMode, PainRating, Recall, Timing
from assessments.services.rating_pain import rate_pain
from assessments.services.voiding import mark_entered_in_error
from clinic.common.api.fields import InClinic, Moment, OptionalChoice, OptionalText
from clinic.common.api.filters import AT, ClinicFilterSet
from clinic.common.api.serializers import StrictSerializer
from clinic.common.api.viewsets import Creates, Lists, Retrieves, Voids
from patients.models import Episode, Patient

_STORED = ("region", "side", "intensity", "recall", "context", "mode")


class PainRows(serializers.ListSerializer[Any]):
    """The pain ratings of an assessment, read as JSON in the assessment's own query."""

    @staticmethod
    def column(path: str) -> ArraySubquery:
        rows = PainRating.objects.filter(assessment=OuterRef("pk"), entered_in_error_at__isnull=True).order_by("id")
        return ArraySubquery(rows.values(row=JSONObject(id="uuid", **{name: name for name in _STORED})))


class PainSerializer(StrictSerializer):
    """One rating within an assessment, which gives patient, episode, time and timing."""

    id = serializers.UUIDField(source="uuid", read_only=True)
    region = RegionCode()
    side = SideCode()
    intensity = Intensity()
    recall = serializers.ChoiceField(Recall.choices, required=False)
    # A declared field is taken off the class, so DRF's own ``context`` stays what it is.
    context = serializers.ChoiceField(PainContext.choices, required=False)  # type: ignore[assignment]
    mode = OptionalChoice(PainMode.choices)

    class Meta:
        list_serializer_class = PainRows


def shown_pain(row: dict[str, Any]) -> dict[str, Any]:
    """The row within an assessment as the answer shows it."""
    return {"id": row["id"], **{name: row[name] for name in _STORED}, "mode": row["mode"] or None}


class PainRatingSerializer(PainSerializer):
    """One rating with its own patient and time. Null in ``episode`` or ``assessment``: it belongs to none."""

    patient = InClinic(queryset=Patient.objects.all())
    episode = InClinic(queryset=Episode.objects.all(), required=False, allow_null=True)
    assessment = InClinic(read_only=True, allow_null=True)
    taken_at = Moment()
    timing = serializers.ChoiceField(Timing.choices, required=False)
    status = Status(
        voided=("entered_in_error_at", "assessment__entered_in_error_at"), replaced="assessment__replaced_by"
    )
    entered_by = InClinic(read_only=True, allow_null=True)
    entered_by_client = InClinic(read_only=True, allow_null=True)
    entered_in_error_at = Moment(read_only=True, allow_null=True)
    entered_in_error_reason = OptionalText(read_only=True)
    version = serializers.IntegerField(read_only=True)
    created_at = Moment(read_only=True)
    updated_at = Moment(read_only=True)


class PainRatingFilters(ClinicFilterSet):
    patient = django_filters.UUIDFilter("patient__uuid")
    episode = django_filters.UUIDFilter("episode__uuid")
    assessment = django_filters.UUIDFilter("assessment__uuid")

    class Meta:
        model = PainRating
        fields = {
            "region": ["exact"],
            "side": ["exact"],
            "intensity": AT,
            "recall": ["exact"],
            "context": ["exact"],
            "mode": ["exact"],
            "timing": ["exact"],
            "taken_at": AT,
            "created_at": AT,
        }


class PainRatingViewSet(Lists, Retrieves, Creates, Voids):
    """Pain ratings of the clinic's patients, within assessments and by themselves."""

    permissions = {
        "list": "assessments.view",
        "retrieve": "assessments.view",
        "create": "assessments.change",
        "entered_in_error": "assessments.change",
    }
    queryset = PainRating.objects.all()
    serializer_class = PainRatingSerializer
    filterset_class = PainRatingFilters
    orderings = {"-taken_at": "taken_at", "created_at": "created_at", "updated_at": "updated_at"}
    kind = "pain_rating"

    def created(self, values: dict[str, Any]) -> PainRating:
        return rate_pain(PainRating(**values), by=self.caller)

    def voided(self, found: PainRating, reason: str) -> None:
        mark_entered_in_error(found, reason, by=self.caller)

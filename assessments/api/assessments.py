"""``/api/v1/assessments/``: measurements and pain of one visit, in one request, all or nothing."""

from dataclasses import asdict
from typing import Any
from uuid import UUID

import django_filters
from django.db import models
from drf_spectacular.utils import extend_schema
from rest_framework import serializers
from rest_framework.decorators import action
from rest_framework.request import Request
from rest_framework.response import Response

from assessments.api.derived import DerivedSerializer, shown_derived
from assessments.api.fields import Status
from assessments.api.measurements import MeasurementSerializer, entered, shown_measurement
from assessments.api.pain import PainSerializer, shown_pain
from assessments.models import Assessment, AssessmentKind, Footwear, Measurement, PainRating, Timing
from assessments.services.correcting import correct_assessment
from assessments.services.deriving import Derived, derive
from assessments.services.recording import Recorded, record_assessment
from assessments.services.repeated import repeated
from assessments.services.voiding import mark_entered_in_error
from clinic.common.api.etag import honour_match
from clinic.common.api.fields import InClinic, Moment, OptionalChoice, OptionalText
from clinic.common.api.filters import AT, ClinicFilterSet
from clinic.common.api.idempotency import answer_once
from clinic.common.api.serializers import StrictSerializer
from clinic.common.api.viewsets import Creates, Lists, Retrieves, Voids
from clinic.practice.models import Membership
from patients.models import Episode, Patient


class AssessmentSerializer(StrictSerializer):
    """One visit's measurements and pain ratings. Null means not recorded; an unknown rater counts as another."""

    id = serializers.UUIDField(source="uuid", read_only=True)
    patient = InClinic(queryset=Patient.objects.all())
    episode = InClinic(queryset=Episode.objects.all(), required=False, allow_null=True)
    taken_at = Moment()
    time_known = serializers.BooleanField(
        required=False, help_text="False: only the day is known, and noon stands for it."
    )
    from_paper = serializers.BooleanField(required=False, help_text="Entered later from a paper record.")
    kind = serializers.ChoiceField(AssessmentKind.choices, required=False)
    timing = serializers.ChoiceField(Timing.choices, required=False)
    rater = InClinic(queryset=Membership.objects.all(), required=False, allow_null=True)
    footwear = OptionalChoice(Footwear.choices)
    lift_in_place = serializers.BooleanField(required=False, allow_null=True)
    protocol = OptionalText(max_length=80)
    note = OptionalText()
    measurements = MeasurementSerializer(many=True, required=False)
    pain = PainSerializer(many=True, required=False)
    derived = DerivedSerializer(read_only=True)
    status = Status(voided=["entered_in_error_at"], replaced="replaced_by")
    replaces = InClinic(read_only=True, allow_null=True)
    replaced_by = InClinic(read_only=True, allow_null=True)
    reason = OptionalText(read_only=True)
    entered_by = InClinic(read_only=True, allow_null=True)
    entered_by_client = InClinic(read_only=True, allow_null=True)
    entered_in_error_at = Moment(read_only=True, allow_null=True)
    entered_in_error_reason = OptionalText(read_only=True)
    version = serializers.IntegerField(read_only=True)
    created_at = Moment(read_only=True)
    updated_at = Moment(read_only=True)


class CorrectionSerializer(AssessmentSerializer):
    """A full replacement, and why. Without a patient it is the same one; another one is refused."""

    patient = InClinic(queryset=Patient.objects.all(), required=False)
    reason = serializers.CharField(max_length=2000)  # type: ignore[assignment]  # in an answer it may be null


class AssessmentFilters(ClinicFilterSet):
    patient = django_filters.UUIDFilter("patient__uuid")
    episode = django_filters.UUIDFilter("episode__uuid")
    rater = django_filters.UUIDFilter("rater__uuid")

    class Meta:
        model = Assessment
        fields = {"kind": ["exact"], "timing": ["exact"], "taken_at": AT, "created_at": AT}


class AssessmentViewSet(Lists, Retrieves, Creates, Voids):
    """Assessments of the clinic's patients. Those that are void or replaced are listed with ``updated_since``."""

    permissions = {
        "list": "assessments.view",
        "retrieve": "assessments.view",
        "create": "assessments.change",
        "correct": "assessments.change",
        "entered_in_error": "assessments.change",
    }
    queryset = Assessment.objects.all()
    serializer_class = AssessmentSerializer
    filterset_class = AssessmentFilters
    orderings = {"-taken_at": "taken_at", "created_at": "created_at", "updated_at": "updated_at"}
    kind = "assessment"

    def represent(self, rows: models.QuerySet[Any]) -> list[dict[str, Any]]:
        objects = super().represent(rows)
        follows = derive({item["id"]: item["patient"] for item in objects if item["measurements"]}, self.caller)
        for item in objects:
            item["measurements"] = [shown_measurement(row) for row in item["measurements"]]
            item["pain"] = [shown_pain(row) for row in item["pain"]]
            item["derived"] = shown_derived(follows.get(item["id"], Derived()), self.caller.zone)
        return objects

    def created(self, values: dict[str, Any]) -> Assessment:
        assessment, measurements, pain = _parts(values)
        made = self._made(record_assessment(assessment, measurements, pain, by=self.caller))
        self.warnings += [asdict(warning) for warning in repeated(assessment, measurements, self.caller)]
        return made

    def warnings_of(self, made: Any) -> list[dict[str, Any]]:
        return self.warnings

    @extend_schema(request=CorrectionSerializer, responses={201: AssessmentSerializer})
    @action(detail=True, methods=["post"], serializer_class=CorrectionSerializer)
    def correct(self, request: Request, uuid: UUID) -> Response:
        """Put a corrected assessment in the place of this one; from then on only the new one counts."""
        return answer_once(request, self.caller, lambda: self._correct(uuid))

    def _correct(self, uuid: UUID) -> Response:
        original: Assessment = self.find(uuid)
        honour_match(self.request, original.version)
        values = self.valid_input()
        reason = values.pop("reason")
        parts = _parts({"patient": original.patient, **values})
        made = self._made(correct_assessment(original, *parts, reason, by=self.caller))
        answer = self.answer(made.uuid, 201, warnings=self.warnings)
        answer["Location"] = self.request.build_absolute_uri(f"../../{made.uuid}/")
        return answer

    def voided(self, found: Assessment, reason: str) -> None:
        mark_entered_in_error(found, reason, by=self.caller)

    def _made(self, recorded: Recorded) -> Assessment:
        """Keep the warnings for the answer."""
        self.warnings = [asdict(warning) for warning in recorded.warnings]
        return recorded.assessment


def _parts(values: dict[str, Any]) -> tuple[Assessment, list[Measurement], list[PainRating]]:
    """The unsaved records from the valid input."""
    measurements = [entered(one) for one in values.pop("measurements", [])]
    pain = [PainRating(**one) for one in values.pop("pain", [])]
    return Assessment(**values), measurements, pain

"""``/api/v1/plans/``: what is intended for an episode of care."""

from typing import Any

import django_filters
from django.contrib.postgres.expressions import ArraySubquery
from django.db.models import OuterRef
from django.db.models.functions import JSONObject
from rest_framework import serializers

from clinic.common.api.fields import InClinic, Moment, OptionalText
from clinic.common.api.filters import ClinicFilterSet
from clinic.common.api.serializers import StrictSerializer
from clinic.common.api.viewsets import Changes, Creates, Lists, Retrieves, Voids
from patients.models import Episode, Patient
from patients.models.sides import SIDE_CHOICES
from treatments.models import Exercise, Plan, PlanStatus, Prescription, Weekday
from treatments.services.planning import change_plan, make_plan
from treatments.services.voiding import void_plan

PRESCRIBED = ("exercise", "side", "sets", "repetitions", "hold_seconds", "weekdays", "stopped_on")


class PrescriptionSerializer(StrictSerializer):
    """A home exercise with its dose. One that is no longer listed is stopped and stays on record."""

    exercise = InClinic(queryset=Exercise.objects.all())
    side = serializers.ChoiceField(SIDE_CHOICES, required=False)
    sets = serializers.IntegerField(required=False, allow_null=True, min_value=1, max_value=1000)
    repetitions = serializers.IntegerField(required=False, allow_null=True, min_value=1, max_value=1000)
    hold_seconds = serializers.IntegerField(required=False, allow_null=True, min_value=1, max_value=3600)
    weekdays = serializers.ListField(child=serializers.ChoiceField(Weekday.choices), required=False)
    stopped_on = serializers.DateField(read_only=True, allow_null=True)


class PlanSerializer(StrictSerializer):
    """A treatment plan. ``sessions_completed`` and ``sessions_ahead`` are counted, not stored."""

    id = serializers.UUIDField(source="uuid", read_only=True)
    patient = InClinic(queryset=Patient.objects.all())
    episode = InClinic(queryset=Episode.objects.all())
    planned_sessions = serializers.IntegerField(min_value=1, max_value=1000)
    sessions_per_week = serializers.FloatField(required=False, allow_null=True, min_value=0, max_value=21)
    goals = serializers.ListField(child=serializers.DictField(), required=False)
    discharge_criteria = OptionalText()
    status = serializers.ChoiceField(PlanStatus.choices, required=False)
    sessions_completed = serializers.IntegerField(read_only=True)
    sessions_ahead = serializers.IntegerField(read_only=True)
    prescriptions = PrescriptionSerializer(many=True, required=False)
    entered_in_error_at = Moment(read_only=True, allow_null=True)
    entered_in_error_reason = OptionalText(read_only=True)
    version = serializers.IntegerField(read_only=True)
    created_at = Moment(read_only=True)
    updated_at = Moment(read_only=True)


class PlanFilters(ClinicFilterSet):
    patient = django_filters.UUIDFilter("patient__uuid")
    episode = django_filters.UUIDFilter("episode__uuid")

    class Meta:
        model = Plan
        fields = {"status": ["exact"]}


class PlanViewSet(Lists, Retrieves, Creates, Changes, Voids):
    """Treatment plans of the clinic's patients."""

    permissions = {
        "list": "treatments.view",
        "retrieve": "treatments.view",
        "create": "treatments.change",
        "partial_update": "treatments.change",
        "entered_in_error": "treatments.change",
    }
    queryset = Plan.objects.all()
    serializer_class = PlanSerializer
    filterset_class = PlanFilters
    orderings = {"-created_at": "created_at", "updated_at": "updated_at"}
    kind = "plan"

    def get_queryset(self) -> Any:
        plans: Any = super().get_queryset()
        return plans.with_progress()

    def represent(self, rows: Any) -> list[dict[str, Any]]:
        objects = super().represent(rows)
        columns = {name: "exercise__uuid" if name == "exercise" else name for name in PRESCRIBED}
        prescribed = Prescription.objects.filter(plan=OuterRef("pk")).order_by("id").values(one=JSONObject(**columns))
        lists = dict(rows.annotate(prescribed=ArraySubquery(prescribed)).values_list("uuid", "prescribed"))
        for item in objects:
            item["prescriptions"] = lists[item["id"]]
        return objects

    def created(self, values: dict[str, Any]) -> Plan:
        prescriptions = [Prescription(**one) for one in values.pop("prescriptions", [])]
        return make_plan(Plan(**values), prescriptions, by=self.caller)

    def changed(self, found: Plan, values: dict[str, Any]) -> None:
        given = values.pop("prescriptions", None)
        prescriptions = None if given is None else [Prescription(**one) for one in given]
        change_plan(self.with_values(found, values), values, prescriptions, by=self.caller)

    def voided(self, found: Plan, reason: str) -> None:
        void_plan(found, reason, by=self.caller)

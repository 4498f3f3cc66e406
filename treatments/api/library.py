"""``/api/v1/techniques/``, ``exercises/`` and ``appointment-types/``: the clinic's lists, to read."""

from rest_framework import serializers

from clinic.common.api.fields import Moment, OptionalText
from clinic.common.api.filters import ClinicFilterSet
from clinic.common.api.serializers import StrictSerializer
from clinic.common.api.viewsets import Lists, Retrieves
from treatments.models import AppointmentType, Exercise, ExerciseKind, Technique

READING = {"list": "practice.view", "retrieve": "practice.view"}


class TechniqueSerializer(StrictSerializer):
    """A treatment technique as the clinic names it."""

    id = serializers.UUIDField(source="uuid", read_only=True)
    code = serializers.CharField(read_only=True)
    name = serializers.CharField(read_only=True)
    active = serializers.BooleanField(read_only=True)
    version = serializers.IntegerField(read_only=True)
    created_at = Moment(read_only=True)
    updated_at = Moment(read_only=True)


class TechniqueFilters(ClinicFilterSet):
    class Meta:
        model = Technique
        fields = {"code": ["exact"], "active": ["exact"]}


class TechniqueViewSet(Lists, Retrieves):
    """The clinic's techniques."""

    permissions = READING
    queryset = Technique.objects.all()
    serializer_class = TechniqueSerializer
    filterset_class = TechniqueFilters
    orderings = {"name": "name", "updated_at": "updated_at"}
    kind = "technique"
    patient_key = None


class ExerciseSerializer(StrictSerializer):
    """A home exercise of the clinic's library; the translated texts are in the other language of documents."""

    id = serializers.UUIDField(source="uuid", read_only=True)
    name = serializers.CharField(read_only=True)
    kind = serializers.ChoiceField(ExerciseKind.choices, read_only=True)
    instructions = serializers.CharField(read_only=True)
    media_url = OptionalText(read_only=True)
    contra_indications = OptionalText(read_only=True)
    language = serializers.CharField(read_only=True)
    translated_name = OptionalText(read_only=True)
    translated_instructions = OptionalText(read_only=True)
    translated_contra_indications = OptionalText(read_only=True)
    active = serializers.BooleanField(read_only=True)
    version = serializers.IntegerField(read_only=True)
    created_at = Moment(read_only=True)
    updated_at = Moment(read_only=True)


class ExerciseFilters(ClinicFilterSet):
    class Meta:
        model = Exercise
        fields = {"kind": ["exact"], "active": ["exact"]}


class ExerciseViewSet(Lists, Retrieves):
    """The clinic's home exercises."""

    permissions = READING
    queryset = Exercise.objects.all()
    serializer_class = ExerciseSerializer
    filterset_class = ExerciseFilters
    orderings = {"name": "name", "updated_at": "updated_at"}
    kind = "exercise"
    patient_key = None


class AppointmentTypeSerializer(StrictSerializer):
    """A kind of appointment with its usual length."""

    id = serializers.UUIDField(source="uuid", read_only=True)
    name = serializers.CharField(read_only=True)
    minutes = serializers.IntegerField(read_only=True)
    buffer_minutes = serializers.IntegerField(read_only=True)
    active = serializers.BooleanField(read_only=True)
    version = serializers.IntegerField(read_only=True)
    created_at = Moment(read_only=True)
    updated_at = Moment(read_only=True)


class AppointmentTypeFilters(ClinicFilterSet):
    class Meta:
        model = AppointmentType
        fields = {"active": ["exact"]}


class AppointmentTypeViewSet(Lists, Retrieves):
    """The clinic's kinds of appointments."""

    permissions = READING
    queryset = AppointmentType.objects.all()
    serializer_class = AppointmentTypeSerializer
    filterset_class = AppointmentTypeFilters
    orderings = {"name": "name", "updated_at": "updated_at"}
    kind = "appointment_type"
    patient_key = None

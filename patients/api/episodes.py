"""``/api/v1/episodes/`` and ``/api/v1/events/``: a complaint, and what else happened on the way."""

from typing import Any

import django_filters
from rest_framework import serializers

from clinic.common.api.fields import InClinic, Moment, OptionalChoice, OptionalText
from clinic.common.api.filters import AT, ClinicFilterSet
from clinic.common.api.serializers import StrictSerializer
from clinic.common.api.viewsets import Changes, Creates, Lists, Retrieves, Voids
from patients.models import AssistiveDevice, Cause, CloseReason, Episode, Event, EventKind, Patient
from patients.models.sides import REGION_CHOICES, SIDE_CHOICES
from patients.services.episodes import change_episode, change_event, note_event, open_episode
from patients.services.voiding import void_episode, void_event


class DiagnosisSerializer(StrictSerializer):
    """A known diagnosis, coded or in words."""

    system = serializers.CharField(max_length=120, required=False, allow_null=True)
    code = serializers.CharField(max_length=60, required=False, allow_null=True)
    text = serializers.CharField(max_length=300)


class EpisodeSerializer(StrictSerializer):
    """An episode of care. Dates are days in the clinic's zone."""

    id = serializers.UUIDField(source="uuid", read_only=True)
    patient = InClinic(queryset=Patient.objects.all())
    region = serializers.ChoiceField(REGION_CHOICES)
    side = serializers.ChoiceField(SIDE_CHOICES, required=False)
    opened_at = serializers.DateField(required=False)
    onset_date = serializers.DateField(required=False, allow_null=True)
    cause = serializers.ChoiceField(Cause.choices, required=False)
    diagnoses = serializers.ListField(child=DiagnosisSerializer(), required=False)
    earlier_treatments = serializers.ListField(child=serializers.CharField(max_length=80), required=False)
    assistive_device = OptionalChoice(AssistiveDevice.choices)
    red_flags = serializers.ListField(child=serializers.CharField(max_length=80), required=False)
    goals = OptionalText()
    closed_at = serializers.DateField(required=False, allow_null=True)
    close_reason = OptionalChoice(CloseReason.choices)
    entered_in_error_at = Moment(read_only=True, allow_null=True)
    entered_in_error_reason = OptionalText(read_only=True)
    version = serializers.IntegerField(read_only=True)
    created_at = Moment(read_only=True)
    updated_at = Moment(read_only=True)


class EpisodeFilters(ClinicFilterSet):
    patient = django_filters.UUIDFilter("patient__uuid")
    open = django_filters.BooleanFilter("closed_at", "isnull")

    class Meta:
        model = Episode
        fields = {"region": ["exact"], "cause": ["exact"], "opened_at": AT, "closed_at": AT}


class EpisodeViewSet(Lists, Retrieves, Creates, Changes, Voids):
    """Episodes of care of the clinic's patients."""

    permissions = {
        "list": "episodes.view",
        "retrieve": "episodes.view",
        "create": "episodes.change",
        "partial_update": "episodes.change",
        "entered_in_error": "episodes.change",
    }
    queryset = Episode.objects.all()
    serializer_class = EpisodeSerializer
    filterset_class = EpisodeFilters
    orderings = {"-opened_at": "opened_at", "updated_at": "updated_at"}
    kind = "episode"

    def created(self, values: dict[str, Any]) -> Episode:
        return open_episode(Episode(**values), by=self.caller)

    def changed(self, found: Episode, values: dict[str, Any]) -> None:
        change_episode(self.with_values(found, values), values, by=self.caller)

    def voided(self, found: Episode, reason: str) -> None:
        void_episode(found, reason, by=self.caller)


class EventSerializer(StrictSerializer):
    """Something beside the treatment: a marker on the charts."""

    id = serializers.UUIDField(source="uuid", read_only=True)
    patient = InClinic(queryset=Patient.objects.all())
    episode = InClinic(queryset=Episode.objects.all(), required=False, allow_null=True)
    kind = serializers.ChoiceField(EventKind.choices)
    on = serializers.DateField()
    note = OptionalText()
    entered_in_error_at = Moment(read_only=True, allow_null=True)
    entered_in_error_reason = OptionalText(read_only=True)
    version = serializers.IntegerField(read_only=True)
    created_at = Moment(read_only=True)
    updated_at = Moment(read_only=True)


class EventFilters(ClinicFilterSet):
    patient = django_filters.UUIDFilter("patient__uuid")
    episode = django_filters.UUIDFilter("episode__uuid")

    class Meta:
        model = Event
        fields = {"kind": ["exact"], "on": AT}


class EventViewSet(Lists, Retrieves, Creates, Changes, Voids):
    """Events of the clinic's patients."""

    permissions = {
        "list": "episodes.view",
        "retrieve": "episodes.view",
        "create": "episodes.change",
        "partial_update": "episodes.change",
        "entered_in_error": "episodes.change",
    }
    queryset = Event.objects.all()
    serializer_class = EventSerializer
    filterset_class = EventFilters
    orderings = {"-on": "on", "updated_at": "updated_at"}
    kind = "event"

    def created(self, values: dict[str, Any]) -> Event:
        return note_event(Event(**values), by=self.caller)

    def changed(self, found: Event, values: dict[str, Any]) -> None:
        change_event(self.with_values(found, values), values, by=self.caller)

    def voided(self, found: Event, reason: str) -> None:
        void_event(found, reason, by=self.caller)

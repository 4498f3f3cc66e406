"""The shape of a session in the API, and how its nested lists are read in one query."""

import datetime as dt
from collections.abc import Mapping
from typing import Any
from uuid import UUID
from zoneinfo import ZoneInfo

from django.contrib.postgres.expressions import ArraySubquery
from django.db.models import OuterRef, QuerySet
from django.db.models.functions import JSONObject
from rest_framework import serializers

from assessments.models import PainContext, PainMode, PainRating, Recall, Timing
from clinic.common.api.fields import InClinic, Moment, OptionalChoice, OptionalText
from clinic.common.api.serializers import StrictSerializer
from clinic.practice.models import Membership, Room
from patients.models import Patient
from patients.models.sides import REGION_CHOICES, SIDE_CHOICES
from treatments.models import (
    AppointmentType,
    Exercise,
    Plan,
    SessionAddendum,
    SessionExercise,
    SessionPain,
    SessionStatus,
    SessionTechnique,
    Technique,
)

NOTES = {
    "subjective": "note_subjective",
    "objective": "note_objective",
    "assessment": "note_assessment",
    "plan": "note_plan",
}
"""The parts of a note by their names in the API, with their columns."""

CLINICAL = (
    "notes",
    "techniques",
    "exercises",
    "pain",
    "adverse_event",
    "adherence_percent",
    "signed_at",
    "signed_by",
    "addenda",
)
"""What is null for a caller who may see bookings but not treatments."""


class NotesSerializer(StrictSerializer):
    """The note of a session in its four usual parts; null means not written."""

    subjective = OptionalText()
    objective = OptionalText()
    assessment = OptionalText()
    plan = OptionalText()


class TechniqueCode(serializers.SlugRelatedField[Technique]):
    """A technique by its code in the clinic's list."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(slug_field="code", queryset=Technique.objects.all(), **kwargs)

    def get_queryset(self) -> QuerySet[Technique]:
        return Technique.objects.visible_to(self.context["caller"])


class AppliedTechniqueSerializer(StrictSerializer):
    """A technique that was applied: where, and for how many minutes."""

    code = TechniqueCode(source="technique")
    region = OptionalChoice(REGION_CHOICES)
    side = serializers.ChoiceField(SIDE_CHOICES, required=False)
    minutes = serializers.IntegerField(required=False, allow_null=True, min_value=1, max_value=720)


class SessionPainSerializer(StrictSerializer):
    """Pain asked before or after the treatment."""

    id = serializers.UUIDField(read_only=True)
    region = serializers.ChoiceField(REGION_CHOICES)
    side = serializers.ChoiceField(SIDE_CHOICES)
    intensity = serializers.IntegerField(min_value=0, max_value=10)
    recall = serializers.ChoiceField(Recall.choices, required=False)
    # The field is called what the contract calls it; the attribute of the same name is the parent's.
    context = serializers.ChoiceField(PainContext.choices, required=False)  # type: ignore[assignment]
    mode = OptionalChoice(PainMode.choices)
    timing = serializers.ChoiceField(Timing.choices, required=False)


class AddendumSerializer(StrictSerializer):
    """What somebody added to the note after it was signed."""

    id = serializers.UUIDField(read_only=True)
    text = serializers.CharField(read_only=True)
    author = serializers.UUIDField(read_only=True)
    at = Moment(read_only=True)


class DocumentationSerializer(StrictSerializer):
    """What a therapist writes about a session. Techniques and exercises replace what was there, pain is added."""

    notes = NotesSerializer(required=False)
    techniques = AppliedTechniqueSerializer(many=True, required=False)
    exercises = InClinic(queryset=Exercise.objects.all(), many=True, required=False)
    pain = SessionPainSerializer(many=True, required=False)
    adverse_event = OptionalText()
    adherence_percent = serializers.IntegerField(required=False, allow_null=True, min_value=0, max_value=100)


class SessionSerializer(DocumentationSerializer):
    """A treatment session from booking to notes. Once signed the note stays; ``addenda`` are added beneath."""

    id = serializers.UUIDField(source="uuid", read_only=True)
    patient = InClinic(queryset=Patient.objects.all())
    plan = InClinic(queryset=Plan.objects.all(), required=False, allow_null=True)
    therapist = InClinic(queryset=Membership.objects.all())
    room = InClinic(queryset=Room.objects.all(), required=False, allow_null=True)
    appointment_type = InClinic(queryset=AppointmentType.objects.all(), required=False, allow_null=True)
    starts_at = Moment()
    ends_at = Moment()
    status = serializers.ChoiceField(SessionStatus.choices, read_only=True)
    status_reason = OptionalText(read_only=True)
    booked_by = InClinic(read_only=True, allow_null=True)
    signed_at = Moment(read_only=True, allow_null=True)
    signed_by = InClinic(read_only=True, allow_null=True)
    addenda = AddendumSerializer(many=True, read_only=True)
    entered_in_error_at = Moment(read_only=True, allow_null=True)
    entered_in_error_reason = OptionalText(read_only=True)
    version = serializers.IntegerField(read_only=True)
    created_at = Moment(read_only=True)
    updated_at = Moment(read_only=True)


def nested(rows: QuerySet[Any], zone: ZoneInfo) -> Mapping[UUID, dict[str, Any]]:
    """Notes, techniques, exercises, pain and addenda of the sessions, by the session's id; one query."""
    found = rows.annotate(
        techniques_=ArraySubquery(_applied()),
        exercises_=ArraySubquery(_given()),
        pain_=ArraySubquery(_pain()),
        addenda_=ArraySubquery(_addenda()),
    ).values_list("uuid", *NOTES.values(), "techniques_", "exercises_", "pain_", "addenda_")
    return {
        uuid: {
            "notes": {name: text or None for name, text in zip(NOTES, parts, strict=True)},
            "techniques": [{**one, "region": one["region"] or None} for one in techniques],
            "exercises": exercises,
            "pain": [{**one, "mode": one["mode"] or None} for one in pain],
            "addenda": [{**one, "at": _on_the_clock(one["at"], zone)} for one in addenda],
        }
        for uuid, *parts, techniques, exercises, pain, addenda in found
    }


def _applied() -> QuerySet[Any, Any]:
    rows = SessionTechnique.objects.filter(session=OuterRef("pk"), entered_in_error_at__isnull=True).order_by("id")
    return rows.values(one=JSONObject(code="technique__code", region="region", side="side", minutes="minutes"))


def _given() -> QuerySet[Any, Any]:
    rows = SessionExercise.objects.filter(session=OuterRef("pk"), entered_in_error_at__isnull=True).order_by("id")
    return rows.values("exercise__uuid")


def _pain() -> QuerySet[Any, Any]:
    rows = SessionPain.objects.filter(session=OuterRef("pk"), rating__entered_in_error_at__isnull=True).order_by("id")
    names = ("region", "side", "intensity", "recall", "context", "mode", "timing")
    return rows.values(one=JSONObject(id="rating__uuid", **{name: f"rating__{name}" for name in names}))


def _on_the_clock(moment: str, zone: ZoneInfo) -> str:
    return dt.datetime.fromisoformat(moment).astimezone(zone).isoformat()


def _addenda() -> QuerySet[Any, Any]:
    rows = SessionAddendum.objects.filter(session=OuterRef("pk")).order_by("id")
    return rows.values(one=JSONObject(id="uuid", text="text", author="author__uuid", at="created_at"))


def ratings(given: list[dict[str, Any]]) -> list[PainRating]:
    """Unsaved ratings from the validated input."""
    return [PainRating(**one) for one in given]

"""``/api/v1/questionnaire-scores/``: scores only, never the licensed text."""

from typing import Any

import django_filters
from rest_framework import serializers

from assessments.instruments import INSTRUMENTS
from assessments.models import QuestionnaireScore
from assessments.services.scoring import record_questionnaire_score
from assessments.services.voiding import mark_entered_in_error
from clinic.common.api.fields import InClinic, Moment, OptionalText
from clinic.common.api.filters import AT, ClinicFilterSet
from clinic.common.api.serializers import StrictSerializer
from clinic.common.api.viewsets import Creates, Lists, Retrieves, Voids
from patients.models import Episode, Patient


class QuestionnaireScoreSerializer(StrictSerializer):
    """The score of one questionnaire on one day, in the instrument's own range."""

    id = serializers.UUIDField(source="uuid", read_only=True)
    patient = InClinic(queryset=Patient.objects.all())
    episode = InClinic(queryset=Episode.objects.all(), required=False, allow_null=True)
    instrument = serializers.ChoiceField([(entry.code, entry.label) for entry in INSTRUMENTS.values()])
    instrument_version = OptionalText(max_length=40)
    language = OptionalText(max_length=12)
    score = serializers.FloatField()
    taken_on = serializers.DateField()
    entered_in_error_at = Moment(read_only=True, allow_null=True)
    entered_in_error_reason = OptionalText(read_only=True)
    version = serializers.IntegerField(read_only=True)
    created_at = Moment(read_only=True)
    updated_at = Moment(read_only=True)


class QuestionnaireScoreFilters(ClinicFilterSet):
    patient = django_filters.UUIDFilter("patient__uuid")
    episode = django_filters.UUIDFilter("episode__uuid")

    class Meta:
        model = QuestionnaireScore
        fields = {"instrument": ["exact"], "score": AT, "taken_on": AT, "created_at": AT}


class QuestionnaireScoreViewSet(Lists, Retrieves, Creates, Voids):
    """Questionnaire scores of the clinic's patients."""

    permissions = {
        "list": "assessments.view",
        "retrieve": "assessments.view",
        "create": "assessments.change",
        "entered_in_error": "assessments.change",
    }
    queryset = QuestionnaireScore.objects.all()
    serializer_class = QuestionnaireScoreSerializer
    filterset_class = QuestionnaireScoreFilters
    orderings = {"-taken_on": "taken_on", "created_at": "created_at", "updated_at": "updated_at"}
    kind = "questionnaire_score"

    def created(self, values: dict[str, Any]) -> QuestionnaireScore:
        return record_questionnaire_score(QuestionnaireScore(**values), by=self.caller)

    def voided(self, found: QuestionnaireScore, reason: str) -> None:
        mark_entered_in_error(found, reason, by=self.caller)

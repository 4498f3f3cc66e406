"""``/api/v1/consents/``: what patients agreed to."""

from typing import Any

import django_filters
from rest_framework import serializers

from clinic.common.api.fields import InClinic, Moment, OptionalText
from clinic.common.api.filters import AT, ClinicFilterSet
from clinic.common.api.serializers import StrictSerializer
from clinic.common.api.viewsets import Changes, Creates, Lists, Retrieves, Voids
from patients.models import Consent, ConsentKind, Patient
from patients.services.consenting import change_consent, record_consent
from patients.services.voiding import void_consent


class ConsentSerializer(StrictSerializer):
    """One consent; ``given_by`` null means the patient."""

    id = serializers.UUIDField(source="uuid", read_only=True)
    patient = InClinic(queryset=Patient.objects.all())
    kind = serializers.ChoiceField(ConsentKind.choices)
    given_by = OptionalText(max_length=160)
    relationship = OptionalText(max_length=80)
    recorded_by = InClinic(read_only=True, allow_null=True)
    language = OptionalText(max_length=12)
    document_version = OptionalText(max_length=40)
    given_at = Moment()
    withdrawn_at = Moment(required=False, allow_null=True)
    entered_in_error_at = Moment(read_only=True, allow_null=True)
    entered_in_error_reason = OptionalText(read_only=True)
    version = serializers.IntegerField(read_only=True)
    created_at = Moment(read_only=True)
    updated_at = Moment(read_only=True)


class ConsentFilters(ClinicFilterSet):
    patient = django_filters.UUIDFilter("patient__uuid")

    class Meta:
        model = Consent
        fields = {"kind": ["exact"], "given_at": AT}


class ConsentViewSet(Lists, Retrieves, Creates, Changes, Voids):
    """Consents of the clinic's patients."""

    permissions = {
        "list": "consents.view",
        "retrieve": "consents.view",
        "create": "consents.change",
        "partial_update": "consents.change",
        "entered_in_error": "consents.change",
    }
    queryset = Consent.objects.all()
    serializer_class = ConsentSerializer
    filterset_class = ConsentFilters
    orderings = {"-given_at": "given_at", "updated_at": "updated_at"}
    kind = "consent"

    def created(self, values: dict[str, Any]) -> Consent:
        return record_consent(Consent(**values), by=self.caller)

    def changed(self, found: Consent, values: dict[str, Any]) -> None:
        change_consent(self.with_values(found, values), values, by=self.caller)

    def voided(self, found: Consent, reason: str) -> None:
        void_consent(found, reason, by=self.caller)

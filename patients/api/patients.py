"""``/api/v1/patients/``: who is treated."""

from typing import Any
from uuid import UUID

import django_filters
from django.db import models
from django.urls import reverse
from django.utils.translation import gettext as _
from drf_spectacular.utils import extend_schema
from rest_framework import serializers
from rest_framework.decorators import action
from rest_framework.request import Request
from rest_framework.response import Response

from clinic.common.api.etag import honour_match
from clinic.common.api.fields import InClinic
from clinic.common.api.filters import AT, ClinicFilterSet
from clinic.common.api.idempotency import answer_once
from clinic.common.api.serializers import StrictSerializer
from clinic.common.api.viewsets import Changes, Creates, Lists, Retrieves
from clinic.common.errors import Clash, StaleRecord, refuse
from patients.api.moved import MOVED, moved_on
from patients.api.patient_fields import DUPLICATES, PatientSerializer
from patients.models import Identifier, Patient
from patients.services.merged_fields import CHOOSABLE
from patients.services.merging import merge, unmerge
from patients.services.registering import add_identifier, change_patient, register_patient
from patients.services.resembling import Match, likely_duplicates


class PatientFilters(ClinicFilterSet):
    """Filters of the list. ``search`` looks at names, phone, record number and identifiers."""

    search = django_filters.CharFilter(method="matching")
    identifier = django_filters.CharFilter(method="known_as")
    merged_into = django_filters.UUIDFilter(field_name="merged_into__uuid")

    class Meta:
        model = Patient
        fields = {
            "record_number": ["exact"],
            "family_name": ["exact"],
            "birth_date": AT,
            "sex": ["exact"],
            "status": ["exact"],
            "created_at": AT,
        }

    def matching(self, rows: Any, name: str, text: str) -> Any:
        return rows.matching(text)

    def known_as(self, rows: Any, name: str, text: str) -> Any:
        system, _bar, value = text.partition("|")
        if not (system and value):
            detail = _("“%(given)s” is no identifier; give system|value, for example referral-app|A-1.")
            raise refuse(f"?{name}", "invalid", detail % {"given": text})
        return rows.filter(identifiers__system=system, identifiers__value=value)


FINDING_ANY = {"status", "updated_since", "identifier", "record_number", "merged_into"}
"""The parameters with which a list shows archived and merged patients too."""


class MergeSerializer(StrictSerializer):
    """Into which record, why, and which fields' values come from the merged one; the survivor keeps its others."""

    into = InClinic(queryset=Patient.objects.all())
    reason = serializers.CharField(max_length=2000)
    take = serializers.ListField(child=serializers.ChoiceField(sorted(CHOOSABLE)), required=False)


class UnmergeSerializer(StrictSerializer):
    """Why they are separated again."""

    reason = serializers.CharField(max_length=2000, required=False)


class PatientViewSet(Lists, Retrieves, Creates, Changes):
    """Patients of the caller's clinic.

    Archived and merged ones are listed with ``status`` or ``updated_since``, and when asked for by ``identifier``
    or ``record_number``, so that other software does not file a person twice. ``merged_into`` lists those that were
    merged into a patient.
    """

    permissions = {
        "list": "patients.view",
        "retrieve": "patients.view",
        "create": "patients.change",
        "partial_update": "patients.change",
        "duplicates": "patients.view",
        "upsert": "patients.change",
        "merge": "patients.merge",
        "unmerge": "patients.merge",
    }
    queryset = Patient.objects.all()
    serializer_class = PatientSerializer
    filterset_class = PatientFilters
    orderings = {"family_name": "family_name", "created_at": "created_at", "updated_at": "updated_at"}
    kind = "patient"
    patient_key = "id"

    def get_queryset(self) -> Any:
        patients: Any = super().get_queryset()
        chosen = FINDING_ANY & set(self.request.query_params)
        return patients.current() if self.action == "list" and not chosen else patients

    def represent(self, rows: models.QuerySet[Any]) -> list[dict[str, Any]]:
        objects = super().represent(rows)
        known_as: dict[UUID, list[dict[str, str]]] = {item["id"]: [] for item in objects}
        identifiers = Identifier.objects.visible_to(self.caller).filter(patient__uuid__in=known_as).order_by("id")
        for uuid, system, value in identifiers.values_list("patient__uuid", "system", "value"):
            known_as[uuid].append({"system": system, "value": value})
        for item in objects:
            item["identifiers"] = known_as[item["id"]]
        return objects

    def created(self, values: dict[str, Any]) -> Patient:
        identifiers = [Identifier(**one) for one in values.pop("identifiers", [])]
        return register_patient(Patient(**values), identifiers=identifiers, by=self.caller)

    def warnings_of(self, made: Any) -> list[dict[str, Any]]:
        no_consent = {"pointer": "", "code": "no_consent", "detail": _("No consent is recorded for this patient yet.")}
        return [*self._duplicate_warnings(made), no_consent]

    def _duplicate_warnings(self, made: Patient) -> list[dict[str, Any]]:
        """Who may be the same person: by name to a caller who may see patients, and that leaves an audit row."""
        matches = likely_duplicates(made, by=self.caller)
        if matches and self.may_view():
            self.saw("listed", [{"id": match.patient.uuid} for match in matches])
            return [duplicate_warning(match) for match in matches]
        unnamed = _("A patient who is already registered may be the same person.")
        return [{"pointer": "", "code": "likely_duplicate", "detail": unnamed}] if matches else []

    def changed(self, found: Patient, values: dict[str, Any]) -> None:
        if "identifiers" in values:
            raise serializers.ValidationError(
                {"identifiers": _("Identifiers are given when creating; add more by PUT to by-identifier.")}
            )
        change_patient(self.with_values(found, values), values, by=self.caller)

    @extend_schema(responses={200: PatientSerializer, 301: MOVED})
    def retrieve(self, request: Request, uuid: UUID) -> Response:
        """One patient; the survivor's address for a record that was merged into another."""
        response = super().retrieve(request, uuid)
        merged = response.data and response.data["merged_into"]
        return (moved_on(request, self.find(uuid)) if merged else None) or response

    @extend_schema(request=MergeSerializer)
    @action(detail=True, methods=["post"])
    def merge(self, request: Request, uuid: UUID) -> Response:
        """Merge this record into another of the same person: all that is its becomes the survivor's."""
        given = self._given(uuid, MergeSerializer)
        into = given.pop("into").uuid
        # Both are read within the transaction, so that a second try reads them anew.
        return self.act(uuid, lambda source: merge(source, self.find(into), **given, by=self.caller))

    @extend_schema(request=UnmergeSerializer)
    @action(detail=True, methods=["post"])
    def unmerge(self, request: Request, uuid: UUID) -> Response:
        """Separate this record from the one that it was merged into: both become what they were."""
        given = self._given(uuid, UnmergeSerializer)
        return self.act(uuid, lambda source: unmerge(source, **given, by=self.caller))

    def _given(self, uuid: UUID, serializer_class: type[StrictSerializer]) -> dict[str, Any]:
        self.find(uuid)
        given = serializer_class(data=self.request.data, context=self.get_serializer_context())
        given.is_valid(raise_exception=True)
        return dict(given.validated_data)

    @extend_schema(responses={200: DUPLICATES, 301: MOVED}, filters=False)
    @action(detail=True, pagination_class=None)
    def duplicates(self, request: Request, uuid: UUID) -> Response:
        """Other patients who may be the same person, the likeliest first, without those found to be others."""
        patient = self.find(uuid)
        if moved := moved_on(request, patient):
            return moved
        matches = likely_duplicates(patient, by=self.caller, most=20)
        likeness = {match.patient.uuid: match.likeness for match in matches}
        objects = self.represent(self.get_queryset().filter(uuid__in=likeness))
        for item in objects:
            item["score"], item["reasons"] = likeness[item["id"]].score, likeness[item["id"]].reasons
        self.saw("listed", [{"id": uuid}, *objects])
        likeliest_first = sorted(objects, key=lambda item: -item["score"])
        return Response({"next": None, "previous": None, "results": likeliest_first})

    @extend_schema(responses={200: PatientSerializer, 201: PatientSerializer})
    def upsert(self, request: Request, system: str, value: str) -> Response:
        """Change the patient with this identifier, or register one with it."""
        return answer_once(request, self.caller, lambda: self._upsert(system, value))

    def _upsert(self, system: str, value: str) -> Response:
        named = self.get_queryset().filter(identifiers__system=system, identifiers__value=value)
        # Others who send the same patient at this moment wait here, and then change what is left.
        found = named.select_for_update(of=("self",), no_key=True).first()
        if found is not None:
            return self._brought_up_to_date(found)
        try:
            return self._registered({"system": system, "value": value})
        except Clash as clash:
            # Somebody registered the patient just now, so there is one to change.
            if named.exists():
                raise StaleRecord from clash
            raise

    def _registered(self, known_as: dict[str, str]) -> Response:
        values = self.valid_input()
        values["identifiers"] = [known_as, *(one for one in values.get("identifiers", []) if one != known_as)]
        made = self.created(values)
        answer = self.answer(made.uuid, 201, warnings=self.warnings_of(made))
        answer["Location"] = self.request.build_absolute_uri(reverse("patient-detail", args=[made.uuid]))
        return answer

    def _brought_up_to_date(self, found: Patient) -> Response:
        """What is sent again unchanged is not written: nobody who keeps in step needs to hear of it."""
        honour_match(self.request, found.version)
        values = self.valid_input(found, partial=True)
        identifiers = values.pop("identifiers", [])
        if differing := {name: value for name, value in values.items() if getattr(found, name) != value}:
            self.changed(found, differing)
        added = self._add_identifiers(found, identifiers)
        answer = self.answer(found.uuid)
        if not (differing or added) and self.may_view():
            self.saw("viewed", [answer.data])
        return answer

    def _add_identifiers(self, patient: Patient, given: list[dict[str, str]]) -> bool:
        """Note those numbers that are new, and say whether there were any."""
        known = set(patient.identifiers.values_list("system", "value"))
        new = [one for one in given if (one["system"], one["value"]) not in known]
        for one in new:
            add_identifier(Identifier(patient=patient, **one), by=self.caller)
        return bool(new)


def duplicate_warning(match: Match) -> dict[str, Any]:
    """The patient who may be the same person, with the record number to look at and what matches."""
    sentence = _("%(name)s, record number %(number)s, may be the same person: %(reasons)s.")
    given = {"name": str(match.patient), "number": match.patient.record_number, "reasons": match.likeness.words()}
    return {
        "pointer": "",
        "code": "likely_duplicate",
        "detail": sentence % given,
        "patient": match.patient.uuid,
    }

"""``/api/v1/reports/``: asking for an outcome report, following it, and taking its files."""

from dataclasses import asdict
from http import HTTPStatus
from typing import Any
from uuid import UUID

import django_filters
from django.http import HttpResponse
from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import PolymorphicProxySerializer, extend_schema, extend_schema_field
from rest_framework import serializers
from rest_framework.decorators import action
from rest_framework.request import Request
from rest_framework.response import Response

from clinic.common.api.fields import InClinic, Moment, OptionalText
from clinic.common.api.filters import AT, ClinicFilterSet
from clinic.common.api.idempotency import answer_once
from clinic.common.api.serializers import StrictSerializer
from clinic.common.api.viewsets import Lists, Retrieves, representation_of
from patients.models import Episode, Patient
from treatments.outcomes.api.cohort_result import CohortResultSerializer
from treatments.outcomes.api.questions import AUDIENCES, AskedPairs, FiltersSerializer, request_report
from treatments.outcomes.api.repeatability_result import RepeatabilityResultSerializer
from treatments.outcomes.api.result import ResultSerializer
from treatments.outcomes.comparing import changes_between
from treatments.outcomes.downloading import download
from treatments.outcomes.models import OutcomeReport, ReportKind, ReportState
from treatments.outcomes.requesting.queueing import require_supported
from treatments.outcomes.requesting.rerun import rerun
from treatments.outcomes.staleness import with_staleness


@extend_schema_field(serializers.ChoiceField(ReportKind.choices))
class Kind(serializers.CharField):
    """The kind of report; one that is not there yet is refused by name."""


@extend_schema_field(
    PolymorphicProxySerializer(
        component_name="ReportResult",
        serializers=[ResultSerializer, CohortResultSerializer, RepeatabilityResultSerializer],
        resource_type_field_name=None,
    )
)
class Result(serializers.JSONField):
    """The stored result, as it is."""


class ReportSerializer(StrictSerializer):
    """A report as it is asked for and as a list shows it. The window's days are inclusive, in the clinic's zone.

    A report about one patient takes ``patient`` and ``episode``; one about all patients together ``pairs``,
    ``filters`` and ``audience``, or ``confirmatory_year`` alone; all but the last take ``from`` and ``until``.
    """

    id = serializers.UUIDField(source="uuid", read_only=True)
    kind = Kind()
    patient = InClinic(queryset=Patient.objects.all(), required=False, allow_null=True)
    episode = InClinic(queryset=Episode.objects.all(), required=False, allow_null=True)
    until = serializers.DateField(source="window_until", required=False, allow_null=True)
    pairs = AskedPairs(source="parameters.pairs", required=False, allow_null=True)
    filters = FiltersSerializer(source="parameters.filters", required=False, allow_null=True)
    audience = serializers.ChoiceField(AUDIENCES, source="parameters.audience", required=False, allow_null=True)
    confirmatory_year = serializers.IntegerField(
        source="parameters.confirmatory_year", required=False, allow_null=True, min_value=1900, max_value=9998
    )
    scheduled_for = serializers.DateField(read_only=True, allow_null=True)
    state = serializers.ChoiceField(ReportState.choices, read_only=True)
    progress = serializers.IntegerField(read_only=True)
    stale = serializers.SerializerMethodField()
    stale_since = Moment(read_only=True, allow_null=True)
    failure_reason = OptionalText(read_only=True)
    cutoff = Moment(read_only=True, allow_null=True)
    started_at = Moment(read_only=True, allow_null=True)
    finished_at = Moment(read_only=True, allow_null=True)
    supersedes = InClinic(read_only=True, allow_null=True)
    version = serializers.IntegerField(read_only=True)
    created_at = Moment(read_only=True)
    updated_at = Moment(read_only=True)

    @staticmethod
    def get_stale(shown: dict[str, Any]) -> bool:
        """Whether a record that the report read has changed since."""
        return shown["stale_since"] is not None

    def get_fields(self) -> dict[str, serializers.Field[Any, Any, Any, Any]]:
        """``from`` is a word of Python, so it cannot stand among the fields above."""
        first_day = serializers.DateField(source="window_from", required=False, allow_null=True)
        return {**super().get_fields(), "from": first_day}


class DifferenceSerializer(StrictSerializer):
    """One figure in which a report differs from the one that it supersedes."""

    part = serializers.CharField(help_text="pain, alignment, pairs, repeatability or flow")
    entry = serializers.DictField(help_text="what the figure is about")
    figure = serializers.CharField(help_text="its path of keys")
    before = serializers.JSONField(allow_null=True)
    after = serializers.JSONField(allow_null=True)


class ReportWithResult(ReportSerializer):
    """One report; ``result`` is null until it is done."""

    result = Result(read_only=True, allow_null=True)
    changes = DifferenceSerializer(many=True, read_only=True, help_text="against the report that this one supersedes")


class RerunSerializer(StrictSerializer):
    """``same_data`` computes from the inputs that the earlier report froze, instead of from today's records."""

    same_data = serializers.BooleanField(required=False)


class ReportFilters(ClinicFilterSet):
    """Filters of the list."""

    patient = django_filters.UUIDFilter("patient__uuid")

    class Meta:
        model = OutcomeReport
        fields = {"kind": ["exact"], "state": ["exact"], "created_at": AT}


class ReportViewSet(Lists, Retrieves):
    """Outcome reports of the clinic's patients."""

    permissions = {
        "list": "reports.view",
        "retrieve": "reports.view",
        "create": "reports.request",
        "rerun": "reports.request",
        "artifact": "reports.view",
    }
    queryset = OutcomeReport.objects.all()
    serializer_class = ReportSerializer
    filterset_class = ReportFilters
    orderings = {"-created_at": "created_at", "updated_at": "updated_at"}
    kind = "report"

    def get_queryset(self) -> Any:
        return with_staleness(super().get_queryset(), self.caller.zone)

    def represent(self, rows: Any) -> list[dict[str, Any]]:
        shape = ReportSerializer if self.action == "list" else ReportWithResult
        objects = representation_of(shape).objects(rows, self.caller.zone)
        for item in objects:
            item["stale"] = ReportSerializer.get_stale(item)
        if self.action != "list":
            for item in objects:
                item["changes"] = self._changes(item)
        return objects

    def _changes(self, shown: dict[str, Any]) -> list[dict[str, Any]]:
        """What the report says otherwise than the one it supersedes, once both are done."""
        if shown["supersedes"] is None or shown["result"] is None:
            return []
        earlier = OutcomeReport.objects.visible_to(self.caller).filter(uuid=shown["supersedes"])
        before = earlier.values_list("result", flat=True).get()
        return [asdict(change) for change in changes_between(before, shown["result"])] if before else []

    @extend_schema(request=ReportSerializer, responses={202: ReportWithResult})
    def create(self, request: Request) -> Response:
        """Queue a report; follow it at the answer's Location until ``state`` is done or failed."""
        return answer_once(request, self.caller, self._create)

    def _create(self) -> Response:
        given = self.request.data if isinstance(self.request.data, dict) else {}
        kind = str(given.get("kind", ReportKind.PATIENT))
        require_supported(kind)
        report = request_report(kind, given, self.valid_input(), self.caller)
        return self._accepted(report, f"{report.uuid}/")

    @extend_schema(request=RerunSerializer, responses={202: ReportWithResult})
    @action(detail=True, methods=["post"])
    def rerun(self, request: Request, uuid: UUID) -> Response:
        """Queue the same question again, as a new report that ``supersedes`` this one."""
        return answer_once(request, self.caller, lambda: self._rerun(uuid))

    def _rerun(self, uuid: UUID) -> Response:
        how = RerunSerializer(data=self.request.data or {})
        how.is_valid(raise_exception=True)
        report = rerun(self.find(uuid), by=self.caller, **how.validated_data)
        return self._accepted(report, f"../../{report.uuid}/")

    def _accepted(self, report: OutcomeReport, path: str) -> Response:
        response = self.answer(report.uuid, HTTPStatus.ACCEPTED)
        response.headers["Location"] = self.request.build_absolute_uri(path)
        return response

    @extend_schema(
        operation_id="reports_file", responses={(200, "application/octet-stream"): OpenApiTypes.BINARY}, filters=False
    )
    def artifact(self, request: Request, uuid: UUID, name: str) -> HttpResponse:
        """One file of a report that is done: ``report.pdf``, ``data.csv``, ``charts/{name}.svg`` or ``.vl.json``."""
        return download(uuid, name, by=self.caller)

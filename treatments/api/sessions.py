"""``/api/v1/sessions/``: booking, attending and documenting treatment sessions."""

import datetime as dt
from collections.abc import Callable
from dataclasses import asdict
from typing import Any
from uuid import UUID

import django_filters
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db.models import Exists, GeneratedField, OuterRef, Q
from django.utils.translation import gettext as _
from drf_spectacular.utils import extend_schema
from psycopg.types.range import TimestamptzRange
from rest_framework import serializers
from rest_framework.decorators import action
from rest_framework.request import Request
from rest_framework.response import Response

from clinic.common.api.fields import OptionalText
from clinic.common.api.filters import AT, ClinicFilterSet, MomentFilter
from clinic.common.api.serializers import StrictSerializer
from clinic.common.api.viewsets import Changes, Creates, Lists, Retrieves, Voids
from clinic.common.days import FIRST_DAY, LAST_DAY
from clinic.common.errors import Problem, Refused
from treatments.api.session_fields import (
    CLINICAL,
    NOTES,
    DocumentationSerializer,
    SessionSerializer,
    nested,
    ratings,
)
from treatments.models import SessionPain, SessionTechnique, TreatmentSession
from treatments.services.attending import (
    arrive_session,
    cancel_session,
    complete_session,
    miss_session,
    start_session,
)
from treatments.services.booking import BOOKED_FIELDS, book_session, move_session
from treatments.services.calendar import calendar_warnings
from treatments.services.documenting import Documentation, document_session
from treatments.services.voiding import void_session


class CancelSerializer(StrictSerializer):
    """Why a session was cancelled, if that is known."""

    reason = OptionalText(max_length=2000)


class SessionFilters(ClinicFilterSet):
    """Filters of the list; ``on`` is a day in the clinic's zone.

    A session has changed also when pain that was rated in it was entered in error: it shows that rating no more.
    """

    patient = django_filters.UUIDFilter("patient__uuid")
    plan = django_filters.UUIDFilter("plan__uuid")
    therapist = django_filters.UUIDFilter("therapist__uuid")
    room = django_filters.UUIDFilter("room__uuid")
    updated_since = MomentFilter(method="changed_since")
    on = django_filters.DateFilter(
        method="on_day", validators=[MinValueValidator(FIRST_DAY), MaxValueValidator(LAST_DAY)]
    )

    class Meta:
        model = TreatmentSession
        fields = {"status": ["exact"], "starts_at": AT}
        filter_overrides = {GeneratedField: {"filter_class": MomentFilter}}

    def on_day(self, rows: Any, name: str, day: Any) -> Any:
        return rows.on_day(day, self.request.auth)

    def changed_since(self, rows: Any, name: str, moment: dt.datetime) -> Any:
        rated = SessionPain.objects.filter(session=OuterRef("pk"), rating__updated_at__gte=moment)
        return rows.filter(Q(updated_at__gte=moment) | Exists(rated))


class SessionViewSet(Lists, Retrieves, Creates, Changes, Voids):
    """Treatment sessions. Whoever may see bookings but not treatments gets null for everything clinical."""

    permissions = {
        "list": "sessions.view",
        "retrieve": "sessions.view",
        "create": "sessions.book",
        "partial_update": "sessions.book",
        "arrive": "sessions.book",
        "start": "treatments.change",
        "complete": "treatments.change",
        "cancel": "sessions.book",
        "no_show": "sessions.book",
        "entered_in_error": "treatments.change",
    }
    queryset = TreatmentSession.objects.all()
    serializer_class = SessionSerializer
    filterset_class = SessionFilters
    orderings = {"starts_at": "starts_at", "created_at": "created_at", "updated_at": "updated_at"}
    kind = "session"

    def represent(self, rows: Any) -> list[dict[str, Any]]:
        objects = super().represent(rows)
        if not self.caller.may("treatments.view"):
            return [{**item, **dict.fromkeys(CLINICAL)} for item in objects]
        lists = nested(rows, self.caller.zone)
        return [{**item, **lists[item["id"]]} for item in objects]

    def created(self, values: dict[str, Any]) -> TreatmentSession:
        if early := [name for name in CLINICAL if name in values]:
            sentence = _("A booking has no documentation yet; send this when completing the session.")
            raise Refused([Problem(f"/{name}", "not_yet", sentence) for name in early])
        during = _in_order(values.pop("starts_at"), values.pop("ends_at"))
        return book_session(TreatmentSession(**values, during=during), by=self.caller)

    def warnings_of(self, made: Any) -> list[dict[str, Any]]:
        return [asdict(warning) for warning in calendar_warnings(made, self.caller)]

    def changed(self, found: TreatmentSession, values: dict[str, Any]) -> None:
        if values.pop("patient", found.patient) != found.patient:
            sentence = _("Another patient is another booking; cancel this one and book anew.")
            raise Refused([Problem("/patient", "not_changeable", sentence)])
        if {"starts_at", "ends_at"} & set(values):
            starts_at = values.pop("starts_at", found.starts_at)
            values["during"] = _in_order(starts_at, values.pop("ends_at", found.ends_at))
        booked = {name: value for name, value in values.items() if name in BOOKED_FIELDS}
        written = {name: value for name, value in values.items() if name not in BOOKED_FIELDS}
        if booked:
            move_session(self.with_values(found, booked), booked, by=self.caller)
        if written or not booked:
            document_session(found, documentation(found, written), by=self.caller)

    def voided(self, found: TreatmentSession, reason: str) -> None:
        void_session(found, reason, by=self.caller)

    @extend_schema(request=None)
    @action(detail=True, methods=["post"])
    def arrive(self, request: Request, uuid: UUID) -> Response:
        """The patient is here."""
        return self._attend(uuid, arrive_session)

    @extend_schema(request=None)
    @action(detail=True, methods=["post"])
    def start(self, request: Request, uuid: UUID) -> Response:
        """The treatment begins."""
        return self._attend(uuid, start_session)

    @extend_schema(request=DocumentationSerializer)
    @action(detail=True, methods=["post"])
    def complete(self, request: Request, uuid: UUID) -> Response:
        """The treatment is over; the body may document it, and then all of it is written or nothing."""
        written = self._body(DocumentationSerializer)

        def completed(found: TreatmentSession) -> None:
            complete_session(found, documentation(found, written), by=self.caller)

        return self.act(uuid, completed)

    @extend_schema(request=CancelSerializer)
    @action(detail=True, methods=["post"])
    def cancel(self, request: Request, uuid: UUID) -> Response:
        """The session will not take place; its time is free again."""
        reason = self._body(CancelSerializer).get("reason", "")
        return self.act(uuid, lambda found: cancel_session(found, reason, by=self.caller))

    @extend_schema(request=None)
    @action(detail=True, methods=["post"], url_path="no-show", url_name="no-show")
    def no_show(self, request: Request, uuid: UUID) -> Response:
        """The patient did not come."""
        return self._attend(uuid, miss_session)

    def _attend(self, uuid: UUID, service: Callable[..., Any]) -> Response:
        self._body(StrictSerializer)
        return self.act(uuid, lambda found: service(found, by=self.caller))

    def _body(self, shape: type[serializers.Serializer[Any]]) -> dict[str, Any]:
        given = shape(data=self.request.data or {}, context=self.get_serializer_context())
        given.is_valid(raise_exception=True)
        values: dict[str, Any] = given.validated_data
        return values


def documentation(session: TreatmentSession, values: dict[str, Any]) -> Documentation:
    """The validated input as what is written about the session; the fields of its own are set on it."""
    fields = {NOTES[name]: text for name, text in values.get("notes", {}).items()}
    fields |= {name: values[name] for name in ("adverse_event", "adherence_percent") if name in values}
    for name, value in fields.items():
        setattr(session, name, value)
    techniques = values.get("techniques")
    return Documentation(
        fields=list(fields),
        techniques=None if techniques is None else [SessionTechnique(**one) for one in techniques],
        exercises=values.get("exercises"),
        pain=ratings(values.get("pain", [])),
    )


def _in_order(starts_at: dt.datetime, ends_at: dt.datetime) -> TimestamptzRange:
    """A range that PostgreSQL can hold; it refuses one that ends before it begins with words of its own."""
    if ends_at <= starts_at:
        raise Refused([Problem("/ends_at", "ends_before_start", _("A session ends after it begins."))])
    return TimestamptzRange(starts_at, ends_at)

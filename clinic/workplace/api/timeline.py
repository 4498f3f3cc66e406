"""``GET /api/v1/patients/{id}/timeline/``: assessments, pain, sessions, events and reports in clinical time."""

import base64
import binascii
import datetime as dt
from collections.abc import Sequence
from typing import Any
from uuid import UUID

import orjson
from django.db import models
from django.utils.translation import gettext as _
from drf_spectacular.utils import OpenApiParameter, extend_schema, inline_serializer
from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.utils.urls import replace_query_param

from clinic.audit.recording import record
from clinic.common.api.fields import Moment
from clinic.common.api.paging import link_header, page_size
from clinic.common.api.serializers import StrictSerializer
from clinic.common.api.viewsets import ClinicViewSet
from clinic.common.days import FIRST_DAY, LAST_DAY
from clinic.common.errors import Refused, refuse
from clinic.workplace.timeline import Entry, Place, timeline
from patients.api.moved import MOVED, moved_on
from patients.models import Patient


class EntrySerializer(StrictSerializer):
    """One thing that happened; ``facts`` depend on the kind."""

    at = Moment()
    kind = serializers.ChoiceField(["assessment", "pain_rating", "event", "session", "report"])
    id = serializers.UUIDField()
    facts = serializers.DictField()


PAGE = inline_serializer(
    "TimelinePage",
    {
        "next": serializers.URLField(allow_null=True),
        "previous": serializers.URLField(allow_null=True, help_text="always null: the history leads into the past"),
        "results": EntrySerializer(many=True),
    },
)


class TimelineViewSet(ClinicViewSet):
    """The patient's history, newest first. What the caller's scopes do not cover is left out."""

    permissions = {"retrieve": "patients.view"}
    queryset: models.QuerySet[Any] = Patient.objects.all()
    serializer_class = EntrySerializer
    pagination_class = None  # type: ignore[assignment]  # it pages by itself
    tagged = frozenset()

    def known_parameters(self) -> Sequence[str]:
        return ["cursor", "page_size"]

    @extend_schema(
        responses={200: PAGE, 301: MOVED},
        parameters=[OpenApiParameter("cursor", str), OpenApiParameter("page_size", int)],
        operation_id="patients_timeline",
    )
    def retrieve(self, request: Request, uuid: UUID) -> Response:
        if moved := moved_on(request, self.find(uuid)):
            return moved
        limit = page_size(request)
        found = timeline(uuid, self.caller, _place(request.query_params.get("cursor")), limit + 1)
        record("timeline.viewed", None, by=self.caller, kind="patient", patients=[uuid])
        shown = found[:limit]
        following = _link(request, shown[-1]) if len(found) > limit else None
        results = [{"at": e.at, "kind": e.kind, "id": e.id, "facts": _facts(e)} for e in shown]
        page = {"next": following, "previous": None, "results": results}
        return Response(page, headers=link_header(following))


def _facts(entry: Entry) -> dict[str, Any]:
    renamed = {"therapist__uuid": "therapist", "therapist__display_name": "therapist_name"}
    # An empty text in the database is one that is not known.
    return {renamed.get(name, name): None if value == "" else value for name, value in entry.facts.items()}


def _link(request: Request, last: Entry) -> str:
    cursor = base64.urlsafe_b64encode(orjson.dumps([last.at, last.id])).decode().rstrip("=")
    return replace_query_param(request.build_absolute_uri(), "cursor", cursor)


def _place(given: str | None) -> Place | None:
    if not given:
        return None
    try:
        at, uuid = orjson.loads(base64.urlsafe_b64decode(given + "=" * (-len(given) % 4)))
        place = Place(dt.datetime.fromisoformat(at), UUID(uuid))
    except (ValueError, TypeError, AttributeError, binascii.Error) as error:
        raise _bad_cursor() from error
    if place.at.tzinfo is None or not FIRST_DAY < place.at.date() < LAST_DAY:
        raise _bad_cursor()
    return place


def _bad_cursor() -> Refused:
    return refuse("?cursor", "cursor", _("The cursor is not one of this timeline."))

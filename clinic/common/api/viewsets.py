"""What a resource of the API declares, and the four things that can be done with it."""

from collections.abc import Callable, Sequence
from functools import partial
from typing import Any, ClassVar, TypeVar
from uuid import UUID

from django.core.exceptions import ImproperlyConfigured
from django.db import models, transaction
from django.http import Http404
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from drf_spectacular.utils import extend_schema
from rest_framework import serializers, viewsets
from rest_framework.decorators import action
from rest_framework.request import Request
from rest_framework.response import Response

from clinic.audit.recording import record
from clinic.common.api.etag import etag, honour_match, is_unchanged, require_match
from clinic.common.api.filters import StrictFilterBackend, check_parameters
from clinic.common.api.idempotency import answer_once
from clinic.common.api.paging import PARAMETERS, KeysetPagination
from clinic.common.api.rendering import to_json
from clinic.common.api.representation import Representation
from clinic.common.api.serializers import Reason
from clinic.common.caller import Caller
from clinic.common.clinic_owned import ClinicOwned, ClinicQuerySet
from clinic.common.errors import refuse
from clinic.common.retrying import in_one_go

Record = TypeVar("Record", bound=models.Model)


class ClinicViewSet(viewsets.GenericViewSet[Any]):
    """A resource of the caller's clinic.

    A subclass declares ``permissions`` (action -> permission; every action, or the process does not start),
    ``serializer_class`` (fields of input and answer), ``orderings`` (name -> field, the default first),
    ``kind`` (its name in the audit) and ``patient_key`` (the answer's field that holds the patient's id; None
    where no patient is concerned), and ``queryset``, all rows of its table. ``tagged`` names the readings that
    are answered with an ETag.
    """

    permissions: ClassVar[dict[str, str]] = {}
    orderings: ClassVar[dict[str, str]] = {"created_at": "created_at"}
    kind: ClassVar[str] = ""
    patient_key: ClassVar[str | None] = "patient"
    tagged: ClassVar[frozenset[str]] = frozenset({"retrieve"})
    serializer_class: type[serializers.Serializer[Any]]
    pagination_class = KeysetPagination
    filter_backends = (StrictFilterBackend,)
    lookup_field = "uuid"
    lookup_value_converter = "uuid"
    http_method_names = ["get", "post", "put", "patch", "head"]

    @classmethod
    def as_view(cls, actions: Any = None, **initkwargs: Any) -> Any:
        undeclared = set((actions or {}).values()) - set(cls.permissions)
        if undeclared:
            raise ImproperlyConfigured(f"{cls.__name__} declares no permission for: {', '.join(sorted(undeclared))}.")
        view = super().as_view(actions, **initkwargs)
        # A path without its last slash is answered as not found, in the API's own shape, never redirected.
        view.should_append_slash = False  # type: ignore[attr-defined]
        return view

    def initial(self, request: Request, *args: Any, **kwargs: Any) -> None:
        super().initial(request, *args, **kwargs)
        if "\x00" in request.path:  # no text in the database can hold it
            raise Http404
        check_parameters(request, self.known_parameters())

    def known_parameters(self) -> Sequence[str]:
        """What the query may hold: the filters and the paging of a list, and nothing elsewhere."""
        if self.action != "list":
            return []
        filterset_class = getattr(self, "filterset_class", None)
        return [*(filterset_class.base_filters if filterset_class else ()), *PARAMETERS]

    @property
    def caller(self) -> Caller:
        caller = self.request.auth
        assert isinstance(caller, Caller)
        return caller

    @cached_property
    def representation(self) -> Representation:
        return representation_of(self.serializer_class)

    def may_view(self) -> bool:
        """Whether the caller may read a record of this resource, and not only write it."""
        return self.caller.may(self.permissions["retrieve"])

    def get_queryset(self) -> models.QuerySet[Any]:
        """The caller's clinic is the first filter of every question."""
        rows = super().get_queryset()
        assert isinstance(rows, ClinicQuerySet)
        return rows.visible_to(self.caller)

    def get_serializer_context(self) -> dict[str, Any]:
        return {"request": self.request, "view": self, "caller": getattr(self.request, "auth", None)}

    def represent(self, rows: models.QuerySet[Any]) -> list[dict[str, Any]]:
        """The rows as JSON objects; a resource with nested rows extends this."""
        return self.representation.objects(rows, self.caller.zone)

    def saw(self, action: str, objects: list[dict[str, Any]]) -> None:
        """Leave the audit row of a reading. Without the row there is no answer."""
        if self.patient_key is None:
            return
        patients = {item[self.patient_key] for item in objects if item[self.patient_key]}
        single = _Seen(objects[0]["id"]) if action == "viewed" else None
        record(f"{self.kind}.{action}", single, by=self.caller, kind=self.kind, patients=patients)

    def find(self, uuid: UUID) -> Any:
        """The record as an object to change; Http404 if the caller cannot see it."""
        found = self.get_queryset().filter(uuid=uuid).first()
        if found is None:
            raise Http404
        return found

    def shown(self, uuid: UUID) -> dict[str, Any]:
        """The record as a JSON object; Http404 if the caller cannot see it."""
        found = self.represent(self.get_queryset().filter(uuid=uuid))
        if not found:
            raise Http404
        return found[0]

    def answer(
        self,
        uuid: UUID,
        status: int = 200,
        *,
        location: bool = False,
        warnings: list[dict[str, Any]] | None = None,
    ) -> Response:
        """The record with its ETag; when it is new, with a Location and the warnings.

        A caller who may write and not read is told the record's id and version, and nothing that it holds.
        """
        item = self.shown(uuid)
        if not self.may_view():
            item = {name: item[name] for name in ("id", "version")}
        headers = {"ETag": etag(item["version"], to_json(item))}
        if location:
            headers["Location"] = f"{self.request.build_absolute_uri(self.request.path)}{uuid}/"
        if warnings is not None:
            item["warnings"] = warnings
        return Response(item, status, headers=headers)

    @staticmethod
    def with_values(found: Record, values: dict[str, Any]) -> Record:
        """The record with the values set on it, not yet stored."""
        for name, value in values.items():
            setattr(found, name, value)
        return found

    def valid_input(self, instance: Any = None, *, partial: bool = False) -> dict[str, Any]:
        """The body, checked field by field; raises ValidationError with every problem."""
        serializer = self.get_serializer(instance, data=self.request.data, partial=partial)
        serializer.is_valid(raise_exception=True)
        validated: dict[str, Any] = serializer.validated_data
        return validated

    def act(self, uuid: UUID, change: Callable[[Any], Any]) -> Response:
        """Run a change of one record in a transaction and answer with the record.

        If-Match and Idempotency-Key are honoured if they are sent.
        """
        return answer_once(self.request, self.caller, partial(self._act, uuid, change))

    def _act(self, uuid: UUID, change: Callable[[Any], Any]) -> Response:
        found = self.find(uuid)
        honour_match(self.request, found.version)
        change(found)
        return self.answer(uuid)


class Lists(ClinicViewSet):
    """GET on the collection."""

    def list(self, request: Request) -> Response:
        paginator: KeysetPagination = self.paginator  # type: ignore[assignment]
        paginator.read(request, self)
        rows = self.filter_queryset(self.get_queryset())
        objects = self.represent(paginator.cut(rows))
        response = paginator.envelope(objects, key=self.ordering_key(paginator.field))
        self.saw("listed", response.data["results"])
        return response

    def ordering_key(self, field: str) -> str:
        """The answer's field that shows the ordering field."""
        return next(
            n for n, path in zip(self.representation.names, self.representation.paths, strict=True) if path == field
        )


class Retrieves(ClinicViewSet):
    """GET on one record."""

    def retrieve(self, request: Request, uuid: UUID) -> Response:
        response = self.answer(uuid)
        self.saw("viewed", [response.data])
        if is_unchanged(request, response.headers["ETag"]):
            return Response(status=304, headers={"ETag": response.headers["ETag"]})
        return response


class Creates(ClinicViewSet):
    """POST on the collection. The resource says how in ``created``."""

    def create(self, request: Request) -> Response:
        return answer_once(request, self.caller, self._create)

    def _create(self) -> Response:
        made = self.created(self.valid_input())
        return self.answer(made.uuid, 201, location=True, warnings=self.warnings_of(made))

    def created(self, values: dict[str, Any]) -> ClinicOwned:
        """Make the record by its service."""
        raise NotImplementedError

    def warnings_of(self, made: Any) -> "list[dict[str, Any]]":
        """What is unusual about the new record."""
        return []


class Changes(ClinicViewSet):
    """PATCH on one record with If-Match. The resource says how in ``changed``."""

    def partial_update(self, request: Request, uuid: UUID) -> Response:
        return in_one_go(partial(self._change, uuid))

    def _change(self, uuid: UUID) -> Response:
        with transaction.atomic():
            found = self.find(uuid)
            require_match(self.request, found.version)
            values = self.valid_input(found, partial=True)
            if not values:
                raise refuse("", "nothing_to_change", _("The body names no field; give those that change."))
            self.changed(found, values)
            return self.answer(uuid)

    def changed(self, found: Any, values: dict[str, Any]) -> None:
        """Change the record by its service."""
        raise NotImplementedError


class Voids(ClinicViewSet):
    """POST …/entered-in-error/ with a reason, which stands in for DELETE."""

    def get_queryset(self) -> Any:
        """Lists leave out what was entered in error, except for a client that keeps in step by ``updated_since``."""
        rows: Any = super().get_queryset()
        keeps_in_step = "updated_since" in self.request.query_params
        return rows.valid() if self.action == "list" and not keeps_in_step else rows

    @extend_schema(request=Reason)
    @action(detail=True, methods=["post"], url_path="entered-in-error", url_name="entered-in-error")
    def entered_in_error(self, request: Request, uuid: UUID) -> Response:
        self.find(uuid)  # What is not there is missing, whatever else the request lacks.
        reason = Reason(data=request.data)
        reason.is_valid(raise_exception=True)
        return self.act(uuid, partial(self.voided, reason=reason.validated_data["reason"]))

    def voided(self, found: Any, reason: str) -> None:
        """Void the record by its service."""
        raise NotImplementedError


class _Seen:
    """The subject of a reading, known by its id alone."""

    def __init__(self, uuid: UUID) -> None:
        self.uuid = uuid


_REPRESENTATIONS: dict[type[serializers.Serializer[Any]], Representation] = {}


def representation_of(serializer_class: type[serializers.Serializer[Any]]) -> Representation:
    """The serializer's representation, worked out once per process."""
    if serializer_class not in _REPRESENTATIONS:
        _REPRESENTATIONS[serializer_class] = Representation(serializer_class)
    return _REPRESENTATIONS[serializer_class]

"""Cursor paging: the deepest page costs as much as the first, and rows never repeat or get lost in between."""

import base64
import binascii
import datetime as dt
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any
from uuid import UUID

import orjson
from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext as _
from rest_framework.pagination import BasePagination
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.utils.urls import remove_query_param, replace_query_param

from clinic.common.errors import Refused, refuse

if TYPE_CHECKING:  # REST framework loads this module before its views
    from rest_framework.views import APIView

DEFAULT_SIZE, MAX_SIZE = 50, 200
PARAMETERS = ("cursor", "page_size", "ordering")


@dataclass(frozen=True, slots=True)
class Cursor:
    """Where a page begins: after (going back: before) the row with this value and uuid."""

    value: Any
    uuid: UUID
    backwards: bool

    def encode(self) -> str:
        packed = orjson.dumps([self.value, self.uuid, self.backwards])
        return base64.urlsafe_b64encode(packed).decode().rstrip("=")


class KeysetPagination(BasePagination):
    """Orders by one field and then the uuid, and goes on where the last page ended.

    The view declares ``orderings``: the allowed orderings, the default first, as {name: field}.
    """

    def read(self, request: Request, view: "APIView") -> None:
        """Take size, ordering and cursor from the query; raises Refused for what is not allowed."""
        orderings: dict[str, str] = view.orderings  # type: ignore[attr-defined]
        self.request = request
        self.size = page_size(request)
        name = request.query_params.get("ordering") or next(iter(orderings))
        self.descending = name.startswith("-")
        if name.removeprefix("-") not in {allowed.removeprefix("-") for allowed in orderings}:
            allowed = ", ".join(orderings)
            raise refuse("?ordering", "unknown_ordering", _("Order by one of: %(allowed)s.") % {"allowed": allowed})
        self.field = next(f for n, f in orderings.items() if n.removeprefix("-") == name.removeprefix("-"))
        self.cursor = _cursor(request.query_params.get("cursor"))

    def cut(self, rows: models.QuerySet[Any]) -> models.QuerySet[Any]:
        """The rows of this page and one more, which tells whether there is another page."""
        backwards = self.cursor is not None and self.cursor.backwards
        upwards = self.descending == backwards
        if self.cursor:
            rows = self._beyond(rows, self.cursor, upwards)
        sign = "" if upwards else "-"
        return rows.order_by(f"{sign}{self.field}", f"{sign}uuid")[: self.size + 1]

    def _beyond(self, rows: models.QuerySet[Any], cursor: Cursor, upwards: bool) -> models.QuerySet[Any]:
        beyond = "gt" if upwards else "lt"
        try:
            value = _typed(cursor.value, rows.model._meta.get_field(self.field))
            return rows.filter(
                Q(**{f"{self.field}__{beyond}e": value})
                & (Q(**{f"{self.field}__{beyond}": value}) | Q(**{f"uuid__{beyond}": cursor.uuid}))
            )
        except (TypeError, ValueError, ValidationError) as error:
            raise _bad_cursor() from error

    def envelope(self, objects: list[dict[str, Any]], key: str, uuid: str = "id") -> Response:
        """The page's objects with links to its neighbours, in the body and as a Link header.

        ``key`` and ``uuid`` name the objects' values of the ordering field and of the public id.
        """
        more = len(objects) > self.size
        objects = objects[: self.size]
        backwards = self.cursor is not None and self.cursor.backwards
        if backwards:
            objects.reverse()
        has_next = more or backwards
        has_previous = more if backwards else self.cursor is not None
        following = self._link(objects[-1], key, uuid, False) if objects and has_next else None
        preceding = self._link(objects[0], key, uuid, True) if objects and has_previous else None
        body = {"next": following, "previous": preceding, "results": objects}
        return Response(body, headers=link_header(following, preceding))

    def _link(self, item: dict[str, Any], key: str, uuid: str, backwards: bool) -> str:
        cursor = Cursor(item[key], item[uuid], backwards)
        url = remove_query_param(self.request.build_absolute_uri(), "cursor")
        return replace_query_param(url, "cursor", cursor.encode())

    def paginate_queryset(self, queryset: Any, request: Request, view: "APIView | None" = None) -> list[Any] | None:
        """Not used: the viewset asks ``read``, ``cut`` and ``envelope`` in turn."""
        raise NotImplementedError("use read, cut and envelope")

    def get_paginated_response_schema(self, schema: dict[str, Any]) -> dict[str, Any]:
        link = {"type": ["string", "null"], "format": "uri"}
        return {
            "type": "object",
            "required": ["next", "previous", "results"],
            "properties": {"next": link, "previous": link, "results": schema},
        }

    def get_schema_operation_parameters(self, view: "APIView") -> list[dict[str, Any]]:
        schemas: dict[str, dict[str, Any]] = {
            "cursor": {"type": "string"},
            "page_size": {"type": "integer", "minimum": 1, "maximum": MAX_SIZE, "default": DEFAULT_SIZE},
        }
        if names := [sign + name.removeprefix("-") for name in view.orderings for sign in ("", "-")]:  # type: ignore[attr-defined]
            schemas["ordering"] = {"type": "string", "enum": names}
        return [{"name": name, "in": "query", "required": False, "schema": schema} for name, schema in schemas.items()]


def link_header(following: str | None, preceding: str | None = None) -> dict[str, str]:
    """The neighbouring pages as a header (RFC 8288), for software that looks there."""
    links = [f'<{url}>; rel="{name}"' for name, url in (("next", following), ("prev", preceding)) if url]
    return {"Link": ", ".join(links)} if links else {}


def page_size(request: Request) -> int:
    """The number of results that the query asks for, or the default; raises Refused outside 1 to 200."""
    given = request.query_params.get("page_size")
    if given is None:
        return DEFAULT_SIZE
    if not (given.isdecimal() and len(given) <= 3 and 1 <= int(given) <= MAX_SIZE):
        sentence = _("page_size is “%(given)s”; it is a number from 1 to %(most)s.")
        raise refuse("?page_size", "page_size", sentence % {"given": given, "most": MAX_SIZE})
    return int(given)


def _cursor(given: str | None) -> Cursor | None:
    if not given:
        return None
    try:
        value, uuid, backwards = orjson.loads(base64.urlsafe_b64decode(given + "=" * (-len(given) % 4)))
        if not isinstance(value, str | int | float) or not isinstance(backwards, bool):
            raise _bad_cursor()
        return Cursor(value, UUID(uuid), backwards)
    except (ValueError, TypeError, AttributeError, binascii.Error) as error:
        raise _bad_cursor() from error


def _typed(value: Any, field: Any) -> Any:
    """The value as the ordering field has it; a moment has its offset, and no text the null character."""
    if isinstance(getattr(field, "output_field", field), models.DateTimeField):
        value = dt.datetime.fromisoformat(value)
        if value.tzinfo is None:
            raise _bad_cursor()
    elif isinstance(value, str) and "\x00" in value:
        raise _bad_cursor()
    return value


def _bad_cursor() -> Refused:
    return refuse("?cursor", "cursor", _("The cursor is not one of this list; follow the links of its pages."))

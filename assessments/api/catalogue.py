"""``/api/v1/measures/`` and ``/api/v1/pain-regions/``: the catalogue, for software that enters or reads figures."""

from collections.abc import Mapping, Sequence
from typing import Any, ClassVar

from django.db import models
from django.http import Http404
from django.utils.translation import gettext as _
from drf_spectacular.utils import OpenApiParameter, extend_schema
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.utils.urls import remove_query_param, replace_query_param

from assessments.api.catalogue_entries import MeasureSerializer, RegionSerializer
from assessments.measures import MEASURES
from assessments.models import MethodPrecision
from assessments.pain_regions import REGIONS
from assessments.services.precision import own_figures
from clinic.common.api.etag import etag, is_unchanged
from clinic.common.api.paging import link_header, page_size
from clinic.common.api.permissions import ANY_CALLER
from clinic.common.api.rendering import to_json
from clinic.common.api.viewsets import ClinicViewSet
from clinic.common.errors import refuse

CACHED_FOR = "private, max-age=300"
"""Private, because a clinic's own measurement errors are in it; short, because it may give new ones."""

_CODE = OpenApiParameter("code", str, OpenApiParameter.PATH)


class CatalogueViewSet(ClinicViewSet):
    """Entries of the catalogue, in its own order; whoever has credentials may read it."""

    permissions = {"list": ANY_CALLER, "retrieve": ANY_CALLER}
    patient_key = None
    orderings = {}
    tagged = frozenset({"list", "retrieve"})
    lookup_field = "code"
    lookup_value_converter = "slug"
    http_method_names = ["get", "head"]
    entries: ClassVar[Mapping[str, Any]]
    # The catalogue is no table, but the API's description asks every view for one.
    queryset: models.QuerySet[Any] = MethodPrecision.objects.none()

    def known_parameters(self) -> Sequence[str]:
        return ["cursor", "page_size"] if self.action == "list" else []

    def list(self, request: Request) -> Response:
        following, preceding, page = _page(list(self.entries), request)
        results = self.get_serializer([self.entries[code] for code in page], many=True).data
        body = {"next": following, "previous": preceding, "results": results}
        return self._cacheable(body, link_header(following, preceding))

    @extend_schema(parameters=[_CODE])
    def retrieve(self, request: Request, code: str) -> Response:
        if code not in self.entries:
            raise Http404
        return self._cacheable(self.get_serializer(self.entries[code]).data)

    def _cacheable(self, body: Any, links: Mapping[str, str] | None = None) -> Response:
        headers = {"ETag": etag(1, to_json(body)), "Cache-Control": CACHED_FOR, **(links or {})}
        if is_unchanged(self.request, headers["ETag"]):
            return Response(status=304, headers=headers)
        return Response(body, headers=headers)


class MeasureViewSet(CatalogueViewSet):
    """What can be measured: units, signs, bounds, methods and their measurement errors in the caller's clinic."""

    serializer_class = MeasureSerializer
    entries = MEASURES

    def get_serializer_context(self) -> dict[str, Any]:
        return {**super().get_serializer_context(), "own": own_figures(self.caller)}


class RegionViewSet(CatalogueViewSet):
    """Where it can hurt, on which sides, and which change matters there."""

    serializer_class = RegionSerializer
    entries = REGIONS


def _page(codes: list[str], request: Request) -> tuple[str | None, str | None, list[str]]:
    """Links to the neighbouring pages, and the codes of this one; the cursor is the code before its first."""
    size, cursor = page_size(request), request.query_params.get("cursor")
    if cursor is not None and cursor not in codes:
        raise refuse("?cursor", "cursor", _("The cursor is not one of this list; follow the links of its pages."))
    begin = 0 if cursor is None else codes.index(cursor) + 1
    end = min(begin + size, len(codes))
    following = _link(request, codes, end) if end < len(codes) else None
    preceding = _link(request, codes, max(begin - size, 0)) if begin else None
    return following, preceding, codes[begin:end]


def _link(request: Request, codes: list[str], begin: int) -> str:
    url = request.build_absolute_uri()
    return replace_query_param(url, "cursor", codes[begin - 1]) if begin else remove_query_param(url, "cursor")

"""Filters of a list: what is not known is refused, never ignored."""

from typing import TYPE_CHECKING, Any

import django_filters
from django.db import models
from django.utils.translation import gettext as _
from django_filters.rest_framework import DjangoFilterBackend
from rest_framework.request import Request

from clinic.common.api.paging import PARAMETERS
from clinic.common.errors import Problem, Refused

if TYPE_CHECKING:  # REST framework loads this module before its views
    from rest_framework.views import APIView

AT = ("exact", "gte", "gt", "lte", "lt")
"""The comparisons that a filter on a date or a number allows: ``field``, ``field__gte``, ..."""


class ClinicFilterSet(django_filters.FilterSet):
    """Filters with ``updated_since``, which a client uses to keep in step with everything that changed."""

    updated_since = django_filters.IsoDateTimeFilter(field_name="updated_at", lookup_expr="gte")


class StrictFilterBackend(DjangoFilterBackend):
    """Applies the view's ``filterset_class`` and refuses parameters that it does not have."""

    def filter_queryset(
        self, request: Request, queryset: models.QuerySet[Any], view: "APIView"
    ) -> models.QuerySet[Any]:
        given = [name for name in request.query_params if name not in PARAMETERS]
        if not given:
            return queryset
        filterset_class = self.get_filterset_class(view, queryset)
        known = filterset_class.base_filters if filterset_class else {}
        unknown = [name for name in given if name not in known]
        if unknown:
            raise Refused([_unknown(name, known) for name in unknown])
        filterset = self.get_filterset(request, queryset, view)
        if not filterset.is_valid():
            raise Refused(
                [
                    Problem(f"?{name}", error.code or "invalid", message)
                    for name, errors in filterset.errors.as_data().items()
                    for error in errors
                    for message in error.messages
                ]
            )
        filtered: models.QuerySet[Any] = filterset.qs
        return filtered


def _unknown(name: str, known: Any) -> Problem:
    sentence = _("There is no filter “%(name)s”. Known are: %(known)s.")
    return Problem(f"?{name}", "unknown_filter", sentence % {"name": name, "known": ", ".join([*known, *PARAMETERS])})

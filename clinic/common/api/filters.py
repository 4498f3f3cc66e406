"""Filters of a list: what is not known is refused, never ignored."""

from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING, Any

import django_filters
from django import forms
from django.db import models
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django_filters.rest_framework import DjangoFilterBackend
from rest_framework.request import Request

from clinic.common.api.fields import Moment, has_offset
from clinic.common.errors import Problem, Refused

if TYPE_CHECKING:  # REST framework loads this module before its views
    from rest_framework.views import APIView

AT = ("exact", "gte", "gt", "lte", "lt")
"""The comparisons that a filter on a date or a number allows: ``field``, ``field__gte``, ..."""


class MomentFormField(forms.DateTimeField):
    """A point in time with its offset, as in a body."""

    def to_python(self, value: Any) -> Any:
        if isinstance(value, str) and value and not has_offset(value):
            raise forms.ValidationError(Moment.default_error_messages["naive"].format(value=value), code="naive")
        return super().to_python(value)


class MomentFilter(django_filters.IsoDateTimeFilter):
    """A filter on a point in time."""

    field_class = MomentFormField


class ClinicFilterSet(django_filters.FilterSet):
    """Filters with ``updated_since``, which a client uses to keep in step with everything that changed."""

    FILTER_DEFAULTS = {**django_filters.FilterSet.FILTER_DEFAULTS, models.DateTimeField: {"filter_class": MomentFilter}}

    updated_since = MomentFilter(field_name="updated_at", lookup_expr="gte")


class StrictFilterBackend(DjangoFilterBackend):
    """Applies the view's ``filterset_class`` and refuses values that it does not take."""

    def filter_queryset(
        self, request: Request, queryset: models.QuerySet[Any], view: "APIView"
    ) -> models.QuerySet[Any]:
        if not request.query_params:
            return queryset
        filterset = self.get_filterset(request, queryset, view)
        if not filterset.is_valid():
            raise Refused(list(_problems_of(filterset)))
        filtered: models.QuerySet[Any] = filterset.qs
        return filtered


NOT_A_VALUE: list[tuple[type[forms.Field], Promise]] = [
    (forms.UUIDField, gettext_lazy("“%(given)s” is not an id.")),
    (forms.DateTimeField, gettext_lazy("“%(given)s” is not a time; write it like 2026-03-02T09:30:00+08:00.")),
    (forms.DateField, gettext_lazy("“%(given)s” is not a day; write it like 2026-03-02.")),
    (forms.DecimalField, gettext_lazy("“%(given)s” is not a number.")),
    (forms.ChoiceField, gettext_lazy("“%(given)s” is none of the values that there are: %(allowed)s.")),
]
"""What is said of a value that a filter cannot read; the framework's own words speak of form fields."""


def _problems_of(filterset: Any) -> Iterator[Problem]:
    for name, errors in filterset.errors.as_data().items():
        for error in errors:
            sentence = _unreadable(filterset.form.fields[name], filterset.data[name], error.code)
            for message in [sentence] if sentence else error.messages:
                yield Problem(f"?{name}", error.code or "invalid", message)


def _unreadable(field: forms.Field, given: str, code: str | None) -> str:
    """The sentence about a value that the field cannot read; "" if there is another reason."""
    if code not in ("invalid", "invalid_choice"):
        return ""
    allowed = ", ".join(str(value) for value, _label in getattr(field, "choices", ()) if value)
    sentences = (sentence for kind, sentence in NOT_A_VALUE if isinstance(field, kind))
    return str(next(sentences, "")) % {"given": given, "allowed": allowed}


def check_parameters(request: Request, known: Sequence[str]) -> None:
    """Raise Refused for a parameter of the query that is unknown, empty, or given twice."""
    problems = [
        Problem(f"?{name}", code, sentence % {"name": name, "known": ", ".join(known) or _("none")})
        for name, given in request.query_params.lists()
        for code, sentence in _mistakes(name, given, known)
    ]
    if problems:
        raise Refused(problems)


def _mistakes(name: str, given: list[Any], known: Sequence[str]) -> Iterator[tuple[str, str]]:
    if name not in known:
        yield "unknown_filter", _("There is no filter “%(name)s”. Known are: %(known)s.")
    elif len(given) > 1:
        yield "repeated", _("“%(name)s” is given twice; give it once.")
    elif not given[0]:
        yield "empty", _("“%(name)s” is empty; give it a value or leave it out.")

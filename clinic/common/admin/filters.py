"""Narrowing a list to the records that refer to another one of the clinic."""

import datetime as dt
from collections.abc import Iterable
from typing import Any

from django.db import models
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _
from unfold.contrib.filters.admin import DropdownFilter, RangeDateFilter

from clinic.common.admin.asking import caller_of
from clinic.common.admin.record_choice import is_uuid
from clinic.common.days import FIRST_DAY, LAST_DAY


class RelatedRecord(DropdownFilter):
    """``?<foreign key>=<public id>``, with the choices that the caller may see.

    Django's own filter offers the rows of every clinic. A subclass names the key as ``parameter_name``.
    """

    def lookups(self, request: HttpRequest, model_admin: Any) -> Iterable[tuple[str, str]]:
        field = model_admin.opts.get_field(self.parameter_name)
        other = model_admin.admin_site.get_model_admin(field.related_model)
        return [(str(record.uuid), str(record)) for record in other.get_queryset(request)]

    def has_output(self) -> bool:
        return True

    def queryset(self, request: HttpRequest, queryset: models.QuerySet[Any]) -> models.QuerySet[Any]:
        uuid = self.value()
        if not uuid:
            return queryset
        return queryset.filter(**{f"{self.parameter_name}__uuid": uuid}) if is_uuid(uuid) else queryset.none()


class OfPatient(RelatedRecord):
    """One patient's records, as the links from the patient's page ask; a clinic has too many patients to list."""

    title = _("patient")
    parameter_name = "patient"

    def lookups(self, request: HttpRequest, model_admin: Any) -> Iterable[tuple[str, str]]:
        uuid = request.GET.get(self.parameter_name, "")
        if not is_uuid(uuid):
            return []
        patients = model_admin.patient_admin().get_queryset(request).filter(uuid=uuid)
        return [(str(patient.uuid), str(patient)) for patient in patients]

    def has_output(self) -> bool:
        return bool(self.lookup_choices)


class DayRange(RangeDateFilter):
    """Moments from a day until a day, both included, by the clinic's calendar.

    The theme's filter compares moments with the midnight that begins the last day. It also refuses columns
    that the database computes; here such a column counts as what it holds.
    """

    def __init__(self, field: Any, *args: Any, **kwargs: Any) -> None:
        super().__init__(getattr(field, "output_field", field), *args, **kwargs)

    def queryset(self, request: HttpRequest, queryset: models.QuerySet[Any]) -> models.QuerySet[Any]:
        zone = caller_of(request).zone
        if first := self._day("from"):
            queryset = queryset.filter(**{f"{self.field_path}__gte": dt.datetime.combine(first, dt.time(), zone)})
        if last := self._day("to"):
            after = dt.datetime.combine(last + dt.timedelta(days=1), dt.time(), zone)
            queryset = queryset.filter(**{f"{self.field_path}__lt": after})
        return queryset

    def _day(self, end: str) -> dt.date | None:
        try:
            day = dt.date.fromisoformat(self.used_parameters.get(f"{self.field_path}_{end}", ""))
            return min(max(day, FIRST_DAY), LAST_DAY)
        except ValueError:
            return None


class InUse(DropdownFilter):
    """Entries that are still offered; those that were taken out of use are shown on request."""

    title = _("in use")
    parameter_name = "in_use"
    all_option = ["", _("In use")]

    def lookups(self, request: HttpRequest, model_admin: Any) -> Iterable[tuple[str, Any]]:
        return [("no", _("No longer in use")), ("all", _("All"))]

    def queryset(self, request: HttpRequest, queryset: models.QuerySet[Any]) -> models.QuerySet[Any]:
        if self.value() == "all":
            return queryset
        return queryset.filter(active=self.value() != "no")


class Validity(DropdownFilter):
    """Valid records; those that were entered in error, or replaced by a correction, are shown on request."""

    title = _("validity")
    parameter_name = "validity"
    all_option = ["", _("Valid")]

    def lookups(self, request: HttpRequest, model_admin: Any) -> Iterable[tuple[str, Any]]:
        return [("error", _("No longer valid")), ("all", _("All"))]

    def queryset(self, request: HttpRequest, queryset: models.QuerySet[Any]) -> models.QuerySet[Any]:
        records: Any = queryset
        if self.value() == "all":
            return queryset
        if self.value() == "error":
            return queryset.exclude(pk__in=records.valid().order_by().values("pk"))
        valid: models.QuerySet[Any] = records.valid()
        return valid

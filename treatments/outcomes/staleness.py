"""Whether a report still says what its records say: computed when asked, never stored.

A report is stale if the records that it would read today are not those that it read: something in its scope
was entered, corrected, marked as entered in error, completed or moved since, or has left the scope. Ratings and
assessments never change in place, so their ids tell; sessions, events and the patient's birth date can, so their
times are looked at as well.
"""

import datetime as dt
from dataclasses import dataclass
from typing import Any
from uuid import UUID
from zoneinfo import ZoneInfo

from django.contrib.postgres.fields import ArrayField
from django.db.models import (
    BooleanField,
    Case,
    CharField,
    DateTimeField,
    Exists,
    F,
    Func,
    OuterRef,
    Q,
    QuerySet,
    Subquery,
    UUIDField,
    Value,
    When,
)
from django.db.models.functions import Coalesce, Least, Now

from assessments.models import Measurement
from clinic.common.history import versions_of
from patients.models import Event, Patient
from treatments.models import TreatmentSession
from treatments.outcomes.models import OutcomeReport, ReportState
from treatments.outcomes.scope import Scope

_VOID = Q(entered_in_error_at__isnull=False)


@dataclass(frozen=True, slots=True)
class Change:
    """One record that makes a report stale: its kind, its id, and since when."""

    kind: str
    uuid: UUID
    at: dt.datetime


def with_staleness(reports: QuerySet[Any], zone: ZoneInfo) -> QuerySet[Any]:
    """Add ``stale_since``: when the first record of the scope changed; None while the report is current.

    ``zone`` is that of the reports' clinic. Only a report that is done can be stale.
    """
    read = _Read(Scope.of_outer_report(zone), OuterRef("input_keys"), OuterRef("cutoff"))
    first = [Subquery(rows.order_by("at").values("at")[:1]) for rows in read.changed()]
    since = Case(When(state=ReportState.DONE, then=Least(*first)), output_field=DateTimeField())
    annotated: QuerySet[Any] = reports.annotate(stale_since=since)
    return annotated


def changes_since(report: OutcomeReport) -> list[Change]:
    """The records that make this report stale, the earliest change first, in one query.

    Needs ``clinic`` and ``episode`` joined.
    """
    keys = Value(report.input_keys, ArrayField(UUIDField()))
    first, *others = _Read(Scope.of_report(report), keys, Value(report.cutoff)).changed()
    rows = first.values_list("record", "uuid", "at").union(
        *(other.values_list("record", "uuid", "at") for other in others)
    )
    return [Change(*row) for row in rows.order_by("at", "uuid")]


class _IsAmong(Func):
    """Whether a value is an element of an array."""

    template = "(%(expressions)s))"
    arg_joiner = " = ANY("
    output_field = BooleanField()


class _Differs(Func):
    """Whether two values differ, where "not known" is a value of its own."""

    template = "(%(expressions)s)"
    arg_joiner = " IS DISTINCT FROM "
    output_field = BooleanField()


@dataclass(frozen=True, slots=True)
class _Read:
    """What a report read: its scope, the ids of the records, and when. Values, or references to a row."""

    scope: Scope
    keys: Any
    cutoff: Any

    def changed(self) -> tuple[QuerySet[Any], ...]:
        """The records of each kind that are different now, with ``record`` (its kind) and ``at``."""
        return (self._pain(), self._assessments(), self._sessions(), self._events(), self._patient())

    @property
    def _was_read(self) -> Q:
        return Q(_IsAmong(F("uuid"), self.keys))

    def _appeared_or_went(self, void: Q) -> Q:
        return (self._was_read & void) | (~self._was_read & ~void)

    def _pain(self) -> QuerySet[Any]:
        assessment_void = Q(assessment__entered_in_error_at__isnull=False) | Q(assessment__replaced_by__isnull=False)
        rows = self.scope.pain().filter(self._appeared_or_went(_VOID | assessment_void))
        assessment_times = ("assessment__entered_in_error_at", "assessment__replaced_by__created_at")
        return _dated(rows, "pain_rating", "entered_in_error_at", *assessment_times, "created_at")

    def _assessments(self) -> QuerySet[Any]:
        measured = Exists(Measurement.objects.filter(assessment=OuterRef("pk")))
        rows = self.scope.assessments().filter(measured, self._appeared_or_went(_VOID | Q(replaced_by__isnull=False)))
        return _dated(rows, "assessment", "entered_in_error_at", "replaced_by__created_at", "created_at")

    def _sessions(self) -> QuerySet[Any]:
        history = versions_of(TreatmentSession)
        since = history.filter(pgh_obj=OuterRef("pk"), pgh_created_at__gt=OuterRef("read_at"))
        moved = Q(Exists(since.exclude(during=OuterRef("during"))))
        inside = self.scope.holds_session()
        appeared = ~self._was_read & ~_VOID & inside & Q(starts_at__lte=Now())
        changed = self._was_read & (_VOID | moved | ~inside)
        rows = self.scope.sessions_of_patient().alias(read_at=self.cutoff).filter(appeared | changed)
        return _dated(rows, "session", "entered_in_error_at", "updated_at")

    def _patient(self) -> QuerySet[Any]:
        """The patient whose birth date or year was corrected: the age decides which reference bands apply."""
        since = versions_of(Patient).filter(pgh_obj=OuterRef("pk"), pgh_created_at__gt=OuterRef("read_at"))
        born_otherwise = Q(_Differs(F("birth_date"), OuterRef("birth_date"))) | Q(
            _Differs(F("birth_year"), OuterRef("birth_year"))
        )
        first = since.filter(born_otherwise).order_by("pgh_created_at").values("pgh_created_at")[:1]
        rows = Patient.objects.filter(pk=self.scope.patient).alias(read_at=self.cutoff, corrected_at=Subquery(first))
        return _dated(rows.filter(corrected_at__isnull=False), "patient", "corrected_at")

    def _events(self) -> QuerySet[Any]:
        appeared = ~self._was_read & ~_VOID & self.scope.holds_event()
        changed = self._was_read & Q(updated_at__gt=self.cutoff)
        rows = Event.objects.filter(appeared | changed, patient=self.scope.patient)
        return _dated(rows, "event", "entered_in_error_at", "updated_at")


def _dated(rows: QuerySet[Any], kind: str, *times: str) -> QuerySet[Any]:
    at = Coalesce(*times) if len(times) > 1 else F(*times)
    dated: QuerySet[Any] = rows.annotate(record=Value(kind, CharField()), at=at)
    return dated

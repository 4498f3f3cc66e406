"""Which records of its patient make a report stale.

They are those that it would read today and did not read, and those that it read and would not read today: something
in its scope was entered, corrected, marked as entered in error, completed or moved since, or has left the scope.
Ratings and assessments never change in place, so their ids tell; sessions, events and the patient's birth date can,
so their times are looked at as well. So it is with merging the patient's record with another, and separating the two.
"""

from dataclasses import dataclass
from typing import Any, Self
from zoneinfo import ZoneInfo

from django.contrib.postgres.fields import ArrayField
from django.db.models import BooleanField, Exists, F, Func, OuterRef, Q, QuerySet, UUIDField, Value
from django.db.models.functions import Now

from assessments.models import Measurement
from clinic.common.history import versions_of
from patients.models import Event, Patient
from treatments.models import TreatmentSession
from treatments.outcomes.models import OutcomeReport
from treatments.outcomes.scope import Scope
from treatments.outcomes.staleness.changed import dated, merges_since, reborn_at

_VOID = Q(entered_in_error_at__isnull=False)


class _IsAmong(Func):
    """Whether a value is an element of an array."""

    template = "(%(expressions)s))"
    arg_joiner = " = ANY("
    output_field = BooleanField()


@dataclass(frozen=True, slots=True)
class PatientRead:
    """What a report read: its scope, the ids of the records, and when. Values, or references to a row."""

    scope: Scope
    keys: Any
    cutoff: Any

    @classmethod
    def by(cls, report: OutcomeReport) -> Self:
        """What this report read. Needs ``clinic`` and ``episode`` joined."""
        keys = Value(report.input_keys, ArrayField(UUIDField()))
        return cls(Scope.of_report(report), keys, Value(report.cutoff))

    @classmethod
    def by_outer_report(cls, zone: ZoneInfo) -> Self:
        """What each report of an outer query read; ``zone`` is their clinic's."""
        return cls(Scope.of_outer_report(zone), OuterRef("input_keys"), OuterRef("cutoff"))

    def changed(self) -> tuple[QuerySet[Any], ...]:
        """The records of each kind that are different now, with ``record`` (its kind) and ``at``, in order of time."""
        kinds = (self._pain(), self._assessments(), self._sessions(), self._events(), self._patient(), self._merges())
        return tuple(rows.order_by("at") for rows in kinds)

    @property
    def _was_read(self) -> Q:
        return Q(_IsAmong(F("uuid"), self.keys))

    def _appeared_or_went(self, void: Q) -> Q:
        return (self._was_read & void) | (~self._was_read & ~void)

    def _pain(self) -> QuerySet[Any]:
        assessment_void = Q(assessment__entered_in_error_at__isnull=False) | Q(assessment__replaced_by__isnull=False)
        rows = self.scope.pain().filter(self._appeared_or_went(_VOID | assessment_void))
        assessment_times = ("assessment__entered_in_error_at", "assessment__replaced_by__created_at")
        return dated(rows, "pain_rating", "entered_in_error_at", *assessment_times, "updated_at")

    def _assessments(self) -> QuerySet[Any]:
        measured = Exists(Measurement.objects.filter(assessment=OuterRef("pk")))
        rows = self.scope.assessments().filter(measured, self._appeared_or_went(_VOID | Q(replaced_by__isnull=False)))
        return dated(rows, "assessment", "entered_in_error_at", "replaced_by__created_at", "updated_at")

    def _sessions(self) -> QuerySet[Any]:
        history = versions_of(TreatmentSession)
        since = history.filter(pgh_obj=OuterRef("pk"), pgh_created_at__gt=OuterRef("read_at"))
        moved = Q(Exists(since.exclude(during=OuterRef("during"))))
        inside = self.scope.holds_session()
        appeared = ~self._was_read & ~_VOID & inside & Q(starts_at__lte=Now())
        changed = self._was_read & (_VOID | moved | ~inside)
        rows = self.scope.sessions_of_patient().alias(read_at=self.cutoff).filter(appeared | changed)
        return dated(rows, "session", "entered_in_error_at", "updated_at")

    def _patient(self) -> QuerySet[Any]:
        corrected = Patient.objects.filter(pk=self.scope.patient).alias(read_at=self.cutoff)
        rows = corrected.alias(corrected_at=reborn_at(OuterRef("read_at")))
        return dated(rows.filter(corrected_at__isnull=False), "patient", "corrected_at")

    def _merges(self) -> QuerySet[Any]:
        return merges_since(self.cutoff, Q(source=self.scope.patient) | Q(survivor=self.scope.patient))

    def _events(self) -> QuerySet[Any]:
        appeared = ~self._was_read & ~_VOID & self.scope.holds_event()
        changed = self._was_read & Q(updated_at__gt=self.cutoff)
        rows = Event.objects.filter(appeared | changed, patient=self.scope.patient)
        return dated(rows, "event", "entered_in_error_at", "updated_at")

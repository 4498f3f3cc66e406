"""Which records of a clinic make a report about all of its patients stale.

Such a report names no records: there would be too many. It is stale if a record whose clinical time lies inside its
window, and not after its cut-off, counts today and did not then, or did and does not: a rating, an assessment with
measurements, or a session that took place, on any day up to the window's end. So is it if a patient's birth date
was corrected. Whether a filter would let the record in is not asked, nor with whom a session was or for which episode.

Whatever changes how a record counts also changes its ``updated_at``, so that only what was touched since the cut-off
is looked at, in order of time, until the first one that counts.
"""

from dataclasses import dataclass
from typing import Any, Self
from zoneinfo import ZoneInfo

from django.db.models import Case, DateTimeField, Exists, F, OuterRef, Q, QuerySet, Subquery, Value, When
from django.db.models.functions import Lower, TruncDate

from assessments.models import Assessment, Measurement, PainRating
from clinic.common.history import versions_of
from patients.models import Patient
from treatments.models import TreatmentSession
from treatments.outcomes.models import OutcomeReport
from treatments.outcomes.scope import or_earliest, or_latest
from treatments.outcomes.staleness.changed import Differs, dated, reborn_at


@dataclass(frozen=True, slots=True)
class ClinicRead:
    """What a report about a clinic read: which days, and when. Values, or references to a row."""

    clinic: Any
    cutoff: Any
    first_day: Any
    last_day: Any
    zone: ZoneInfo

    @classmethod
    def by(cls, report: OutcomeReport) -> Self:
        """What this report read. Needs ``clinic`` joined."""
        days = or_earliest(report.window_from), or_latest(report.window_until)
        return cls(report.clinic_id, Value(report.cutoff, DateTimeField()), *days, report.clinic.zone)

    @classmethod
    def by_outer_report(cls, zone: ZoneInfo) -> Self:
        """What each report of an outer query read; ``zone`` is their clinic's."""
        days = or_earliest(OuterRef("window_from")), or_latest(OuterRef("window_until"))
        return cls(OuterRef("clinic_id"), OuterRef("cutoff"), *days, zone)

    def changed(self) -> tuple[QuerySet[Any], ...]:
        """The records of each kind that count otherwise now, with their kind as ``record``, in order of ``at``."""
        return (self._pain(), *self.changed_measurements(), self._sessions(), self._patients())

    def changed_measurements(self) -> tuple[QuerySet[Any], ...]:
        """Of these only the assessments with measurements."""
        measured = Exists(Measurement.objects.filter(assessment=OuterRef("pk")))
        rows = self._taken_inside(Assessment.objects.all()).filter(measured, self._counts_otherwise(""))
        return (dated(rows, "assessment", "updated_at").order_by("updated_at"),)

    def _pain(self) -> QuerySet[Any]:
        rows = self._taken_inside(PainRating.objects.all()).filter(self._counts_otherwise("assessment__"))
        return dated(rows, "pain_rating", "updated_at").order_by("updated_at")

    def _sessions(self) -> QuerySet[Any]:
        rows = self._touched(TreatmentSession.objects.all()).alias(
            read_at=self.cutoff, last=self.last_day, day=TruncDate("starts_at", tzinfo=self.zone)
        )
        # Most of what was touched took place after the cut-off and had not been booked by then.
        near = rows.filter(Q(starts_at__lte=self.cutoff) | Q(created_at__lte=self.cutoff))
        counted = near.alias(
            then=Case(When(created_at__lte=self.cutoff, then=self._start_then())),
            now=Case(When(_TOOK_PLACE, starts_at__lte=self.cutoff, day__lte=F("last"), then="starts_at")),
        )
        otherwise = counted.filter(Differs(F("then"), F("now")))
        return dated(otherwise, "session", "updated_at").order_by("updated_at")

    def _start_then(self) -> Subquery:
        """When an outer session began as it stood at the cut-off, if it counted then."""
        later = versions_of(TreatmentSession).filter(pgh_obj=OuterRef("pk"), pgh_created_at__gt=OuterRef("read_at"))
        start = Lower("during", output_field=DateTimeField())
        dated_then = later.alias(start=start, day=TruncDate(start, tzinfo=self.zone))
        counted = When(_TOOK_PLACE, start__lte=OuterRef("read_at"), day__lte=OuterRef("last"), then=F("start"))
        return Subquery(dated_then.annotate(counted=Case(counted)).order_by("pgh_id").values("counted")[:1])

    def _patients(self) -> QuerySet[Any]:
        known = self._touched(Patient.objects.filter(created_at__lte=self.cutoff)).alias(read_at=self.cutoff)
        rows = known.alias(corrected_at=reborn_at(OuterRef("read_at"))).filter(corrected_at__isnull=False)
        return dated(rows, "patient", "corrected_at").order_by("updated_at")

    def _touched(self, rows: QuerySet[Any]) -> QuerySet[Any]:
        """What was entered or changed since; the index of each table finds it, in order of time."""
        touched: QuerySet[Any] = rows.filter(clinic=self.clinic, updated_at__gt=self.cutoff)
        return touched

    def _taken_inside(self, rows: QuerySet[Any]) -> QuerySet[Any]:
        taken = self._touched(rows).filter(taken_at__lte=self.cutoff)
        days = (self.first_day, self.last_day)
        inside: QuerySet[Any] = taken.alias(day=TruncDate("taken_at", tzinfo=self.zone)).filter(day__range=days)
        return inside

    def _counts_otherwise(self, assessment: str) -> Q:
        """Whether a rating or an assessment counts now and did not at the cut-off, or the other way round.

        ``assessment`` leads from the record to the assessment in which it stands or falls.
        """
        entered_since = Q(created_at__gt=self.cutoff)
        ends = ["entered_in_error_at", f"{assessment}entered_in_error_at", f"{assessment}replaced_by__created_at"]
        over, over_then = Q(), Q()
        for end in ends:
            over |= Q(**{f"{end}__isnull": False})
            over_then |= Q(**{f"{end}__lte": self.cutoff})
        return (entered_since & ~over) | (~entered_since & over & ~over_then)


_TOOK_PLACE = Q(status="completed", entered_in_error_at__isnull=True)

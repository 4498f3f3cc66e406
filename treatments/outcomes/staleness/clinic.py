"""Which records of a clinic make a report about all of its patients stale.

Such a report names no records: there would be too many. It is stale if a record whose clinical time lies inside its
window, and not after its cut-off, counts today and did not then, or did and does not: a rating, an assessment with
measurements, or a session that took place, on any day up to the window's end. So is it if a patient's birth date
was corrected, or if two records were merged or separated. Whether a filter would let the record in is not asked, nor
with whom a session was or for which episode.

Whatever changes how a record counts also changes its ``updated_at``, so that only what was touched since the cut-off
is looked at, in order of time, until the first one that counts. A session that took place and is moved past the
cut-off afterwards is overlooked if that happens within a day of its new time.
"""

import datetime as dt
from dataclasses import dataclass
from typing import Any, Self
from zoneinfo import ZoneInfo

from django.db.models import (
    Case,
    DateTimeField,
    Exists,
    ExpressionWrapper,
    F,
    OuterRef,
    Q,
    QuerySet,
    Subquery,
    Value,
    When,
)
from django.db.models.functions import Lower, TruncDate

from assessments.models import Assessment, Measurement, PainRating
from clinic.common.history import versions_of
from clinic.common.long_after import LongAfter
from patients.models import Patient
from treatments.models import TreatmentSession
from treatments.outcomes.models import OutcomeReport
from treatments.outcomes.scope import or_earliest, or_latest
from treatments.outcomes.staleness.changed import Differs, dated, merges_since, reborn_at

DAY = dt.timedelta(days=1)


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
        """The records of each kind that count otherwise now, with their kind as ``record``, in order of ``at``.

        Together they are all of them; one that was changed twice may be among two.
        """
        return (*self._pain(), *self.changed_measurements(), *self._sessions(), self._patients())

    def changed_measurements(self) -> tuple[QuerySet[Any], ...]:
        """Of these only the assessments with measurements, and the merges."""
        measured = Exists(Measurement.objects.filter(assessment=OuterRef("pk")))
        otherwise = self._counts_otherwise("")
        touched = self._touched(Assessment.objects.filter(measured), "taken_at")
        assessments = (_in_order(self._taken_inside(rows).filter(otherwise), "assessment") for rows in touched)
        return (*assessments, merges_since(self.cutoff, Q(clinic=self.clinic)))

    def _pain(self) -> tuple[QuerySet[Any], ...]:
        otherwise = self._counts_otherwise("assessment__")
        touched = self._touched(PainRating.objects.all(), "taken_at")
        return tuple(_in_order(self._taken_inside(rows).filter(otherwise), "pain_rating") for rows in touched)

    def _sessions(self) -> tuple[QuerySet[Any], ...]:
        touched = self._touched(TreatmentSession.objects.all(), "starts_at")
        return tuple(_in_order(self._counting_otherwise(rows), "session") for rows in touched)

    def _counting_otherwise(self, sessions: QuerySet[Any]) -> QuerySet[Any]:
        """Those that took place by the end of the window then and not now, the other way round, or at another time."""
        # A session that began after the cut-off can have counted only if it was booked by then.
        near = sessions.filter(Q(starts_at__lte=self.cutoff) | Q(created_at__lte=self.cutoff))
        known = near.alias(read_at=self.cutoff, last=self.last_day, day=TruncDate("starts_at", tzinfo=self.zone))
        counted = known.alias(
            then=Case(When(created_at__lte=F("read_at"), then=self._start_then())),
            now=Case(When(_TOOK_PLACE, starts_at__lte=F("read_at"), day__lte=F("last"), then="starts_at")),
        )
        otherwise: QuerySet[Any] = counted.filter(Differs(F("then"), F("now")))
        return otherwise

    def _start_then(self) -> Subquery:
        """When an outer session began as it stood at the cut-off, if it counted then."""
        later = versions_of(TreatmentSession).filter(pgh_obj=OuterRef("pk"), pgh_created_at__gt=OuterRef("read_at"))
        start = Lower("during", output_field=DateTimeField())
        dated_then = later.alias(start=start, day=TruncDate(start, tzinfo=self.zone))
        counted = When(_TOOK_PLACE, start__lte=OuterRef("read_at"), day__lte=OuterRef("last"), then=F("start"))
        return Subquery(dated_then.annotate(counted=Case(counted)).order_by("pgh_id").values("counted")[:1])

    def _patients(self) -> QuerySet[Any]:
        touched = Patient.objects.filter(clinic=self.clinic, updated_at__gt=self.cutoff, created_at__lte=self.cutoff)
        known = touched.alias(read_at=self.cutoff).alias(corrected_at=reborn_at(OuterRef("read_at")))
        return dated(known.filter(corrected_at__isnull=False), "patient", "corrected_at").order_by("updated_at")

    def _touched(self, rows: QuerySet[Any], happened: str) -> tuple[QuerySet[Any], QuerySet[Any]]:
        """What was entered or changed since the cut-off and may have happened before it: two sets, few rows each.

        Either it was touched within a day after the cut-off, or, if it happened before the cut-off, more than a
        day after it happened. Of all else that a clinic enters, which is much, nothing is looked at.
        """
        since = rows.filter(clinic=self.clinic, updated_at__gt=self.cutoff)
        soon = since.filter(updated_at__lte=ExpressionWrapper(self.cutoff + DAY, output_field=DateTimeField()))
        return soon, since.filter(LongAfter("updated_at", happened))

    def _taken_inside(self, rows: QuerySet[Any]) -> QuerySet[Any]:
        taken = rows.filter(taken_at__lte=self.cutoff).alias(day=TruncDate("taken_at", tzinfo=self.zone))
        inside: QuerySet[Any] = taken.filter(day__range=(self.first_day, self.last_day))
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


def _in_order(rows: QuerySet[Any], kind: str) -> QuerySet[Any]:
    return dated(rows, kind, "updated_at").order_by("updated_at")

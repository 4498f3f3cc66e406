"""Which of a patient's records a report is about.

One wording serves both the report that is built (its own values) and a query over many reports (references to
their rows), so that what is selected and what makes a report stale cannot drift apart.
"""

import datetime as dt
from dataclasses import dataclass
from typing import Any, Self
from zoneinfo import ZoneInfo

from django.db.models import BigIntegerField, DateField, OuterRef, Q, Value
from django.db.models.functions import Coalesce, TruncDate
from django.db.models.lookups import IsNull

from assessments.models import Assessment, PainRating
from assessments.querysets import AssessmentQuerySet, PainRatingQuerySet
from clinic.common.clinic_owned import ClinicQuerySet
from patients.models import Event
from treatments.models import TreatmentSession
from treatments.outcomes.models import OutcomeReport
from treatments.querysets import SessionQuerySet


@dataclass(frozen=True, slots=True)
class Scope:
    """A patient, an episode (or all), and inclusive days; each field is an expression of the database.

    ``opened_on`` and ``closed_on`` are the episode's own days.
    """

    patient: Any
    episode: Any
    opened_on: Any
    closed_on: Any
    first_day: Any
    last_day: Any
    zone: ZoneInfo

    @classmethod
    def of_report(cls, report: OutcomeReport) -> Self:
        """What this report is about."""
        episode = report.episode
        return cls(
            patient=report.patient_id,
            episode=Value(report.episode_id, BigIntegerField()),
            opened_on=or_earliest(episode and episode.opened_at),
            closed_on=or_latest(episode and episode.closed_at),
            first_day=or_earliest(report.window_from),
            last_day=or_latest(report.window_until),
            zone=report.clinic.zone,
        )

    @classmethod
    def of_outer_report(cls, zone: ZoneInfo) -> Self:
        """What each report of an outer query is about; ``zone`` is their clinic's."""
        return cls(
            patient=OuterRef("patient_id"),
            episode=OuterRef("episode_id"),
            opened_on=or_earliest(OuterRef("episode__opened_at")),
            closed_on=or_latest(OuterRef("episode__closed_at")),
            first_day=or_earliest(OuterRef("window_from")),
            last_day=or_latest(OuterRef("window_until")),
            zone=zone,
        )

    def pain(self) -> PainRatingQuerySet[PainRating]:
        """Ratings of the episode, taken within the days."""
        of_episode = Q(episode=self.episode) | Q(assessment__episode=self.episode) | self._any_episode
        dated = PainRating.objects.alias(day=TruncDate("taken_at", tzinfo=self.zone))
        return dated.filter(of_episode, self._within_days, patient=self.patient)

    def assessments(self) -> AssessmentQuerySet[Assessment]:
        """Assessments of the episode, taken within the days."""
        of_episode = Q(episode=self.episode) | self._any_episode
        dated = Assessment.objects.alias(day=TruncDate("taken_at", tzinfo=self.zone))
        return dated.filter(of_episode, self._within_days, patient=self.patient)

    def completed_sessions(self) -> SessionQuerySet[TreatmentSession]:
        """Completed sessions on any day, because the first of all decides what a baseline is."""
        return self.sessions_of_patient().filter(self.holds_session())

    def sessions_of_patient(self) -> SessionQuerySet[TreatmentSession]:
        """All sessions of the patient, with the ``day`` that ``holds_session`` asks for."""
        dated = TreatmentSession.objects.alias(day=TruncDate("starts_at", tzinfo=self.zone))
        return dated.filter(patient=self.patient)

    def holds_session(self) -> Q:
        """The condition of ``completed_sessions``, but for the patient.

        A session without a plan names no episode: it counts for every episode that was open on its day.
        """
        unplanned = Q(plan=None, day__range=(self.opened_on, self.closed_on))
        return Q(Q(plan__episode=self.episode) | unplanned | self._any_episode, status="completed")

    def events(self) -> ClinicQuerySet[Event]:
        """Events of the episode, and those of no episode in particular, within the days."""
        return Event.objects.filter(self.holds_event(), patient=self.patient)

    def holds_event(self) -> Q:
        """The condition of ``events``, but for the patient."""
        of_episode = Q(episode=self.episode) | Q(episode=None) | self._any_episode
        return of_episode & Q(on__range=(self.first_day, self.last_day))

    @property
    def _any_episode(self) -> Q:
        return Q(IsNull(self.episode, True))

    @property
    def _within_days(self) -> Q:
        return Q(day__range=(self.first_day, self.last_day))


def or_earliest(day: Any) -> Any:
    """The day, or one before all others where there is none."""
    return Coalesce(day, Value(dt.date.min), output_field=DateField())


def or_latest(day: Any) -> Any:
    """The day, or one after all others where there is none."""
    return Coalesce(day, Value(dt.date.max), output_field=DateField())

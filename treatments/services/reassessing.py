"""For which patients a re-assessment is due, or soon will be. Computed from sessions and assessments, never stored.

A closed episode for which follow-ups were planned is followed up by those alone: see ``services.following_up``.
"""

import datetime as dt
from collections.abc import Collection, Iterator
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.db.models import Count, DateTimeField, Exists, ExpressionWrapper, OuterRef, Q, QuerySet, Subquery, Value
from django.db.models.functions import Coalesce, Trunc
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from assessments.models import Assessment
from clinic.common.caller import Caller
from clinic.practice.models import Clinic
from patients.models import Episode, PatientStatus
from treatments.models import FollowUp, Plan, PlanStatus, TreatmentSession
from treatments.reassessment import LAPSES, Course, Due, Reason, when_due

LONG_AGO = dt.datetime(1900, 1, 1, tzinfo=dt.UTC)

REASONS: dict[Reason, str | Promise] = {
    Reason.HALF_OF_PLAN: _("half of the plan is done"),
    Reason.END_OF_PLAN: _("the plan is done"),
    Reason.EVERY_SESSIONS: _("so many sessions since the last one"),
    Reason.DAYS_30: _("30 days since the last one"),
    Reason.DAYS_90: _("90 days since the last one"),
    Reason.FOLLOW_UP_30: _("follow-up 30 days after closing"),
    Reason.FOLLOW_UP_90: _("follow-up 90 days after closing"),
}
"""Why a re-assessment is due, in words for those who treat."""


@dataclass(frozen=True, slots=True)
class EpisodeDue:
    """One episode with its ``due``: see ``treatments.reassessment``. ``planned`` is None without a running plan."""

    patient_id: int
    episode_id: int
    episode: UUID
    done: int
    planned: int | None
    last_assessed: dt.date | None
    due: Due


def reassessments(patients: Collection[int] | None, *, by: Caller) -> list[EpisodeDue]:
    """The state of every open or lately closed episode of these patients, of all the clinic's for None.

    ``patients`` are primary keys. Two queries, however many episodes. Closed episodes with a planned follow-up, done
    or not, are left out, and patients who are archived, dead or merged into another.
    """
    every = Clinic.objects.only("reassess_every_sessions").get(pk=by.clinic_id).reassess_every_sessions
    return [_of_episode(episode, every, by) for episode in _episodes(patients, by)]


def due_for_reassessment(patients: Collection[int], *, by: Caller) -> set[int]:
    """Those of the patients (primary keys) who should be measured at their next visit.

    That they should is all that the front desk may know of it; no value and no reason is told.
    """
    return {one.patient_id for one in reassessments(patients, by=by) if one.due.at_next_visit} if patients else set()


def _of_episode(episode: Any, every: int, by: Caller) -> EpisodeDue:
    last = episode.last_at.astimezone(by.zone).date() if episode.last_at else None
    course = Course(
        planned=episode.planned,
        done=episode.done,
        done_since=episode.done_since,
        all_since=episode.all_since,
        last_assessed=last,
        closed=episode.closed_at,
    )
    due = when_due(course, every, by.today())
    return EpisodeDue(episode.patient_id, episode.pk, episode.uuid, course.done, course.planned, last, due)


def _episodes(patients: Collection[int] | None, by: Caller) -> Iterator[Any]:
    recently = Q(closed_at__gt=by.today() - dt.timedelta(days=LAPSES))
    planned = Exists(FollowUp.objects.valid().filter(episode=OuterRef("pk")))
    rows = Episode.objects.visible_to(by).valid().filter(Q(closed_at__isnull=True) | recently & ~planned)
    rows = rows.filter(patient__status=PatientStatus.ACTIVE, patient__merged_into__isnull=True)
    if patients is not None:
        rows = rows.filter(patient_id__in=patients)
    plans = Plan.objects.valid().filter(episode=OuterRef("pk"), status=PlanStatus.ACTIVE).order_by("-id")
    rows = rows.annotate(
        last_at=Subquery(_assessments().values("taken_at")[:1]),
        plan_id=Subquery(plans.values("pk")[:1]),
        planned=Subquery(plans.values("planned_sessions")[:1]),
    ).annotate(measured_until=_end_of_day("last_at", by))
    since = Q(starts_at__gte=OuterRef("measured_until"))
    of_plan, of_episode = Q(plan=OuterRef("plan_id")), Q(plan__episode=OuterRef("pk"))
    rows = rows.annotate(done=_count(of_plan), done_since=_count(of_plan & since), all_since=_count(of_episode & since))
    return rows.only("uuid", "patient_id", "closed_at").order_by("patient_id", "pk").iterator()


def _assessments() -> QuerySet[Assessment]:
    """The valid assessments of the episode, or of the patient without one, the latest first."""
    mine = Q(episode=OuterRef("pk")) | Q(episode__isnull=True)
    return Assessment.objects.valid().filter(mine, patient=OuterRef("patient")).order_by("-taken_at")


def _end_of_day(moment: str, by: Caller) -> Any:
    """Until when sessions count as measured; long ago where nothing was measured yet."""
    midnight = Trunc(moment, "day", tzinfo=by.zone, output_field=DateTimeField())
    until = ExpressionWrapper(midnight + dt.timedelta(days=1), output_field=DateTimeField())
    return Coalesce(until, Value(LONG_AGO), output_field=DateTimeField())


def _count(which: Q) -> Any:
    counted = TreatmentSession.objects.completed().filter(which).order_by().values("clinic").annotate(n=Count("pk"))
    return Coalesce(Subquery(counted.values("n")), 0)

"""Who is being treated at present: when a patient was last here, comes again, and whose patient it is.

Questions about all patients of a clinic, answered by the database for many at once.
"""

import datetime as dt
from collections.abc import Collection
from typing import Any

from django.db.models import DateField, Max, OuterRef, Subquery
from django.db.models.functions import Greatest, TruncDate
from django.utils import timezone

from assessments.models import Assessment
from clinic.common.caller import Caller
from patients.models import Episode, Patient
from treatments.models import SessionStatus, TreatmentSession
from treatments.services.reassessing import EpisodeDue, reassessments

HALF_A_YEAR = dt.timedelta(days=182)
"""Whoever was not here for so long, and has no booking, is not in care any more, whatever the episode says."""


def seen_since(day: dt.date, by: Caller) -> Any:
    """Primary keys of the patients who were here on that day or later.

    They had a session that took place, or an assessment, or came with a complaint for which an episode was opened.
    """
    midnight = dt.datetime.combine(day, dt.time(), by.zone)
    treated = TreatmentSession.objects.visible_to(by).completed().filter(starts_at__gte=midnight)
    corrected = Assessment.objects.visible_to(by).filter(replaces__isnull=False).values("replaces")
    # The few that were replaced are looked up once; joining them would read every assessment that there is.
    entered = Assessment.objects.visible_to(by).filter(taken_at__gte=midnight, entered_in_error_at__isnull=True)
    measured = entered.exclude(pk__in=corrected)
    opened = Episode.objects.visible_to(by).valid().filter(opened_at__gte=day)
    return _patients(treated).union(_patients(measured), _patients(opened))


def booked_ahead(by: Caller) -> Any:
    """Primary keys of the patients who are expected, or are here now."""
    return _patients(_ahead(TreatmentSession.objects.visible_to(by)))


def due_in_care(by: Caller) -> list[EpisodeDue]:
    """The episodes of patients in care that should be measured at the next visit, the longest unmeasured first."""
    present = seen_since(by.today() - HALF_A_YEAR, by).union(booked_ahead(by))
    patients = list(present.values_list("patient", flat=True))
    due = [one for one in reassessments(patients, by=by) if one.due.at_next_visit]
    return sorted(due, key=lambda one: (one.last_assessed or dt.date.min, one.episode_id))


def last_seen(by: Caller) -> Greatest:
    """The day on which an outer patient was last here; None for one who never was. See ``seen_since``."""
    mine = {"patient": OuterRef("pk")}
    treated = TreatmentSession.objects.completed().filter(**mine).order_by("-starts_at")
    measured = Assessment.objects.valid().filter(**mine).order_by("-taken_at")
    opened = Episode.objects.valid().filter(**mine).order_by().values("patient").annotate(last=Max("opened_at"))
    return Greatest(
        Subquery(treated.values(day=TruncDate("starts_at", tzinfo=by.zone))[:1], output_field=DateField()),
        Subquery(measured.values(day=TruncDate("taken_at", tzinfo=by.zone))[:1], output_field=DateField()),
        Subquery(opened.values("last"), output_field=DateField()),
    )


def next_visit() -> Subquery:
    """When an outer patient is expected next, or since when they are here."""
    ahead = _ahead(TreatmentSession.objects.filter(patient=OuterRef("pk")))
    return Subquery(ahead.order_by("starts_at").values("starts_at")[:1])


def treated_by(column: str = "therapist") -> Subquery:
    """Whose patient an outer patient is: the therapist of the latest session that was not cancelled, past or booked."""
    sessions = TreatmentSession.objects.valid().exclude(status=SessionStatus.CANCELLED)
    return Subquery(sessions.filter(patient=OuterRef("pk")).order_by("-starts_at").values(column)[:1])


def own_among(patients: Collection[int], by: Caller) -> set[int]:
    """Those of the patients (primary keys) who are the caller's own: see ``treated_by``."""
    known = Patient.objects.visible_to(by).filter(pk__in=patients).alias(treated_by=treated_by())
    return set(known.filter(treated_by=by.membership_id).values_list("pk", flat=True))


def _ahead(sessions: Any) -> Any:
    return sessions.not_closed().filter(ends_at__gt=timezone.now())


def _patients(records: Any) -> Any:
    return records.order_by().values("patient")

"""For which patients a re-assessment is due, or soon will be. Computed from sessions and assessments, never stored.

A closed episode for which follow-ups were planned is followed up by those alone: see ``services.following_up``.
"""

import datetime as dt
from collections.abc import Collection
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.db import connection
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from clinic.common.caller import Caller
from treatments.reassessment import LAPSES, Course, Due, Reason, when_due
from treatments.services.reassessing_statement import COURSES

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


def reassessments(patients: Collection[int], *, by: Caller) -> list[EpisodeDue]:
    """The state of every open or lately closed episode of these patients (primary keys).

    One query, however many episodes. Closed episodes with a planned follow-up, done or not, are left out, and
    patients who are archived, dead or merged into another.
    """
    today = by.today()
    given: dict[str, Any] = {
        "clinic": by.clinic_id,
        "zone": str(by.zone),
        "patients": list(patients),
        "closed_after": today - dt.timedelta(days=LAPSES),
    }
    with connection.cursor() as cursor:
        cursor.execute(COURSES, given)
        return [
            EpisodeDue(patient, episode, uuid, done, planned, last, when_due(course, every, today))
            for patient, episode, uuid, closed, planned, done, done_since, all_since, last, every in cursor.fetchall()
            for course in [Course(planned, done, done_since, all_since, last, closed)]
        ]


def due_for_reassessment(patients: Collection[int], *, by: Caller) -> set[int]:
    """Those of the patients (primary keys) who should be measured at their next visit.

    That they should is all that the front desk may know of it; no value and no reason is told.
    """
    return {one.patient_id for one in reassessments(patients, by=by) if one.due.at_next_visit} if patients else set()

"""Storing the techniques and exercises of a session; a correction voids what is no longer listed."""

from collections.abc import Iterable
from typing import TypeVar

from django.utils import timezone

from clinic.common.records import insert_all, update
from treatments.models import Exercise, SessionExercise, SessionTechnique, TreatmentSession
from treatments.services.corrected_lists import difference

Row = TypeVar("Row", SessionTechnique, SessionExercise)

REASON = "Corrected in the documentation of the session."


def store_techniques(session: TreatmentSession, given: Iterable[SessionTechnique]) -> None:
    """Make ``given`` the techniques of the session, in the caller's transaction."""
    rows = [_of_session(technique, session) for technique in given]
    present = session.techniques.filter(entered_in_error_at__isnull=True)
    gone, new = difference(present, rows, lambda row: (row.technique_id, row.region, row.side, row.minutes))
    _void(gone)
    insert_all(new, "/techniques")


def store_exercises(session: TreatmentSession, given: Iterable[Exercise]) -> None:
    """Make ``given`` the exercises handed out in the session, in the caller's transaction."""
    rows = [_of_session(SessionExercise(exercise=exercise), session) for exercise in given]
    present = session.exercises.filter(entered_in_error_at__isnull=True)
    gone, new = difference(present, rows, lambda row: row.exercise_id)
    _void(gone)
    insert_all(new, "/exercises")


def _of_session(row: Row, session: TreatmentSession) -> Row:
    row.clinic_id, row.session = session.clinic_id, session
    return row


def _void(rows: Iterable[Row]) -> None:
    for row in rows:
        row.entered_in_error_at, row.entered_in_error_reason = timezone.now(), REASON
        update(row, ["entered_in_error_at", "entered_in_error_reason"])

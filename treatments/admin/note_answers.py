"""From the answers of the page on which a session is written up to what the service takes."""

import datetime as dt
from typing import Any

from django.db.backends.postgresql.psycopg_any import DateTimeTZRange

from clinic.practice.models import Clinic
from treatments.admin.documentation_form import ANOTHER_TIME, NOT_NOW
from treatments.admin.plan_form import running_exercises
from treatments.models import Plan, Prescription, SessionTechnique, TreatmentSession
from treatments.services.documenting import NOTE_FIELDS, Documentation
from treatments.services.writing_up import WriteUp


def written_up(session: TreatmentSession, answers: dict[str, Any], *, completes: bool) -> WriteUp:
    """The answers as the service takes them; what was written is set on the session and its plan."""
    joined = answers.get("plan")
    programme = _changed_programme(session, answers)
    if session.plan and programme is not None:
        session.plan.version = answers["plan_version"] or session.plan.version
    note = _documentation(session, answers, programme or [])
    return WriteUp(
        note=note,
        completes=completes,
        plan=joined or session.plan,
        joins=joined is not None,
        programme=programme,
        next=_next_booking(session, answers, joined or session.plan),
        signs=answers["sign"],
    )


def _documentation(session: TreatmentSession, answers: dict[str, Any], programme: list[Prescription]) -> Documentation:
    changed = [name for name in sorted(NOTE_FIELDS) if answers[name] != getattr(session, name)]
    for name in changed:
        setattr(session, name, answers[name])
    before = {one.exercise_id for one in running_exercises(session.plan)}
    new = [one.exercise for one in programme if one.exercise_id not in before]
    return Documentation(
        fields=changed,
        techniques=[SessionTechnique(**row) for row in answers["techniques"]],
        # What is new in the home programme was handed out in this session, whether or not it was ticked as well.
        exercises=list(dict.fromkeys([*answers["exercises"], *new])),
        pain=answers["pain"],
    )


def _changed_programme(session: TreatmentSession, answers: dict[str, Any]) -> list[Prescription] | None:
    """The home exercises as they are from now on; None if nobody touched them."""
    given = answers.get("programme")
    if given is None:
        return None
    columns = ("exercise_id", "side", "sets", "repetitions", "hold_seconds", "weekdays")
    wanted = [Prescription(**row) for row in given]
    before = [[getattr(one, column) for column in columns] for one in running_exercises(session.plan)]
    return None if [[getattr(one, column) for column in columns] for one in wanted] == before else wanted


def _next_booking(session: TreatmentSession, answers: dict[str, Any], plan: Plan | None) -> TreatmentSession | None:
    """The same patient, plan, therapist and room at the chosen time, as long as its type usually takes."""
    proposed = answers["next_time"] not in (NOT_NOW, ANOTHER_TIME)
    start = answers["next_start"] or (dt.datetime.fromisoformat(answers["next_time"]) if proposed else None)
    if start is None:
        return None
    kind = answers["next_type"]
    minutes = kind.minutes if kind else Clinic.objects.only("session_minutes").get(pk=session.clinic_id).session_minutes
    return TreatmentSession(
        patient=session.patient,
        plan=plan,
        therapist=session.therapist,
        room=session.room,
        appointment_type=kind,
        during=DateTimeTZRange(start, start + dt.timedelta(minutes=minutes)),
    )

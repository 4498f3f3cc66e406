"""The whole story of one demo patient, from registering to the end of the course or the bookings ahead."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from typing import Any

import numpy as np

from clinic.demo.biography import biography
from clinic.demo.body import body
from clinic.demo.cohorts import Cohort
from clinic.demo.diary import Diary
from clinic.demo.ending import close
from clinic.demo.establishing import Practice
from clinic.demo.generator import Association, Trend, Truth, course
from clinic.demo.manifest import truth_of
from clinic.demo.registering import add_people_around, ask_for_consents, open_complaint, register
from clinic.demo.schedule import Appointment, appointments, is_running
from clinic.demo.visiting import Case, book, visit
from patients.models import Episode, Event, Patient
from patients.services.episodes import note_event
from treatments.models import Plan, Prescription
from treatments.services.planning import make_plan

ELSEWHERE = Truth(Association.NULL, trend=Trend.COMMON)
"""Pain in a patient's other regions has nothing to do with the pelvis."""
PLANNED_SESSIONS = 12


def live_through(
    cohort: Cohort, position: int, practice: Practice, diary: Diary, seed: int
) -> tuple[Patient, dict[str, Any]]:
    """Write the patient's records through the services; returns the patient and the truth about them."""
    rng = np.random.default_rng([seed, practice.clinic.time_zone == "Asia/Hong_Kong", position, cohort.draw])
    own_course = course(cohort.truth, rng)
    life = biography(position, practice.today, rng)
    therapists = _therapists(practice, position)
    planned = appointments(own_course, position, therapists, practice.today, diary, rng)
    patient = register(practice.plan.patients[position], life, position, practice, rng)
    add_people_around(patient, life, practice, rng)
    ask_for_consents(patient, life, planned[0].starts_at, practice, rng)
    opened_at = planned[0].starts_at.date()
    episode = open_complaint(patient, life, cohort.cause, opened_at, practice, therapists[0])
    others = [(complaint, course(ELSEWHERE, rng)) for complaint in life.complaints[1:]]
    plan = _plan(episode, practice, therapists[0], rng)
    case = Case(patient, plan, own_course, others, body(rng), practice, rng)
    _come(case, planned, over=not is_running(position, own_course))
    _happen_beside(episode, planned, practice, therapists[0], rng)
    if not is_running(position, own_course):
        close(plan, own_course, planned[-1].starts_at.date(), practice, therapists[0])
    return patient, truth_of(own_course, patient.record_number, episode.region, episode.side)


def _therapists(practice: Practice, position: int) -> Sequence[str]:
    """The patient's own therapist and the one who steps in."""
    names = [worker.username for worker in practice.plan.therapists]
    return names if position // 2 % 2 else names[::-1]


def _plan(episode: Episode, practice: Practice, therapist: str, rng: np.random.Generator) -> Plan:
    plan = Plan(
        patient=episode.patient,
        episode=episode,
        planned_sessions=PLANNED_SESSIONS,
        sessions_per_week=1.0,
        goals=[{"region": episode.region, "side": episode.side, "target": 2}],
        discharge_criteria="Pain at most 2 of 10 in two visits running.",
    )
    chosen = rng.choice(len(practice.exercises), size=2, replace=False)
    doses = [Prescription(exercise=practice.exercises[i], sets=2, repetitions=10, weekdays=[1, 3, 5]) for i in chosen]
    return make_plan(plan, doses, by=practice.callers[therapist])


def _come(case: Case, planned: Sequence[Appointment], *, over: bool) -> None:
    """What lies before today has taken place; today's and later visits are booked."""
    for number, appointment in enumerate(planned):
        if appointment.starts_at.date() < case.practice.today:
            last = over and not case.course.stopped_early and number == len(planned) - 1
            visit(case, number, appointment, last=last)
        else:
            book(case, number, appointment)


def _happen_beside(
    episode: Episode, planned: Sequence[Appointment], practice: Practice, therapist: str, rng: np.random.Generator
) -> None:
    """Flares, changes of medication, imaging: what else may have moved the pain."""
    chances = {"flare": 0.25, "medication_change": 0.2, "imaging": 0.08}
    notes = {"flare": "After lifting a box.", "medication_change": "Stopped ibuprofen.", "imaging": "X-ray elsewhere."}
    first = planned[0].starts_at.date()
    until = min(planned[-1].starts_at.date(), practice.today - dt.timedelta(days=1))
    for kind, chance in chances.items():
        if rng.random() < chance and until > first:
            on = first + dt.timedelta(days=int(rng.integers(1, (until - first).days + 1)))
            event = Event(patient=episode.patient, episode=episode, kind=kind, on=on, note=notes[kind])
            note_event(event, by=practice.callers[therapist])

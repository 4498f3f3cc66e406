"""What happens at each visit of a demo patient: booking, assessment, treatment, now and then a correction."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from django.db.backends.postgresql.psycopg_any import DateTimeTZRange

from assessments.models import Assessment, Measurement, PainRating
from assessments.services.correcting import correct_assessment
from assessments.services.recording import record_assessment
from clinic.common.caller import Caller
from clinic.demo.biography import Complaint
from clinic.demo.body import Body, battery
from clinic.demo.clinics import PROTOCOL
from clinic.demo.establishing import Practice
from clinic.demo.generator import Course
from clinic.demo.questionnaires import score
from clinic.demo.schedule import Appointment
from patients.models import Patient
from treatments.models import AppointmentType, Plan, SessionTechnique, TreatmentSession
from treatments.services.attending import cancel_session, complete_session, miss_session
from treatments.services.booking import book_session
from treatments.services.documenting import Documentation
from treatments.services.signing import add_addendum, sign_session

FULL_BATTERY_EVERY = 4
CHANCE_CORRECTED = 0.67
CHANCE_MISSED_BEFORE = 0.08
SIGNED_AFTER = dt.timedelta(days=4)
ADDED_TO = 2
"""The visit whose note some patients have an addendum to."""
NOTE_FIELDS = ["note_subjective", "note_objective", "note_plan", "adherence_percent"]


@dataclass(frozen=True, slots=True)
class Case:
    """One patient with everything that their visits draw on. ``other_pain`` are the courses of the other regions."""

    patient: Patient
    plan: Plan
    course: Course
    other_pain: Sequence[tuple[Complaint, Course]]
    body: Body
    practice: Practice
    rng: np.random.Generator


def visit(case: Case, number: int, appointment: Appointment, *, last: bool) -> None:
    """Book, measure and treat; the visit has taken place. ``number`` counts from 0."""
    if number and appointment.starts_at.hour > 12 and case.rng.random() < CHANCE_MISSED_BEFORE:
        _miss(case, appointment)
    session = book(case, number, appointment)
    _assess(case, number, appointment, last)
    if appointment.visit.pain is not None and (number == 0 or last):
        therapist = case.practice.callers[appointment.therapist]
        score(case.plan.episode, appointment.visit.pain, appointment.starts_at.date(), therapist, case.rng)
    _treat(case, number, session, appointment)


def book(case: Case, number: int, appointment: Appointment) -> TreatmentSession:
    """Book the visit at the front desk."""
    kind = case.practice.follow_up if number else case.practice.first_visit
    session = _session(case, appointment.starts_at, appointment.therapist, kind)
    return book_session(session, by=case.practice.front_desk)


def _session(case: Case, starts_at: dt.datetime, therapist: str, kind: AppointmentType) -> TreatmentSession:
    practice = case.practice
    therapists = [worker.username for worker in practice.plan.therapists]
    return TreatmentSession(
        patient=case.patient,
        plan=case.plan,
        therapist=practice.staff[therapist],
        room=practice.rooms[therapists.index(therapist)],
        appointment_type=kind,
        during=DateTimeTZRange(starts_at, starts_at + dt.timedelta(minutes=kind.minutes)),
    )


def _miss(case: Case, appointment: Appointment) -> None:
    """An appointment at noon of the same day that the patient cancelled or forgot, and made up for."""
    noon = appointment.starts_at.replace(hour=12, minute=0)
    session = _session(case, noon, appointment.therapist, case.practice.follow_up)
    session = book_session(session, by=case.practice.front_desk)
    if case.rng.random() < 0.5:
        cancel_session(session, "The train was late.", by=case.practice.front_desk)
    else:
        miss_session(session, by=case.practice.front_desk)


def _assess(case: Case, number: int, appointment: Appointment, last: bool) -> None:
    """What is measured and asked before the treatment; most slips of the hand are corrected later."""
    therapist = case.practice.callers[appointment.therapist]
    figures = _other_figures(case, number, appointment, last)
    measurements, pain = _obliquity(appointment.visit.entered) + figures, _pain(case, number)
    if not measurements and not pain:
        return
    entered = _assessment(case, number, appointment, last)
    recorded = record_assessment(entered, measurements, pain, by=therapist).assessment
    if appointment.visit.mistyped and case.rng.random() < CHANCE_CORRECTED:
        again = _obliquity(appointment.visit.reading) + _copies(figures)
        replacement = _assessment(case, number, appointment, last)
        reason = "A digit slipped when typing."
        correct_assessment(recorded, replacement, again, _pain(case, number), reason, by=therapist)


def _assessment(case: Case, number: int, appointment: Appointment, last: bool) -> Assessment:
    return Assessment(
        patient=case.patient,
        episode=case.plan.episode,
        taken_at=appointment.starts_at + dt.timedelta(minutes=5),
        rater=case.practice.staff[appointment.therapist],
        kind="initial" if number == 0 else "discharge" if last else "re_assessment",
        timing="before_treatment",
        footwear="barefoot",
        lift_in_place=False,
        protocol=PROTOCOL,
    )


def _obliquity(reading: float | None) -> list[Measurement]:
    return [] if reading is None else [_measurement("pelvic_obliquity", "none", "palm", round(reading, 1))]


def _other_figures(case: Case, number: int, appointment: Appointment, last: bool) -> list[Measurement]:
    if number % FULL_BATTERY_EVERY and not last:
        return []
    left_over = 1 - case.course.recovery * (1 - float(np.exp(-appointment.visit.day / 7 / case.course.weeks)))
    # Some therapists begin over clothing and change their ways: the report must not compare the two.
    over_clothing = case.body.changes_tilt_method and number < FULL_BATTERY_EVERY
    method = "palm_over_clothing" if over_clothing else case.practice.plan.tilt_method
    figures = battery(case.body, left_over, method, appointment.visit.rater == 0, case.rng)
    return [_measurement(figure.measure, figure.side, figure.method, figure.value, figure.again) for figure in figures]


def _measurement(measure: str, side: str, method: str, value: float, again: float | None = None) -> Measurement:
    readings = [value] if again is None else [value, again]
    anew = None if again is None else True
    return Measurement(measure=measure, side=side, method=method, entered_readings=readings, relandmarked=anew)


def _copies(figures: Sequence[Measurement]) -> list[Measurement]:
    return [_measurement(figure.measure, figure.side, figure.method, *figure.entered_readings) for figure in figures]


def _pain(case: Case, number: int) -> list[PainRating]:
    """The seven-day average of each region that hurts; a region that was not asked about has no rating."""
    main = Complaint(case.plan.episode.region, case.plan.episode.side)
    ratings = []
    for complaint, course in [(main, case.course), *case.other_pain]:
        asked = course.visits[number].pain if number < len(course.visits) else None
        if asked is not None:
            ratings.append(PainRating(region=complaint.region, side=complaint.side, intensity=asked, mode="verbal"))
    return ratings


def _treat(case: Case, number: int, session: TreatmentSession, appointment: Appointment) -> None:
    """Complete the session with notes, one or two techniques, and sometimes the pain right after."""
    practice, rng = case.practice, case.rng
    session.note_subjective = "Slept well." if rng.random() < 0.5 else "Stiff in the morning."
    session.note_objective = "Tender on palpation, no neurological signs."
    session.note_plan = "Continue as planned."
    session.adherence_percent = int(rng.integers(3, 11)) * 10 if number else None
    chosen = rng.choice(len(practice.techniques), size=int(rng.integers(1, 3)), replace=False)
    done = Documentation(
        fields=NOTE_FIELDS,
        techniques=[SessionTechnique(technique=practice.techniques[index], minutes=15) for index in chosen],
        exercises=[practice.exercises[number % len(practice.exercises)]] if number % 3 == 0 else None,
        pain=_pain_afterwards(case, appointment),
    )
    therapist = practice.callers[appointment.therapist]
    complete_session(session, done, by=therapist)
    if appointment.starts_at.date() < practice.today - SIGNED_AFTER:
        _sign(case, number, session, therapist)


def _sign(case: Case, number: int, session: TreatmentSession, therapist: Caller) -> None:
    """The notes of the last days still wait for their signature; here and there something was added afterwards."""
    sign_session(session, by=therapist)
    if number == ADDED_TO and case.patient.record_number.endswith("3"):
        add_addendum(session, "The exercises were shown again at the end.", by=therapist)


def _pain_afterwards(case: Case, appointment: Appointment) -> list[PainRating]:
    before = appointment.visit.pain
    if before is None or case.rng.random() >= 0.25:
        return []
    eased = max(0, before - int(case.rng.integers(0, 3)))
    episode = case.plan.episode
    return [
        PainRating(
            region=episode.region,
            side=episode.side,
            intensity=eased,
            recall="now",
            timing="after_treatment",
            mode="verbal",
        )
    ]

"""Setting a demo clinic up: the clinic, its staff, rooms, lists, working hours and its API client."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from typing import Any

from django.db.backends.postgresql.psycopg_any import NumericRange

from assessments.models import Protocol, ProtocolStep
from assessments.services.protocols import add_protocol
from clinic.common.caller import Caller
from clinic.demo.clinics import (
    APPOINTMENT_TYPES,
    EXERCISES,
    HOURS,
    PROTOCOL,
    PROTOCOL_STEPS,
    ROOMS,
    TECHNIQUES,
    DemoClinic,
    Worker,
)
from clinic.demo.credentials import Credentials
from clinic.practice.callers import caller_of_member
from clinic.practice.models import ApiClient, Clinic, Membership, Room, User
from clinic.practice.services.lists import add_entry
from treatments.models import AppointmentType, Availability, Closure, Exercise, Technique

DAYS_UNTIL_CLOSURE = 20


@dataclass(frozen=True, slots=True)
class Practice:
    """A demo clinic that is ready for patients."""

    plan: DemoClinic
    clinic: Clinic
    today: dt.date
    closed: frozenset[dt.date]
    front_desk: Caller
    manager: Caller
    staff: dict[str, Membership]
    callers: dict[str, Caller]
    rooms: list[Room]
    techniques: list[Technique]
    exercises: list[Exercise]
    first_visit: AppointmentType
    follow_up: AppointmentType


def establish(plan: DemoClinic, credentials: Credentials) -> Practice:
    """Create everything that a clinic has before its first patient comes.

    Logins and API clients are written past their services: those make up every password and secret anew, and
    the demo keeps the ones of its file.
    """
    clinic = Clinic.objects.create(
        name=plan.name, time_zone=plan.time_zone, locale=plan.locale, address=plan.address, paper=plan.paper
    )
    staff = {worker.username: _employ(worker, clinic, credentials) for worker in plan.staff}
    callers = {username: caller_of_member(member) for username, member in staff.items()}
    manager = callers[_first(plan, "manager")]
    _admit_software(clinic, credentials)
    _agree_on_a_protocol(manager)
    closed = _keep_hours(plan, staff, manager)
    first_visit, follow_up = (
        add_entry(AppointmentType(name=name, minutes=minutes), by=manager) for name, minutes in APPOINTMENT_TYPES
    )
    return Practice(
        plan=plan,
        clinic=clinic,
        today=manager.today(),
        closed=closed,
        front_desk=callers[_first(plan, "front_desk")],
        manager=manager,
        staff=staff,
        callers=callers,
        rooms=[add_entry(Room(name=name, allows_overlap=overlap), by=manager) for name, overlap in ROOMS],
        techniques=[add_entry(Technique(code=code, name=name), by=manager) for code, name in TECHNIQUES],
        exercises=[
            add_entry(
                Exercise(
                    name=name,
                    kind=kind,
                    instructions=instructions,
                    translated_name=chinese,
                    translated_instructions=in_chinese,
                ),
                by=manager,
            )
            for name, kind, instructions, chinese, in_chinese in EXERCISES
        ],
        first_visit=first_visit,
        follow_up=follow_up,
    )


def _first(plan: DemoClinic, role: str) -> str:
    return next(worker.username for worker in plan.staff if worker.role == role)


def _employ(worker: Worker, clinic: Clinic, credentials: Credentials) -> Membership:
    user, new = User.objects.get_or_create(username=worker.username, defaults={"is_staff": True})
    if new:
        user.set_password(credentials.password(worker.username))
        user.save()
    return Membership.objects.create(clinic=clinic, user=user, role=worker.role, display_name=worker.name)


def _admit_software(clinic: Clinic, credentials: Credentials) -> None:
    identity = credentials.client(clinic.name)
    ApiClient.objects.create(
        clinic=clinic,
        name="Demo software",
        client_type=ApiClient.CLIENT_CONFIDENTIAL,
        authorization_grant_type=ApiClient.GRANT_CLIENT_CREDENTIALS,
        client_id=identity.client_id,
        client_secret=identity.client_secret,
        scopes=list(identity.scopes),
    )


def _agree_on_a_protocol(manager: Caller) -> None:
    steps = [
        ProtocolStep(measure=measure, sides=sides, method=method, readings=readings)
        for measure, sides, method, readings in PROTOCOL_STEPS
    ]
    add_protocol(Protocol(name=PROTOCOL, is_default=True), steps, by=manager)


def _keep_hours(plan: DemoClinic, staff: dict[str, Membership], manager: Caller) -> frozenset[dt.date]:
    for worker in plan.therapists:
        for weekday in worker.weekdays:
            for minutes in HOURS:
                hours: dict[str, Any] = {"weekday": weekday, "minutes": NumericRange(*minutes)}
                add_entry(Availability(therapist=staff[worker.username], **hours), by=manager)
    day = manager.today() + dt.timedelta(days=DAYS_UNTIL_CLOSURE)
    add_entry(Closure(first_day=day, last_day=day, name="Staff training"), by=manager)
    return frozenset([day])

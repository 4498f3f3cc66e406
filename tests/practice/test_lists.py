"""The manager keeps the clinic's own lists."""

import datetime as dt
from typing import Any

import pytest
from django.db.backends.postgresql.psycopg_any import NumericRange

from clinic.audit.models import AuditEvent
from clinic.common.caller import Caller
from clinic.common.clinic_owned import ClinicOwned
from clinic.common.errors import Clash, PermissionMissing, Refused, StaleRecord
from clinic.practice.models import Clinic, Membership, Room
from clinic.practice.services.lists import add_entry, change_entry, remove_entry
from treatments.models import AppointmentType, Availability, Closure, Exercise, Technique


def entries(theo: Membership) -> list[ClinicOwned]:
    return [
        Room(name="Room 2"),
        Technique(code="traction", name="Traction"),
        Exercise(name="Bridge", kind="strengthening", instructions="Lift the pelvis."),
        AppointmentType(name="First visit", minutes=60),
        Availability(therapist=theo, weekday=1, minutes=NumericRange(540, 1020)),
        Closure(first_day=dt.date(2026, 12, 24), last_day=dt.date(2026, 12, 26), name="Christmas"),
    ]


def test_the_manager_adds_to_every_list(theo: Membership, as_mira: Caller) -> None:
    for entry in entries(theo):
        assert add_entry(entry, by=as_mira).clinic_id == as_mira.clinic_id
    actions = AuditEvent.objects.order_by("id").values_list("action", flat=True)
    assert list(actions) == [
        "room.added",
        "technique.added",
        "exercise.added",
        "appointmenttype.added",
        "availability.added",
        "closure.added",
    ]


def test_a_therapist_does_not_change_the_lists(theo: Membership, as_theo: Caller) -> None:
    for entry in entries(theo):
        with pytest.raises(PermissionMissing):
            add_entry(entry, by=as_theo)
        assert not type(entry)._base_manager.exists()


def test_an_entry_is_changed_once_for_each_reading(as_mira: Caller) -> None:
    room = add_entry(Room(name="Room 2"), by=as_mira)
    outdated = Room.objects.get()
    room.active = False
    assert change_entry(room, ["active"], by=as_mira).version == 2
    outdated.name = "Gym"
    with pytest.raises(StaleRecord):
        change_entry(outdated, ["name"], by=as_mira)
    assert Room.objects.get().name == "Room 2"


def test_a_name_is_used_once_in_a_clinic(as_mira: Caller, other_clinic: Clinic) -> None:
    Room.objects.create(clinic=other_clinic, name="Room 2")
    add_entry(Room(name="Room 2"), by=as_mira)
    with pytest.raises(Clash, match="already has a room"):
        add_entry(Room(name="Room 2"), by=as_mira)


@pytest.mark.parametrize("minutes", [(600, 600), (600, 540), (-10, 60), (1400, 1500)])
def test_working_hours_lie_within_a_day_in_the_right_order(
    theo: Membership, as_mira: Caller, minutes: tuple[int, int]
) -> None:
    with pytest.raises(Refused):
        add_entry(Availability(therapist=theo, weekday=1, minutes=NumericRange(*minutes)), by=as_mira)
    assert not Availability.objects.exists()


def test_working_hours_of_one_therapist_do_not_overlap(theo: Membership, as_mira: Caller) -> None:
    add_entry(Availability(therapist=theo, weekday=1, minutes=NumericRange(540, 720)), by=as_mira)
    with pytest.raises(Clash, match="overlap"):
        add_entry(Availability(therapist=theo, weekday=1, minutes=NumericRange(700, 800)), by=as_mira)
    assert add_entry(Availability(therapist=theo, weekday=2, minutes=NumericRange(700, 800)), by=as_mira).pk


def test_working_hours_of_another_clinics_therapist_do_not_exist(other_theo: Membership, as_mira: Caller) -> None:
    with pytest.raises(Refused) as refused:
        add_entry(Availability(therapist=other_theo, weekday=1, minutes=NumericRange(540, 720)), by=as_mira)
    assert refused.value.problems[0].code == "does_not_exist"


def test_a_closure_can_be_taken_back_and_the_audit_keeps_it(as_mira: Caller) -> None:
    days: dict[str, Any] = {"first_day": dt.date(2026, 12, 24), "last_day": dt.date(2026, 12, 26)}
    closure = add_entry(Closure(name="Christmas", **days), by=as_mira)
    uuid = closure.uuid
    remove_entry(closure, by=as_mira)
    assert not Closure.objects.exists()
    assert AuditEvent.objects.filter(action="closure.removed", subject=uuid).exists()

"""The week of each therapist."""

import datetime as dt

import pytest
import time_machine
from django.test import Client
from django.urls import reverse

from clinic.practice.models import Clinic, Membership
from clinic.workplace.week import Cell
from tests.admin.pages import filled, logged_in
from tests.builders import MORNING, make_patient, make_session
from treatments.models import Availability, Closure

WEEK = f"{reverse('workplace:week')}?day=2026-03-04"


@pytest.fixture
def desk(rosa: Membership, theo: Membership, clinic: Clinic) -> object:
    """Theo works on Mondays and Tuesdays from 9 to 12; it is early on Monday."""
    for weekday in (1, 2):
        Availability.objects.create(clinic=clinic, therapist=theo, weekday=weekday, minutes=(540, 720))
    with time_machine.travel(MORNING.replace(hour=6)):
        yield logged_in(rosa)


def cells(desk: Client, path: str = WEEK) -> list[Cell]:
    return next(row.cells for row in desk.get(path).context["rows"] if row.therapist.display_name == "Theo")


def free(cell: Cell) -> list[str]:
    return [f"{starts:%H:%M}-{ends:%H:%M}" for starts, ends, _address in cell.free]


def test_the_week_begins_on_monday_and_shows_what_is_free(desk: Client, theo: Membership, clinic: Clinic) -> None:
    make_session(make_patient(clinic), theo)
    monday, tuesday, wednesday, *_rest = cells(desk)
    assert (monday.day, monday.booked) == (MORNING.date(), 1)
    assert free(monday) == ["10:15-12:00"], "half an hour is too short for a session"
    assert free(tuesday) == ["09:00-12:00"]
    assert (wednesday.note, wednesday.free) == ("", [])
    assert free(cells(desk, f"{WEEK}&minutes=30")[0]) == ["09:00-09:30", "10:15-12:00"]


def test_a_free_time_leads_to_its_booking(desk: Client, theo: Membership) -> None:
    address = cells(desk)[1].free[0][2]
    panel = filled(desk, address)
    assert (panel["day"], panel["at"], panel["therapist"]) == ("2026-03-03", "09:00", str(theo.uuid))
    assert " autofocus data-live-focus>" in desk.get(address).content.decode(), "the patient is typed at once"


def test_nothing_is_free_on_a_closure(desk: Client, clinic: Clinic) -> None:
    Closure.objects.create(clinic=clinic, name="Typhoon", first_day=MORNING.date(), last_day=MORNING.date())
    monday = cells(desk)[0]
    assert (monday.closed, monday.note, monday.free) == (True, "Typhoon", [])


def test_who_comes_is_named_for_one_therapist_at_a_time(desk: Client, theo: Membership, clinic: Clinic) -> None:
    make_session(make_patient(clinic), theo)
    assert cells(desk)[0].names == []
    assert [name for _at, name, _url in cells(desk, f"{WEEK}&therapist={theo.uuid}")[0].names] == ["Wong, Amy"]


def test_a_weekend_is_shown_when_somebody_works(desk: Client, theo: Membership, clinic: Clinic) -> None:
    assert [cell.day.isoweekday() for cell in cells(desk)] == [1, 2, 3, 4, 5]
    make_session(make_patient(clinic), theo, starts_at=MORNING + dt.timedelta(days=5))
    assert [cell.day.isoweekday() for cell in cells(desk)] == [1, 2, 3, 4, 5, 6]

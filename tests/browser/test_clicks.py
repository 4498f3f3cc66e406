"""How many clicks and keys the most frequent tasks cost, held against the table of docs/clicks.md."""

import datetime as dt
import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path

import pytest
from django.urls import reverse
from playwright.sync_api import Locator, Page, expect

from assessments.models import Assessment, Protocol, ProtocolStep
from assessments.services.protocols import add_protocol
from clinic.common.caller import Caller
from clinic.practice.models import Clinic, Membership
from patients.models import Patient
from tests.browser.conftest import Desk
from tests.browser.test_assessment_by_keyboard import STEPS, VALUES
from tests.builders import make_episode, make_patient, make_plan, make_session, make_technique
from treatments.models import Availability, TreatmentSession
from treatments.outcomes.models import OutcomeReport

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

TABLE = Path(__file__).parents[2] / "docs" / "clicks.md"
LINE = re.compile(r"^\| (?P<task>[^|]+?) +\| +(?P<clicks>\d+) \| +(?P<keys>\d+) \|", re.MULTILINE)
TODAY = reverse("admin:index")
NAME = "okaf"
"""What is typed of Ngozi Okafor's name."""


@dataclass
class CountingHand:
    """Clicks and presses keys on a page, and counts both; every letter, digit and special key is one."""

    page: Page
    clicks: int = 0
    keys: int = 0

    def click(self, target: Locator) -> None:
        target.click()
        self.clicks += 1

    def press(self, *keys: str) -> None:
        for key in keys:
            self.page.keyboard.press(key)
        self.keys += len(keys)

    def write(self, text: str) -> None:
        self.press(*text)


@dataclass
class Workday:
    """Ngozi comes at noon and is treated by Theo, Ada is in treatment; tomorrow is free."""

    ngozi: Patient
    ada: Patient
    tomorrow: dt.date

    @property
    def next_day(self) -> str:
        return f"{TODAY}?day={self.tomorrow}"


@pytest.fixture
def workday(clinic: Clinic, theo: Membership, as_theo: Caller, as_mira: Caller) -> Workday:
    today = as_theo.today()
    noon = dt.datetime.combine(today, dt.time(12), as_theo.zone)
    tomorrow = today + dt.timedelta(days=1)
    ngozi = make_patient(clinic, family_name="Okafor", given_name="Ngozi", phone="+85223456789")
    ada = make_patient(clinic, family_name="Lovelace", given_name="Ada", birth_date=dt.date(1975, 12, 10))
    steps = [ProtocolStep(**step) for step in STEPS]
    add_protocol(Protocol(name="Standard", is_default=True), steps, by=as_mira)
    plan = make_plan(make_episode(ada))
    make_episode(ngozi)
    last = make_session(ada, theo, plan=plan, status="completed", starts_at=noon - dt.timedelta(days=7))
    last.techniques.create(clinic=clinic, technique=make_technique(clinic), region="low_back", minutes=15)
    make_session(ada, theo, plan=plan, status="in_progress", starts_at=noon - dt.timedelta(hours=2))
    make_session(ngozi, theo, starts_at=noon)
    Availability.objects.create(clinic=clinic, therapist=theo, weekday=tomorrow.isoweekday(), minutes=(540, 1080))
    return Workday(ngozi, ada, tomorrow)


def find_a_patient(hand: CountingHand, _day: Workday) -> None:
    expect(hand.page.get_by_role("combobox", name="Find a patient")).to_be_focused()
    hand.write(NAME)
    expect(hand.page.get_by_role("option")).to_have_count(1)
    hand.press("ArrowDown", "Enter")
    expect(hand.page.get_by_role("heading", name="Okafor, Ngozi")).to_be_visible()


def begin_to_register(hand: CountingHand) -> None:
    hand.click(hand.page.get_by_role("link", name="Register a patient"))
    expect(hand.page.get_by_label("Family name")).to_be_focused()


def register_somebody_who_was_here_before(hand: CountingHand, _day: Workday) -> None:
    begin_to_register(hand)
    for text in ("Okafor", "Ngozi", ""):
        hand.write(text)
        hand.press("Tab")
    hand.write("17.5.1980")
    already = hand.page.get_by_role("group", name="Already registered?")
    hand.click(already.get_by_role("link", name="Okafor, Ngozi"))
    expect(hand.page.get_by_role("heading", name="Okafor, Ngozi")).to_be_visible()
    assert Patient.objects.filter(family_name="Okafor").count() == 1


def register_somebody_new(hand: CountingHand, _day: Workday) -> None:
    begin_to_register(hand)
    for text in ("Lee", "Bo", "", "17.5.1990", "91234567"):
        hand.write(text)
        hand.press("Tab")
    hand.click(hand.page.get_by_role("checkbox", name="Treatment"))
    hand.press("Enter")
    expect(hand.page.get_by_role("heading", name="Lee, Bo")).to_be_visible()


def book_a_session(hand: CountingHand, day: Workday) -> None:
    hand.click(hand.page.locator(".gap a").first)
    expect(hand.page.locator("#desk-q")).to_be_focused()
    hand.write(NAME)
    hand.press("Enter")
    expect(hand.page.get_by_role("button", name="Book", exact=True)).to_be_focused()
    hand.press("Enter")
    expect(hand.page.locator("#messages")).to_contain_text("Booked")
    assert TreatmentSession.objects.filter(patient=day.ngozi, starts_at__date=day.tomorrow).count() == 1


def move_a_session(hand: CountingHand, _day: Workday) -> None:
    hand.click(entry(hand.page).get_by_role("link", name="Move"))
    hand.click(hand.page.locator(".gap a").last)
    hand.click(hand.page.get_by_role("button", name="Move", exact=True))
    expect(hand.page.locator("#messages")).to_contain_text("Moved")


def cancel_a_session(hand: CountingHand, _day: Workday) -> None:
    hand.click(entry(hand.page).get_by_role("link", name="Cancel"))
    expect(hand.page.get_by_label("Reason")).to_be_focused()
    hand.write("ill")
    hand.press("Enter")
    expect(hand.page.locator("#messages")).to_contain_text("Cancelled")


def receive_a_patient(hand: CountingHand, _day: Workday) -> None:
    hand.click(entry(hand.page).get_by_role("link", name="Arrived"))
    expect(hand.page.get_by_role("button", name="Name and birth date agree")).to_be_focused()
    hand.press("Enter")
    expect(hand.page.locator("#messages")).to_contain_text("Arrived")


def undo_a_wrong_click(hand: CountingHand, _day: Workday) -> None:
    hand.click(entry(hand.page).get_by_role("button", name="Undo"))
    expect(hand.page.locator("#messages")).to_contain_text("Put back to")


def see_what_changed(hand: CountingHand, _day: Workday) -> None:
    hand.click(hand.page.get_by_role("link", name="Lovelace, Ada", exact=True))
    expect(hand.page.get_by_role("button", name="Request report")).to_be_visible()


def record_a_standard_assessment(hand: CountingHand, day: Workday) -> None:
    hand.click(hand.page.get_by_role("link", name="New assessment").first)
    expect(hand.page.get_by_role("radiogroup", name="Low back").get_by_role("radio", checked=True)).to_be_focused()
    for value in VALUES:
        hand.write(value)
        hand.press("Enter")
    hand.press("Enter")
    expect(hand.page.get_by_text("The assessment is recorded.")).to_be_visible()
    assert Assessment.objects.get().patient == day.ada


def write_up_and_sign_a_session(hand: CountingHand, day: Workday) -> None:
    hand.click(hand.page.get_by_role("link", name="Write up Lovelace, Ada"))
    hand.click(hand.page.get_by_role("spinbutton", name="Average of 7 days, 1"))
    hand.write("4")
    hand.click(hand.page.get_by_role("button", name="The same as last time"))
    hand.click(hand.page.locator(".note-next .note-choice").nth(1))
    hand.click(hand.page.get_by_role("button", name="Complete and sign"))
    expect(hand.page.get_by_role("heading", name="Addenda")).to_be_visible()
    assert day.ada.sessions.filter(status="booked").count() == 1


def request_a_report(hand: CountingHand, day: Workday) -> None:
    hand.click(hand.page.get_by_role("button", name="Request report"))
    expect(hand.page.get_by_role("heading", name="How this report was made")).to_be_visible()
    assert OutcomeReport.objects.get().patient == day.ada


def entry(page: Page) -> Locator:
    """What stands in the day for Ngozi."""
    return page.locator(".entry", has_text="Okafor, Ngozi").first


Task = tuple[Callable[[CountingHand, Workday], None], Callable[[Workday], str]]


def on_today(_day: Workday) -> str:
    return TODAY


def on_the_next_day(day: Workday) -> str:
    return day.next_day


def on_the_patients_page(day: Workday) -> str:
    return reverse("workplace:patient", args=[day.ada.uuid])


AT_THE_DESK: Mapping[str, Task] = {
    "Find a patient": (find_a_patient, on_today),
    "Register somebody who was here before": (register_somebody_who_was_here_before, on_today),
    "Register somebody new": (register_somebody_new, on_today),
    "Book a session": (book_a_session, on_the_next_day),
    "Move a session": (move_a_session, on_the_next_day),
    "Cancel a session": (cancel_a_session, on_the_next_day),
    "Receive a patient": (receive_a_patient, on_today),
    "Undo a wrong click": (undo_a_wrong_click, on_today),
}
TREATING: Mapping[str, Task] = {
    "See what has changed": (see_what_changed, on_today),
    "Record a standard assessment": (record_a_standard_assessment, on_the_patients_page),
    "Write up and sign a session": (write_up_and_sign_a_session, on_today),
    "Request a report": (request_a_report, on_the_patients_page),
}


def test_the_frequent_tasks_cost_what_the_table_says(
    desk: Desk, rosa: Membership, theo: Membership, workday: Workday
) -> None:
    counted = {}
    for who, tasks in ((rosa, AT_THE_DESK), (theo, TREATING)):
        desk.sit_down(who)
        for name, (task, begins_at) in tasks.items():
            hand = CountingHand(desk.open(begins_at(workday)))
            task(hand, workday)
            counted[name] = (hand.clicks, hand.keys)
    told = {line["task"]: (int(line["clicks"]), int(line["keys"])) for line in LINE.finditer(TABLE.read_text())}
    assert counted == told

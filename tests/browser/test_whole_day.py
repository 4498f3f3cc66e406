"""The day of a clinic in a real browser, from the registration to who looked: in English on a laptop, in Chinese on
a tablet."""

import datetime as dt
from typing import Any

import pytest
import time_machine
from django.core.cache import cache
from playwright.sync_api import Locator, expect
from pypdf import PdfReader

from clinic.practice.models import Clinic, Membership
from tests.browser.conftest import Desk
from tests.browser.day import LAPTOP, TABLET, Screen, Setting
from tests.builders import MORNING, make_patient
from treatments.models import Availability, Weekday
from treatments.outcomes.building import build_report
from treatments.outcomes.models import FailureReason, OutcomeReport
from treatments.outcomes.transitions import claim, give_back

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

THREE_WEEKS_LATER = MORNING + dt.timedelta(weeks=3)
AMIE = "Wong, Amie 黃愛美"


@pytest.fixture(params=[LAPTOP, TABLET], ids=lambda setting: setting.name)
def setting(request: pytest.FixtureRequest) -> Setting:
    return request.param  # type: ignore[no-any-return]


@pytest.fixture
def browser_context_args(browser_context_args: dict[str, Any], setting: Setting) -> dict[str, Any]:
    return {**browser_context_args, **setting.device}


@pytest.fixture
def clinic(clinic: Clinic, setting: Setting) -> Clinic:
    """The clinic works in the language of the setting."""
    clinic.locale = setting.language
    clinic.save()
    cache.clear()
    return clinic


@pytest.fixture
def screen(desk: Desk, setting: Setting) -> Screen:
    return Screen(desk, setting)


def test_a_patient_is_registered_treated_reported_on_and_accounted_for(
    screen: Screen, clinic: Clinic, rosa: Membership, theo: Membership, mira: Membership
) -> None:
    Availability.objects.create(clinic=clinic, therapist=theo, weekday=Weekday.MONDAY, minutes=(9 * 60, 18 * 60))
    make_patient(clinic, phone="+85223456789")
    with time_machine.travel(MORNING):
        screen.log_in("rosa")
        register(screen)
        book(screen)
        refuse_a_clash(screen)
        receive(screen)
        screen.hand_over()
        screen.log_in("theo")
        open_an_episode(screen)
        assess(screen, pain=7, obliquity="4")
        plan(screen)
        treat(screen)
        screen.hand_over()
    screen.desk.expect_nothing_amiss()
    with time_machine.travel(THREE_WEEKS_LATER):
        screen.log_in("theo")
        assess_again(screen)
        request_a_report(screen)
        read_the_pdf(screen)
        screen.hand_over()
        screen.log_in("mira")
        account_for(screen)


def register(screen: Screen) -> None:
    """Somebody of nearly the same name has the same phone; Rosa asks, and they are two people."""
    screen.follow("Register a patient")
    screen.type("family name", "Wong")
    screen.type("given name", "Amie")
    screen.type("name in a second script", "黃愛美")
    screen.type("Birth date", "1984-11-03")
    screen.type("Phone", "2345 6789")
    screen.tick("Treatment")
    screen.sees("Already registered?")
    screen.press("Save")
    screen.sees("May already be registered. Open the record above, or confirm that this is somebody else.")
    screen.tick("This is another person; register them")
    screen.press("Save")
    expect(screen.page.get_by_role("heading", level=1)).to_have_text(AMIE)


def book(screen: Screen) -> None:
    screen.go_to("Today")
    screen.follow("Book")
    whom(screen, "amie")
    when(screen, "10:30")
    expect(entry(screen)).to_contain_text(screen.read("Booked"))


def refuse_a_clash(screen: Screen) -> None:
    """Amy cannot be booked into Amie's time; the page says whose time it is."""
    screen.follow("Book")
    whom(screen, "amy")
    when(screen, "11:00")
    expect(screen.sees("In the way:")).to_contain_text(AMIE)
    screen.follow("Close")
    expect(screen.page.locator(".entry")).to_have_count(1)


def whom(screen: Screen, name: str) -> None:
    screen.page.get_by_role("searchbox", name=screen.read("Patient"), exact=True).press_sequentially(name)
    screen.touch(screen.page.get_by_role("list", name=screen.read("Found")).get_by_role("button").first)
    screen.sees("somebody else")


def when(screen: Screen, clock: str) -> None:
    screen.choose("Therapist", "Theo")
    screen.type("From", clock)
    screen.press("Book")


def entry(screen: Screen) -> Locator:
    """Amie's session on the day."""
    return screen.page.locator(".entry", has_text=AMIE)


def receive(screen: Screen) -> None:
    screen.follow("Arrived", of=AMIE)
    agree = screen.read(
        "%(one)s and %(other)s agree", one=screen.read("name", "of a person"), other=screen.read("birth date")
    )
    screen.press(agree[0].upper() + agree[1:])
    expect(entry(screen)).to_contain_text(screen.read("Arrived"))


def open_an_episode(screen: Screen) -> None:
    screen.follow(AMIE)
    screen.follow("Open one for the complaint")
    screen.choose("Region", "low back")
    screen.press("Save")


def assess(screen: Screen, *, pain: int, obliquity: str) -> None:
    screen.follow("New assessment")
    scale = screen.page.get_by_role("radiogroup", name=screen.read("low back"))
    scale.get_by_role("radio", name=str(pain), exact=True).check()
    row = screen.page.get_by_role("group", name=screen.read("Pelvic obliquity"), exact=True)
    row.get_by_role("textbox").first.fill(obliquity)
    screen.press("Save assessment")
    screen.sees("The assessment is recorded.")


def plan(screen: Screen) -> None:
    screen.follow(AMIE)
    screen.follow("Make a plan")
    screen.type("planned sessions", "6")
    screen.press("Save")
    screen.sees("%(done)s of %(planned)s sessions", done=0, planned=6)


def treat(screen: Screen) -> None:
    screen.go_to("Today")
    screen.press("Start", of=AMIE)
    screen.follow("Write up", of=AMIE)
    screen.type("Objective: what you find", "Tender over the left sacroiliac joint.")
    screen.press("Complete and sign")
    screen.sees("Addenda")


def assess_again(screen: Screen) -> None:
    screen.type("Find a patient", "黃愛")
    screen.touch(screen.page.get_by_role("option").first)
    assess(screen, pain=3, obliquity="1")
    screen.sees("What changed")
    screen.follow(AMIE)


def request_a_report(screen: Screen) -> None:
    """A worker takes it up, is lost, and another one finishes it; the page follows by itself."""
    screen.press("Request report")
    screen.sees("The report is queued.")
    report = OutcomeReport.objects.get()
    lease = claim(report.pk)
    assert lease
    lease.renew(progress=40)
    screen.sees("The report is being made: %(progress)s %% done.", progress=40)
    give_back(lease, FailureReason.WORKER_LOST)
    build_report(report.pk)
    screen.sees("In short")
    expect(screen.page.locator("figure svg.marks").first).to_be_visible()


def read_the_pdf(screen: Screen) -> None:
    with screen.page.expect_download() as download:
        screen.follow("PDF")
    document = PdfReader(download.value.path())
    assert document.trailer["/Root"]["/Lang"] == screen.setting.language.split("-")[0]  # type: ignore[index]
    words = "".join(page.extract_text() for page in document.pages)
    assert AMIE in words
    assert screen.read("What this report cannot show") in words


def account_for(screen: Screen) -> None:
    """Mira sees who opened Amie's record and what they did, in words."""
    screen.go_to("Dashboard")
    screen.sees("Who looked at a patient")
    screen.type("Patient's name or record number", "黃愛美")
    screen.press("Show who looked")
    lines = screen.page.get_by_role("row").filter(has_text=AMIE)
    looked = screen.read("%(kind)s: %(act)s", kind=screen.read("patient").capitalize(), act=screen.read("looked at"))
    for who in ("Rosa", "Theo"):
        expect(lines.filter(has_text=who).filter(has_text=looked).first).to_be_visible()
    assert [line for line in lines.all_inner_texts() if "report." in line] == [], "no code, but words"

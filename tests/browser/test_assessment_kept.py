"""What was typed survives a lost connection, a lost answer, an ended login and a reload, and nobody else sees it."""

import pytest
from django.contrib.sessions.models import Session
from playwright.sync_api import Page, Route, expect

from assessments.models import Assessment, Measurement
from clinic.practice.models import Clinic, Membership
from patients.models import Patient
from tests.admin.pages import page as address
from tests.browser.conftest import Desk
from tests.browser.test_assessment_entry import reading, save
from tests.builders import PASSWORD, make_episode, make_patient

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
ENTRY = "**/assessments/assessment/add/**"
KEPT = "Object.keys(sessionStorage).filter(key => key.startsWith('plumbline.draft/')).length"


@pytest.fixture
def amy(clinic: Clinic) -> Patient:
    amy = make_patient(clinic)
    make_episode(amy)
    return amy


def open_entry(desk: Desk, amy: Patient) -> Page:
    return desk.open(f"{address('assessments_assessment', 'add')}?patient={amy.uuid}")


@pytest.fixture
def entry(desk: Desk, theo: Membership, amy: Patient) -> Page:
    """The page in front of Theo, with an obliquity of 3° typed and kept."""
    desk.sit_down(theo)
    page = open_entry(desk, amy)
    reading(page, "pelvic_obliquity", "").fill("3")
    page.wait_for_function(f"{KEPT} === 1")
    return page


def expect_losses(desk: Desk, *expected: str) -> None:
    """Take the console's complaints about what the test broke itself; any other still fails the test."""
    assert desk.complaints
    desk.complaints[:] = [said for said in desk.complaints if not any(known in said for known in expected)]


def recorded_once(page: Page) -> bool:
    expect(page.get_by_role("row", name="Pelvic obliquity")).to_be_visible()
    values = list(Measurement.objects.values_list("measure", "value"))
    return values == [("pelvic_obliquity", 3)] and page.evaluate(KEPT) == 0


def test_without_a_connection_nothing_is_lost_and_it_is_saved_later(desk: Desk, entry: Page) -> None:
    entry.route(ENTRY, lambda route: route.abort())
    save(entry)
    expect(entry.get_by_text("No connection. Nothing is lost")).to_be_visible()
    expect(reading(entry, "pelvic_obliquity", "")).to_have_value("3")
    assert not Assessment.objects.exists()
    entry.unroute(ENTRY)
    entry.get_by_role("button", name="Save again").click()
    assert recorded_once(entry)
    expect_losses(desk, "net::ERR_FAILED")


def test_an_answer_that_got_lost_does_not_record_it_twice(desk: Desk, entry: Page) -> None:
    def lose_the_answer(route: Route) -> None:
        route.fetch()
        route.abort()

    entry.route(ENTRY, lose_the_answer, times=1)
    save(entry)
    expect(entry.get_by_text("No connection. Nothing is lost")).to_be_visible()
    assert Assessment.objects.count() == 1
    entry.get_by_role("button", name="Save again").click()
    expect(entry.get_by_text("This form was recorded before; nothing was recorded again.")).to_be_visible()
    assert recorded_once(entry)
    expect_losses(desk, "net::ERR_FAILED")


def test_after_the_login_has_ended_one_logs_in_beside_and_goes_on(desk: Desk, entry: Page) -> None:
    Session.objects.all().delete()
    save(entry)
    expect(entry.get_by_text("Your login has ended.")).to_be_visible()
    with entry.context.expect_page() as opened:
        entry.get_by_role("link", name="Log in in another tab").click()
    beside = opened.value
    beside.get_by_label("Username").fill("theo")
    beside.get_by_label("Password").fill(PASSWORD)
    beside.get_by_role("button", name="Log in").click()
    expect(beside.get_by_role("button", name="Log in")).to_have_count(0)
    beside.close()
    entry.get_by_role("button", name="Save again").click()
    assert recorded_once(entry)
    expect_losses(desk, "403")


def test_after_a_reload_it_is_offered_again(desk: Desk, entry: Page, amy: Patient) -> None:
    open_entry(desk, amy)
    expect(reading(entry, "pelvic_obliquity", "")).to_have_value("")
    entry.get_by_role("button", name="Go on with it").click()
    expect(reading(entry, "pelvic_obliquity", "")).to_have_value("3")
    save(entry)
    assert recorded_once(entry)


def test_it_can_be_thrown_away(desk: Desk, entry: Page, amy: Patient) -> None:
    open_entry(desk, amy)
    entry.get_by_role("button", name="Throw it away").click()
    assert entry.evaluate(KEPT) == 0


def test_another_person_at_the_desk_neither_sees_nor_finds_it(
    desk: Desk, entry: Page, amy: Patient, mira: Membership
) -> None:
    assert "pelvic_obliquity" not in entry.evaluate("JSON.stringify(sessionStorage)"), "it is enciphered"
    desk.sit_down(mira)
    save(entry)
    expect(entry.get_by_text("Another person is logged in now").first).to_be_visible()
    assert not Assessment.objects.exists()
    open_entry(desk, amy)
    expect(entry.get_by_role("button", name="Go on with it")).not_to_be_visible()
    assert entry.evaluate(KEPT) == 0
    desk.complaints.clear()


def test_logging_out_leaves_nothing_in_the_browser(desk: Desk, entry: Page) -> None:
    desk.open(address("patients_patient", "changelist"))
    assert entry.evaluate(KEPT) == 1
    entry.locator("#logout-form").evaluate("form => form.requestSubmit()")
    expect(entry.locator("#logout-form")).to_have_count(0)
    assert entry.evaluate(KEPT) == 0


def test_going_back_after_saving_shows_an_empty_sheet(desk: Desk, entry: Page) -> None:
    save(entry)
    assert recorded_once(entry)
    entry.go_back()
    expect(reading(entry, "pelvic_obliquity", "")).to_have_value("")


def test_a_key_pressed_while_the_saved_page_is_on_its_way_leaves_no_draft(entry: Page) -> None:
    held: list[Route] = []
    entry.route("**/assessments/assessment/*-*/**", lambda route: held.append(route))
    entry.evaluate(
        """addEventListener("beforeunload", () =>
            document.getElementById("entry").dispatchEvent(new Event("input", { bubbles: true })))"""
    )
    save(entry)
    while not held:
        entry.wait_for_timeout(50)
    entry.wait_for_timeout(800)
    held[0].continue_()
    assert recorded_once(entry)

"""A click changes a part of the page: nothing is loaded anew, the focus stays, and what happened is said."""

import datetime as dt

import pytest
from playwright.sync_api import Locator, Page, expect

from clinic.common.caller import Caller
from clinic.practice.models import Clinic, Membership
from tests.browser.conftest import Desk
from tests.builders import make_patient, make_session
from treatments.models import TreatmentSession

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


@pytest.fixture
def today(desk: Desk, rosa: Membership, theo: Membership, clinic: Clinic, as_rosa: Caller) -> Page:
    """Today with one session, in a window that remembers whether it was loaded anew."""
    noon = dt.datetime.combine(as_rosa.today(), dt.time(12), as_rosa.zone)
    make_session(make_patient(clinic), theo, starts_at=noon)
    desk.sit_down(rosa)
    page = desk.open("/admin/")
    page.evaluate("window.sameWindow = true")
    return page


def entry(page: Page) -> Locator:
    return page.locator(".entry", has_text="Wong, Amy")


def missed(page: Page) -> Locator:
    return page.get_by_role("button", name="Did not come Wong, Amy")


def test_a_click_changes_the_entry_and_the_keyboard_stays_in_it(today: Page) -> None:
    missed(today).press("Enter")
    expect(entry(today)).to_contain_text("No show")
    assert today.evaluate("window.sameWindow")
    assert entry(today).evaluate("entry => entry.contains(document.activeElement)")
    expect(today.locator("#live-said")).to_contain_text("Did not come: ")
    today.get_by_role("button", name="Undo Wong, Amy").press("Enter")
    expect(missed(today)).to_be_visible()
    assert today.evaluate("window.sameWindow")
    assert TreatmentSession.objects.get().status == "booked"


def test_a_double_click_asks_the_server_once(today: Page) -> None:
    asked: list[str] = []
    today.on("request", lambda request: asked.append(request.url) if request.method == "POST" else None)
    missed(today).dblclick(no_wait_after=True)
    expect(entry(today)).to_contain_text("No show")
    assert len(asked) == 1


def test_a_lost_connection_is_told_and_nothing_is_lost(desk: Desk, today: Page) -> None:
    today.context.set_offline(True)
    missed(today).click()
    expect(today.get_by_role("alert")).to_have_text("No connection. Nothing was saved; try again.")
    today.context.set_offline(False)
    missed(today).click()
    expect(entry(today)).to_contain_text("No show")
    expect(today.get_by_role("alert")).to_have_count(0)
    desk.complaints.clear()  # The browser itself complains about the lost connection.


def test_an_expired_login_is_told_in_place(today: Page) -> None:
    today.context.clear_cookies(name="sessionid")
    missed(today).click()
    expect(today.get_by_role("alert")).to_contain_text("You are logged out; nothing was saved.")
    assert TreatmentSession.objects.get().status == "booked"

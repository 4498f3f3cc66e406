"""Rosa hands over the tablet, the patient fills in the sheet, and the way back leads nowhere."""

import os
from contextlib import suppress

import pytest
from django.core.cache import cache
from django.urls import reverse
from playwright.sync_api import Error as PlaywrightError
from playwright.sync_api import Page, expect

from assessments.models import Intake
from clinic.practice.models import Clinic, Membership
from patients.models import Patient
from tests.browser.conftest import Desk
from tests.browser.test_assessment_kept import expect_losses
from tests.builders import make_patient

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
LINK = "**/intake/*/"


@pytest.fixture
def amy(clinic: Clinic) -> Patient:
    return make_patient(clinic)


@pytest.fixture
def tablet(desk: Desk, rosa: Membership, amy: Patient) -> Page:
    """The tablet in Amy's hands, in front of the sheet."""
    cache.clear()
    desk.page.set_viewport_size({"width": 820, "height": 1180})
    desk.sit_down(rosa)
    page = desk.open(reverse("workplace:patient", args=[amy.uuid]))
    page.get_by_role("link", name="Intake on the tablet").click()
    page.get_by_role("button", name="Make a link for the tablet").click()
    picture(page, "desk")
    page.get_by_role("button", name="Log me out here and hand over the tablet").click()
    expect(page.get_by_role("heading", name="Hello Amy")).to_be_visible()
    return page


def picture(page: Page, name: str) -> None:
    if folder := os.environ.get("PICTURES"):
        page.screenshot(path=f"{folder}/{name}.png", full_page=True)


def fill_in(page: Page) -> None:
    page.get_by_label("What brings you here?").fill("It burns on the stairs")
    page.locator('.spot[data-name="Knee, left"]').first.click()
    scale = page.get_by_role("radiogroup", name="Knee, Left")
    scale.get_by_role("radio", name="6").press("Space")
    spot = page.get_by_role("button", name="Low back: not asked")
    spot.focus()
    page.keyboard.press("3")
    page.get_by_label("I don’t know").first.check()
    night = page.get_by_role("group", name="Does the pain wake you at night")
    night.get_by_role("radio", name="Yes").press("Space")


def go_back(page: Page) -> None:
    """As the button of the browser; a page that it refuses to show without sending a form again stays empty."""
    with suppress(PlaywrightError):
        page.go_back()
    page.wait_for_timeout(300)


def test_amy_fills_it_in_and_the_way_back_leads_nowhere(desk: Desk, tablet: Page) -> None:
    link = tablet.url
    fill_in(tablet)
    expect(tablet.locator('.spot[data-name="Knee, left"]').first).to_have_attribute("data-pain", "6")
    picture(tablet, "sheet")
    tablet.get_by_role("button", name="Send my answers").click()
    expect(tablet.get_by_role("heading", name="Thank you")).to_be_visible()
    picture(tablet, "thanks")
    told = Intake.objects.get().told
    assert told is not None
    assert [(one.region, one.side, dict(one.ratings)) for one in told.pain] == [
        ("low_back", "none", {"7d_average": 3}),
        ("knee", "left", {"7d_average": 6}),
    ]
    assert (told.onset_unknown, told.flags) == (True, ["night_pain"])
    for _step in range(4):
        go_back(tablet)
        expect(tablet.get_by_text("Wong")).to_have_count(0)
        expect(tablet.get_by_text("stairs")).to_have_count(0)
    assert desk.open(reverse("admin:index")).get_by_label("Username").is_visible()
    tablet.goto(link)
    expect(tablet.get_by_role("heading", name="This link has ended")).to_be_visible()
    desk.complaints[:] = [said for said in desk.complaints if "404" not in said]


def test_a_lost_connection_loses_no_answer_and_sends_by_itself(desk: Desk, tablet: Page) -> None:
    fill_in(tablet)
    tablet.route(LINK, lambda route: route.abort(), times=1)
    tablet.get_by_role("button", name="Send my answers").click()
    expect(tablet.get_by_text("Your answers are still here")).to_be_visible()
    expect(tablet.get_by_label("What brings you here?")).to_have_value("It burns on the stairs")
    expect(tablet.get_by_role("heading", name="Thank you")).to_be_visible()
    assert Intake.objects.filter(state="answered").count() == 1
    expect_losses(desk, "net::ERR_FAILED")


def test_an_empty_sheet_says_what_is_missing(desk: Desk, tablet: Page) -> None:
    tablet.get_by_role("button", name="Send my answers").click()
    expect(tablet.get_by_text("Please say what brings you here")).to_be_visible()
    expect_losses(desk, "422")


def test_the_sheet_is_read_in_chinese_on_a_phone(tablet: Page) -> None:
    tablet.set_viewport_size({"width": 390, "height": 844})
    fill_in(tablet)
    tablet.get_by_role("button", name="繁體中文").click()
    expect(tablet.locator("html")).to_have_attribute("lang", "zh-hant")
    expect(tablet.locator("#complaint")).to_have_value("It burns on the stairs")
    picture(tablet, "phone")
    assert tablet.evaluate("document.documentElement.scrollWidth <= innerWidth")

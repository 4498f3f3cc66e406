"""The body chart in a real browser: choosing and rating regions by keyboard and by touch, beside the plain fields."""

import pytest
from playwright.sync_api import Locator, Page, expect

from assessments.models import PainRating
from clinic.practice.models import Clinic, Membership
from tests.admin.pages import page as address
from tests.browser.conftest import Desk
from tests.builders import make_patient

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


@pytest.fixture
def entry(desk: Desk, theo: Membership, clinic: Clinic) -> Page:
    """The empty page of an assessment, in front of Theo."""
    desk.sit_down(theo)
    return desk.open(f"{address('assessments_assessment', 'add')}?patient={make_patient(clinic).uuid}")


def spot(page: Page, name: str) -> Locator:
    return page.locator(f'.spot[data-name="{name}"]').first


def scale(page: Page, name: str) -> Locator:
    return page.get_by_role("radiogroup", name=name)


def test_the_keyboard_goes_from_region_to_region_and_digits_rate(entry: Page) -> None:
    spot(entry, "Low back").focus()
    entry.keyboard.type("10")
    expect(scale(entry, "Low back").get_by_role("radio", name="10")).to_be_checked()
    entry.keyboard.press("ArrowUp")
    expect(spot(entry, "Upper back")).to_be_focused()
    entry.keyboard.type("3")
    expect(scale(entry, "Upper back")).to_be_visible()
    assert spot(entry, "Upper back").get_attribute("aria-label") == "Upper back: pain 3 of 10"
    entry.keyboard.press("Delete")
    expect(scale(entry, "Upper back").get_by_role("radio", name="not asked")).to_be_checked()
    entry.keyboard.press("Enter")
    expect(scale(entry, "Upper back").get_by_role("radio", name="not asked")).to_be_focused()
    entry.get_by_role("button", name="Save assessment").click()
    expect(entry.get_by_text("The assessment is recorded.")).to_be_visible()
    assert list(PainRating.objects.values_list("region", "intensity")) == [("low_back", 10)]


def test_touching_a_region_opens_its_scale_and_the_scale_is_shown_on_the_body(entry: Page) -> None:
    spot(entry, "Shoulder, left").click()
    expect(scale(entry, "Shoulder, Left").get_by_role("radio", name="not asked")).to_be_focused()
    entry.keyboard.type("4")
    for view in entry.locator('.spot[data-name="Shoulder, left"]').all():
        expect(view.locator(".spot-rating")).to_have_text("4")


def test_every_region_is_large_enough_for_a_finger(entry: Page) -> None:
    entry.set_viewport_size({"width": 820, "height": 1180})
    boxes = [(found.get_attribute("data-name"), found.bounding_box()) for found in entry.locator(".spot").all()]
    assert [name for name, box in boxes if not box or min(box["width"], box["height"]) < 24] == []

"""Typing a paper record in a real browser: down a column as in a spreadsheet."""

import pytest
from playwright.sync_api import Page, expect

from assessments.models import Assessment, Measurement
from clinic.practice.models import Clinic, Membership
from tests.admin.pages import page as address
from tests.browser.conftest import Desk
from tests.builders import make_patient

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
OBLIQUITY = "measure.pelvic_obliquity.none"


@pytest.fixture
def grid(desk: Desk, theo: Membership, clinic: Clinic) -> Page:
    """The empty grid in front of Theo."""
    desk.sit_down(theo)
    return desk.open(f"{address('assessments_assessment', 'paper')}?patient={make_patient(clinic).uuid}")


def cell(row: int) -> str:
    return f'[name="cell-{row}-{OBLIQUITY}"]'


def test_enter_goes_down_the_column_and_all_rows_are_saved_at_once(grid: Page) -> None:
    for row, day in enumerate(("2019-03-04", "2019-04-01")):
        grid.locator(f'[name="day-{row}"]').fill(day)
    grid.locator(cell(0)).focus()
    for key in ("5", "Enter", "3", "Control+Enter"):
        grid.keyboard.press(key)
    expect(grid.get_by_text("2 assessments are recorded.")).to_be_visible()
    assert sorted(Measurement.objects.values_list("value", "method")) == [(3, "unknown"), (5, "unknown")]
    assert not Assessment.objects.filter(time_known=True).exists()


def test_what_is_wrong_is_said_and_the_cursor_goes_there(grid: Page) -> None:
    grid.locator(cell(0)).fill("50")
    grid.locator('[name="day-0"]').fill("2019-03-04")
    grid.get_by_role("button", name="Save all rows").click()
    expect(grid.get_by_text("Pelvic obliquity: Pelvic obliquity cannot be 50°.")).to_be_visible()
    expect(grid.locator(cell(0))).to_be_focused()

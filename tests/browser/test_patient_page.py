"""The patient's page in a real browser, by mouse and without it."""

import pytest
from django.urls import reverse
from playwright.sync_api import expect

from clinic.common.caller import Caller
from clinic.practice.models import Clinic, Membership
from patients.models import Patient
from tests.browser.conftest import Desk
from tests.builders import make_course, make_episode, make_patient, make_plan

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

LAPTOP, TABLET = {"width": 1366, "height": 768}, {"width": 820, "height": 1180}


@pytest.fixture
def amy(clinic: Clinic, theo: Membership, as_theo: Caller) -> Patient:
    """Amy with a plan, after nine weekly assessments."""
    amy = make_patient(clinic, second_script_name="黃美", alerts=["implant"])
    make_plan(make_episode(amy), goals=[{"region": "low_back", "side": "none", "target": 2}])
    make_course(amy, theo, by=as_theo, visits=9)
    return amy


def page_of(patient: Patient) -> str:
    return reverse("workplace:patient", args=[patient.uuid])


def test_theo_sees_the_verdicts_without_scrolling_and_reads_a_value_on_its_point(
    desk: Desk, amy: Patient, theo: Membership
) -> None:
    desk.sit_down(theo)
    desk.page.set_viewport_size(LAPTOP)
    page = desk.open(page_of(amy))
    verdict = page.get_by_role("row", name="Pelvic obliquity").get_by_text("Moved toward the population band")
    for shown in (verdict, page.get_by_text("0 of 12 sessions"), page.get_by_role("link", name="New assessment")):
        expect(shown).to_be_in_viewport(ratio=1)
    drawing = page.locator("figure[data-chart] svg")
    expect(drawing).to_be_visible()
    first = drawing.get_by_label("2 Mar 2026, 09:30: Low back 7")
    first.scroll_into_view_if_needed()
    first.hover()
    expect(page.locator("#vg-tooltip-element.visible")).to_contain_text("7")
    numbers = page.get_by_text("Numbers: Low back")
    numbers.focus()
    page.keyboard.press("Enter")
    expect(page.get_by_role("cell", name="27 Apr 2026, 09:30").first).to_be_visible()

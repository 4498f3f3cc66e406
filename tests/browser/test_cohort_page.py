"""A report about all patients in a real browser: asked for, drawn, and read by everybody."""

import pytest
from playwright.sync_api import Page, expect

from clinic.common.caller import Caller
from clinic.practice.models import Clinic, Membership
from tests.admin.pages import page as address
from tests.browser.accessibility import faults
from tests.browser.conftest import Desk
from tests.builders import make_course, make_patient
from treatments.outcomes.building import build_report
from treatments.outcomes.models import OutcomeReport

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


@pytest.fixture
def treated(clinic: Clinic, theo: Membership, as_theo: Caller) -> None:
    """One patient with eight weekly visits: too few for an estimate, enough for every part of the page."""
    make_course(make_patient(clinic), theo, by=as_theo)


@pytest.fixture
def report(desk: Desk, mira: Membership, treated: None) -> Page:
    """The report, asked for on the page for it and built, in front of Mira."""
    desk.sit_down(mira)
    page = desk.open(f"{address('outcomes_outcomereport', 'add')}?kind=cohort")
    page.get_by_role("button", name="Request report").click()
    expect(page.get_by_text("The report is queued.")).to_be_visible()
    build_report(OutcomeReport.objects.get().pk)
    expect(page.get_by_role("heading", name="What this report cannot show")).to_be_visible()
    page.wait_for_function("document.querySelectorAll('figure svg.marks').length >= 6")
    return page


def test_it_says_first_that_the_data_are_too_few_and_draws_the_pairs_all_the_same(report: Page) -> None:
    expect(report.locator(".headlines")).to_contain_text("too few data for an estimate")
    forest = report.locator("figure[data-chart=chart-forest]")
    expect(forest.locator("svg.marks")).to_be_visible()
    forest.get_by_text("Numbers of this chart").click()
    expect(forest.get_by_role("row").nth(1)).to_be_visible()
    assert faults(report) == []

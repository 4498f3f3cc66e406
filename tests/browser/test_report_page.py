"""Asking for a report in a real browser, watching it being made, reading its charts."""

import pytest
from playwright.sync_api import Page, expect

from clinic.common.caller import Caller
from clinic.practice.models import Clinic, Membership
from patients.models import Patient
from tests.admin.pages import page as address
from tests.browser.conftest import Desk
from tests.builders import make_course, make_patient
from treatments.outcomes.building import build_report
from treatments.outcomes.models import FailureReason, OutcomeReport
from treatments.outcomes.requesting.patient import request_patient_report
from treatments.outcomes.transitions import claim, give_back

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


@pytest.fixture
def amy(clinic: Clinic, theo: Membership, as_theo: Caller) -> Patient:
    amy = make_patient(clinic, second_script_name="黃愛美")
    make_course(amy, theo, by=as_theo)
    return amy


def test_a_report_is_asked_for_with_one_click_followed_and_read(desk: Desk, theo: Membership, amy: Patient) -> None:
    desk.sit_down(theo)
    page = desk.open(address("patients_patient", "change", amy.uuid))
    page.get_by_role("button", name="Request report").click()
    expect(page.get_by_text("The report is queued.")).to_be_visible()
    report = OutcomeReport.objects.get()
    lease = claim(report.pk)
    assert lease
    lease.renew(progress=40)
    expect(page.get_by_text("The report is being made: 40 % done.")).to_be_visible()
    expect(page.get_by_role("progressbar")).to_have_attribute("value", "40")
    give_back(lease, FailureReason.WORKER_LOST)
    build_report(report.pk)

    # The page shows the result by itself.
    overview = page.locator("figure[data-chart=chart-overview]")
    expect(overview.locator("svg.marks")).to_be_visible()
    expect(page.get_by_role("heading", name="In short")).to_be_visible()
    expect(page.get_by_role("row", name="Low back")).to_contain_text("Improved")
    overview.get_by_text("Numbers of this chart").click()
    expect(overview.get_by_role("row").nth(3)).to_be_visible()
    with page.expect_download() as download:
        page.get_by_role("link", name="PDF").click()
    assert download.value.suggested_filename == f"{report.uuid}-report.pdf"
    assert download.value.path().read_bytes().startswith(b"%PDF")


@pytest.fixture
def report(desk: Desk, theo: Membership, amy: Patient, as_theo: Caller) -> Page:
    """A finished report, in front of Theo."""
    asked = request_patient_report(patient=amy, by=as_theo)
    build_report(asked.pk)
    desk.sit_down(theo)
    page = desk.open(address("outcomes_outcomereport", "change", asked.uuid))
    page.wait_for_function("document.querySelectorAll('figure svg.marks').length >= 3")
    return page


def test_running_again_from_the_page_leads_to_the_new_report(report: Page) -> None:
    report.get_by_role("button", name="Run again").click()
    expect(report.get_by_text("This report supersedes an earlier one")).to_be_visible()
    report.get_by_role("link", name="Go to the earlier report").click()
    expect(report.get_by_text("There is a newer report on the same question.")).to_be_visible()

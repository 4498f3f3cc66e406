"""Putting the clinic's own measurement error in force from the page of the report that computed it."""

import pytest
from django.test import Client

from assessments.services.precision import own_figures
from clinic.common.caller import Caller
from clinic.practice.models import Clinic, Membership
from tests.admin.pages import page, words
from tests.admin.reports.report_pages import REPORT, report_page
from tests.builders import make_assessment, make_patient, measured
from treatments.outcomes import composing_repeatability
from treatments.outcomes.building import build_report
from treatments.outcomes.models import OutcomeReport
from treatments.outcomes.requesting.repeatability import request_repeatability_report

PEOPLE, READINGS = 8, (2.0, 2.5, 1.5, 2.0, 3.0)
OBLIQUITY = "pelvic_obliquity@palm"


@pytest.fixture
def computed(clinic: Clinic, theo: Membership, as_theo: Caller, monkeypatch: pytest.MonkeyPatch) -> OutcomeReport:
    """Eight people, each measured five times over in one visit: 32 degrees of freedom for one rater."""
    monkeypatch.setattr(composing_repeatability, "render_figure", lambda spec: b"<svg/>")
    monkeypatch.setattr(composing_repeatability, "render_pdf", lambda document, svgs: b"%PDF")
    for _ in range(PEOPLE):
        found_anew = measured("pelvic_obliquity", *READINGS, relandmarked=True)
        make_assessment(make_patient(clinic), found_anew, by=as_theo, rater=theo)
    report = request_repeatability_report(by=as_theo)
    build_report(report.pk)
    return OutcomeReport.objects.get(pk=report.pk)


def press(desk: Client, report: OutcomeReport, figure: str = OBLIQUITY) -> str:
    """Press the button, and read the page that follows."""
    return words(desk.post(page(REPORT, "adopt", report.uuid), {"figure": figure}, follow=True))


def test_a_manager_puts_a_figure_in_force_with_one_click_and_cannot_do_so_twice(
    miras_desk: Client, computed: OutcomeReport, as_mira: Caller
) -> None:
    offered = words(miras_desk.get(report_page(computed)))
    assert "Put our own figures in force" in offered
    assert "Use ours for Pelvic obliquity, Palpation meter (PALM)" in offered
    said = press(miras_desk, computed)
    assert "In force from today on" in said
    assert "taken from this report" in said
    assert own_figures(as_mira)["pelvic_obliquity", "palm"].sem_same_rater == pytest.approx(0.57, abs=0.01)
    assert "This figure was taken from this report before" in press(miras_desk, computed)


def test_a_stale_report_says_why_its_figures_cannot_be_taken(
    miras_desk: Client, computed: OutcomeReport, clinic: Clinic, theo: Membership, as_theo: Caller
) -> None:
    found_anew = measured("pelvic_obliquity", *READINGS, relandmarked=True)
    make_assessment(make_patient(clinic), found_anew, by=as_theo, rater=theo)
    shown = miras_desk.get(report_page(computed))
    assert "Palpation meter (PALM) records changed since" in words(shown)
    assert f'value="{OBLIQUITY}"' not in shown.content.decode()
    assert "have changed since it was made" in press(miras_desk, computed)


def test_a_figure_that_the_report_does_not_give_is_refused(
    miras_desk: Client, computed: OutcomeReport, as_mira: Caller
) -> None:
    said = press(miras_desk, computed, "pelvic_obliquity@radiograph")
    assert "The report has no repeated readings of “pelvic_obliquity” by “radiograph”." in said
    assert own_figures(as_mira) == {}


def test_a_therapist_reads_the_report_and_puts_nothing_in_force(
    theos_desk: Client, computed: OutcomeReport, as_theo: Caller
) -> None:
    assert "Use ours" not in words(theos_desk.get(report_page(computed)))
    answer = theos_desk.post(page(REPORT, "adopt", computed.uuid), {"figure": OBLIQUITY})
    assert answer.status_code == 403
    assert own_figures(as_theo) == {}


def test_following_a_link_puts_nothing_in_force(miras_desk: Client, computed: OutcomeReport, as_mira: Caller) -> None:
    assert miras_desk.get(page(REPORT, "adopt", computed.uuid)).status_code == 405
    assert own_figures(as_mira) == {}

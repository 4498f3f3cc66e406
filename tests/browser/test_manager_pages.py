"""The worklists and the manager's pages in a real browser: accessible in light and dark, and on a tablet."""

import datetime as dt

import pytest
from django.urls import reverse
from django.utils import timezone
from playwright.sync_api import expect

from clinic.practice.models import Clinic, Membership
from clinic.workplace.worklists.view import WORKLISTS
from tests.browser.conftest import Desk
from tests.browser.test_accessibility import violations
from tests.builders import make_episode, make_patient, make_plan, make_session
from treatments.models import TreatmentSession

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


@pytest.fixture
def forgotten(clinic: Clinic, theo: Membership) -> TreatmentSession:
    """Amy's session of the day before yesterday, which nobody closed; Ben stopped coming."""
    today = timezone.now().date()
    amy, ben = make_patient(clinic), make_patient(clinic, given_name="Ben", phone="+85223456789")
    plan = make_plan(make_episode(amy, opened_at=today - dt.timedelta(days=40)), planned_sessions=1)
    make_session(amy, theo, starts_at=timezone.now() - dt.timedelta(days=9), plan=plan, status="completed")
    make_episode(ben, opened_at=today - dt.timedelta(days=60))
    return make_session(amy, theo, starts_at=timezone.now() - dt.timedelta(days=2), plan=plan)


def paths() -> list[str]:
    pages = [reverse("workplace:worklist", args=[one.name], query={"whose": "all"}) for one in WORKLISTS]
    return [*pages, reverse("workplace:manager"), reverse("workplace:roles")]


@pytest.mark.parametrize("colours", ["light", "dark"])
def test_lists_and_dashboard_have_no_violation(
    desk: Desk, mira: Membership, forgotten: TreatmentSession, colours: str
) -> None:
    desk.page.emulate_media(color_scheme=colours)  # type: ignore[arg-type]
    desk.sit_down(mira)
    assert [found for path in paths() for found in violations(desk, path)] == []


def test_on_a_tablet_nothing_is_wider_than_the_page(desk: Desk, mira: Membership, forgotten: TreatmentSession) -> None:
    desk.page.set_viewport_size({"width": 820, "height": 1180})
    desk.sit_down(mira)
    for path in paths():
        page = desk.open(path)
        assert page.evaluate("document.documentElement.scrollWidth <= innerWidth"), path


def test_a_session_is_closed_without_leaving_the_list(
    desk: Desk, rosa: Membership, forgotten: TreatmentSession
) -> None:
    desk.sit_down(rosa)
    page = desk.open(reverse("workplace:worklist", args=["not-closed"]))
    page.get_by_role("button", name="Did not come Wong, Amy").click()
    expect(page.get_by_text("Every past session is closed.")).to_be_visible()
    assert TreatmentSession.objects.get(pk=forgotten.pk).status == "no_show"

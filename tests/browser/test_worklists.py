"""Working off a worklist in a real browser."""

import datetime as dt

import pytest
from django.urls import reverse
from django.utils import timezone
from playwright.sync_api import expect

from clinic.practice.models import Clinic, Membership
from tests.browser.conftest import Desk
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


def test_a_session_is_closed_without_leaving_the_list(
    desk: Desk, rosa: Membership, forgotten: TreatmentSession
) -> None:
    desk.sit_down(rosa)
    page = desk.open(reverse("workplace:worklist", args=["not-closed"]))
    page.get_by_role("button", name="Did not come Wong, Amy").click()
    expect(page.get_by_text("Every past session is closed.")).to_be_visible()
    assert TreatmentSession.objects.get(pk=forgotten.pk).status == "no_show"

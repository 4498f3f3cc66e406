"""Writing up a session and closing an episode in a real browser."""

import datetime as dt

import pytest
from django.urls import reverse
from playwright.sync_api import Page, expect

from clinic.practice.models import Clinic, Membership
from patients.models import Episode
from tests.admin.pages import page as address
from tests.browser.conftest import Desk
from tests.browser.test_assessment_kept import KEPT, expect_losses
from tests.builders import MORNING, make_episode, make_patient, make_plan, make_session, make_technique
from treatments.models import TreatmentSession

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
NOTE = "Tender over the left sacroiliac joint."


@pytest.fixture
def session(clinic: Clinic, theo: Membership) -> TreatmentSession:
    """Amy's running session; last week she had 15 minutes of mobilisation."""
    amy = make_patient(clinic, alerts=["osteoporosis"])
    plan = make_plan(make_episode(amy))
    earlier = MORNING - dt.timedelta(days=7)
    last = make_session(amy, theo, plan=plan, status="completed", starts_at=earlier)
    last.techniques.create(clinic=clinic, technique=make_technique(clinic), region="low_back", minutes=15)
    return make_session(amy, theo, plan=plan, status="in_progress")


@pytest.fixture
def note(desk: Desk, theo: Membership, session: TreatmentSession) -> Page:
    """The page in front of Theo."""
    desk.sit_down(theo)
    return desk.open(address("treatments_treatmentsession", "complete", session.uuid))


def test_a_session_is_written_up_signed_and_the_next_one_booked_in_few_clicks(
    note: Page, session: TreatmentSession
) -> None:
    note.get_by_role("spinbutton", name="Average of 7 days, 1").fill("6")
    note.get_by_role("button", name="The same as last time").click()
    note.get_by_label("Objective: what you find").fill(NOTE)
    note.locator(".note-next .note-choice").nth(1).click()
    note.get_by_role("button", name="Complete and sign").click()
    expect(note.get_by_text("Done: Complete and write up.")).to_be_visible()
    expect(note.get_by_role("heading", name="Addenda")).to_be_visible()
    session.refresh_from_db()
    assert (session.status, session.note_objective, session.signed_at is not None) == ("completed", NOTE, True)
    assert [(one.region, one.minutes) for one in session.techniques.all()] == [("low_back", 15)]
    assert TreatmentSession.objects.filter(status="booked", patient=session.patient).count() == 1
    note.get_by_label("Add to the note").fill("It was the right side.")
    note.get_by_role("region", name="Addenda").get_by_role("button", name="Add an addendum").click()
    expect(note.get_by_role("region", name="Addenda")).to_contain_text("It was the right side.")


def test_without_a_connection_the_note_is_not_lost(desk: Desk, note: Page, session: TreatmentSession) -> None:
    note.get_by_label("Objective: what you find").fill(NOTE)
    note.wait_for_function(f"{KEPT} === 1")
    note.route("**/document/**", lambda route: route.abort())
    note.get_by_role("button", name="Save, not finished yet").click()
    expect(note.get_by_text("No connection. Nothing is lost")).to_be_visible()
    note.unroute("**/document/**")
    note.get_by_role("button", name="Save again").click()
    expect(note.get_by_text("Done: Write up.")).to_be_visible()
    session.refresh_from_db()
    assert (session.status, session.note_objective) == ("in_progress", NOTE)
    assert note.evaluate(KEPT) == 0
    expect_losses(desk, "net::ERR_FAILED")


def test_what_was_not_saved_is_offered_when_the_page_is_opened_again(note: Page, session: TreatmentSession) -> None:
    note.get_by_label("Objective: what you find").fill(NOTE)
    note.get_by_role("spinbutton", name="Average of 7 days, 1").fill("6")
    note.wait_for_function(f"{KEPT} === 1")
    note.wait_for_timeout(600)
    note.on("dialog", lambda dialog: dialog.accept())
    note.reload()
    note.get_by_role("button", name="Go on with it").click()
    expect(note.get_by_label("Objective: what you find")).to_have_value(NOTE)
    expect(note.get_by_role("spinbutton", name="Average of 7 days, 1")).to_have_value("6")
    session.refresh_from_db()
    assert session.note_objective == "", "nothing was saved yet"


def test_the_end_of_an_episode_is_one_page(desk: Desk, theo: Membership, session: TreatmentSession) -> None:
    assert session.plan is not None
    path = reverse("workplace:discharge", args=[session.plan.episode.uuid])
    desk.sit_down(theo)
    page = desk.open(path)
    page.get_by_role("spinbutton", name="0–10, 1").fill("2")
    page.get_by_label("much better", exact=True).check()
    page.get_by_label("Reason").select_option("goal_met")
    page.get_by_role("button", name="Close the episode").click()
    expect(page.get_by_text("The episode is closed.")).to_be_visible()
    assert Episode.objects.get().close_reason == "goal_met"

"""A morning at the front desk, in a real browser."""

import datetime as dt

import pytest
from django.utils import timezone
from playwright.sync_api import expect

from clinic.common.caller import Caller
from clinic.practice.models import Clinic, Membership
from patients.models import Consent, Patient
from tests.browser.conftest import Desk
from tests.builders import PASSWORD, make_event, make_member, make_patient, make_room, make_session
from treatments.models import TreatmentSession

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


def test_logging_in_registering_a_patient_and_finding_them_again_by_a_misspelt_name(
    desk: Desk, rosa: Membership
) -> None:
    page = desk.open("/admin/")
    page.get_by_label("Username").fill("rosa")
    page.get_by_label("Password").fill(PASSWORD)
    page.keyboard.press("Enter")
    page.get_by_role("link", name="Register a patient").click()
    page.get_by_label("Family name").fill("Okafor")
    page.get_by_label("Given name").fill("Ngozi")
    page.get_by_label("Name in a second script").fill("陳大文")
    page.get_by_role("button", name="Save").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Okafor, Ngozi 陳大文")

    page.get_by_role("link", name="Today", exact=True).click()
    page.get_by_role("combobox", name="Find a patient").fill("okafur")
    page.keyboard.press("Enter")
    page.get_by_role("link", name="Okafor, Ngozi 陳大文").click()
    expect(page).to_have_url(f"{desk.address}/admin/patients/{Patient.objects.get().uuid}/")


def test_booking_a_session_for_a_patient_who_is_found_while_typing(
    desk: Desk, rosa: Membership, theo: Membership, clinic: Clinic
) -> None:
    make_patient(clinic)
    desk.sit_down(rosa)
    page = desk.open("/admin/treatments/treatmentsession/add/")
    page.get_by_role("combobox", name="Patient").click()
    page.locator(".select2-search__field").fill("wong ami")
    page.locator(".select2-results__option", has_text="Wong, Amy").click()
    page.get_by_label("Therapist").select_option(label="Theo")
    page.get_by_label("Starts: date").fill("2026-03-02")
    page.get_by_label("Starts: time").fill("09:30")
    page.get_by_role("button", name="Save").click()
    expect(page.get_by_text("Mon 2 Mar 2026, 09:30–10:15")).to_be_visible()


def test_a_day_without_leaving_the_page_by_keyboard_alone(
    desk: Desk, rosa: Membership, theo: Membership, clinic: Clinic, as_rosa: Caller
) -> None:
    """Amy is received after her birth date agreed; Ben walks in, into her time and then after it; a click is undone."""
    make_patient(clinic, given_name="Ben")
    noon = dt.datetime.combine(as_rosa.today(), dt.time(12), as_rosa.zone)
    make_session(make_patient(clinic), theo, starts_at=noon)
    desk.sit_down(rosa)
    page = desk.open("/admin/")
    page.evaluate("window.sameWindow = true")

    page.get_by_role("link", name="Arrived Wong, Amy").press("Enter")
    expect(page.get_by_role("button", name="Name and birth date agree")).to_be_focused()
    page.keyboard.press("Enter")
    expect(page.locator(".entry-arrived")).to_contain_text("Wong, Amy")

    page.get_by_role("link", name="Walk-in").press("Enter")
    expect(page.get_by_role("searchbox", name="Patient", exact=True)).to_be_focused()
    page.keyboard.type("ben")
    page.keyboard.press("Enter")
    expect(page.get_by_role("button", name="Book", exact=True)).to_be_focused()
    page.get_by_label("Therapist", exact=True).select_option(label="Theo")
    page.get_by_label("From").fill("12:15")
    page.keyboard.press("Enter")
    expect(page.get_by_text("In the way:")).to_contain_text("Wong, Amy")
    page.get_by_label("From").fill("12:45")
    page.keyboard.press("Enter")
    expect(page.locator(".entry-arrived")).to_have_count(2)

    page.get_by_role("button", name="Undo Wong, Ben").press("Enter")
    expect(page.locator(".entry-booked")).to_contain_text("Wong, Ben")
    page.get_by_role("link", name="Cancel Wong, Ben").press("Enter")
    expect(page.get_by_label("Reason")).to_be_focused()
    page.keyboard.press("Escape")
    expect(page.get_by_label("Reason")).to_have_count(0)
    assert page.evaluate("window.sameWindow"), "nothing was loaded anew"
    assert sorted(TreatmentSession.objects.values_list("status", flat=True)) == ["arrived", "booked"]


def test_switching_to_the_other_clinic_by_keyboard(
    desk: Desk, theo: Membership, other_clinic: Clinic, clinic: Clinic
) -> None:
    make_member(other_clinic, "theo", role="front_desk")
    desk.sit_down(theo)
    page = desk.open("/admin/")
    expect(page.locator(".clinic-name")).to_contain_text("Bay Clinic")
    page.get_by_text("Switch clinic").press("Enter")
    page.get_by_role("button", name="Harbour Clinic").press("Enter")
    expect(page.locator(".clinic-name")).to_contain_text("Harbour Clinic")
    expect(page.locator(".clinic-name")).to_contain_text("Times in Asia/Hong Kong")


def test_no_word_is_broken_in_the_tables_of_the_patients_page(
    desk: Desk, mira: Membership, theo: Membership, clinic: Clinic
) -> None:
    amy = make_patient(clinic)
    make_session(amy, theo, status="completed", room=make_room(clinic, name="Treatment room 2"))
    Consent.objects.create(clinic=clinic, patient=amy, kind="treatment", given_at=timezone.now())
    make_event(amy, note="x" * 200)
    desk.sit_down(mira)
    desk.page.set_viewport_size({"width": 1280, "height": 900})
    page = desk.open(f"/admin/patients/patient/{amy.uuid}/change/")
    for word in ("Completed", "Given"):
        cell = page.locator(".panel td").get_by_text(word, exact=True)
        lines = cell.evaluate(
            "cell => { const all = new Range(); all.selectNodeContents(cell); return all.getClientRects().length }"
        )
        assert lines == 1
    assert page.evaluate("document.documentElement.scrollWidth <= window.innerWidth"), "nothing to scroll sideways"

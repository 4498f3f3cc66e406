"""Finding and registering a patient in a real browser, with the keyboard alone."""

import re

import pytest
from django.urls import reverse
from playwright.sync_api import Locator, Page, expect

from clinic.practice.models import Clinic, Membership
from patients.models import Consent, Contact, Patient
from tests.browser.conftest import Desk
from tests.builders import make_patient

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


def reach(page: Page, target: Locator) -> None:
    """Go on with Tab until the cursor is in the target, or in one of those that it stands for."""
    for _ in range(100):
        if target.evaluate_all("places => places.includes(document.activeElement)"):
            return
        page.keyboard.press("Tab")
    raise AssertionError(f"Tab never comes to {target}")


def type_into(page: Page, label: str, text: str) -> None:
    reach(page, page.get_by_label(label).first)
    page.keyboard.type(text)


def choose(page: Page, radio: str) -> None:
    """Come to the group of the radio button, and go through it with the arrows."""
    wanted = page.get_by_role("radio", name=radio)
    group = page.locator(f'[name="{wanted.get_attribute("name")}"]')
    reach(page, group)
    for _ in range(group.count()):
        if not wanted.is_checked():
            page.keyboard.press("ArrowDown")
    expect(wanted).to_be_checked()


def test_somebody_who_is_registered_already_is_seen_while_typing_and_another_person_is_registered(
    desk: Desk, rosa: Membership, clinic: Clinic
) -> None:
    make_patient(clinic, phone="+85223456789")
    desk.sit_down(rosa)
    page = desk.open(reverse("admin:patients_patient_add"))
    expect(page.get_by_label("Family name")).to_be_focused()
    page.keyboard.type("Wong")
    type_into(page, "Given name", "Amy")
    type_into(page, "Birth date", "17.5.2018")
    expect(page.get_by_label("Guardian's name")).to_be_visible()
    type_into(page, "Phone", "2345 6789")
    already = page.get_by_role("group", name="Already registered?")
    expect(already).to_contain_text("Wong, Amy T00001")
    expect(already).to_contain_text("same phone")

    type_into(page, "Guardian's name", "Bo Wong")
    type_into(page, "Relationship", "mother")
    type_into(page, "Treatment", " ")
    page.keyboard.press("Enter")
    expect(page.get_by_text("May already be registered.")).to_be_visible()
    assert Patient.objects.count() == 1

    reach(page, page.get_by_label("This is another person; register them"))
    page.keyboard.press("Space")
    page.keyboard.press("Enter")
    expect(page).to_have_url(re.compile(r"/admin/patients/[0-9a-f-]{36}/$"))
    young = Patient.objects.latest("pk")
    assert (young.birth_date.isoformat(), young.phone.as_e164) == ("2018-05-17", "+85223456789")
    assert (Contact.objects.get().name, Consent.objects.get().given_by) == ("Bo Wong", "Bo Wong")


def test_the_guardians_fields_are_away_for_an_adult(desk: Desk, rosa: Membership) -> None:
    desk.sit_down(rosa)
    page = desk.open(reverse("admin:patients_patient_add"))
    guardian = page.get_by_label("Guardian's name")
    expect(guardian).to_be_hidden()
    page.get_by_label("Birth date").fill("2018-05-17")
    expect(guardian).to_be_visible()
    page.get_by_label("Birth date").fill("1980-05-17")
    expect(guardian).to_be_hidden()


@pytest.mark.parametrize("where", ["admin:index", "admin:patients_patient_changelist"])
def test_a_patient_is_found_while_typing_and_opened_with_the_arrows(
    desk: Desk, rosa: Membership, clinic: Clinic, where: str
) -> None:
    make_patient(clinic, family_name="Okafor", given_name="Ada")
    ngozi = make_patient(clinic, family_name="Okafor", given_name="Ngozi", phone="+85223456789")
    desk.sit_down(rosa)
    page = desk.open(reverse(where))
    box = page.get_by_role("combobox", name=re.compile("Find a patient|Name, phone"))
    box.focus()
    page.keyboard.type("okafur")
    options = page.get_by_role("option")
    expect(options).to_have_count(2)
    expect(box).to_have_attribute("aria-expanded", "true")
    page.keyboard.press("Escape")
    expect(options).to_have_count(0)
    box.fill("")
    page.keyboard.type("2345 6789")
    expect(options).to_have_count(1)
    page.keyboard.press("ArrowDown")
    expect(options.first).to_have_attribute("aria-selected", "true")
    page.keyboard.press("Enter")
    expect(page).to_have_url(desk.address + reverse("workplace:patient", args=[ngozi.uuid]))


def test_two_records_are_merged_with_the_keyboard_alone(desk: Desk, rosa: Membership, clinic: Clinic) -> None:
    amy = make_patient(clinic, phone="+85223456789")
    amie = make_patient(clinic, given_name="Amie", phone="+85298765432")
    desk.sit_down(rosa)
    page = desk.open(reverse("workplace:duplicates"))
    reach(page, page.get_by_role("link", name="Compare and merge"))
    page.keyboard.press("Enter")
    choose(page, "Given name: Amy")
    choose(page, "Phone: +852 9876 5432")
    type_into(page, "Why are they one person?", "one passport")
    page.keyboard.press("Enter")
    expect(page).to_have_url(desk.address + reverse("workplace:patient", args=[amy.uuid]))
    expect(page.get_by_text("Merged into this record:")).to_be_visible()
    amie.refresh_from_db()
    assert amie.merged_into == amy


def test_a_dismissed_pair_leaves_the_list_without_another_page(desk: Desk, rosa: Membership, clinic: Clinic) -> None:
    for _ in range(2):
        make_patient(clinic)
    desk.sit_down(rosa)
    page = desk.open(reverse("workplace:duplicates"))
    page.get_by_label("Two people:").select_option("twins")
    page.get_by_role("button", name="Do not ask again").press("Enter")
    expect(page.get_by_text("No two records look like one person.")).to_be_visible()
    expect(page.locator("#messages")).to_contain_text("nobody is asked about them again")

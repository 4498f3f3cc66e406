"""A screen that others see, and a desk at which people take turns."""

import pytest
from django.test import Client
from django.urls import reverse

from clinic.practice.models import Clinic, Membership
from tests.admin.pages import logged_in, words
from tests.builders import PASSWORD, make_patient, make_session

INITIALS = reverse("workplace:switch_initials")


@pytest.fixture
def desk(rosa: Membership, theo: Membership, clinic: Clinic) -> Client:
    make_session(make_patient(clinic), theo)
    return logged_in(rosa)


@pytest.mark.parametrize("kind", ["patients_patient", "treatments_treatmentsession"])
def test_lists_show_initials_while_the_person_wants_it(desk: Client, kind: str) -> None:
    path = reverse(f"admin:{kind}_changelist")
    assert "Wong" in words(desk.get(path))
    desk.post(INITIALS, {"initials": "on"})
    assert "Wong" not in words(desk.get(path))
    assert "A. W. T00001" in words(desk.get(path))
    desk.post(INITIALS, {"initials": "off"})
    assert "Wong" in words(desk.get(path))


def test_the_switch_leads_back_to_its_page_and_never_out_of_the_product(desk: Client) -> None:
    week = reverse("workplace:week")
    assert desk.post(INITIALS, {"initials": "on", "back": week}).headers["Location"] == week
    assert desk.post(INITIALS, {"back": "https://evil.example/"}).headers["Location"] == reverse("admin:index")
    assert desk.get(INITIALS).status_code == 405


def test_the_next_person_begins_with_today_and_finds_nothing_of_the_former(desk: Client, theo: Membership) -> None:
    desk.post(INITIALS, {"initials": "on"})
    former = desk.session.session_key
    answer = desk.post(reverse("workplace:switch_person"))
    assert answer.headers["Clear-Site-Data"] == '"storage"'
    assert not desk.session.keys()
    login = answer.headers["Location"]
    landed = desk.post(login, {"username": "theo", "password": PASSWORD})
    assert landed.headers["Location"] == reverse("admin:index")
    assert desk.session.session_key != former
    assert "initials" not in desk.session
    assert "Theo" in words(desk.get(reverse("admin:index")))

"""The pages that span the apps, and who may open them."""

import pytest
from django.test import Client
from django.urls import reverse

from clinic.practice.models import Membership
from tests.admin.pages import logged_in

DESK = ["today_book", "away", "week", "switch_initials", "switch_person", "worklists", "manager", "roles"]


@pytest.mark.parametrize("name", DESK)
def test_the_desks_pages_ask_for_a_login_and_for_a_role(name: str, una: Membership) -> None:
    for visitor in (Client(), logged_in(una)):
        for answer in (visitor.get(reverse(f"workplace:{name}")), visitor.post(reverse(f"workplace:{name}"))):
            assert answer.headers["Location"].startswith(reverse("admin:login"))


@pytest.mark.parametrize("name", ["week", "away"])
def test_everybody_who_works_here_sees_the_week_and_can_rearrange_a_day(
    name: str, rosa: Membership, theo: Membership, mira: Membership
) -> None:
    for member in (rosa, theo, mira):
        assert logged_in(member).get(reverse(f"workplace:{name}")).status_code == 200


@pytest.mark.parametrize("name", ["manager", "roles"])
def test_only_the_manager_sees_how_the_clinic_stands(
    name: str, rosa: Membership, theo: Membership, mira: Membership
) -> None:
    answers = [logged_in(member).get(reverse(f"workplace:{name}")).status_code for member in (rosa, theo, mira)]
    assert answers == [403, 403, 200]

"""The page that describes the API, in a real browser: complete, from this server alone, and it can be tried out."""

import pytest

from clinic.practice.models import Membership
from tests.browser.conftest import Desk

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


def test_it_shows_every_resource_and_staff_who_are_logged_in_can_try_it_out(desk: Desk, theo: Membership) -> None:
    desk.sit_down(theo)
    page = desk.open("/api/v1/docs/")
    operation = page.locator("#operations-patients-patients_list")
    operation.wait_for()
    assert page.locator(".opblock").count() > 60
    operation.locator("button.opblock-summary-control").click()
    operation.locator("button.try-out__btn").click()
    with page.expect_response(lambda answer: "/api/v1/patients/" in answer.url) as answered:
        operation.locator("button.execute").click()
    assert answered.value.status == 200
    assert answered.value.json()["results"] == []

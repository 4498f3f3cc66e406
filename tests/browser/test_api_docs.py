"""The page that describes the API, in a real browser: complete, from this server alone, and it can be tried out."""

import pytest

from clinic.practice.models import Membership
from tests.browser.conftest import Desk

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


def test_the_page_loads_nothing_from_elsewhere_and_shows_every_resource(desk: Desk) -> None:
    asked: list[str] = []
    desk.page.on("request", lambda request: asked.append(request.url))
    page = desk.open("/api/v1/docs/")
    page.wait_for_selector("#operations-patients-patients_list")
    assert page.locator(".opblock").count() > 60
    assert [url for url in asked if not url.startswith((desk.address, "data:"))] == []
    assert desk.complaints == []


def test_staff_who_are_logged_in_can_try_it_out(desk: Desk, theo: Membership) -> None:
    desk.sit_down(theo)
    page = desk.open("/api/v1/docs/")
    operation = page.locator("#operations-patients-patients_list")
    operation.locator("button.opblock-summary-control").click()
    operation.locator("button.try-out__btn").click()
    with page.expect_response(lambda answer: "/api/v1/patients/" in answer.url) as answered:
        operation.locator("button.execute").click()
    assert answered.value.status == 200
    assert answered.value.json()["results"] == []

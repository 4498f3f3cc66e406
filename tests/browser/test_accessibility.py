"""Pages keep WCAG 2.2 AA as far as a machine can tell, in light and dark colours, and fit a laptop and a tablet."""

from collections.abc import Mapping

import pytest

from clinic.common.caller import Caller
from clinic.practice.models import Clinic, Membership
from tests.browser.accessibility import faults
from tests.browser.conftest import Desk
from tests.browser.every_page import DESK, MANAGER, PATIENTS, THERAPIST, Place, World, world_of

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


@pytest.fixture
def world(clinic: Clinic, theo: Membership, as_rosa: Caller, as_theo: Caller, as_mira: Caller) -> World:
    return world_of(clinic, theo, as_rosa, as_theo, as_mira)


def test_the_pages_before_anybody_is_logged_in(desk: Desk, world: World) -> None:
    expect_no_fault(desk, PATIENTS, world)


def test_the_pages_of_the_front_desk(desk: Desk, world: World, rosa: Membership) -> None:
    desk.sit_down(rosa)
    expect_no_fault(desk, DESK, world)


def test_the_pages_of_therapists(desk: Desk, world: World, theo: Membership) -> None:
    desk.sit_down(theo)
    expect_no_fault(desk, THERAPIST, world)


def test_the_pages_of_managers(desk: Desk, world: World, mira: Membership) -> None:
    desk.sit_down(mira)
    expect_no_fault(desk, MANAGER, world)


def expect_no_fault(desk: Desk, places: Mapping[str, Place], world: World) -> None:
    found = []
    for name, place in places.items():
        desk.page.emulate_media(color_scheme="light")
        page = desk.open(place.path(world))
        place.first(page)
        found += [f"{name}: {one}" for one in faults(page)]
    assert not found, "\n".join(found)

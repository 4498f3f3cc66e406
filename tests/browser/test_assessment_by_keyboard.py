"""A standard assessment without a mouse: one key for each digit, one Enter for each value, one to save."""

import pytest
from playwright.sync_api import Page, expect

from assessments.models import Measurement, PainRating, Protocol, ProtocolStep
from assessments.services.protocols import add_protocol
from clinic.common.caller import Caller
from clinic.practice.models import Clinic, Membership
from tests.admin.pages import page as address
from tests.browser.conftest import Desk
from tests.builders import make_episode, make_patient

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

STEPS = (
    {"measure": "leg_length_true", "sides": "both"},
    {"measure": "pelvic_tilt_palp", "sides": "both", "readings": 2},
    {"measure": "pelvic_obliquity", "sides": "none", "readings": 2},
    {"measure": "knee_frontal_hka", "sides": "left"},
)
VALUES = ("6", "868", "861", "9", "8", "7", "7.5", "3", "2", "4")
"""Low back; left and right leg; left, left, right, right tilt; obliquity twice; the left knee alone."""


@pytest.fixture
def entry(desk: Desk, theo: Membership, clinic: Clinic, as_mira: Caller) -> Page:
    """The page in front of Theo, following the clinic's protocol; the patient's low back is treated."""
    steps = [ProtocolStep(**step) for step in STEPS]
    add_protocol(Protocol(name="Standard", is_default=True), steps, by=as_mira)
    amy = make_patient(clinic)
    make_episode(amy)
    desk.sit_down(theo)
    return desk.open(f"{address('assessments_assessment', 'add')}?patient={amy.uuid}")


def test_a_standard_assessment_costs_its_digits_and_one_key_for_each_value(entry: Page) -> None:
    expect(entry.get_by_role("radiogroup", name="Low back").get_by_role("radio", checked=True)).to_be_focused()
    keys = [key for value in VALUES for key in (*value, "Enter")] + ["Enter"]
    for key in keys:
        entry.keyboard.press(key)
    expect(entry.get_by_text("The assessment is recorded.")).to_be_visible()
    assert len(keys) == sum(map(len, VALUES)) + len(VALUES) + 1
    assert PainRating.objects.get().intensity == 6
    read = {(taken.measure, taken.side): taken.readings for taken in Measurement.objects.all()}
    assert read == {
        ("leg_length_true", "left"): [868],
        ("leg_length_true", "right"): [861],
        ("pelvic_tilt_palp", "left"): [9, 8],
        ("pelvic_tilt_palp", "right"): [7, 7.5],
        ("pelvic_obliquity", "none"): [3, 2],
        ("knee_frontal_hka", "left"): [4],
    }


def test_control_and_enter_save_from_any_field(entry: Page) -> None:
    for key in ("6", "Enter", "8", "6", "8", "Control+Enter"):
        entry.keyboard.press(key)
    expect(entry.get_by_text("The assessment is recorded.")).to_be_visible()


def test_another_protocol_is_shown_at_once_with_what_was_typed(entry: Page) -> None:
    entry.locator("#measure-pelvic_obliquity-0").get_by_role("textbox").first.fill("3")
    entry.get_by_label("Protocol").select_option("")
    expect(entry.get_by_role("heading", name="Spine")).to_be_visible()
    expect(entry.locator("#measure-pelvic_obliquity-0").get_by_role("textbox").first).to_have_value("3")

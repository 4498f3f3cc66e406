"""Entering an assessment in a real browser: pain first, left beside right, a second look at what is unusual."""

import pytest
from playwright.sync_api import Browser, FloatRect, Locator, Page, expect

from assessments.models import Assessment, Measurement
from clinic.common.caller import Caller
from clinic.practice.models import Clinic, Membership
from patients.models import Patient
from tests.admin.pages import page as address
from tests.browser.conftest import Desk
from tests.builders import make_assessment, make_episode, make_patient, measured, rated

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


@pytest.fixture
def amy(clinic: Clinic) -> Patient:
    amy = make_patient(clinic, second_script_name="黃愛美")
    make_episode(amy)
    return amy


@pytest.fixture
def entry(desk: Desk, theo: Membership, amy: Patient) -> Page:
    """The empty page, in front of Theo."""
    desk.sit_down(theo)
    return desk.open(f"{address('assessments_assessment', 'add')}?patient={amy.uuid}")


def row(page: Page, measure: str) -> Locator:
    return page.locator(f"#measure-{measure}-0")


def reading(page: Page, measure: str, side: str, number: int = 1) -> Locator:
    label = f"{side}, reading {number}" if side else f"reading {number}"
    return row(page, measure).get_by_role("textbox", name=label, exact=False).first


def box(place: Locator) -> FloatRect:
    found = place.bounding_box()
    assert found
    return found


def right_of(place: Locator) -> float:
    return box(place)["x"] + box(place)["width"]


def middle_of(place: Locator) -> float:
    return box(place)["x"] + box(place)["width"] / 2


def save(page: Page) -> None:
    page.get_by_role("button", name="Save assessment").click()


def test_an_assessment_with_two_sides_and_an_unusual_value_is_looked_at_twice_and_recorded(entry: Page) -> None:
    entry.get_by_role("radiogroup", name="Low back").get_by_role("radio", name="6").check()
    entry.locator(".region > summary", has_text="Neck").click()
    entry.get_by_role("radiogroup", name="Neck").get_by_role("radio", name="2").check()
    reading(entry, "pelvic_tilt_palp", "left").fill("8,5")
    reading(entry, "pelvic_tilt_palp", "left", 2).fill("9.5")
    reading(entry, "pelvic_tilt_palp", "right").fill("-1")
    expect(row(entry, "pelvic_tilt_palp").locator("output").first).to_have_text("mean 9° tilted forward")
    expect(row(entry, "pelvic_tilt_palp").locator("output").last).to_have_text("−1° tilted backward")
    obliquity = row(entry, "pelvic_obliquity")
    reading(entry, "pelvic_obliquity", "").fill("8")
    expect(obliquity.locator("output")).to_contain_text("Unusual. Usual is −6° to 6°.")
    expect(entry.get_by_text("3 measured, 2 pain rated")).to_be_visible()

    save(entry)
    expect(entry.get_by_text("Nothing was saved yet.")).to_be_visible()
    expect(obliquity).to_contain_text("Pelvic obliquity of 8° is unusual.")
    assert not Assessment.objects.exists()

    obliquity.get_by_role("checkbox", name="Yes, I checked this value").check()
    save(entry)
    expect(entry.get_by_text("The assessment is recorded.")).to_be_visible()
    expect(entry.get_by_role("row", name="Pelvic obliquity")).to_contain_text("unusual, checked")
    stored = {(m.measure, m.side): (m.value, m.confirmed_unusual) for m in Measurement.objects.all()}
    assert stored == {
        ("pelvic_tilt_palp", "left"): (9, False),
        ("pelvic_tilt_palp", "right"): (-1, False),
        ("pelvic_obliquity", "none"): (8, True),
    }


def test_a_second_reading_brings_the_question_whether_the_landmarks_were_found_anew(entry: Page) -> None:
    anew = row(entry, "pelvic_obliquity").get_by_role("checkbox", name="landmarks found anew")
    reading(entry, "pelvic_obliquity", "").fill("3")
    expect(anew).not_to_be_visible()
    reading(entry, "pelvic_obliquity", "", 2).fill("4")
    anew.check()
    save(entry)
    expect(entry.get_by_role("row", name="Pelvic obliquity")).to_contain_text("landmarks found anew")
    assert Measurement.objects.get().relandmarked


def test_a_tick_made_before_saving_saves_at_once_and_is_forgotten_when_the_value_changes(entry: Page) -> None:
    obliquity = row(entry, "pelvic_obliquity")
    reading(entry, "pelvic_obliquity", "").fill("8")
    tick = obliquity.get_by_role("checkbox", name="Yes, I checked this value")
    tick.check()
    reading(entry, "pelvic_obliquity", "").fill("9")
    expect(tick).not_to_be_checked()
    tick.check()
    save(entry)
    expect(entry.get_by_text("The assessment is recorded.")).to_be_visible()
    assert Measurement.objects.get().confirmed_unusual


def test_what_is_wrong_is_shown_where_it_was_typed_and_the_cursor_goes_there(entry: Page) -> None:
    reading(entry, "pelvic_tilt_palp", "left").fill("11")
    reading(entry, "knee_frontal_hka", "right").fill("50")
    save(entry)
    expect(row(entry, "knee_frontal_hka")).to_contain_text("Right: Knee, frontal angle (hip-knee-ankle) cannot be 50°.")
    expect(reading(entry, "knee_frontal_hka", "right")).to_be_focused()
    expect(reading(entry, "pelvic_tilt_palp", "left")).to_have_value("11")
    reading(entry, "knee_frontal_hka", "right").fill("5")
    save(entry)
    expect(entry.get_by_text("The assessment is recorded.")).to_be_visible()


def test_it_can_be_typed_without_a_mouse(entry: Page) -> None:
    low_back = entry.get_by_role("radiogroup", name="Low back")
    low_back.get_by_role("radio", checked=True).focus()
    entry.keyboard.type("10")
    expect(low_back.get_by_role("radio", name="10")).to_be_checked()
    entry.keyboard.press("Enter")
    expect(reading(entry, "leg_length_true", "left")).to_be_focused()
    for typed in ("87.1", "", "86.2"):
        entry.keyboard.type(typed)
        entry.keyboard.press("Enter")
    expect(reading(entry, "leg_length_true", "right", 2)).to_be_focused()
    unit = row(entry, "leg_length_true").get_by_label("Unit")
    unit.focus()
    entry.keyboard.type("cm")
    expect(row(entry, "leg_length_true").locator("output").first).to_have_text("mean 871 mm")
    assert not Assessment.objects.exists(), "Enter saves nothing"
    entry.get_by_role("button", name="Save assessment").press("Enter")
    expect(entry.get_by_text("The assessment is recorded.")).to_be_visible()
    assert sorted(m.value for m in Measurement.objects.all()) == [862, 871]


def test_another_method_sets_the_posture_that_it_prescribes(entry: Page) -> None:
    functional = row(entry, "lld_functional")
    expect(functional.get_by_label("Posture")).to_have_value("prone")
    functional.get_by_label("Method").select_option("supine_heel_level")
    expect(functional.get_by_label("Posture")).to_have_value("supine")


def test_two_clicks_record_one_assessment(entry: Page) -> None:
    reading(entry, "pelvic_obliquity", "").fill("3")
    entry.get_by_role("button", name="Save assessment").dblclick()
    expect(entry.get_by_role("row", name="Pelvic obliquity")).to_be_visible()
    assert Assessment.objects.count() == 1


def test_a_correction_is_made_from_the_page_of_the_assessment(
    desk: Desk, theo: Membership, amy: Patient, as_theo: Caller
) -> None:
    original = make_assessment(amy, measured("pelvic_obliquity", 3), rated("low_back", 6), by=as_theo, rater=theo)
    desk.sit_down(theo)
    page = desk.open(address("assessments_assessment", "change", original.uuid))
    page.get_by_role("link", name="Correct").click()
    expect(reading(page, "pelvic_obliquity", "")).to_have_value("3")
    reading(page, "pelvic_obliquity", "").fill("-3")
    page.get_by_label("Reason of the correction").fill("sign")
    page.get_by_role("button", name="Save the correction").click()
    expect(page.get_by_text("A correction: sign")).to_be_visible()
    expect(page.get_by_role("row", name="Pelvic obliquity")).to_contain_text("left side higher")
    page.get_by_role("link", name="Go to the original").click()
    expect(page.get_by_text("counts no longer")).to_be_visible()


def test_every_row_shows_its_menu_and_the_whole_time_however_wide_the_screen(entry: Page) -> None:
    clock = entry.get_by_label("Time", exact=True)
    for width in (1440, 1366, 1290, 1280, 1180, 1024):
        entry.set_viewport_size({"width": width, "height": 900})
        for part in entry.locator(".part:has(.measure-row)").all():
            edge = right_of(part)
            assert all(right_of(menu) <= edge for menu in part.locator(".row-more > summary").all()), width
        natural = clock.evaluate("field => { field.style.flex = 'none'; return field.offsetWidth; }")
        clock.evaluate("field => { field.style.flex = ''; }")
        assert clock.evaluate("field => field.offsetWidth") >= natural, width


def test_a_measure_without_a_side_stands_between_left_and_right(entry: Page) -> None:
    entry.set_viewport_size({"width": 1366, "height": 900})
    sides, one = row(entry, "pelvic_tilt_palp").locator(".readings"), row(entry, "pelvic_obliquity").locator("input")
    assert middle_of(sides.first) < middle_of(one.first) < middle_of(one.nth(1)) < middle_of(sides.last)
    assert middle_of(one.first) > middle_of(sides.first.locator("input").last), "not under the heading of the left"


def test_it_works_without_scripts(desk: Desk, theo: Membership, amy: Patient, browser: Browser) -> None:
    desk.sit_down(theo)
    context = browser.new_context(java_script_enabled=False)
    context.add_cookies(desk.page.context.cookies())
    page = context.new_page()
    page.goto(f"{desk.address}{address('assessments_assessment', 'add')}?patient={amy.uuid}")
    reading(page, "pelvic_obliquity", "").fill("3")
    reading(page, "pelvic_obliquity", "").press("Enter")
    expect(page.get_by_role("row", name="Pelvic obliquity")).to_contain_text("right side higher")
    assert Assessment.objects.count() == 1
    context.close()

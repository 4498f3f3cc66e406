"""What the front desk sees, in the order of a day."""

import re

from camera import TABLET, Camera
from playwright.sync_api import Page

WHO = "dana"


def front_desk(camera: Camera) -> None:
    with camera.desk(WHO) as page:
        the_day(camera, page)
        booking(camera, page)
        finding_and_registering(camera, page)
        waiting_work(camera, page)
    with camera.desk(WHO, TABLET) as page:
        handing_over(camera, page)
    with camera.desk("mei", color_scheme="dark") as page:
        page.get_by_role("button", name="mei").click()
        page.get_by_role("button", name="繁體中文").click()
        camera.open(page)
        camera.take(page, "today-chinese-dark")


def the_day(camera: Camera, page: Page) -> None:
    """Somebody has arrived, somebody is being received; then the week, and a therapist who is away."""
    camera.open(page)
    page.locator(".entry-steps").get_by_role("link", name=re.compile("^Arrived")).first.click()
    page.get_by_role("button", name="Name and birth date agree").click()
    page.locator(".entry-arrived").wait_for()
    camera.open(page)
    camera.take(page, "today")
    page.locator(".entry-steps").get_by_role("link", name=re.compile("^Arrived")).first.click()
    page.get_by_role("button", name="Name and birth date agree").wait_for()
    camera.take(page, "receive")
    camera.open(page, "week/")
    camera.take(page, "week")
    camera.open(page)
    page.locator(".day-away").last.click()
    page.wait_for_load_state("networkidle")
    page.locator("[name=colleague]").select_option(index=1)
    page.get_by_role("button", name="Move the chosen").wait_for()
    camera.take(page, "away")


def booking(camera: Camera, page: Page) -> None:
    """A free time, a patient, and the same hour for some weeks."""
    camera.open(page)
    page.locator(".gap a").last.click()
    page.get_by_placeholder("Name, phone or record number").press_sequentially("an")
    page.locator("ul.desk-found button").first.wait_for()
    camera.take(page, "book")
    page.locator("ul.desk-found button").first.click()
    page.locator(".panel-whom").wait_for()
    page.get_by_label("Weekly, so many times").fill("4")
    page.get_by_role("button", name="Book", exact=True).click()
    page.locator(".series").wait_for()
    camera.take(page, "series")


def finding_and_registering(camera: Camera, page: Page) -> None:
    camera.open(page)
    page.get_by_role("combobox", name="Find a patient").press_sequentially("jackson")
    page.get_by_role("option").first.wait_for()
    camera.take(page, "find")
    camera.open(page, "patients/patient/add/")
    for label, text in {"Family name": "Jackson", "Given name": "Denise", "Phone": "415 555 0111"}.items():
        page.get_by_label(label).first.press_sequentially(text)
    page.get_by_role("group", name="Already registered?").get_by_text("Jackson").wait_for()
    camera.take(page, "register")
    camera.open(page, "duplicates/")
    camera.take(page, "duplicates")
    page.get_by_role("link", name="Compare and merge").last.click()
    page.wait_for_load_state("networkidle")
    camera.take(page, "compare")


def waiting_work(camera: Camera, page: Page) -> None:
    camera.open(page, "worklists/re-assessment/")
    camera.take(page, "worklist-desk")
    page.locator("table a[href*='/admin/patients/']").first.click()
    page.wait_for_load_state("networkidle")
    camera.take(page, "patient-desk")
    page.get_by_role("link", name="Intake on the tablet").click()
    page.get_by_role("button", name="Make a link").click()
    page.wait_for_load_state("networkidle")
    camera.take(page, "intake-desk")


def handing_over(camera: Camera, page: Page) -> None:
    """The tablet in the patient's hands."""
    camera.open(page)
    page.locator(".entry-steps").get_by_role("link", name=re.compile("^Intake")).first.click()
    page.get_by_role("button", name="Make a link").click()
    page.get_by_role("button", name="Log me out here and hand over the tablet").click()
    page.wait_for_load_state("networkidle")
    camera.take(page, "intake-tablet")

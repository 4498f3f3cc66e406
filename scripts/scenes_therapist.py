"""What a therapist sees, from the complaint to the end of the treatment."""

import re

from camera import TABLET, Camera
from playwright.sync_api import Page

WHO = "ruth"
READINGS = {
    "leg_length_true": ("868", "", "861", ""),
    "pelvic_tilt_palp": ("9", "8", "7", "7.5"),
    "pelvic_obliquity": ("3", "2"),
    "knee_frontal_hka": ("4", "", "3", ""),
}
"""What the clinic's protocol asks: left twice, right twice, or twice without sides."""
SECONDS_FOR_REPORTS = 120
"""A demo that has just begun makes its reports first."""


def therapist(camera: Camera) -> None:
    with camera.desk(WHO) as page:
        a_report(camera, page)
        a_patient(camera, page)
        an_assessment(camera, page)
        a_session(camera, page)
        the_end(camera, page)
        waiting_work(camera, page)
        paper_records(camera, page)
    with camera.desk(WHO, TABLET) as page:
        their_patient(camera, page)
        camera.take(page, "patient-tablet")
    with camera.desk("wing", color_scheme="dark") as page:
        page.get_by_role("button", name="wing").click()
        page.get_by_role("button", name="繁體中文").click()
        their_patient(camera, page)
        camera.take(page, "patient-chinese-dark", "[aria-labelledby=results]")


def their_patient(camera: Camera, page: Page) -> None:
    """The page of the patient who comes first today."""
    camera.open(page)
    page.locator(".day-mine .entry-who a").first.click()
    page.wait_for_load_state("networkidle")


def a_report(camera: Camera, page: Page) -> None:
    """The report of the patient who got best, with its charts, and the one on all patients together."""
    first = page.locator("#result_list tbody th a").first
    camera.open(page, "outcomes/outcomereport/?state__exact=done")
    for _ in range(SECONDS_FOR_REPORTS):
        if first.is_visible():
            break
        page.wait_for_timeout(1000)
        page.reload(wait_until="networkidle")
    first.click()
    page.wait_for_load_state("networkidle")
    camera.take(page, "report")
    camera.take(page, "report-charts", "[aria-labelledby=course]")


def a_patient(camera: Camera, page: Page) -> None:
    their_patient(camera, page)
    camera.take(page, "patient")
    camera.take(page, "patient-charts", ".drawn-chart")


def an_assessment(camera: Camera, page: Page) -> None:
    their_patient(camera, page)
    page.get_by_role("link", name="New assessment").click()
    page.wait_for_load_state("networkidle")
    camera.take(page, "assessment", "section:has(.pain-row)")
    page.locator(".pain-row").first.get_by_role("radio", name="4").first.check(force=True)
    for measure, readings in READINGS.items():
        fields = page.locator(f"#measure-{measure}-0").get_by_role("textbox")
        for place, reading in enumerate(readings):
            fields.nth(place).fill(reading)
    camera.take(page, "assessment-measures", "#measure-leg_length_true-0")
    page.get_by_role("button", name="Save assessment").click()
    page.get_by_text("The assessment is recorded.").wait_for()
    camera.take(page, "assessment-saved")


def a_session(camera: Camera, page: Page) -> None:
    camera.open(page)
    mine = page.locator(".day-mine .entry-steps").first
    mine.get_by_role("button", name=re.compile("^Start")).click()
    page.locator(".entry-in_progress").wait_for()
    page.get_by_role("link", name=re.compile("^Write up")).first.click()
    page.wait_for_load_state("networkidle")
    camera.take(page, "session-note")


def the_end(camera: Camera, page: Page) -> None:
    their_patient(camera, page)
    page.get_by_role("link", name="Close the episode").first.click()
    page.wait_for_load_state("networkidle")
    camera.take(page, "discharge")


def waiting_work(camera: Camera, page: Page) -> None:
    camera.open(page, "worklists/follow-ups/?whose=all")
    camera.take(page, "worklist")


def paper_records(camera: Camera, page: Page) -> None:
    their_patient(camera, page)
    page.get_by_role("link", name="New assessment").click()
    page.get_by_role("link", name="Enter old paper records instead").click()
    page.wait_for_load_state("networkidle")
    camera.take(page, "paper")

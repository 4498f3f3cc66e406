"""Charts are drawn by the browser under the strictest policy the product has: no eval, no inline style, no CDN."""

import functools
import shutil
import threading
from collections.abc import Iterator
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings
from django.contrib.staticfiles import finders
from django.template.loader import render_to_string
from playwright.sync_api import Page

from clinic.common.typefaces import FONT_DIRECTORY
from tests.outcomes.courses import inputs, measurements, ratings, session
from treatments.outcomes.charts.page_charts import patient_charts
from treatments.outcomes.findings.patient import patient_findings
from treatments.outcomes.rendering import render_svg
from treatments.outcomes.static_files import BUNDLE

pytestmark = pytest.mark.browser

COURSE = inputs(
    pain=ratings([(0, 8), (14, 6), (50, 4)]),
    measurements=measurements([(0, 4.2), (14, 3.1), (50, 1.4)]),
    sessions=(session(1),),
)
PAGE = """<!doctype html><html lang="en"><meta charset="utf-8"><title>Charts</title><link rel="icon" href="data:,">
<link rel="stylesheet" href="/fonts/fonts.css"><link rel="stylesheet" href="/outcomes/charts.css">
<h1 class="font-sans">陳大文</h1>{figures}
<script src="/outcomes/vega.js"></script><script src="/outcomes/charts.js"></script></html>"""


def policy() -> str:
    directives: dict[str, list[str]] = settings.CONTENT_SECURITY_POLICY["DIRECTIVES"]
    return "; ".join(f"{name} {' '.join(sources)}" for name, sources in directives.items())


class StrictHandler(SimpleHTTPRequestHandler):
    """Serves a folder with the product's own policy."""

    def end_headers(self) -> None:
        self.send_header("Content-Security-Policy", policy())
        super().end_headers()

    def log_message(self, format: str, *args: Any) -> None:
        """Keep the test's output clean."""


@pytest.fixture
def address(tmp_path: Path) -> Iterator[str]:
    """A page with charts, served with nothing but its static files."""
    shutil.copytree(FONT_DIRECTORY, tmp_path / "fonts")
    (tmp_path / "outcomes").mkdir()
    for name in (BUNDLE, "outcomes/charts.js", "outcomes/charts.css"):
        shutil.copy(str(finders.find(name)), tmp_path / name)
    figures = ""
    for chart in patient_charts(patient_findings(COURSE), COURSE, heading="陳大文 Chan Tai Man"):
        (tmp_path / f"{chart.name}.svg").write_bytes(render_svg(chart.spec))
        figures += render_to_string("outcomes/chart.html", {"chart": chart, "picture": f"/{chart.name}.svg"})
    (tmp_path / "index.html").write_text(PAGE.format(figures=figures), encoding="utf-8")
    server = ThreadingHTTPServer(("127.0.0.1", 0), functools.partial(StrictHandler, directory=str(tmp_path)))
    threading.Thread(target=server.serve_forever, daemon=True).start()
    yield f"http://127.0.0.1:{server.server_port}"
    server.shutdown()
    server.server_close()


def test_charts_are_drawn_without_eval_and_without_the_network(page: Page, address: str) -> None:
    complaints: list[str] = []
    page.on("console", lambda message: complaints.append(message.text))
    page.on("pageerror", lambda error: complaints.append(str(error)))
    hosts: set[str] = set()
    page.on("request", lambda request: hosts.add(request.url.split("/")[2]) if "://" in request.url else None)
    page.goto(address)
    page.wait_for_function("document.querySelectorAll('figure svg.marks').length === 3")
    assert complaints == []
    assert hosts == {address.removeprefix("http://")}


def test_a_drawn_chart_has_its_text_its_numbers_and_tooltips(page: Page, address: str) -> None:
    page.goto(address)
    pain = page.locator("figure[data-chart=chart-pain]")
    points = pain.locator("svg.marks path[aria-roledescription=point]")
    points.first.wait_for()
    left, right = (points.nth(index).bounding_box() for index in (0, 2))
    assert left
    assert right
    assert right["x"] - left["x"] > 400, "50 days apart"
    assert points.first.get_attribute("aria-label") == "5 Jan 2026, 09:00: Low back 8"
    points.first.hover()
    assert "5 Jan 2026, 09:00" in page.locator("#vg-tooltip-element.visible").inner_text()
    described = pain.locator("[data-drawing]").get_attribute("aria-label") or ""
    assert described.startswith("Line chart of pain from 0 to 10")
    pain.locator("summary").click()
    assert pain.locator("tbody tr").count() == 3


def test_without_the_script_the_picture_stays(page: Page, address: str) -> None:
    page.route("**/vega.js", lambda route: route.abort())
    page.goto(address)
    picture = page.locator("figure[data-chart=chart-overview] img")
    assert (picture.get_attribute("alt") or "").startswith("Line chart of pain")
    picture.scroll_into_view_if_needed()
    loaded = "image => image.decode().then(() => image.naturalWidth)"
    assert picture.evaluate(loaded) > 600


def test_chinese_names_are_drawn_by_the_typeface_that_comes_along(page: Page, address: str) -> None:
    page.goto(address)
    page.wait_for_function("document.querySelectorAll('figure svg.marks').length === 3")
    page.wait_for_function("Array.from(document.fonts).every(face => face.status === 'loaded')")
    inspector = page.context.new_cdp_session(page)
    inspector.send("DOM.enable")
    inspector.send("CSS.enable")
    root = inspector.send("DOM.getDocument")["root"]["nodeId"]
    heading = inspector.send("DOM.querySelector", {"nodeId": root, "selector": "h1"})["nodeId"]
    fonts = inspector.send("CSS.getPlatformFontsForNode", {"nodeId": heading})["fonts"]
    assert [(font["glyphCount"], font["familyName"]) for font in fonts] == [(3, "Noto Sans CJK TC")]

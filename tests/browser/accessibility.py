"""What of WCAG 2.2 AA a machine can tell about the page that is open: in light and dark, on a laptop and a tablet."""

from typing import Any

from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page

LEVELS = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"]
RULES = {"runOnly": {"type": "tag", "values": LEVELS}, "resultTypes": ["violations"], "preload": False}
LAPTOP, TABLET = {"width": 1366, "height": 768}, {"width": 820, "height": 1180}
STILL = "*, *::before, *::after { transition: none !important; animation: none !important; }"
"""Menus fade and colours change over a tenth of a second; what is judged is how they end."""
WITH_STYLES = """styles => {
    const sheet = new CSSStyleSheet();
    sheet.replaceSync(styles);
    document.adoptedStyleSheets.push(sheet);
}"""
"""In the one way that the content security policy leaves to a script."""
WITH_THEME = (
    "dark => document.documentElement.matches('[x-data]') && document.documentElement.classList.toggle('dark', dark)"
)
SIDEWAYS = "document.documentElement.scrollWidth > innerWidth"


def faults(page: Page) -> list[str]:
    """Every violation, and where the page is wider than the screen."""
    page.evaluate(WITH_STYLES, STILL)
    page.evaluate(Axe().axe_script)
    return [*_faults(page, LAPTOP, "light"), *_faults(page, TABLET, "dark")]


def _faults(page: Page, size: Any, scheme: Any) -> list[str]:
    """Colours as on a system that is set to them: the theme asks for them only when a page is loaded."""
    page.set_viewport_size(size)
    page.emulate_media(color_scheme=scheme)
    page.evaluate(WITH_THEME, scheme == "dark")
    wider = [f"wider than {size['width']} pixels"] if page.evaluate(SIDEWAYS) else []
    return [*(f"{scheme}: {one}" for one in _violations(page)), *wider]


def _violations(page: Page) -> list[str]:
    broken = page.evaluate("rules => axe.run(document, rules).then(told => told.violations)", RULES)
    return [f"{rule['id']} {node['target']} {node['html'][:160]}" for rule in broken for node in rule["nodes"]]

"""Browser tests use the machine's own Chromium and are skipped, with the reason, where there is none."""

import os
import shutil
from collections.abc import Iterator
from typing import Any

import pytest
from django.test import Client
from playwright.sync_api import Page, Request, Response, expect

from clinic.practice.models import Membership
from tests.admin.pages import logged_in

# Playwright keeps an event loop in the test's thread, where Django would refuse the database.
os.environ.setdefault("DJANGO_ALLOW_ASYNC_UNSAFE", "true")

PATIENCE = 15_000
"""Milliseconds that a page may take: many, for a machine that does other things as well."""
expect.set_options(timeout=PATIENCE)

CHROMIUM = shutil.which("chromium") or shutil.which("chromium-browser") or shutil.which("google-chrome")


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Skip what needs a browser if there is none."""
    if CHROMIUM is None:
        for item in items:
            if item.get_closest_marker("browser"):
                item.add_marker(pytest.mark.skip(reason="no Chromium on this machine"))


@pytest.fixture(scope="session")
def browser_type_launch_args(browser_type_launch_args: dict[str, Any]) -> dict[str, Any]:
    """The installed Chromium; without its sandbox, which cannot be had as root in a container."""
    arguments = ["--no-sandbox", "--disable-gpu", "--disable-background-networking"]
    return {**browser_type_launch_args, "executable_path": CHROMIUM, "args": arguments}


class Desk:
    """A browser at a desk, which remembers what no page may do: complain in the console, ask elsewhere, be without a
    content security policy."""

    def __init__(self, page: Page, address: str) -> None:
        self.page, self.address = page, address
        self.complaints: list[str] = []
        self.asked_elsewhere: list[str] = []
        self.unprotected: list[str] = []
        page.on(
            "console", lambda said: self.complaints.append(said.text) if said.type in ("error", "warning") else None
        )
        page.on("pageerror", lambda error: self.complaints.append(str(error)))
        page.on("request", self._note_request)
        page.on("response", self._note_response)
        page.set_default_timeout(PATIENCE)

    def _note_request(self, request: Request) -> None:
        if not request.url.startswith((f"{self.address}/", "data:", "blob:")):
            self.asked_elsewhere.append(request.url)

    def _note_response(self, response: Response) -> None:
        headers = response.headers
        if headers.get("content-type", "").startswith("text/html") and "content-security-policy" not in headers:
            self.unprotected.append(response.url)

    def open(self, path: str) -> Page:
        self.page.goto(self.address + path, wait_until="load")
        return self.page

    def expect_nothing_amiss(self) -> None:
        assert self.complaints == []
        assert self.asked_elsewhere == []
        assert self.unprotected == []

    def sit_down(self, member: Membership) -> None:
        """Log in without typing."""
        session: Client = logged_in(member)
        cookie = {"name": "sessionid", "value": session.cookies["sessionid"].value, "url": self.address}
        self.page.context.add_cookies([cookie])  # type: ignore[list-item]


@pytest.fixture
def desk(page: Page, live_server: Any) -> Iterator[Desk]:
    """A browser in front of the running product; a page that does what no page may do fails the test."""
    at_desk = Desk(page, live_server.url)
    yield at_desk
    at_desk.expect_nothing_amiss()

"""A browser in front of the demo clinic that takes small pictures of its pages."""

from base64 import b64decode, b64encode
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import Any
from urllib.parse import urljoin

import numpy as np
from playwright.sync_api import Browser, Page
from small_png import small_png

LAPTOP = (1366, 768)
TABLET = (834, 1112)
TIMEOUT = 20_000
PIXELS = """async (picture) => {
  const image = new Image();
  image.src = `data:image/png;base64,${picture}`;
  await image.decode();
  const canvas = new OffscreenCanvas(image.width, image.height);
  const drawing = canvas.getContext("2d");
  drawing.drawImage(image, 0, 0);
  const blob = new Blob([drawing.getImageData(0, 0, image.width, image.height).data]);
  const reader = new FileReader();
  await new Promise((done) => { reader.onload = done; reader.readAsDataURL(blob); });
  return [image.width, image.height, reader.result.split(",")[1]];
}"""
"""The browser unpacks its own picture: width, height and the red, green, blue and alpha of each pixel."""


class Camera:
    """``logins`` are those of ``ready.json``; the pictures are written into ``folder``."""

    def __init__(self, browser: Browser, site: str, logins: Mapping[str, str], folder: Path) -> None:
        self.browser, self.site, self.logins, self.folder = browser, site, logins, folder
        self.darkroom = browser.new_page()

    @contextmanager
    def desk(self, username: str, size: tuple[int, int] = LAPTOP, **look: Any) -> Iterator[Page]:
        """Somebody of the demo clinic who has just logged in. ``look`` goes to the browser (``color_scheme``)."""
        with self.browser.new_context(
            viewport={"width": size[0], "height": size[1]}, locale="en-GB", **look
        ) as context:
            page = context.new_page()
            page.set_default_timeout(TIMEOUT)
            page.goto(self.site)
            page.fill("[name=username]", username)
            page.fill("[name=password]", self.logins[username])
            page.click("[type=submit]")
            page.wait_for_selector("#user-links", state="attached")
            yield page

    def open(self, page: Page, path: str = "") -> None:
        """Go to an address below the first page, and wait until its pictures and charts are drawn."""
        page.goto(urljoin(self.site, path), wait_until="networkidle")

    def take(self, page: Page, name: str, top: str = "") -> None:
        """Take what is on the screen; ``top`` names what stands at its upper edge, where a page is longer."""
        if top:
            page.locator(top).first.evaluate("part => scrollTo(0, part.getBoundingClientRect().top + scrollY - 12)")
        page.wait_for_timeout(300)
        width, height, content = self.darkroom.evaluate(
            PIXELS, b64encode(page.screenshot(animations="disabled")).decode()
        )
        pixels = np.frombuffer(b64decode(content), np.uint8).reshape(height, width, 4)[..., :3]
        picture = small_png(pixels)
        (self.folder / f"{name}.png").write_bytes(picture)
        print(f"{name}.png  {len(picture) / 1000:.0f} kB")

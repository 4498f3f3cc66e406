#!/usr/bin/env python3
"""The pictures of the documentation, taken anew: ``make screenshots``. Words choose some: front_desk therapist.

Starts the demo clinic on a free port with a data folder of its own, does what people do there, and stops it. Everybody
on the pictures is invented. Needs a Chromium.
"""

import json
import shutil
import sys
import tempfile
from pathlib import Path

from playwright.sync_api import sync_playwright

PROJECT = Path(__file__).resolve().parents[1]
# Run by path: the product beside this folder is not on the import path by itself.
sys.path.insert(0, str(PROJECT))

from camera import Camera  # noqa: E402
from scenes_desk import front_desk  # noqa: E402
from scenes_manager import manager  # noqa: E402
from scenes_therapist import therapist  # noqa: E402

from benchmarks.starting import started  # noqa: E402

IMAGES = PROJECT / "docs" / "images"
SCENES = {"front_desk": front_desk, "therapist": therapist, "manager": manager}
CHROMIUM = ("chromium", "chromium-browser", "google-chrome")


def main() -> int:
    chosen = sys.argv[1:] or list(SCENES)
    program = next(filter(None, map(shutil.which, CHROMIUM)), None)
    if not set(chosen) <= set(SCENES) or program is None:
        print(f"usage: scripts/screenshots.py [{' | '.join(SCENES)}] ..., on a machine with a Chromium")
        return 2
    with tempfile.TemporaryDirectory() as folder:
        Path(folder).chmod(0o755)  # the database's own account must be able to enter
        data = Path(folder) / "data"
        with started(data):
            take(chosen, data / "ready.json", program)
    return 0


def take(chosen: list[str], ready_file: Path, program: str) -> None:
    """Take the pictures of these scenes at what runs there, one scene after the other."""
    ready = json.loads(ready_file.read_text())
    logins = {login["username"]: login["password"] for login in ready["logins"]}
    IMAGES.mkdir(exist_ok=True)
    with sync_playwright() as playwright:
        arguments = ["--no-sandbox", "--disable-gpu", "--disable-background-networking"]
        browser = playwright.chromium.launch(executable_path=program, args=arguments)
        camera = Camera(browser, ready["admin_url"], logins, IMAGES)
        for name in chosen:
            SCENES[name](camera)


if __name__ == "__main__":
    sys.exit(main())

"""Gives Django's static files the drawing library for browsers, which is made from an installed package."""

import subprocess
import sys
from collections.abc import Iterable, Iterator
from importlib.metadata import version
from pathlib import Path
from typing import Any

from django.conf import settings
from django.contrib.staticfiles.finders import BaseFinder
from django.core.checks import CheckMessage
from django.core.files.storage import FileSystemStorage, Storage

BUNDLE = "outcomes/vega.js"


class BundleFinder(BaseFinder):
    """Finds `outcomes/vega.js`; makes it first where this version has not been made yet.

    It lies in DATA_DIR under the package's version, so that an update makes a new one.
    """

    def check(self, **kwargs: Any) -> list[CheckMessage]:
        """Nothing can be configured wrongly."""
        return []

    def find(self, path: str, find_all: bool = False, **kwargs: Any) -> Any:
        """Give the file's place, or nothing for any other path."""
        if path != BUNDLE:
            return []
        place = str(_made_in() / BUNDLE)
        return [place] if find_all else place

    def list(self, ignore_patterns: Iterable[str] | None) -> Iterator[tuple[str, Storage]]:
        """Give the one file, for collectstatic and the web server."""
        yield BUNDLE, FileSystemStorage(location=_made_in())


def _made_in() -> Path:
    folder = Path(settings.DATA_DIR) / "browser" / version("vl-convert-python")
    target = folder / BUNDLE
    if not target.exists():
        # In a process of its own: making it takes 120 MB, which the web server need not keep.
        command = [sys.executable, "-m", "treatments.outcomes.browser_bundle", str(target)]
        subprocess.run(command, check=True, cwd=settings.BASE_DIR)  # noqa: S603
    return folder

"""Drawing charts is the worker's: the process that serves pages does without the library for it."""

import subprocess
import sys
from pathlib import Path

import pytest

PROJECT = Path(__file__).resolve().parents[2]
LOAD_EVERY_PAGE = """
import django
django.setup()
import clinic.urls, sys
print("vl_convert" in sys.modules)
"""


@pytest.mark.stack
def test_the_pages_load_nothing_that_draws_charts() -> None:
    loaded = subprocess.run(
        [sys.executable, "-W", "ignore", "-c", LOAD_EVERY_PAGE], cwd=PROJECT, capture_output=True, text=True, check=True
    )
    assert loaded.stdout.strip() == "False"

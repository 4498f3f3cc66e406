"""What is installed: pinned by hash, from wherever the machine's own configuration says."""

import re
from pathlib import Path

import pytest

PROJECT = Path(__file__).resolve().parents[2]
FILES = ("requirements.txt", "requirements-dev.txt")


def pins(name: str) -> dict[str, str]:
    """By package its version and markers."""
    lines = (PROJECT / name).read_text().splitlines()
    found = [re.match(r"([A-Za-z0-9._-]+(?:\[[^\]]*\])?)==(.+?)(?: \\)?$", line) for line in lines]
    return {match[1]: match[2] for match in found if match}


@pytest.mark.parametrize("name", FILES)
def test_every_package_is_pinned_with_its_hashes(name: str) -> None:
    requirements = re.split(r"\n(?=\S)", (PROJECT / name).read_text().strip())
    unpinned = [text.split()[0] for text in requirements if "--hash=sha256:" not in text]
    assert not unpinned


@pytest.mark.parametrize("name", FILES)
def test_no_package_index_is_named(name: str) -> None:
    text = (PROJECT / name).read_text()
    assert "://" not in text
    assert "index-url" not in text
    assert "find-links" not in text


def test_the_development_requirements_hold_everything_that_running_needs() -> None:
    running, developing = (pins(name) for name in FILES)
    assert len(running) > 40
    assert running.items() <= developing.items()

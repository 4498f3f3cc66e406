"""The drawing library for browsers is one of the product's own static files."""

import re
from pathlib import Path
from typing import Any

import pytest
from django.contrib.staticfiles import finders
from django.test import Client

from treatments.outcomes.static_files import BUNDLE, BundleFinder

NAMES_NOT_ADDRESSES = ("http://www.w3.org/", "https://vega.github.io/", "https://github.com/vega/")


@pytest.fixture(scope="module")
def bundle() -> str:
    found = finders.find(BUNDLE)
    assert isinstance(found, str)
    return Path(found).read_text(encoding="utf-8")


def test_the_library_is_found_like_any_other_file(bundle: str) -> None:
    assert "window.vegaEmbed" in bundle
    assert len(bundle) > 500_000
    assert finders.find(BUNDLE, find_all=True) == [finders.find(BUNDLE)]
    assert [name for name, _ in BundleFinder().list(None)] == [BUNDLE]


def test_it_is_made_where_this_version_has_not_been_made_yet(settings: Any, tmp_path: Path) -> None:
    settings.DATA_DIR = tmp_path
    made = Path(str(BundleFinder().find(BUNDLE)))
    assert made.is_relative_to(tmp_path)
    assert made.stat().st_size > 500_000
    assert [file.name for file in made.parent.iterdir()] == [made.name], "nothing unfinished is left"


def test_nothing_about_it_can_be_configured_wrongly() -> None:
    assert BundleFinder().check() == []


def test_other_paths_are_left_to_other_finders() -> None:
    assert BundleFinder().find("outcomes/other.js") == []
    assert BundleFinder().find("../../etc/passwd", find_all=True) == []


def test_it_leaves_the_pages_own_names_alone(bundle: str) -> None:
    assert bundle.startswith('(() => {"use strict";')
    assert bundle.rstrip().endswith("})();")


def test_it_names_no_address_that_it_would_load(bundle: str) -> None:
    addresses = set(re.findall(r"https?://[^\"'` )\\]+", bundle))
    assert {address for address in addresses if not address.startswith(NAMES_NOT_ADDRESSES)} == set()


@pytest.mark.parametrize(
    "name", [BUNDLE, "outcomes/charts.js", "outcomes/charts.css", "fonts/fonts.css", "fonts/NotoSansCJKtc-Regular.otf"]
)
def test_the_web_server_serves_what_a_page_with_charts_needs(client: Client, name: str) -> None:
    response = client.get(f"/static/{name}")
    assert response.status_code == 200
    assert sum(map(len, response)) > 500

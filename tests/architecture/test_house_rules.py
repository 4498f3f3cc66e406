"""Rules of the house that no linter knows."""

import ast
import re
import subprocess
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from django.core.exceptions import ImproperlyConfigured
from django.urls import URLPattern, URLResolver, get_resolver
from rest_framework.permissions import AllowAny

from clinic.common.api.permissions import DeclaredPermission
from clinic.common.api.viewsets import Lists, Retrieves
from clinic.practice.roles import ROLE_PERMISSIONS, SCOPE_PERMISSIONS
from tests.permissions.api_table import PUBLIC, TABLE

PROJECT = Path(__file__).parents[2]
CODE = ("clinic", "patients", "assessments", "treatments", "scripts", "benchmarks")
MODULES = [
    path
    for folder in CODE
    for path in sorted((PROJECT / folder).rglob("*.py"))
    if "migrations" not in path.parts and "__pycache__" not in path.parts
]
LINK = re.compile(r"\]\(([^)#\s]+)")
"""The target of a link in a page of the documentation, without the place within it."""


def test_a_viewset_that_declares_no_permission_does_not_start() -> None:
    class Careless(Lists, Retrieves):
        permissions = {"list": "patients.view"}

    with pytest.raises(ImproperlyConfigured, match="Careless declares no permission for: retrieve"):
        Careless.as_view({"get": "retrieve"})


def test_every_view_below_api_asks_for_its_permission_or_is_public() -> None:
    public = {f"api/v1/{path}" for path, methods in TABLE.items() if PUBLIC in methods.values()}
    for path, view in views(get_resolver().url_patterns):
        if path.startswith("api/"):
            asked = view.initkwargs.get("permission_classes", view.cls.permission_classes)
            assert asked == ([AllowAny] if path in public else [DeclaredPermission]), path


def views(patterns: list[URLPattern | URLResolver], above: str = "") -> Iterator[tuple[str, Any]]:
    for pattern in patterns:
        path = above + str(pattern.pattern)
        if isinstance(pattern, URLResolver):
            yield from views(pattern.url_patterns, path)
        else:
            yield path, pattern.callback


def test_every_permission_that_a_view_asks_for_is_one_that_somebody_has() -> None:
    granted = frozenset().union(*ROLE_PERMISSIONS.values(), *SCOPE_PERMISSIONS.values())
    asked = {needed for methods in TABLE.values() for needed in methods.values()} - {PUBLIC, "any_caller"}
    assert asked <= granted


@pytest.mark.parametrize("name", ["utils", "helpers", "misc", "tools", "signals", "mixins", "common_code"])
def test_no_module_is_a_drawer_for_everything(name: str) -> None:
    assert [path for path in MODULES if path.stem == name] == []


def test_nothing_happens_by_signal() -> None:
    words = ("django.dispatch", "models.signals", "@receiver")
    assert [path.name for path in MODULES if any(word in path.read_text() for word in words)] == []


def test_a_file_can_be_read_in_one_sitting() -> None:
    lengths = {str(path.relative_to(PROJECT)): len(path.read_text().splitlines()) for path in MODULES}
    assert {path: length for path, length in lengths.items() if length >= 300} == {}


def test_a_function_can_be_seen_at_once() -> None:
    """Forty lines are the aim; what is longer is a table, such as the style of the charts."""
    long = {
        f"{path.relative_to(PROJECT)}:{node.name}": node.end_lineno - node.lineno + 1
        for path in MODULES
        for node in ast.walk(ast.parse(path.read_text()))
        if isinstance(node, ast.FunctionDef) and node.end_lineno and node.end_lineno - node.lineno >= 50
    }
    assert long == {}


def test_the_repository_stands_on_its_own() -> None:
    """No file leads to a place outside it that only its makers had."""
    elsewhere = ["../" + "shared", "/" + "work/", "pypi" + ".org", "files." + "pythonhosted", "farm" + "-"]
    found = {
        (str(path.relative_to(PROJECT)), word)
        for path in kept_files()
        if path.is_file() and b"\x00" not in (content := path.read_bytes())
        for word in elsewhere
        if word.encode() in content
    }
    assert found == set()


def test_every_link_of_a_page_leads_somewhere() -> None:
    pages = [path for path in kept_files() if path.suffix == ".md" and path.is_file()]
    links = {(page, target) for page in pages for target in LINK.findall(page.read_text()) if "://" not in target}
    nowhere = {
        (str(page.relative_to(PROJECT)), target) for page, target in links if not (page.parent / target).exists()
    }
    assert links
    assert nowhere == set()


def kept_files() -> list[Path]:
    """The files of the repository, or everything here where there is no git."""
    listed = subprocess.run(["git", "ls-files", "-z"], cwd=PROJECT, capture_output=True, text=True, check=False)
    if listed.returncode == 0:
        return [PROJECT / name for name in listed.stdout.split("\0") if name]
    folders = [PROJECT / name for name in (*CODE, "tests", "docs")]
    return [path for folder in folders for path in folder.rglob("*")]

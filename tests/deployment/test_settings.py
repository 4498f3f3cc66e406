"""What one set of settings has and another must not have."""

import runpy
from typing import Any

import pytest

PRODUCTION = {
    "SECRET_KEY": "x" * 50,
    "ALLOWED_HOSTS": "clinic.example",
    "DATABASE_URL": "postgres:///plumbline",
    "REDIS_URL": "redis://127.0.0.1:6379/0",
}


def settings(name: str) -> dict[str, Any]:
    return runpy.run_module(f"clinic.settings.{name}")


def cookies(name: str) -> tuple[str, str]:
    found = settings(name)
    return found.get("SESSION_COOKIE_NAME", "sessionid"), found.get("CSRF_COOKIE_NAME", "csrftoken")


def test_two_copies_on_one_machine_do_not_share_their_cookies(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PORT", "8123")
    one = cookies("dev")
    monkeypatch.setenv("PORT", "8124")
    assert one == ("sessionid_8123", "csrftoken_8123")
    assert cookies("dev") == ("sessionid_8124", "csrftoken_8124")


def test_in_production_the_cookies_have_their_usual_names_and_files_are_collected(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    for variable, value in PRODUCTION.items():
        monkeypatch.setenv(variable, value)
    assert cookies("production") == ("sessionid", "csrftoken")
    assert settings("production")["STATIC_ROOT"].name == "static"
    assert not settings("dev").get("STATIC_ROOT"), "where files are found, none are looked for in an empty folder"

"""A wrong or taken port is said before anything starts."""

import socket
from pathlib import Path

import pytest

from clinic.embedded.data_folder import DataFolder
from clinic.embedded.errors import CannotStart
from clinic.embedded.port import chosen_port, refuse_taken_port
from clinic.embedded.running import run


def test_the_port_is_8000_unless_port_says_otherwise(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("PORT", raising=False)
    assert chosen_port() == 8000
    monkeypatch.setenv("PORT", "8123")
    assert chosen_port() == 8123


@pytest.mark.parametrize("text", ["http", "0", "65536", "-1", "80.5"])
def test_a_port_that_is_none_is_shown_with_what_would_be_one(text: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PORT", text)
    with pytest.raises(CannotStart, match=f"PORT is '{text}'; it must be a number from 1 to 65535"):
        chosen_port()


def test_a_taken_port_is_named_with_another_to_try() -> None:
    with socket.create_server(("127.0.0.1", 0)) as other:
        port = other.getsockname()[1]
        with pytest.raises(CannotStart, match=f"Port {port} is taken by another program. .*PORT=8001 make run"):
            refuse_taken_port(port)
    refuse_taken_port(port)


def test_a_start_that_is_refused_leaves_no_folder_behind(tmp_path: Path) -> None:
    with socket.create_server(("127.0.0.1", 0)) as other, pytest.raises(CannotStart, match="is taken"):
        run(DataFolder(tmp_path / "data"), other.getsockname()[1])
    assert not (tmp_path / "data").exists()

"""Servers of the user's own: taken when they answer, named when they do not."""

import socket

import pytest

from clinic.embedded.errors import CannotStart
from clinic.embedded.servers import refuse_silent_servers


@pytest.fixture
def closed_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return port


def test_servers_that_answer_are_taken() -> None:
    refuse_silent_servers()


def test_a_silent_database_is_named_without_its_password(monkeypatch: pytest.MonkeyPatch, closed_port: int) -> None:
    monkeypatch.setenv("DATABASE_URL", f"postgres://app:s3cret@127.0.0.1:{closed_port}/plumbline")
    with pytest.raises(CannotStart, match=r"DATABASE_URL names does not answer: .*refused") as refused:
        refuse_silent_servers()
    assert "s3cret" not in str(refused.value)


def test_a_silent_broker_is_named_without_its_password(monkeypatch: pytest.MonkeyPatch, closed_port: int) -> None:
    monkeypatch.setenv("REDIS_URL", f"redis://:s3cret@127.0.0.1:{closed_port}/0")
    with pytest.raises(CannotStart, match=r"REDIS_URL names does not answer: .*refused") as refused:
        refuse_silent_servers()
    assert "s3cret" not in str(refused.value)


def test_an_address_that_is_none_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("REDIS_URL", "the one in the cellar")
    with pytest.raises(CannotStart, match="REDIS_URL names does not answer"):
        refuse_silent_servers()

"""The servers of a test run: real, quick, unreachable from outside, and gone afterwards."""

from collections.abc import Iterator, Mapping
from pathlib import Path

import psycopg
import pytest
import redis

from clinic.embedded.run_folder import run_folder
from clinic.embedded.throwaway import throwaway_servers

pytestmark = [pytest.mark.stack, pytest.mark.timeout(60)]


@pytest.fixture(scope="module")
def nothing_given() -> Iterator[None]:
    """The environment names no server."""
    with pytest.MonkeyPatch.context() as environment:
        environment.delenv("DATABASE_URL", raising=False)
        environment.delenv("REDIS_URL", raising=False)
        yield


@pytest.fixture(scope="module")
def addresses(nothing_given: None) -> Iterator[Mapping[str, str]]:
    with throwaway_servers() as addresses:
        yield addresses


def folder_of(addresses: Mapping[str, str]) -> Path:
    """The folder of the servers' sockets and logs."""
    return Path(addresses["REDIS_URL"].removeprefix("unix://").split("?")[0]).parents[1]


def processes_naming(text: str) -> list[str]:
    """The command lines of running processes that hold the text."""
    found = []
    for file in Path("/proc").glob("[0-9]*/cmdline"):
        try:
            command = file.read_bytes().replace(b"\0", b" ").decode(errors="replace")
        except OSError:  # It ended while we looked.
            continue
        if text in command:
            found.append(command)
    return found


def test_the_database_sorts_and_stores_any_language_and_listens_only_on_a_socket(addresses: Mapping[str, str]) -> None:
    with psycopg.connect(addresses["DATABASE_URL"]) as connection:
        assert connection.execute("SHOW server_encoding").fetchone() == ("UTF8",)
        assert connection.execute("SELECT lower('ÉLODIE 陳大文')").fetchone() == ("élodie 陳大文",)
        assert connection.execute("SHOW listen_addresses").fetchone() == ("",)


def test_the_broker_keeps_every_message_and_never_drops_one_for_memory(addresses: Mapping[str, str]) -> None:
    with redis.Redis.from_url(addresses["REDIS_URL"]) as broker:
        assert broker.config_get("maxmemory-policy") == {"maxmemory-policy": "noeviction"}
        assert broker.config_get("appendonly") == {"appendonly": "yes"}
        assert broker.config_get("port") == {"port": "0"}


def test_nothing_is_left_of_them_even_when_the_run_breaks_off(nothing_given: None) -> None:
    servers = throwaway_servers()
    addresses = servers.__enter__()
    assert len(processes_naming(str(folder_of(addresses)))) >= 2
    broken_off = KeyboardInterrupt()
    assert not servers.__exit__(KeyboardInterrupt, broken_off, broken_off.__traceback__)
    assert processes_naming(str(folder_of(addresses))) == []
    assert not folder_of(addresses).exists()


def test_nothing_starts_when_the_environment_names_servers(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("DATABASE_URL", "postgres://somebody@somewhere/database")
    monkeypatch.setenv("REDIS_URL", "redis://somewhere/0")
    with throwaway_servers() as addresses:
        assert addresses == {}


def test_a_failed_statement_leaves_no_patient_in_the_servers_log(addresses: Mapping[str, str]) -> None:
    with psycopg.connect(addresses["DATABASE_URL"], autocommit=True) as connection:
        connection.execute("CREATE TABLE patient (name text UNIQUE, born date)")
        connection.execute("INSERT INTO patient (name) VALUES ('Canary Chan')")
        for statement in (
            "INSERT INTO patient (name) VALUES ('Canary Chan')",
            "INSERT INTO patient (name, born) VALUES ('Canary Lee', 'Canary Wong')",
            "SELECT 'Canary Ho' FROM",
        ):
            with pytest.raises(psycopg.Error):
                connection.execute(statement)
    log = (folder_of(addresses) / "postgres.log").read_text()
    assert "ready to accept connections" in log
    assert "Canary" not in log


def test_a_temporary_folder_too_deep_for_a_socket_is_passed_over(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    deep = tmp_path / ("d" * 80)
    deep.mkdir()
    monkeypatch.setattr("tempfile.tempdir", str(deep))
    with run_folder() as folder:
        assert len(str(folder / "postgres" / ".s.PGSQL.5432.lock").encode()) < 100
        assert not list(deep.iterdir())
    assert not folder.exists()

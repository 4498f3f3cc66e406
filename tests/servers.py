"""Pytest plugin: throw-away PostgreSQL and Valkey for the test run, unless the environment names others.

Loaded by ``-p tests.servers``, so that the addresses are there before Django reads its settings. Parallel
workers inherit them and start nothing; each has its own database of Valkey, from the named one on, because tests
count what waits there and clear it. While they import and collect the tests, the product's own command sets up
one database, of which each of them then gets a copy: setting up takes a processor longer than many a test file.
"""

import atexit
import fcntl
import os
import subprocess
import sys
from collections.abc import Generator, Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory
from urllib.parse import parse_qsl, urlsplit

import psycopg
import pytest

from clinic.embedded.throwaway import throwaway_servers

PROJECT = Path(__file__).resolve().parents[1]
READY = "The database is ready."
"""The last words of ``manage.py setup_database``."""

_servers = ExitStack()


@pytest.hookimpl(wrapper=True, tryfirst=True)
def pytest_load_initial_conftests() -> Generator[None, None, None]:
    # A wrapper runs before every other plugin's own hook, and Django's plugin reads the settings in its.
    atexit.register(_servers.close)
    os.environ.update(_servers.enter_context(throwaway_servers()))
    if "TEST_TEMPLATE" not in os.environ:
        _servers.enter_context(_template())
    if worker := os.environ.get("PYTEST_XDIST_WORKER"):
        os.environ["REDIS_URL"] = _database_of(int(worker.removeprefix("gw")), os.environ["REDIS_URL"])
    return (yield)


def pytest_unconfigure() -> None:
    _servers.close()


def template() -> str:
    """The name of the database to copy, when it is ready; raises RuntimeError with what its set-up said."""
    name = os.environ["TEST_TEMPLATE"]
    with Path(os.environ["TEST_TEMPLATE_LOG"]).open() as log:
        # The set-up holds the lock until it ends, however it ends.
        fcntl.flock(log, fcntl.LOCK_SH)
        said = log.read()
    if READY not in said:
        raise RuntimeError(f"The database of the tests could not be set up:\n{said}")
    return name


def _database_of(process: int, broker: str) -> str:
    """The broker's address with a database for this process: ``?db=`` on a socket, the path elsewhere."""
    address = urlsplit(broker)
    if address.scheme == "unix":
        named = int(dict(parse_qsl(address.query)).get("db", 0))
        return f"unix://{address.path}?db={named + process}"
    named = int(address.path.strip("/") or 0)
    return address._replace(path=f"/{named + process}").geturl()


@contextmanager
def _template() -> Iterator[None]:
    """Have the database set up in the background, and take it away at the end."""
    address, name = os.environ["DATABASE_URL"], f"test_template_{os.getpid()}"
    with TemporaryDirectory() as folder, psycopg.connect(address, autocommit=True) as server:
        server.execute(f"CREATE DATABASE {name}")
        os.environ.update(TEST_TEMPLATE=name, TEST_TEMPLATE_LOG=f"{folder}/log")
        process = _set_up(_address_of(name, address), Path(folder, "log"))
        try:
            yield
        finally:
            process.kill()
            process.wait()
            server.execute(f"DROP DATABASE {name} WITH (FORCE)")
            del os.environ["TEST_TEMPLATE"]


def _address_of(database: str, named: str) -> str:
    """The address of another database of the same server."""
    server, mark, options = named.partition("?")
    return f"{server.rpartition('/')[0]}/{database}{mark}{options}"


def _set_up(address: str, log: Path) -> "subprocess.Popen[bytes]":
    addresses = {"DATABASE_URL": address, "DATABASE_OWNER_URL": address}
    with log.open("w") as said:
        # The lock is the open file's: the process inherits it and keeps it when this copy is closed.
        fcntl.flock(said, fcntl.LOCK_EX)
        return subprocess.Popen(
            [sys.executable, "manage.py", "setup_database", "--verbosity=0"],
            cwd=PROJECT,
            env={**os.environ, **addresses, "DJANGO_SETTINGS_MODULE": "clinic.settings.test"},
            stdin=subprocess.DEVNULL,
            stdout=said,
            stderr=said,
        )

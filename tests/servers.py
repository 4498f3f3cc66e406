"""Pytest plugin: throw-away PostgreSQL and Valkey for the test run, unless the environment names others.

Loaded by ``-p tests.servers``, so that the addresses are there before Django reads its settings. Parallel
workers inherit them and start nothing. Each has a database of the throw-away Valkey to itself, because tests count
what waits there and clear it; of a broker that the environment names, all use the database that it names.

While the tests are imported and collected, the product's own command sets up one database of PostgreSQL, of which each
worker then gets a copy: the set-up takes a processor some twenty seconds.
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

import psycopg
import pytest

from clinic.embedded.throwaway import throwaway_servers

PROJECT = Path(__file__).resolve().parents[1]
TEMPLATE = "test_plumbline_template"
READY = "The database is ready."
"""The last words of ``manage.py setup_database``."""

_servers = ExitStack()


@pytest.hookimpl(wrapper=True, tryfirst=True)
def pytest_load_initial_conftests() -> Generator[None, None, None]:
    # A wrapper runs before every other plugin's own hook, and Django's plugin reads the settings in its.
    if worker := os.environ.get("PYTEST_XDIST_WORKER"):
        os.environ.update(_broker_of(int(worker.removeprefix("gw"))))
    else:
        atexit.register(_servers.close)
        started = _servers.enter_context(throwaway_servers())
        os.environ.update(started, TEST_BROKER=started.get("REDIS_URL", ""))
        os.environ.update(_servers.enter_context(_template()))
    return (yield)


def pytest_configure(config: pytest.Config) -> None:
    if config.getoption("reuse_db"):
        raise pytest.UsageError("Leave out --reuse-db: every run copies a database that was set up for it.")


def pytest_unconfigure() -> None:
    _servers.close()


def template() -> str:
    """The name of the database to copy, when it is ready; raises RuntimeError with what its set-up said."""
    with Path(os.environ["TEST_TEMPLATE_LOG"]).open() as log:
        # The set-up holds the lock until it ends, however it ends.
        fcntl.flock(log, fcntl.LOCK_SH)
        said = log.read()
    if READY not in said:
        raise RuntimeError(f"The database of the tests could not be set up:\n{said}")
    return TEMPLATE


def _broker_of(worker: int) -> dict[str, str]:
    """A database of the throw-away broker for each worker, if there is such a broker."""
    own = os.environ["TEST_BROKER"]
    return {"REDIS_URL": own.replace("?db=0", f"?db={worker}")} if own else {}


@contextmanager
def _template() -> Iterator[dict[str, str]]:
    """Have the database set up in the background, and take it away at the end. Yields what the workers ask for."""
    address = os.environ["DATABASE_URL"]
    drop = f"DROP DATABASE IF EXISTS {TEMPLATE} WITH (FORCE)"
    with TemporaryDirectory() as folder, psycopg.connect(address, autocommit=True) as server, ExitStack() as stack:
        # One that broke off may have left it behind.
        server.execute(drop)
        server.execute(f"CREATE DATABASE {TEMPLATE}")
        stack.callback(server.execute, drop)
        process = _set_up(_address_of(TEMPLATE, address), Path(folder, "log"))
        stack.callback(process.wait)
        stack.callback(process.kill)
        yield {"TEST_TEMPLATE_LOG": f"{folder}/log"}


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

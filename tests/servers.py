"""Pytest plugin: throw-away PostgreSQL and Valkey for the test run, unless the environment names others.

Loaded by ``-p tests.servers``, so that the addresses are there before Django reads its settings. Parallel
workers inherit them and start nothing.
"""

import atexit
import os
from collections.abc import Generator
from contextlib import ExitStack

import pytest

from clinic.embedded.throwaway import throwaway_servers

_servers = ExitStack()


@pytest.hookimpl(wrapper=True, tryfirst=True)
def pytest_load_initial_conftests() -> Generator[None, None, None]:
    # A wrapper runs before every other plugin's own hook, and Django's plugin reads the settings in its.
    atexit.register(_servers.close)
    os.environ.update(_servers.enter_context(throwaway_servers()))
    return (yield)


def pytest_unconfigure() -> None:
    _servers.close()

"""Which servers this run needs of its own: those that the environment does not name."""

import os
import time
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Protocol

import psycopg
import redis

from clinic.embedded import binaries, postgres, valkey
from clinic.embedded.account import server_account
from clinic.embedded.errors import CannotStart


class Server(Protocol):
    """A database or broker of this run's own."""

    @property
    def name(self) -> str: ...
    @property
    def stop_signal(self) -> str: ...
    def prepare(self) -> None: ...
    def command(self) -> list[str]: ...
    def answers(self) -> bool: ...
    def addresses(self) -> dict[str, str]: ...


def embedded_postgres(data: Path, run: Path, settings: Mapping[str, str] | None = None) -> postgres.Postgres:
    """A PostgreSQL with its data below ``data`` and its socket below ``run``."""
    account = server_account(data / "postgres")
    programs = binaries.postgres_folder(account, run / "programs")
    return postgres.Postgres(data / "postgres", run / "postgres", programs, account, settings or {})


def embedded_valkey(data: Path, run: Path, settings: Mapping[str, str] | None = None) -> valkey.Valkey:
    """A Valkey with its data below ``data`` and its socket below ``run``."""
    account = server_account(data / "valkey")
    program = binaries.valkey_program(account, run / "programs")
    return valkey.Valkey(data / "valkey", run / "valkey", program, account, settings or {})


def wait_for(servers: Sequence[Server], seconds: float = 30) -> None:
    """Return when every server answers. Raises CannotStart naming the first that does not in time."""
    give_up = time.monotonic() + seconds
    for server in servers:
        while not server.answers():
            if time.monotonic() > give_up:
                raise CannotStart(f"{server.name} did not answer within {seconds:.0f} seconds.")
            time.sleep(0.05)


def given(variable: str) -> bool:
    """Whether the environment names a server of the user's own."""
    return bool(os.environ.get(variable))


def refuse_silent_servers() -> None:
    """Raise CannotStart if a server of the user's own does not answer."""
    try:
        if given("DATABASE_URL"):
            psycopg.connect(os.environ["DATABASE_URL"], connect_timeout=5).close()
    except psycopg.Error as problem:
        raise CannotStart(f"the database that DATABASE_URL names does not answer: {problem}") from None
    try:
        if given("REDIS_URL"):
            with redis.Redis.from_url(os.environ["REDIS_URL"], socket_timeout=5, socket_connect_timeout=5) as broker:
                broker.ping()
    except (redis.RedisError, ValueError) as problem:
        raise CannotStart(f"the broker that REDIS_URL names does not answer: {problem}") from None

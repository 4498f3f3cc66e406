"""The embedded PostgreSQL: its data folder, its command line, its roles."""

import os
import re
import subprocess
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from urllib.parse import quote

import psycopg
from psycopg import sql

from clinic.embedded.account import Account, make_private
from clinic.embedded.errors import CannotStart
from clinic.embedded.tethering import tethered

DATABASE = "plumbline"
OWNER = "plumbline_owner"
"""initdb's superuser: it migrates and owns the tables."""
LOGIN = "plumbline_app"
"""The role that serves: it owns nothing and is no superuser."""

QUIET_LOG = {"log_min_messages": "log", "log_min_error_statement": "panic", "log_error_verbosity": "terse"}
"""A failed statement and its row may hold a patient's name: neither goes into the server's log."""
THROWAWAY = {"fsync": "off", "synchronous_commit": "off", "full_page_writes": "off"}
"""Faster, and lost with the machine: for servers that live as long as a test run."""

FIRST_VERSION_WITH_BUILTIN_LOCALE = 17


@dataclass(frozen=True)
class Postgres:
    """One PostgreSQL server on a Unix socket. ``settings`` are added to its command line."""

    data_folder: Path
    socket_folder: Path
    programs: Path
    account: Account | None
    settings: Mapping[str, str] = field(default_factory=dict)

    name = "postgres"
    stop_signal = "INT"  # SIGTERM would wait for the clients to leave.

    def prepare(self) -> None:
        """Make the data folder on the first start; later, end a server that outlived its supervisor."""
        make_private(self.data_folder, self.account)
        make_private(self.socket_folder, self.account)
        if (self.data_folder / "PG_VERSION").exists():
            self._refuse_other_version()
            self._end_leftover()
        else:
            self._create()

    def command(self) -> list[str]:
        """The command line of the server, which stays in the foreground and ends with its parent."""
        settings = {
            "listen_addresses": "",
            "unix_socket_directories": str(self.socket_folder),
            "unix_socket_permissions": "0700",
            **QUIET_LOG,
            **self.settings,
        }
        options = [part for name, value in settings.items() for part in ("-c", f"{name}={value}")]
        return tethered([self._program("postgres"), "-D", self.data_folder, *options], "SIGINT", self.account)

    def url(self, role: str, database: str) -> str:
        """The address as ``postgres://role@/database?host=<socket folder>``."""
        return f"postgres://{role}@/{database}?host={quote(str(self.socket_folder), safe='')}"

    def answers(self) -> bool:
        """Whether the server accepts connections now."""
        try:
            self._connect("postgres").close()
        except psycopg.OperationalError:
            return False
        return True

    def create_database(self) -> None:
        """Make the product's database and the login role that serves, unless they are there."""
        with self._connect("postgres") as connection:
            if not connection.execute("SELECT 1 FROM pg_roles WHERE rolname = %s", [LOGIN]).fetchone():
                create = sql.SQL("CREATE ROLE {} LOGIN NOSUPERUSER NOCREATEDB NOCREATEROLE NOBYPASSRLS")
                connection.execute(create.format(sql.Identifier(LOGIN)))
            if not connection.execute("SELECT 1 FROM pg_database WHERE datname = %s", [DATABASE]).fetchone():
                connection.execute(sql.SQL("CREATE DATABASE {}").format(sql.Identifier(DATABASE)))

    def addresses(self) -> dict[str, str]:
        """What the settings need to reach it: one address to serve and one to migrate."""
        return {"database_url": self.url(LOGIN, DATABASE), "database_owner_url": self.url(OWNER, DATABASE)}

    def _connect(self, database: str) -> psycopg.Connection[tuple[object, ...]]:
        return psycopg.connect(
            host=str(self.socket_folder), user=OWNER, dbname=database, autocommit=True, connect_timeout=3
        )

    def _program(self, name: str) -> Path:
        return self.programs / name

    def _version(self) -> int:
        shown = self._run("postgres", "--version")
        return int(re.findall(r"\d+", shown)[0])

    def _create(self) -> None:
        locale = ["--locale=C.UTF-8"]
        if self._version() >= FIRST_VERSION_WITH_BUILTIN_LOCALE:
            locale = ["--locale=C", "--locale-provider=builtin", "--builtin-locale=C.UTF-8"]
        how = ["--encoding=UTF8", *locale, "--auth=trust", f"--username={OWNER}", "--no-instructions"]
        self._run("initdb", "-D", str(self.data_folder), *how)

    def _refuse_other_version(self) -> None:
        data, program = int((self.data_folder / "PG_VERSION").read_text()), self._version()
        if data != program:
            raise CannotStart(
                f"The data in {self.data_folder} were written by PostgreSQL {data}, "
                f"and this is PostgreSQL {program}. "
                f"Move them as docs/operations.md says under 'Upgrade', or start with another DATA_DIR."
            )

    def _end_leftover(self) -> None:
        if (self.data_folder / "postmaster.pid").exists():
            self._run("pg_ctl", "stop", "-D", str(self.data_folder), "-m", "fast", "-w", "-t", "20", check=False)

    def _run(self, program: str, *arguments: str, check: bool = True) -> str:
        done = subprocess.run(  # noqa: S603
            tethered([self._program(program), *arguments], "SIGINT", self.account),
            cwd="/",
            env={**os.environ, "LC_ALL": "C"},
            capture_output=True,
            text=True,
            check=False,
        )
        if check and done.returncode:
            raise CannotStart(f"{program} failed: {(done.stderr or done.stdout).strip()}")
        return done.stdout

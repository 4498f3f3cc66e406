"""The embedded PostgreSQL: its roles, and what a later start finds."""

import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import psycopg
import pytest

from clinic.embedded import postgres
from clinic.embedded.errors import CannotStart
from clinic.embedded.run_folder import run_folder
from clinic.embedded.servers import embedded_postgres, wait_for

pytestmark = [pytest.mark.stack, pytest.mark.timeout(60)]


@pytest.fixture(scope="module")
def server() -> Iterator[postgres.Postgres]:
    """A server whose data folder is made, and that is not running."""
    with run_folder() as data, run_folder() as run:
        server = embedded_postgres(data, run, postgres.THROWAWAY)
        server.prepare()
        yield server


@contextmanager
def running(server: postgres.Postgres) -> Iterator[subprocess.Popen[bytes]]:
    process = subprocess.Popen(server.command(), cwd="/", stderr=subprocess.DEVNULL)
    try:
        wait_for([server])
        yield process
    finally:
        process.terminate()
        process.wait()


def connect(server: postgres.Postgres, role: str) -> psycopg.Connection[tuple[object, ...]]:
    return psycopg.connect(server.url(role, postgres.DATABASE))


def test_the_role_that_serves_is_no_superuser_and_owns_nothing(server: postgres.Postgres) -> None:
    with running(server):
        server.create_database()
        server.create_database()  # A later start finds both.
        with connect(server, postgres.LOGIN) as connection:
            rights = (
                "SELECT rolsuper, rolcreatedb, rolcreaterole, rolbypassrls FROM pg_roles WHERE rolname = current_user"
            )
            assert connection.execute(rights).fetchone() == (False, False, False, False)
            owner = "SELECT pg_get_userbyid(datdba) FROM pg_database WHERE datname = current_database()"
            assert connection.execute(owner).fetchone() == (postgres.OWNER,)


def test_a_server_that_outlived_its_supervisor_is_ended_and_its_data_are_served_again(
    server: postgres.Postgres,
) -> None:
    with running(server) as left_over:
        server.create_database()
        with connect(server, postgres.OWNER) as connection:
            connection.execute("CREATE TABLE kept AS SELECT 1 AS number")
        server.prepare()
        assert left_over.wait(5) == 0
        with running(server), connect(server, postgres.OWNER) as connection:
            assert connection.execute("SELECT number FROM kept").fetchone() == (1,)


def test_data_of_another_version_are_left_alone(server: postgres.Postgres) -> None:
    version = Path(server.data_folder, "PG_VERSION")
    written = version.read_text()
    version.write_text("9\n")
    try:
        with pytest.raises(CannotStart, match=r"written by PostgreSQL 9, .*Upgrade.*DATA_DIR"):
            server.prepare()
    finally:
        version.write_text(written)

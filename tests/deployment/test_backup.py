"""A backup restored as docs/operations.md says holds every row, and serves."""

import os
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import psycopg
import pytest
from django.db import connection
from psycopg import sql
from psycopg.conninfo import make_conninfo

from clinic.embedded.binaries import postgres_folder
from clinic.practice.models import Membership
from tests.builders import make_patient

PROJECT = Path(__file__).resolve().parents[2]
PROGRAMS = postgres_folder(None, Path("/unused"))
RESTORED = "restored_from_backup"
HOW = ["--no-owner", "--no-privileges", "--exit-on-error"]


def address_of(database: str) -> str:
    return make_conninfo(os.environ["DATABASE_URL"], dbname=database)


def rows(database: str) -> dict[str, object]:
    """By table, how many rows it has and a digest of them."""
    with psycopg.connect(address_of(database)) as database_connection:
        tables = database_connection.execute("SELECT tablename FROM pg_tables WHERE schemaname = 'public'").fetchall()
        digest = sql.SQL("SELECT count(*), md5(string_agg(t::text, ' ' ORDER BY t::text)) FROM {} t")
        return {
            table: database_connection.execute(digest.format(sql.Identifier(table))).fetchone() for (table,) in tables
        }


@pytest.fixture
def empty_database() -> Iterator[None]:
    with psycopg.connect(os.environ["DATABASE_URL"], autocommit=True) as server:
        wheel = subprocess.run([PROGRAMS / "pg_dump", "--version"], capture_output=True, text=True, check=True).stdout
        if f" {server.info.server_version // 10000}." not in wheel:
            pytest.skip("a dump is made and restored with programs of the server's own version")
        server.execute(f"CREATE DATABASE {RESTORED}")
        yield
        server.execute(f"DROP DATABASE {RESTORED} WITH (FORCE)")


@pytest.mark.stack
@pytest.mark.django_db(transaction=True)
def test_a_restored_backup_holds_every_row_and_serves(theo: Membership, empty_database: None, tmp_path: Path) -> None:
    make_patient(theo.clinic)
    backed_up = str(connection.settings_dict["NAME"])
    dump = tmp_path / "plumbline.dump"
    make = [PROGRAMS / "pg_dump", "--format", "custom", "--file", dump, "--dbname", address_of(backed_up)]
    subprocess.run(make, check=True)
    subprocess.run([PROGRAMS / "pg_restore", "--dbname", address_of(RESTORED), *HOW, dump], check=True)

    restored = rows(RESTORED)
    assert restored == rows(backed_up)
    assert restored["patients_patient"] != (0, None)

    start, _, rest = os.environ["DATABASE_URL"].rpartition("/")
    environment = {**os.environ, "DATABASE_URL": f"{start}/{RESTORED}?{rest.partition('?')[2]}"}
    subprocess.run([sys.executable, "manage.py", "setup_database"], cwd=PROJECT, env=environment, check=True)


def test_the_documents_restore_in_the_same_way() -> None:
    assert " ".join(HOW) in (PROJECT / "docs" / "operations.md").read_text()

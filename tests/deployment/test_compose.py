"""docker-compose.yml: valid, refusing to start without secrets, and running nothing that is not tried elsewhere."""

import os
import re
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import psycopg
import pytest
import yaml

from clinic.embedded import postgres, valkey
from clinic.embedded.processes import COMMANDS, SETUP
from clinic.embedded.run_folder import run_folder
from clinic.embedded.servers import embedded_postgres, wait_for

PROJECT = Path(__file__).resolve().parents[2]
COMPOSE = PROJECT / "docker-compose.yml"
PRODUCT = ("migrate", "web", "worker", "beat")


@pytest.fixture(scope="module")
def compose() -> dict[str, Any]:
    content: dict[str, Any] = yaml.safe_load(COMPOSE.read_text())
    return content


def test_it_keeps_to_the_compose_specification() -> None:
    tool = Path(sys.executable).with_name("check-jsonschema")
    subprocess.run([tool, "--builtin-schema", "vendor.compose-spec", str(COMPOSE)], check=True)


def test_the_products_commands_are_those_of_make_run(compose: dict[str, Any]) -> None:
    started = {name: tuple(compose["services"][name]["command"]) for name in PRODUCT}
    assert started == {"migrate": SETUP, **COMMANDS}


def test_each_process_says_which_it_is(compose: dict[str, Any]) -> None:
    named = {name: compose["services"][name]["environment"]["PLUMBLINE_PROCESS"] for name in PRODUCT}
    assert named == {"migrate": "manage", "web": "web", "worker": "worker", "beat": "beat"}


def test_the_broker_keeps_every_message_as_the_embedded_one_does(compose: dict[str, Any]) -> None:
    expected = ["valkey-server"]
    for name, value in valkey.DURABLE.items():
        expected += [f"--{name}", value]
    assert compose["services"]["redis"]["command"] == [*expected, "--save", ""]
    assert compose["services"]["redis"]["volumes"] == ["broker:/data"]


def test_the_database_logs_as_quietly_as_the_embedded_one(compose: dict[str, Any]) -> None:
    expected = ["postgres"]
    for name, value in postgres.QUIET_LOG.items():
        expected += ["-c", f"{name}={value}"]
    assert compose["services"]["db"]["command"] == expected
    assert compose["services"]["db"]["volumes"] == ["database:/var/lib/postgresql"]


def test_every_secret_comes_from_the_environment_and_is_refused_when_missing() -> None:
    text = COMPOSE.read_text()
    for secret in ("SECRET_KEY", "ALLOWED_HOSTS", "DATABASE_OWNER_PASSWORD", "DATABASE_APP_PASSWORD"):
        uses = re.findall(rf"\$\{{{secret}(.)", text)
        assert uses, secret
        assert set(uses) == {":"}, f"{secret} is used without being required"
        assert not re.search(rf"\$\{{{secret}:-", text), f"{secret} has a default"


def test_only_the_migration_knows_the_owners_password(compose: dict[str, Any]) -> None:
    knowing = {
        name
        for name, service in compose["services"].items()
        if "DATABASE_OWNER_PASSWORD" in str(service.get("environment"))
    }
    assert knowing == {"db", "migrate"}
    serving = compose["services"]["web"]["environment"]["DATABASE_URL"]
    assert serving.startswith(f"postgres://{postgres.LOGIN}:")


def test_nothing_serves_before_the_database_is_migrated(compose: dict[str, Any]) -> None:
    for name in ("web", "worker", "beat"):
        conditions = {on: need["condition"] for on, need in compose["services"][name]["depends_on"].items()}
        assert conditions == {
            "db": "service_healthy",
            "redis": "service_healthy",
            "migrate": "service_completed_successfully",
        }


def test_the_product_runs_without_rights_and_is_reached_through_a_proxy(compose: dict[str, Any]) -> None:
    for name in PRODUCT:
        service = compose["services"][name]
        assert service["read_only"]
        assert service["cap_drop"] == ["ALL"]
        assert service["security_opt"] == ["no-new-privileges:true"]
    published = {name for name, service in compose["services"].items() if "ports" in service}
    assert published == {"web"}
    assert compose["services"]["web"]["ports"] == ["127.0.0.1:${PORT:-8000}:8000"]


def test_every_service_has_a_health_check(compose: dict[str, Any]) -> None:
    for name in ("db", "redis", "worker", "beat"):
        assert compose["services"][name]["healthcheck"]["test"], name
    assert "HEALTHCHECK" in (PROJECT / "Dockerfile").read_text()


@pytest.fixture
def server() -> Iterator[postgres.Postgres]:
    with run_folder() as data, run_folder() as run:
        server = embedded_postgres(data, run, postgres.THROWAWAY)
        server.prepare()
        process = subprocess.Popen(server.command(), cwd="/", stderr=subprocess.DEVNULL)
        wait_for([server])
        yield server
        process.terminate()
        process.wait()


def test_its_sql_makes_a_role_that_may_serve_and_nothing_more(
    compose: dict[str, Any], server: postgres.Postgres, tmp_path: Path
) -> None:
    script = tmp_path / "app_role.sql"
    script.write_text(compose["configs"]["app_role"]["content"])
    psql = [str(server.programs / "psql"), "-v", "ON_ERROR_STOP=1", "--no-psqlrc", "-q"]
    where = ["-h", str(server.socket_folder), "-U", postgres.OWNER, "-d", "postgres", "-f", str(script)]
    subprocess.run([*psql, *where], env={**os.environ, "DATABASE_APP_PASSWORD": "it's;secret"}, check=True)
    with psycopg.connect(server.url(postgres.LOGIN, "postgres")) as connection:
        rights = "SELECT rolsuper, rolcreatedb, rolcreaterole, rolbypassrls FROM pg_roles WHERE rolname = current_user"
        assert connection.execute(rights).fetchone() == (False, False, False, False)
    with psycopg.connect(server.url(postgres.OWNER, "postgres")) as connection:
        stored = connection.execute("SELECT rolpassword FROM pg_authid WHERE rolname = %s", [postgres.LOGIN]).fetchone()
        assert stored
        assert str(stored[0]).startswith("SCRAM-SHA-256$")

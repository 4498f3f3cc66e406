"""The cast, and a database that is set up and served exactly as in production: by two roles."""

import gc
import json
from collections.abc import Callable, Iterator
from typing import Any

import pytest
from django.db import connection, connections, transaction
from django.test import Client, TransactionTestCase
from hypothesis import settings
from oauth2_provider.models import AccessToken

from clinic.common.caller import Caller
from clinic.practice.callers import caller_of_member
from clinic.practice.models import ApiClient, Clinic, Membership
from tests.builders import make_client, make_clinic, make_member, make_token
from tests.servers import template

# A busy machine is slow, not wrong.
settings.register_profile("suite", deadline=None)
settings.load_profile("suite")


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Files with a world of their own go first: last, one would leave the other process with nothing to do."""
    items.sort(key=lambda item: "committed_never" not in getattr(item, "fixturenames", ()))


def pytest_collection_finish() -> None:
    """What is imported by now stays: looking through it for garbage over and over takes a twentieth of the run."""
    gc.collect()
    gc.freeze()


def _without_role(alias: str) -> str:
    """Let the alias act as its login, and give back the options that make it act as the runtime role."""
    settings = connections[alias].settings_dict
    options: str = settings["OPTIONS"]["options"]
    settings["OPTIONS"]["options"] = "-c client_min_messages=warning"
    connections[alias].close()
    return options


def pytest_terminal_summary(terminalreporter: Any, exitstatus: int, config: pytest.Config) -> None:
    """Say why, where the mark left nothing over of what was asked for by name."""
    if exitstatus == pytest.ExitCode.NO_TESTS_COLLECTED and config.option.markexpr:
        terminalreporter.write_line(f"-m {config.option.markexpr!r} left no test: make test-all runs the others too.")


@pytest.fixture(scope="session")
def django_db_modify_db_settings(django_db_modify_db_settings_parallel_suffix: None) -> Iterator[None]:
    """The test database is created by its owner, as a copy of the one that is set up once for all processes."""
    options = _without_role("default")
    connections["default"].settings_dict["TEST"] |= {"TEMPLATE": template(), "MIGRATE": False}
    yield
    connections["default"].settings_dict["OPTIONS"]["options"] = options


@pytest.fixture(scope="session")
def django_db_setup(django_db_setup: None, django_db_blocker: Any) -> Iterator[None]:
    """From here on the runtime role serves, as it does in production."""
    with django_db_blocker.unblock():
        connection.close()
        connection.settings_dict["OPTIONS"]["options"] = (
            "-c role=plumbline_runtime -c lock_timeout=5s -c pg_trgm.word_similarity_threshold=0.5"
        )
    yield
    with django_db_blocker.unblock():
        _without_role("default")


@pytest.fixture(autouse=True, scope="session")
def _empty_tables_as_owner() -> Iterator[None]:
    """After a test that commits, the owner empties the tables: the runtime role has no right to, by design."""

    def empty(self: TransactionTestCase) -> None:
        with connection.cursor() as cursor:
            cursor.execute("SET ROLE NONE")
            cursor.execute("SET session_replication_role = replica")
            tables = [t for t in connection.introspection.table_names(cursor) if t not in KEPT]
            # DELETE of some rows from some tables takes milliseconds, TRUNCATE of all of them seconds.
            quoted = [connection.ops.quote_name(table) for table in tables]
            cursor.execute(";".join(f"DELETE FROM {table}" for table in quoted))  # noqa: S608
        connection.close()

    original = TransactionTestCase._fixture_teardown  # type: ignore[attr-defined]
    TransactionTestCase._fixture_teardown = empty  # type: ignore[attr-defined]
    yield
    TransactionTestCase._fixture_teardown = original  # type: ignore[attr-defined]


KEPT = {"django_migrations", "django_content_type", "auth_permission"}


@pytest.fixture(scope="module")
def committed_never(django_db_setup: None, django_db_blocker: Any) -> Iterator[None]:
    """A transaction around a whole module, for what is long to set up and which its tests only add to.

    Each test takes back what it wrote itself. All of them are marked ``django_db``: whether there is a database of the
    tests is decided by the marks.
    """
    with django_db_blocker.unblock(), transaction.atomic():
        yield
        transaction.set_rollback(True)


@pytest.fixture
def clinic(db: None) -> Clinic:
    """The clinic by the sea in Hong Kong (UTC+8, no summer time)."""
    return make_clinic(name="Harbour Clinic", time_zone="Asia/Hong_Kong")


@pytest.fixture
def other_clinic(db: None) -> Clinic:
    """The other clinic, in California: nobody of the first may see its records."""
    return make_clinic(name="Bay Clinic", time_zone="America/Los_Angeles")


@pytest.fixture
def rosa(clinic: Clinic) -> Membership:
    """The front desk."""
    return make_member(clinic, "rosa", role="front_desk")


@pytest.fixture
def theo(clinic: Clinic) -> Membership:
    """A therapist."""
    return make_member(clinic, "theo", role="therapist")


@pytest.fixture
def mira(clinic: Clinic) -> Membership:
    """The manager."""
    return make_member(clinic, "mira", role="manager")


@pytest.fixture
def una(clinic: Clinic) -> Membership:
    """A person whose membership has ended: no role."""
    return make_member(clinic, "una", role="therapist", active=False)


@pytest.fixture
def other_theo(other_clinic: Clinic) -> Membership:
    """A therapist of the other clinic."""
    return make_member(other_clinic, "otto", role="therapist")


@pytest.fixture
def partner(clinic: Clinic) -> ApiClient:
    """Other software that acts for the clinic, with every scope."""
    return make_client(clinic, "partner")


@pytest.fixture
def other_partner(other_clinic: Clinic) -> ApiClient:
    """Other software of the other clinic."""
    return make_client(other_clinic, "other partner")


class Api:
    """HTTP as other software speaks it: JSON and a bearer token."""

    def __init__(self, token: AccessToken | None) -> None:
        self.http = Client(raise_request_exception=False)
        if token:
            self.http.defaults["HTTP_AUTHORIZATION"] = f"Bearer {token.token}"

    def get(self, path: str, **headers: str) -> Any:
        return self.http.get(path, headers=headers)

    def post(self, path: str, body: Any = None, **headers: str) -> Any:
        return self._send("post", path, body, headers)

    def patch(self, path: str, body: Any, **headers: str) -> Any:
        return self._send("patch", path, body, headers)

    def put(self, path: str, body: Any, **headers: str) -> Any:
        return self._send("put", path, body, headers)

    def delete(self, path: str, **headers: str) -> Any:
        return self.http.delete(path, headers=headers)

    def _send(self, verb: str, path: str, body: Any, headers: dict[str, str]) -> Any:
        send: Callable[..., Any] = getattr(self.http, verb)
        named = {name.replace("_", "-"): value for name, value in headers.items()}
        return send(path, json.dumps(body), content_type="application/json", headers=named)


@pytest.fixture
def api(partner: ApiClient) -> Api:
    """The partner's software, with a token of every scope."""
    return Api(make_token(partner))


@pytest.fixture
def other_api(other_partner: ApiClient) -> Api:
    """The other clinic's software."""
    return Api(make_token(other_partner))


@pytest.fixture
def anonymous() -> Api:
    """Software without a token."""
    return Api(None)


@pytest.fixture
def as_rosa(rosa: Membership) -> Caller:
    return caller_of_member(rosa)


@pytest.fixture
def as_theo(theo: Membership) -> Caller:
    return caller_of_member(theo)


@pytest.fixture
def as_mira(mira: Membership) -> Caller:
    return caller_of_member(mira)


@pytest.fixture
def as_other_theo(other_theo: Membership) -> Caller:
    return caller_of_member(other_theo)

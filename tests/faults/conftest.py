"""A broker and workers that can be killed: real processes around the real Celery, with a clock that runs faster."""

import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from typing import Any
from urllib.parse import urlsplit

import pytest
import redis
from celery import current_app
from django.db import connection

from clinic.embedded import valkey
from clinic.embedded.run_folder import run_folder
from clinic.embedded.servers import embedded_valkey, wait_for

LEASE = 1.8
"""Seconds; in production 30. Everything else about waiting follows from it."""
PATIENCE = 60.0


def until(what: Callable[[], Any], seconds: float = PATIENCE) -> Any:
    """Wait until it is so, and give what was found."""
    give_up = time.monotonic() + seconds
    while not (found := what()):
        assert time.monotonic() < give_up, f"not within {seconds} seconds"
        time.sleep(0.05)
    return found


class Broker:
    """A Valkey of the tests' own, which can be killed and started again."""

    def __init__(self, stack: ExitStack) -> None:
        data, run = (stack.enter_context(run_folder()) for _ in range(2))
        self.server = embedded_valkey(data, run, valkey.THROWAWAY)
        self.url = self.server.addresses()["redis_url"]
        self.server.prepare()
        self.start()
        stack.callback(self.kill)

    def start(self) -> None:
        self.process = subprocess.Popen(
            self.server.command(), stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL, cwd="/"
        )
        wait_for([self.server])

    def kill(self) -> None:
        self.process.kill()
        self.process.wait()

    def client(self) -> redis.Redis:
        return redis.Redis.from_url(self.url, decode_responses=True)

    def make(self, patient: object, do: str) -> None:
        """Tell the workers what to do with this patient's reports; "" builds them."""
        with self.client() as client:
            client.set(str(patient), do)

    def children_at(self, patient: object) -> list[int]:
        """The processes that have begun to compute this patient's report, one per attempt."""
        with self.client() as client:
            return [int(pid) for pid in client.lrange(f"tried:{patient}", 0, -1)]  # type: ignore[union-attr]


class Worker:
    """``celery -A clinic worker`` in a process group of its own, as the supervisor starts it."""

    def __init__(self, environment: dict[str, str]) -> None:
        options = ["--concurrency", "2", "--without-gossip", "--without-mingle", "--loglevel", "WARNING"]
        self.process = subprocess.Popen(
            [sys.executable, "-m", "celery", "-A", "tests.faults.stumbling", "worker", *options],
            env=environment,
            start_new_session=True,
        )

    def kill(self) -> None:
        """The worker and all of its children at once."""
        if self.process.poll() is None:
            os.killpg(self.process.pid, signal.SIGKILL)
        self.process.wait()


@pytest.fixture(scope="module")
def broker() -> Iterator[Broker]:
    with ExitStack() as stack:
        yield Broker(stack)


@pytest.fixture(autouse=True)
def _rings_at(broker: Broker, monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """The doorbell of the tests' own process rings at this broker."""
    url = broker.url.replace("unix://", "redis+socket://").replace("?db=", "?virtual_host=")
    monkeypatch.setitem(current_app.conf, "broker_url", url)
    current_app.amqp._producer_pool = None
    yield
    current_app.amqp._producer_pool = None


@pytest.fixture(scope="module")
def _environment(broker: Broker, django_db_setup: None) -> dict[str, str]:
    database = urlsplit(os.environ["DATABASE_URL"])._replace(path=f"/{connection.settings_dict['NAME']}")
    return {
        **os.environ,
        "DJANGO_SETTINGS_MODULE": "clinic.settings.test",
        "DATABASE_URL": database.geturl(),
        "REDIS_URL": broker.url,
        "REPORT_LEASE_SECONDS": str(LEASE),
    }


@pytest.fixture(scope="module")
def workers(_environment: dict[str, str]) -> Iterator[list[Worker]]:
    """Every worker that a test of the module started; the last one may be alive."""
    started: list[Worker] = []
    yield started
    for one in started:
        one.kill()


@pytest.fixture
def start_worker(workers: list[Worker], _environment: dict[str, str]) -> Callable[[], Worker]:
    """Starts another worker at this broker and the test database."""

    def start() -> Worker:
        workers.append(Worker(_environment))
        return workers[-1]

    return start


@pytest.fixture
def worker(workers: list[Worker], start_worker: Callable[[], Worker]) -> Worker:
    """A living worker, the one of the test before if it survived: starting one takes seconds."""
    return workers[-1] if workers and workers[-1].process.poll() is None else start_worker()

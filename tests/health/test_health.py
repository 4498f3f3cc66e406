"""Liveness, readiness and the numbers to watch."""

from collections.abc import Iterator

import pytest
import redis
from celery import current_app
from django.db import OperationalError
from django.test import Client
from pytest_django import Settings

from clinic.health import condition, heartbeat
from clinic.health.broker import broker
from clinic.health.condition import OLDEST_HEARTBEAT, OLDEST_WORK


@pytest.fixture
def worker(db: None) -> Iterator[redis.Redis]:
    """A worker that has just shown a sign of life; the broker it left it in."""
    with broker() as client:
        client.delete(heartbeat.KEY, "celery")
        heartbeat.renew()
        yield client
        client.delete(heartbeat.KEY, "celery")


def silent_for(seconds: float, client: redis.Redis) -> None:
    client.pexpire(heartbeat.KEY, int((heartbeat.KEPT - seconds) * 1000))


def parts(client: Client) -> dict[str, str]:
    found: dict[str, str] = client.get("/health/ready/").json()["parts"]
    return found


def test_it_is_ready_when_every_part_works(client: Client, worker: redis.Redis) -> None:
    answer = client.get("/health/ready/")
    assert answer.status_code == 200
    assert answer.json() == {
        "status": "ready",
        "parts": {"database": "up", "broker": "up", "worker": "up", "queue": "up"},
    }
    assert "no-store" in answer["Cache-Control"]


def test_a_worker_silent_for_too_long_is_down(client: Client, worker: redis.Redis) -> None:
    silent_for(OLDEST_HEARTBEAT - 2, worker)
    assert parts(client)["worker"] == "up"
    silent_for(OLDEST_HEARTBEAT + 2, worker)
    answer = client.get("/health/ready/")
    assert answer.status_code == 503
    assert answer.json() == {
        "status": "not ready",
        "parts": {"database": "up", "broker": "up", "worker": "down", "queue": "up"},
    }


def test_a_worker_that_never_was_is_down(client: Client, worker: redis.Redis) -> None:
    worker.delete(heartbeat.KEY)
    assert parts(client)["worker"] == "down"


def test_work_that_waits_too_long_shows_in_the_queue(
    client: Client, worker: redis.Redis, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("treatments.outcomes.sweeping.oldest_queued_seconds", lambda: OLDEST_WORK - 1)
    assert parts(client)["queue"] == "up"
    monkeypatch.setattr("treatments.outcomes.sweeping.oldest_queued_seconds", lambda: OLDEST_WORK + 1)
    assert parts(client)["queue"] == "down"


def test_without_the_broker_the_database_is_still_told(client: Client, worker: redis.Redis, settings: Settings) -> None:
    settings.CACHES = {"default": {**settings.CACHES["default"], "LOCATION": "redis://127.0.0.1:1/0"}}
    answer = client.get("/health/ready/")
    assert answer.status_code == 503
    assert answer.json()["parts"] == {"database": "up", "broker": "down", "worker": "down", "queue": "up"}
    assert "127.0.0.1" not in answer.content.decode()


def test_without_the_database_the_broker_and_the_worker_are_still_told(
    client: Client, worker: redis.Redis, monkeypatch: pytest.MonkeyPatch
) -> None:
    class Gone:
        def cursor(self) -> None:
            raise OperationalError("connection to server at 10.1.2.3 failed")

    monkeypatch.setattr(condition, "connection", Gone())
    answer = client.get("/health/ready/")
    assert answer.status_code == 503
    assert answer.json()["parts"] == {"database": "down", "broker": "up", "worker": "up", "queue": "down"}
    assert "10.1.2.3" not in answer.content.decode()


def test_a_process_that_answers_is_alive_whatever_its_servers_do(client: Client) -> None:
    # Without the db fixture every question to the database would be refused.
    answer = client.get("/health/live/")
    assert (answer.status_code, answer.json()) == (200, {"status": "alive"})


@pytest.mark.parametrize("path", ["/health/live/", "/health/ready/", "/metrics"])
def test_health_can_only_be_read(client: Client, path: str) -> None:
    assert client.post(path).status_code == 405


def test_this_machine_reads_the_numbers(client: Client, worker: redis.Redis) -> None:
    worker.rpush(current_app.conf.task_default_queue, "a message", "another")
    silent_for(7, worker)
    answer = client.get("/metrics")
    assert answer["Content-Type"].startswith("application/openmetrics-text")
    lines = answer.content.decode().splitlines()
    assert "plumbline_database_up 1" in lines
    assert "plumbline_broker_up 1" in lines
    assert "plumbline_queue_length 2" in lines
    assert "plumbline_oldest_work_seconds 0" in lines
    [age] = [float(line.split()[1]) for line in lines if line.startswith("plumbline_worker_heartbeat_age_seconds ")]
    assert 7 <= age < 10
    assert lines[-1] == "# EOF"


def test_a_number_that_nobody_knows_is_left_out_and_not_zero(client: Client, worker: redis.Redis) -> None:
    worker.delete(heartbeat.KEY)
    assert b"heartbeat_age" not in client.get("/metrics").content


def test_other_machines_need_the_token(client: Client, worker: redis.Redis, settings: Settings) -> None:
    elsewhere = {"REMOTE_ADDR": "192.0.2.7"}
    assert client.get("/metrics", **elsewhere).status_code == 404
    assert client.get("/metrics", headers={"Authorization": "Bearer "}, **elsewhere).status_code == 404
    settings.METRICS_TOKEN = "open-sesame"
    assert client.get("/metrics", headers={"Authorization": "Bearer wrong"}, **elsewhere).status_code == 404
    assert client.get("/metrics", headers={"Authorization": "Bearer open-sesame"}, **elsewhere).status_code == 200


def test_a_proxy_on_this_machine_does_not_open_the_numbers_to_everybody(client: Client, worker: redis.Redis) -> None:
    assert client.get("/metrics", headers={"X-Forwarded-For": "192.0.2.7"}).status_code == 404


def test_the_worker_keeps_showing_its_sign_of_life(worker: redis.Redis) -> None:
    assert heartbeat.WorkerHeartbeat in current_app.steps["worker"]
    worker.delete(heartbeat.KEY)
    scheduled = []

    class Timer:
        def call_repeatedly(self, seconds: float, beat: object, **options: object) -> None:
            scheduled.append((seconds, beat))

    class Worker:
        timer = Timer()
        app = current_app

    heartbeat.WorkerHeartbeat(Worker()).start(Worker())
    age = heartbeat.age(worker)
    assert age is not None
    assert age < 1
    assert scheduled == [(heartbeat.INTERVAL, heartbeat.renew)]
    assert heartbeat.INTERVAL * 3 < OLDEST_HEARTBEAT


def test_a_worker_without_its_broker_goes_on(settings: Settings) -> None:
    settings.CACHES = {"default": {**settings.CACHES["default"], "LOCATION": "redis://127.0.0.1:1/0"}}
    heartbeat.renew()

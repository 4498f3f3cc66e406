"""The condition of each part that the product needs."""

from collections.abc import Callable
from dataclasses import dataclass

import redis
from celery import current_app
from django.conf import settings
from django.db import DatabaseError, InterfaceError, connection
from django.utils.module_loading import import_string

from clinic.health import heartbeat
from clinic.health.broker import broker

OLDEST_HEARTBEAT = 30.0
"""Seconds without a sign of life after which the worker counts as down: six were missed."""
OLDEST_WORK = 120.0
"""Seconds after which waiting work counts as held up: everything is to settle within two minutes."""


@dataclass(frozen=True)
class Condition:
    """What was found. None where the part that would know did not answer, or has nothing to tell."""

    database_up: bool
    broker_up: bool
    heartbeat_age: float | None
    """Seconds since a worker's last sign of life."""
    queue_length: int | None
    """Messages that no worker has taken yet."""
    oldest_work: float | None
    """Seconds for which the oldest waiting work has been waiting; 0 when none waits."""

    def parts(self) -> dict[str, bool]:
        """Whether each part is as it should be."""
        return {
            "database": self.database_up,
            "broker": self.broker_up,
            "worker": self.heartbeat_age is not None and self.heartbeat_age <= OLDEST_HEARTBEAT,
            "queue": self.oldest_work is not None and self.oldest_work <= OLDEST_WORK,
        }


def current_condition() -> Condition:
    """Look at every part, each within a second or so, and none able to hide another."""
    database_up = _database_answers()
    oldest = _oldest_work() if database_up else None
    try:
        with broker() as client:
            length = client.llen(current_app.conf.task_default_queue)
            return Condition(database_up, True, heartbeat.age(client), length, oldest)
    except redis.RedisError:
        return Condition(database_up, False, None, None, oldest)


def _database_answers() -> bool:
    try:
        with connection.cursor() as cursor:
            cursor.execute("SELECT 1")
    except (DatabaseError, InterfaceError):
        return False
    return True


def _oldest_work() -> float | None:
    age: Callable[[], float] = import_string(settings.HEALTH_OLDEST_WORK)
    try:
        return age()
    except (DatabaseError, InterfaceError):
        return None

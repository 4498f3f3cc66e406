"""The worker's sign of life: a key in the broker that it renews, and that fades when it stops doing so."""

from contextlib import suppress
from typing import Any

import redis
from celery import bootsteps

from clinic.health.broker import broker

KEY = "plumbline:worker-heartbeat"
INTERVAL = 5.0
"""Seconds between two signs of life."""
KEPT = 3600
"""Seconds for which the last sign is remembered; its age is told by the broker's clock alone."""


class WorkerHeartbeat(bootsteps.StartStopStep):
    """Renews the sign of life from the worker's own event loop: a worker stuck in it goes silent."""

    requires = ("celery.worker.components:Timer",)

    def __init__(self, parent: Any, **options: Any) -> None:
        super().__init__(parent, **options)
        self.entry: Any = None

    def start(self, parent: Any) -> None:
        renew()
        self.entry = parent.timer.call_repeatedly(INTERVAL, renew, priority=10)

    def stop(self, parent: Any) -> None:
        if self.entry:
            self.entry.cancel()


def renew() -> None:
    """Leave a sign of life. Silent when the broker is away: Celery itself reports that, and reconnects."""
    with suppress(redis.RedisError), broker() as client:
        client.set(KEY, "", ex=KEPT)


def age(client: redis.Redis) -> float | None:
    """Seconds since any worker's last sign of life; None when there was none within the hour."""
    left = client.pttl(KEY)
    return KEPT - left / 1000 if isinstance(left, int) and left >= 0 else None

"""A short-tempered connection to the broker, so that a frozen one cannot hold up an answer about health."""

from collections.abc import Iterator
from contextlib import contextmanager

import redis
from django.conf import settings

PATIENCE = 1.0
"""Seconds to wait for a connection or an answer."""


@contextmanager
def broker() -> Iterator[redis.Redis]:
    """A connection to Redis or Valkey for one look. Raises redis.RedisError when it keeps silent."""
    url = str(settings.CACHES["default"]["LOCATION"])
    with redis.Redis.from_url(url, socket_timeout=PATIENCE, socket_connect_timeout=PATIENCE) as client:
        yield client

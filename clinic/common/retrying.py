"""Beginning a business transaction again after the database broke it off to end a deadlock."""

import random
import time
from collections.abc import Callable
from functools import wraps
from typing import Concatenate, ParamSpec, TypeVar

from django.db import OperationalError, connection, models
from psycopg import errors

RETRIES = 3
_BROKEN_OFF = (errors.DeadlockDetected, errors.SerializationFailure)

Record = TypeVar("Record", bound=models.Model)
Arguments = ParamSpec("Arguments")
Result = TypeVar("Result")


def retried(
    service: Callable[Concatenate[Record, Arguments], Result],
) -> Callable[Concatenate[Record, Arguments], Result]:
    """Let the service's transaction be tried again, at most three times, each time with the record as given.

    Inside somebody else's transaction nothing is tried again: only who began it can begin it again.
    """

    @wraps(service)
    def run(record: Record, /, *args: Arguments.args, **kwargs: Arguments.kwargs) -> Result:
        if connection.in_atomic_block:
            return service(record, *args, **kwargs)
        as_given = dict(vars(record))
        for attempt in range(RETRIES):
            try:
                return service(record, *args, **kwargs)
            except OperationalError as error:
                if not isinstance(error.__cause__, _BROKEN_OFF):
                    raise
            vars(record).clear()
            vars(record).update(as_given)
            _wait(attempt)
        return service(record, *args, **kwargs)

    return run


def _wait(attempt: int) -> None:
    """A random moment, so that two who collided do not collide again."""
    time.sleep(random.uniform(0.01, 0.05) * (attempt + 1))  # noqa: S311 - no secret

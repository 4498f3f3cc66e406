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


def in_one_go(
    work: Callable[[], Result],
    restore: Callable[[], object] = lambda: None,
    again_after: type[Exception] | tuple[()] = (),
) -> Result:
    """Run work that is a whole transaction, again at most three times while the database breaks it off.

    ``restore`` puts back what the attempt changed in memory. ``again_after`` is an error of the work itself after
    which it may go well when begun anew. Inside somebody else's transaction nothing is tried again: only who began
    it can begin it again.
    """
    if connection.in_atomic_block:
        return work()
    for attempt in range(RETRIES):
        try:
            return work()
        except OperationalError as error:
            if not isinstance(error.__cause__, _BROKEN_OFF):
                raise
        except again_after:
            pass
        restore()
        _wait(attempt)
    return work()


def retried(
    service: Callable[Concatenate[Record, Arguments], Result],
) -> Callable[Concatenate[Record, Arguments], Result]:
    """Let a service be tried again as ``in_one_go`` does, each time with the record as it was given."""

    @wraps(service)
    def run(record: Record, /, *args: Arguments.args, **kwargs: Arguments.kwargs) -> Result:
        as_given = dict(vars(record))

        def restore() -> None:
            vars(record).clear()
            vars(record).update(as_given)

        return in_one_go(lambda: service(record, *args, **kwargs), restore)

    return run


def _wait(attempt: int) -> None:
    """A random moment, so that two who collided do not collide again."""
    time.sleep(random.uniform(0.01, 0.05) * (attempt + 1))  # noqa: S311 - no secret

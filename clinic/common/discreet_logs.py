"""Logs that can be shown to anybody: they say what happened and where, never about whom.

An error's message may quote a row (PostgreSQL does), local variables hold records, and a query string may hold
the name somebody searched for. None of the three is written.
"""

import logging
import traceback
from collections.abc import Mapping
from types import TracebackType
from typing import Any

import structlog

ExcInfo = tuple[type[BaseException], BaseException, TracebackType | None]


def without_query(_logger: Any, _method: str, event: structlog.typing.EventDict) -> structlog.typing.EventDict:
    """A request is named by method and path alone."""
    if isinstance(request := event.get("request"), str):
        event["request"] = request.partition("?")[0]
    return event


def error_without_message(exc_info: ExcInfo) -> str:
    """The error's type and the places it passed through; the same for the error that caused it."""
    kind, error, trace = exc_info
    places = [f"{frame.filename}:{frame.lineno} {frame.name}" for frame in traceback.extract_tb(trace)]
    cause = error.__cause__ or (None if error.__suppress_context__ else error.__context__)
    before = [error_without_message((type(cause), cause, cause.__traceback__)), "which led to"] if cause else []
    return "\n".join([*before, f"{kind.__module__}.{kind.__qualname__}", *places])


class WithoutErrorMessages(logging.Filter):
    """Names an error that is an argument of a log line by its type, and drops what Celery quotes of one."""

    def filter(self, record: logging.LogRecord) -> bool:
        arguments: Any = record.args
        if isinstance(arguments, Mapping):
            quoted = {"exc", "traceback", "args", "kwargs", "argsrepr", "kwargsrepr", "return_value"}
            record.args = {key: "(left out)" if key in quoted else _named(value) for key, value in arguments.items()}
        elif arguments:
            record.args = tuple(_named(value) for value in arguments)
        return True


def _named(value: object) -> object:
    return type(value).__qualname__ if isinstance(value, BaseException) else value

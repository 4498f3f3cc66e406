"""Logs that can be shown to anybody: they say what happened and where, never about whom.

An error's message may quote a row (PostgreSQL does), local variables hold records, a query string may hold
the name somebody searched for, and a path the number that another system knows a patient by or the token of a link
that works without a login. None of them is written.
"""

import logging
import re
import traceback
from collections.abc import Mapping
from types import TracebackType
from typing import Any

import structlog

_IDENTIFIER = re.compile(r"(?<=/patients/by-identifier/).+", re.DOTALL)
# Not the pages of the same name in the admin, whose paths hold a public id.
_TOKEN = re.compile(r"(?<!assessments)(/intake/)(?!thank-you)[^/\s?\"]+")

ExcInfo = tuple[type[BaseException], BaseException, TracebackType | None]


def without_query(_logger: Any, _method: str, event: structlog.typing.EventDict) -> structlog.typing.EventDict:
    """A request is named by method and path alone, and the path without a patient's identifier or a link's token."""
    if isinstance(request := event.get("request"), str):
        event["request"] = without_identifier(request.partition("?")[0])
    return event


def without_identifier(text: str) -> str:
    """The text without what names a patient in a path, or opens a page for one.

    What follows ``/patients/by-identifier/`` may hold spaces and further slashes; after ``/intake/`` stands a token.
    """
    return _TOKEN.sub(r"\1(left out)", _IDENTIFIER.sub("(left out)", text))


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
    if isinstance(value, BaseException):
        return type(value).__qualname__
    return without_identifier(value) if isinstance(value, str) else value

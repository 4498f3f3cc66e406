"""Every error of the API as RFC 9457 ``application/problem+json``."""

import logging
from collections.abc import Callable, Iterator
from http import HTTPStatus
from typing import Any

from django.conf import settings
from django.core.exceptions import PermissionDenied as DjangoPermissionDenied
from django.core.exceptions import RequestDataTooBig
from django.db import InterfaceError, OperationalError
from django.http import Http404
from django.utils.module_loading import import_string
from django.utils.text import get_text_list
from django.utils.translation import gettext as _
from rest_framework import exceptions
from rest_framework.response import Response

from clinic.common.errors import Clash, PermissionMissing, Problem, Refused, StaleRecord

MEDIA_TYPE = "application/problem+json"
logger = logging.getLogger(__name__)


class BodyTooLarge(exceptions.APIException):
    status_code = HTTPStatus.REQUEST_ENTITY_TOO_LARGE
    default_code = "body_too_large"


class PreconditionMissing(exceptions.APIException):
    status_code = HTTPStatus.PRECONDITION_REQUIRED
    default_code = "if_match_missing"


class EtagUnreadable(exceptions.APIException):
    status_code = HTTPStatus.PRECONDITION_FAILED
    default_code = "etag_unreadable"


class CsrfMissing(exceptions.APIException):
    """A page's own request without the token that shows that it came from a page of ours."""

    status_code = HTTPStatus.FORBIDDEN
    default_code = "csrf"


class KeyReused(exceptions.APIException):
    status_code = HTTPStatus.UNPROCESSABLE_ENTITY
    default_code = "idempotency_key_reused"


def exception_handler(error: Exception, context: dict[str, Any]) -> Response | None:
    """DRF's hook: the one place that shapes an error. None lets an unexpected error become a plain 500."""
    answer = _answer(error)
    if answer is None:
        return None
    request = context["request"]
    if answer.status_code != HTTPStatus.NOT_FOUND:  # a 404 carries no id
        answer.data["instance"] = request.path
    return answer


def problem(
    status: int, detail: str, problems: list[Problem] | None = None, headers: dict[str, str] | None = None
) -> Response:
    """An answer of the given status; ``problems`` become its ``errors``."""
    return Response(problem_body(status, detail, problems), status=status, headers=headers, content_type=MEDIA_TYPE)


def problem_body(status: int, detail: str, problems: list[Problem] | None = None) -> dict[str, Any]:
    body: dict[str, Any] = {
        "type": "about:blank",
        "title": HTTPStatus(status).phrase,
        "status": status,
        "detail": detail,
    }
    if problems:
        body["errors"] = [{"pointer": p.pointer, "code": p.code, "detail": str(p.detail)} for p in problems]
    return body


def _answer(error: Exception) -> Response | None:
    return next((shape(error) for kinds, shape in _SHAPES if isinstance(error, kinds)), None)


def _refused(error: Any) -> Response:
    return problem(400, _("The input breaks a rule; nothing was changed."), error.problems)


def _invalid(error: Any) -> Response:
    return _refused(Refused(flatten(error.get_full_details(), "")))


def _stale(error: Any) -> Response:
    return problem(412, str(StaleRecord.detail))


def _forbidden(error: Any) -> Response:
    sentence = _("Your role or your token's scopes do not allow this.")
    scopes = import_string(settings.SCOPES_THAT_GRANT)(getattr(error, "permission", ""))
    if scopes:
        needed = get_text_list(scopes, _("or"))
        sentence = _("%(sentence)s Software needs the scope %(scopes)s.") % {"sentence": sentence, "scopes": needed}
    return problem(403, sentence)


def _missing(error: Any) -> Response:
    return problem(404, _("There is no such record."))


def _too_large(error: Any) -> Response:
    return problem(413, _("The body is larger than 5 MB."))


def _not_json(error: Any) -> Response:
    return problem(415, _("Send the body as application/json, and say so in Content-Type."))


def _throttled(error: Any) -> Response:
    seconds = str(int(error.wait or 0) + 1)
    sentence = _("Too many requests; try again in %(seconds)s seconds.") % {"seconds": seconds}
    return problem(429, sentence, headers={"Retry-After": seconds})


def _unavailable(error: Any) -> Response:
    logger.error("database unavailable", extra={"kind": type(error).__name__})
    return problem(503, _("The database does not answer; try again soon."), headers={"Retry-After": "5"})


def _clash(error: Any) -> Response:
    answer = problem(409, str(error.detail), [Problem("", error.code, error.detail)])
    if error.with_uuid:
        answer.data["clashes_with"] = error.with_uuid
    return answer


def _of_framework(error: Any) -> Response:
    headers = {}
    if auth_header := getattr(error, "auth_header", None):
        headers["WWW-Authenticate"] = auth_header
    problems = [Problem("", str(error.get_codes()), str(error.detail))] if error.status_code == 400 else None
    return problem(error.status_code, str(error.detail), problems, headers)


def flatten(details: Any, pointer: str) -> Iterator[Problem]:
    """DRF's nested error details as flat problems with JSON pointers."""
    if isinstance(details, dict) and set(details) == {"message", "code"}:
        yield Problem(pointer, details["code"], details["message"])
    elif isinstance(details, dict):
        for name, inner in details.items():
            below = pointer if name == "non_field_errors" else f"{pointer}/{_escaped(name)}"
            yield from flatten(inner, below)
    elif details and isinstance(details[0], dict) and set(details[0]) == {"message", "code"}:
        for single in details:
            yield from flatten(single, pointer)
    else:
        for index, inner in enumerate(details):
            yield from flatten(inner, f"{pointer}/{index}")


def _escaped(name: object) -> str:
    """The name as a JSON pointer writes it (RFC 6901)."""
    return str(name).replace("~", "~0").replace("/", "~1")


_SHAPES: list[tuple[type[Exception] | tuple[type[Exception], ...], Callable[[Any], Response]]] = [
    (Refused, _refused),
    (Clash, _clash),
    (StaleRecord, _stale),
    ((PermissionMissing, DjangoPermissionDenied, exceptions.PermissionDenied), _forbidden),
    (Http404, _missing),
    (RequestDataTooBig, _too_large),
    ((OperationalError, InterfaceError), _unavailable),
    (exceptions.ValidationError, _invalid),
    (exceptions.UnsupportedMediaType, _not_json),
    (exceptions.Throttled, _throttled),
    (exceptions.APIException, _of_framework),
]

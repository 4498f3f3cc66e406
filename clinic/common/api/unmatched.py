"""Errors that never reach a view, such as an unmatched path, in the API's own shape."""

from collections.abc import Callable
from http import HTTPStatus

import orjson
from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _

from clinic.common.api.problems import MEDIA_TYPE, problem_body


class ApiProblemMiddleware:
    """Turns every error below /api/ that is not yet a problem document into one, also with DEBUG."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        response = self.get_response(request)
        if not request.path.startswith("/api/") or response.status_code < HTTPStatus.BAD_REQUEST:
            return response
        if response.headers.get("Content-Type", "").startswith(MEDIA_TYPE):
            return response
        return HttpResponse(
            orjson.dumps(problem_body(response.status_code, _detail(response.status_code, request.path))),
            status=response.status_code,
            content_type=MEDIA_TYPE,
        )


def _detail(status: int, path: str) -> str:
    if status == HTTPStatus.NOT_FOUND and not path.endswith("/"):
        return _("There is no such path or record. The path of a record or a list ends with a slash.")
    if status == HTTPStatus.NOT_FOUND:
        return _("There is no such path or record.")
    if status >= HTTPStatus.INTERNAL_SERVER_ERROR:
        return _("Something went wrong on our side; the error was logged.")
    return _("The request could not be understood.")

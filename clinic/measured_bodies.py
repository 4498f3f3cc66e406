"""Request bodies that are sent without their length, read before Django looks at them.

Django takes a body without a Content-Length for an empty one, so that what a client streams
(``Transfer-Encoding: chunked``) would be lost without a word.
"""

from collections.abc import Callable, Iterable
from io import BytesIO
from typing import Any

from django.conf import settings

Application = Callable[[dict[str, Any], Callable[..., Any]], Iterable[bytes]]


def with_measured_bodies(application: Application) -> Application:
    """The WSGI application, which is given every streamed body together with its length.

    One byte more than the largest body that is allowed is read, which is enough to be refused as too large.
    """

    def serve(environ: dict[str, Any], start_response: Callable[..., Any]) -> Iterable[bytes]:
        if _is_streamed(environ):
            body = environ["wsgi.input"].read(settings.DATA_UPLOAD_MAX_MEMORY_SIZE + 1)
            environ |= {"wsgi.input": BytesIO(body), "CONTENT_LENGTH": str(len(body))}
        return application(environ, start_response)

    return serve


def _is_streamed(environ: dict[str, Any]) -> bool:
    """Whether a body comes in pieces, and the server says itself where it ends."""
    chunked = "chunked" in environ.get("HTTP_TRANSFER_ENCODING", "").lower()
    return chunked and bool(environ.get("wsgi.input_terminated"))

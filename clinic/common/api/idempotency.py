"""The same creating request sent twice creates once."""

import hashlib
from collections.abc import Callable

import orjson
from django.db import connection, transaction
from django.utils.translation import gettext as _
from rest_framework.request import Request
from rest_framework.response import Response

from clinic.common.api.problems import KeyReused
from clinic.common.api.rendering import to_json
from clinic.common.caller import Caller
from clinic.common.errors import Clash, StaleRecord, refuse
from clinic.common.models import IdempotentAnswer
from clinic.common.retrying import in_one_go

MAX_LENGTH = 255


def answer_once(request: Request, caller: Caller, create: Callable[[], Response]) -> Response:
    """Run ``create`` in one transaction; with an Idempotency-Key, at most once for each key of the caller.

    A repetition gets the first answer with ``Idempotent-Replayed: true``. Raises KeyReused (422) for the same
    key with another body, Clash (409) while the first request is still running. The answer is stored in the
    transaction of the record itself, so that neither exists without the other.

    Whoever names no version cares for none: of two such requests at once the later one is carried out on what the
    earlier one left. Only where an If-Match was sent is it refused as stale.
    """
    again_after = () if "If-Match" in request.headers else StaleRecord
    return in_one_go(lambda: _answer(request, caller, create), again_after=again_after)


def _answer(request: Request, caller: Caller, create: Callable[[], Response]) -> Response:
    key = request.headers.get("Idempotency-Key")
    with transaction.atomic():
        if key is None:
            return create()
        if not 0 < len(key) <= MAX_LENGTH:
            raise refuse("", "idempotency_key", _("An Idempotency-Key has 1 to 255 characters."))
        _lock(caller, key)
        digest = _digest(request, caller)
        earlier = IdempotentAnswer.objects.filter(actor=caller.uuid, key=key).first()
        if earlier:
            return _replay(earlier, digest)
        response = create()
        _remember(response, caller, key, digest)
        return response


def _lock(caller: Caller, key: str) -> None:
    """Hold the key until the transaction ends; whoever comes meanwhile is told that it is still running."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT pg_try_advisory_xact_lock(hashtextextended(%s, 0))", [f"idempotency:{caller.uuid}:{key}"]
        )
        if not cursor.fetchone()[0]:
            raise Clash("still_running", _("The first request with this Idempotency-Key is still running."))


def _digest(request: Request, caller: Caller) -> bytes:
    # Who may see less than the first time must not be answered with what was seen then.
    what = to_json([request.method, request.path, request.data, sorted(caller.permissions)])
    return hashlib.sha256(what).digest()


def _replay(earlier: IdempotentAnswer, digest: bytes) -> Response:
    if bytes(earlier.request_sha256) != digest:
        raise KeyReused(_("This Idempotency-Key was used for another request, or with other scopes."))
    headers = {"Idempotent-Replayed": "true", "Location": earlier.location, "ETag": earlier.etag}
    return Response(
        orjson.Fragment(bytes(earlier.body)),
        earlier.status,
        headers={name: value for name, value in headers.items() if value},
    )


def _remember(response: Response, caller: Caller, key: str, digest: bytes) -> None:
    IdempotentAnswer.objects.create(
        actor=caller.uuid,
        key=key,
        request_sha256=digest,
        status=response.status_code,
        location=response.headers.get("Location", ""),
        etag=response.headers.get("ETag", ""),
        body=to_json(response.data),
    )

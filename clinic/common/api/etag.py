"""Versions of a record as HTTP sees them."""

import re
from zlib import crc32

from django.utils.translation import gettext as _
from rest_framework.request import Request

from clinic.common.api.problems import PreconditionMissing
from clinic.common.errors import StaleRecord

_ETAG = re.compile(r'^"(\d{1,9})-[0-9a-f]{8}"$')


def etag(version: int, body: bytes) -> str:
    """The record's version, and a digest of what was shown: derived values may change without the record."""
    return f'"{version}-{crc32(body):08x}"'


def require_match(request: Request, version: int) -> None:
    """Raise PreconditionMissing (428) without an If-Match, StaleRecord (412) unless it names this version."""
    given = request.headers.get("If-Match")
    if given is None:
        raise PreconditionMissing(_("Send If-Match with the ETag of the record that you read."))
    found = _ETAG.match(given.strip())
    if not found or int(found.group(1)) != version:
        raise StaleRecord


def honour_match(request: Request, version: int) -> None:
    """As ``require_match``, but only if the caller sent an If-Match."""
    if "If-Match" in request.headers:
        require_match(request, version)


def is_unchanged(request: Request, tag: str) -> bool:
    """The caller already has exactly this (If-None-Match)."""
    return tag in (request.headers.get("If-None-Match") or "")

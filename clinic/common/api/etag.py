"""Versions of a record as HTTP sees them."""

import re
from zlib import crc32

from django.utils.translation import gettext as _
from rest_framework.request import Request

from clinic.common.api.problems import EtagUnreadable, PreconditionMissing
from clinic.common.errors import StaleRecord

LONGEST_SHOWN = 40
"""Characters of a header that is none, as they are shown to who sent it."""
_ETAG = re.compile(r'^"(\d{1,9})-[0-9a-f]{8}"$')


def etag(version: int, body: bytes) -> str:
    """The record's version, and a digest of what was shown: derived values may change without the record."""
    return f'"{version}-{crc32(body):08x}"'


def require_match(request: Request, version: int) -> None:
    """Raise PreconditionMissing (428) without an If-Match, EtagUnreadable (412) if it is no ETag of a record.

    Raises StaleRecord (412) unless it names this version.
    """
    given = request.headers.get("If-Match")
    if given is None:
        raise PreconditionMissing(_("Send If-Match with the ETag of the record that you read."))
    found = _ETAG.match(given.strip())
    if found is None:
        sentence = _("If-Match is “%(given)s”, which is no ETag of a record. Read the record and send its ETag.")
        raise EtagUnreadable(sentence % {"given": given[:LONGEST_SHOWN]})
    if int(found.group(1)) != version:
        raise StaleRecord


def honour_match(request: Request, version: int) -> None:
    """As ``require_match``, but only if the caller sent an If-Match."""
    if "If-Match" in request.headers:
        require_match(request, version)


def is_unchanged(request: Request, tag: str) -> bool:
    """The caller already has exactly this (If-None-Match)."""
    return tag in (request.headers.get("If-None-Match") or "")

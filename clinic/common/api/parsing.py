"""Reading a JSON body: bounded in size and depth, strict in syntax."""

from collections.abc import Mapping
from typing import IO, Any

import orjson
from django.conf import settings
from django.utils.translation import gettext as _
from rest_framework.exceptions import ParseError
from rest_framework.parsers import BaseParser

from clinic.common.api.problems import BodyTooLarge

MAX_DEPTH = 20


class JSONParser(BaseParser):
    """Parses ``application/json``; raises ParseError (400) or BodyTooLarge (413)."""

    media_type = "application/json"

    def parse(
        self, stream: IO[Any], media_type: str | None = None, parser_context: Mapping[str, Any] | None = None
    ) -> Any:
        limit = settings.DATA_UPLOAD_MAX_MEMORY_SIZE
        raw = stream.read(limit + 1)
        if len(raw) > limit:
            raise BodyTooLarge(_("The body is larger than %(limit)s MB.") % {"limit": limit // 2**20})
        try:
            data = orjson.loads(raw)
        except orjson.JSONDecodeError as error:
            raise ParseError(
                _("The body is not valid JSON: %(error)s.") % {"error": error}, code="malformed_json"
            ) from error
        _check(data, 1)
        return data


def _check(data: Any, depth: int) -> None:
    if depth > MAX_DEPTH:
        raise ParseError(_("The JSON is nested more than %(depth)s deep.") % {"depth": MAX_DEPTH}, code="too_deep")
    if isinstance(data, str) and "\x00" in data:
        raise ParseError(_("The null character is not allowed in text."), code="null_character")
    inner = (
        data.items() if isinstance(data, dict) else ((None, item) for item in data) if isinstance(data, list) else ()
    )
    for name, item in inner:
        if name and "\x00" in name:
            raise ParseError(_("The null character is not allowed in text."), code="null_character")
        if isinstance(item, str | dict | list):
            _check(item, depth + 1)

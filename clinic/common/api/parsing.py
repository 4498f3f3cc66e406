"""Reading a JSON body: bounded in size and depth, strict in syntax."""

import json
from collections.abc import Iterator, Mapping
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
        # Of a name that is given twice orjson keeps the last; the standard library lets us see both.
        json.loads(raw, object_pairs_hook=_each_name_once, parse_int=str, parse_float=str)
        return data


def _check(data: Any, depth: int) -> None:
    if depth > MAX_DEPTH:
        raise ParseError(_("The JSON is nested more than %(depth)s deep.") % {"depth": MAX_DEPTH}, code="too_deep")
    if isinstance(data, str) and "\x00" in data:
        raise ParseError(_("The null character is not allowed in text."), code="null_character")
    for item in _inside(data):
        if isinstance(item, str | dict | list):
            _check(item, depth + 1)


def _inside(data: Any) -> Iterator[Any]:
    """The names and values of an object, the items of a list."""
    if isinstance(data, dict):
        yield from data
        yield from data.values()
    elif isinstance(data, list):
        yield from data


def _each_name_once(pairs: list[tuple[str, Any]]) -> None:
    seen: set[str] = set()
    for name, _value in pairs:
        if name in seen:
            raise ParseError(_("“%(name)s” is given twice in one object.") % {"name": name}, code="repeated_name")
        seen.add(name)

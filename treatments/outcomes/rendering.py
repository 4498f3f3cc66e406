"""Specifications become SVG; nothing is fetched, and the same input gives the same bytes.

The engine keeps some 200 MB once it has drawn, so only the worker process imports this module.
"""

import re
from collections.abc import Mapping
from functools import cache
from typing import Any
from xml.sax.saxutils import quoteattr

import vl_convert

from clinic.common.typefaces import FONT_DIRECTORY, with_fonts
from treatments.outcomes.browser_bundle import VEGA_LITE_VERSION

_CLIP = re.compile(r'(?<=id=")clip\d+(?=")|(?<=url\(#)clip\d+(?=\))')


def render_svg(spec: Mapping[str, Any]) -> bytes:
    """Draw a chart as an SVG file that needs nothing else: its characters' shapes and its description are in it.

    Raises ValueError for a specification that cannot be drawn or that refers to anything outside.
    """
    return with_fonts(_drawn(spec)).encode()


def render_figure(spec: Mapping[str, Any]) -> bytes:
    """Draw a chart for the PDF, which brings the typefaces itself."""
    return _drawn(spec).encode()


def _drawn(spec: Mapping[str, Any]) -> str:
    _register_fonts()
    svg: str = vl_convert.vegalite_to_svg(dict(spec), vl_version=VEGA_LITE_VERSION, allowed_base_urls=[])
    description = quoteattr(str(spec.get("description", "")))
    return _numbered_anew(svg).replace("<svg", f'<svg role="graphics-document" aria-label={description}', 1)


def _numbered_anew(svg: str) -> str:
    """Vega counts clip paths through the life of a process; the same chart must give the same bytes."""
    numbers: dict[str, str] = {}
    return _CLIP.sub(lambda found: numbers.setdefault(found[0], f"clip{len(numbers)}"), svg)


@cache
def _register_fonts() -> None:
    vl_convert.register_font_directory(str(FONT_DIRECTORY))

"""Specifications become SVG, documents become PDF; nothing is fetched, and the same input gives the same bytes.

Both engines keep some 200 MB once they have drawn, so only the worker process imports this module.
"""

import json
import re
from collections.abc import Mapping
from dataclasses import asdict
from functools import cache
from pathlib import Path
from typing import Any
from xml.sax.saxutils import quoteattr

import typst
import vl_convert

from clinic.common.typefaces import FONT_DIRECTORY, FONT_FAMILIES, SUBSTITUTE, displayable, with_fonts
from treatments.outcomes.browser_bundle import VEGA_LITE_VERSION
from treatments.outcomes.document.printed import PrintedDocument

_CLIP = re.compile(r'(?<=id=")clip\d+(?=")|(?<=url\(#)clip\d+(?=\))')
_LAYOUTS = Path(__file__).parent / "document"


def render_svg(spec: Mapping[str, Any]) -> bytes:
    """Draw a chart as an SVG file that needs nothing else: its characters' shapes and its description are in it.

    Raises ValueError for a specification that cannot be drawn or that refers to anything outside.
    """
    return with_fonts(_drawn(spec)).encode()


def render_figure(spec: Mapping[str, Any]) -> bytes:
    """Draw a chart for `render_pdf`, which brings the typefaces itself."""
    return _drawn(spec).encode()


def render_pdf(document: PrintedDocument, svgs: Mapping[str, bytes]) -> bytes:
    """Set a document in its layout as tagged PDF (PDF/UA-1); `svgs` holds the drawing of each figure by its name.

    A character that the typefaces lack is printed as 〓 with a note, because the standard forbids characters
    without a shape. The file is dated with the report's cut-off. Raises RuntimeError if it cannot be set.
    """
    content: dict[str, Any] = {
        **asdict(document),
        "cutoff": document.cutoff.isoformat(),
        "fonts": FONT_FAMILIES,
        "svgs": {figure.name: svgs[figure.name].decode() for figure in document.figures},
    }
    given, shown = _json(content), _json(_displayable(content))
    substituted = shown.count(SUBSTITUTE) > given.count(SUBSTITUTE)
    pdf = _compiler(document.layout).compile(
        format="pdf",
        pdf_standards="ua-1",
        timestamp=int(document.cutoff.timestamp()),
        sys_inputs={"data": shown, "substituted": _json(substituted)},
    )
    assert isinstance(pdf, bytes)
    return pdf


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


@cache
def _compiler(layout: str) -> typst.Compiler:
    """Give the compiler with our typefaces only: what a machine has installed must not change a document."""
    fonts = typst.Fonts(include_system_fonts=False, include_embedded_fonts=False, font_paths=[FONT_DIRECTORY])
    return typst.Compiler(_LAYOUTS / layout, root=_LAYOUTS, font_paths=fonts, ignore_system_fonts=True)


def _json(content: Any) -> str:
    return json.dumps(content, ensure_ascii=False)


def _displayable(content: Any) -> Any:
    if isinstance(content, str):
        return displayable(content)
    if isinstance(content, dict):
        return {name: _displayable(value) for name, value in content.items()}
    if isinstance(content, list | tuple):
        return [_displayable(value) for value in content]
    return content

"""Documents become PDF; nothing is fetched, and the same input gives the same bytes.

The engine takes some 40 MB and a tenth of a second for a page, so a short document may be set in the web process.
"""

import json
from collections.abc import Mapping
from dataclasses import asdict
from functools import cache
from pathlib import Path
from typing import Any

import typst

from clinic.common.typefaces import FONT_DIRECTORY, FONT_FAMILIES, SUBSTITUTE, displayable
from treatments.outcomes.document.printed import PrintedDocument

_LAYOUTS = Path(__file__).parent / "document"


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

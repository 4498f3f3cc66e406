"""The typefaces the product brings along, so that text looks the same on a machine that has none.

Documents, charts and pages share one set of files. Inter draws Latin, Greek and Cyrillic; the East Asian file
draws Chinese, Korean and Japanese.
"""

import base64
import re
import string
from functools import cache, lru_cache
from html import unescape
from io import BytesIO
from pathlib import Path
from unicodedata import category, normalize

from fontTools.subset import Options, Subsetter
from fontTools.ttLib import TTFont

FONT_DIRECTORY = Path(__file__).parent / "static" / "fonts"
FONT_FAMILIES = ("Inter", "Noto Sans CJK TC")
SUBSTITUTE = "〓"
"""The geta mark, which East Asian printers set for a character they do not have."""

_FACES = (
    ("Inter", 400, "Inter-Regular.ttf"),
    ("Inter", 600, "Inter-SemiBold.ttf"),
    ("Noto Sans CJK TC", 400, "NotoSansCJKtc-Regular.otf"),
)
# Always carried along: so almost all drawings share one subset, which is made once.
_USUAL = frozenset(map(ord, string.printable.strip() + " °±−–≤↑↓…"))
_SVG_TEXT = re.compile(r"<text[^>]*>(.*?)</text>", re.DOTALL)
_TAG = re.compile(r"<[^>]*>")


@cache
def characters_of(file_name: str) -> frozenset[int]:
    """Give the code points that one font file draws."""
    with TTFont(FONT_DIRECTORY / file_name, lazy=True) as font:
        return frozenset(font.getBestCmap())


@cache
def drawn_characters() -> frozenset[int]:
    """Give the code points that any of the font files draws, in every weight."""
    inter = characters_of("Inter-Regular.ttf") & characters_of("Inter-SemiBold.ttf")
    return inter | characters_of("NotoSansCJKtc-Regular.otf")


def displayable(text: str) -> str:
    """Give the text with every character that no font file draws replaced by 〓, and control signs left out.

    A PDF/UA-1 document may not contain a character without a shape, so an unusual name would otherwise cost
    the patient the whole document. The record keeps the full spelling.
    """
    return "".join(_shown(character) for character in normalize("NFC", text))


def with_fonts(svg: str) -> str:
    """Give the SVG with the shapes of its characters embedded, some kilobytes, so that it needs no fonts."""
    text = frozenset(ord(character) for piece in _SVG_TEXT.findall(svg) for character in unescape(_TAG.sub("", piece)))
    if not text:
        return svg
    rules = "".join(_font_face(face, (text | _USUAL) & characters_of(face[2])) for face in _FACES)
    start = svg.index(">", svg.index("<svg")) + 1
    return f"{svg[:start]}<style>{rules}</style>{svg[start:]}"


def _shown(character: str) -> str:
    if ord(character) in drawn_characters() or character == "\n":
        return character
    if character.isspace():
        return " "
    # Control signs and joiners have no shape of their own.
    return "" if category(character) in ("Cc", "Cf") else SUBSTITUTE


def _font_face(face: tuple[str, int, str], code_points: frozenset[int]) -> str:
    family, weight, file_name = face
    if not code_points:
        return ""
    content = base64.b64encode(_subset(file_name, code_points)).decode()
    return (
        f'@font-face{{font-family:"{family}";font-weight:{weight};'
        f"src:url(data:font/{file_name[-3:]};base64,{content})}}"
    )


@lru_cache(maxsize=32)
def _subset(file_name: str, code_points: frozenset[int]) -> bytes:
    # Without kerning a subset takes a fifth of the time and half of the room; labels do not miss it.
    options = Options(layout_features=[], hinting=False, notdef_outline=True)
    # The file's own date stays, so that the same chart has the same bytes every time.
    with TTFont(FONT_DIRECTORY / file_name, lazy=True, recalcTimestamp=False) as font:
        subsetter = Subsetter(options)
        subsetter.populate(unicodes=code_points)
        subsetter.subset(font)
        target = BytesIO()
        font.save(target)
    return target.getvalue()

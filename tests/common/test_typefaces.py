"""The typefaces the product brings along draw the names that clinics write down."""

from unicodedata import normalize

import pytest

from clinic.common.typefaces import FONT_DIRECTORY, characters_of, displayable, drawn_characters, with_fonts


@pytest.mark.parametrize(
    "name",
    [
        "陳大文",
        "歐陽司徒",
        "陈大文",
        "김민수",
        "山田たろう",
        "Nguyễn Thị Ánh",
        "Łukasz Åström-Ñúñez",
        "Σοφία",
        "Жанна",
        "O’Brien – 3.5° ±1 − ≤ ≥ → ↑ ↓ …",
    ],
)
def test_these_names_and_signs_can_be_drawn(name: str) -> None:
    assert displayable(name) == name


def test_characters_of_hong_kong_are_there() -> None:
    assert {ord(character) for character in "喆堃嘅咗瞓焗氹鰂埗涌"} <= drawn_characters()


def test_both_weights_draw_the_same_characters() -> None:
    assert characters_of("Inter-Regular.ttf") == characters_of("Inter-SemiBold.ttf")


def test_what_cannot_be_drawn_becomes_a_mark_and_nothing_else_changes() -> None:
    assert displayable("Ali محمد (SYNTHETIC)") == "Ali 〓〓〓〓 (SYNTHETIC)"


def test_control_signs_vanish_and_odd_spaces_become_plain() -> None:
    assert displayable("a\x00b\u00adc\td\ne\u2028f") == "abc d\ne f"


def test_an_accent_written_apart_joins_its_letter() -> None:
    assert displayable(normalize("NFD", "Ánh")) == "Ánh"


def test_an_svg_carries_its_characters_in_some_kilobytes() -> None:
    svg = '<svg xmlns="http://www.w3.org/2000/svg"><text>陳大文 &amp; <tspan>Chan</tspan></text></svg>'
    carried = with_fonts(svg)
    assert carried.count("@font-face") == 3
    assert len(carried) < 40_000
    assert with_fonts(svg) == carried


def test_an_svg_without_text_carries_nothing() -> None:
    svg = '<svg xmlns="http://www.w3.org/2000/svg"><path d="M0,0"/></svg>'
    assert with_fonts(svg) == svg


def test_the_licence_lies_beside_the_typefaces_and_they_stay_small() -> None:
    assert "SIL OPEN FONT LICENSE Version 1.1" in (FONT_DIRECTORY / "OFL.txt").read_text()
    assert sum(file.stat().st_size for file in FONT_DIRECTORY.iterdir()) < 6_000_000

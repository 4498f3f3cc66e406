"""The texts of reports in Traditional Chinese: all there, with the same gaps, compiled, careful and printable."""

import re

import pytest

from clinic.common.typefaces import drawn_characters
from scripts import messages
from treatments.outcomes.narrative.forbidden_words import forbidden_words

LANGUAGE = "zh_Hant"
REPORTS = (
    "assessments/catalogue/",
    "assessments/pain_regions.py",
    "patients/body_regions.py",
    "treatments/outcomes/charts/",
    "treatments/outcomes/document/",
    "treatments/outcomes/identity.py",
    "treatments/outcomes/narrative/",
)
"""Where the words of a report stand."""

CATALOG = messages.read(LANGUAGE)
GAP = re.compile(r"%\(\w+\)[a-z]|%%")


@pytest.fixture(scope="module")
def texts() -> list[str]:
    """Every text of a report."""
    return sorted({text for file, text in messages.texts() if file.startswith(REPORTS) and isinstance(text, str)})


def translated(text: str) -> str:
    return str(CATALOG[text].string) if text in CATALOG else ""


def test_the_compiled_file_is_that_of_the_translations() -> None:
    compiled = messages.po_file(LANGUAGE).with_suffix(".mo").read_bytes()
    assert compiled == messages.compiled(CATALOG), "run: make messages"


def test_the_texts_of_reports_are_found(texts: list[str]) -> None:
    assert {"Pelvic obliquity", "low back", "supine", "Outcome report", "week %(week)s", "Mar", "Born"} <= set(texts)


def test_every_text_of_a_report_is_translated(texts: list[str]) -> None:
    missing = [text for text in texts if text not in CATALOG or not translated(text).strip()]
    assert missing == [], "run: make messages, then translate these in the .po file"


def test_no_translation_is_a_guess() -> None:
    assert [message.id for message in CATALOG if message.id and message.fuzzy] == []


def test_every_translation_has_the_gaps_and_lines_of_its_text(texts: list[str]) -> None:
    differing = [text for text in texts if translated(text) and shape(translated(text)) != shape(text)]
    assert differing == []


def shape(text: str) -> tuple[list[str], int]:
    """The gaps of a template, and its number of lines; a text without gaps is never filled in."""
    return sorted(GAP.findall(text)) if "%(" in text else [], text.count("\n")


def test_no_text_of_a_report_claims_a_cause_in_any_language(texts: list[str]) -> None:
    claims = [(text, forbidden_words(text), forbidden_words(translated(text), "zh-hant")) for text in texts]
    assert [claim for claim in claims if claim[1] or claim[2]] == []


def test_a_document_can_print_every_character_of_the_translations() -> None:
    used = {character for message in CATALOG for character in str(message.string)} - {"\n"}
    assert {character for character in used if ord(character) not in drawn_characters()} == set()


def test_a_template_is_read_as_the_code_is() -> None:
    page = messages.PROJECT / "treatments" / "outcomes" / "templates"
    found = [text for path in sorted(page.rglob("*.html")) for text in messages.texts_in(path)]
    assert "What this report cannot show" in found


def test_texts_are_found_wherever_code_marks_them() -> None:
    code = """
a = f"{gettext_noop('more pain')} →"
b = translation.ngettext("%(n)s visit", "%(n)s visits", n)
c = _("in " "two parts")
d = other("not a text")
"""
    assert list(messages.texts_in_code(code)) == ["more pain", ("%(n)s visit", "%(n)s visits"), "in two parts"]

"""The lint that keeps claims of cause out of generated text, and the templates it watches over."""

import pytest

from clinic.common.wording import Message
from treatments.outcomes.narrative import headlines, sentences
from treatments.outcomes.narrative.cohort import group_sentences, limits, literature, pair_companions, pair_headlines
from treatments.outcomes.narrative.forbidden_words import FORBIDDEN, forbidden_words
from treatments.outcomes.narrative.reasons import REASONS


def templates_in(value: object) -> list[str]:
    """Dig every sentence template out of a module's constants."""
    if isinstance(value, str):
        return [value]
    if isinstance(value, tuple):
        return [text for item in value for text in templates_in(item)]
    return [text for item in getattr(value, "values", list)() for text in templates_in(item)]


MODULES = (headlines, sentences, pair_headlines, pair_companions, group_sentences, limits, literature)
TEMPLATES = sorted(
    {
        text
        for module in MODULES
        for name, value in vars(module).items()
        if name.isupper()
        for text in templates_in(value)
    }
    | set(REASONS.values())
)


def test_every_template_is_found() -> None:
    assert len(TEMPLATES) > 24 + 4 + 6 + 5 + 20 + 22 + 80


@pytest.mark.parametrize("template", TEMPLATES)
def test_no_sentence_template_claims_a_cause(template: str) -> None:
    assert forbidden_words(template) == ()


@pytest.mark.parametrize("template", TEMPLATES)
def test_every_template_names_its_gaps_so_that_translators_can_reorder_them(template: str) -> None:
    assert "{" not in template
    assert "%s" not in template
    assert "%d" not in template


@pytest.mark.parametrize("word", FORBIDDEN["en"])
def test_each_forbidden_word_is_found_in_any_case_and_across_a_line_break(word: str) -> None:
    assert forbidden_words(f"The tilt {word.upper()} this.") == (word,)
    assert forbidden_words("Well, " + word.replace(" ", "\n  ") + ", it seems.") == (word,)


@pytest.mark.parametrize(
    "harmless",
    ["ineffective", "workshop networks", "correctly", "is accompanied by", "a cause", "dues to pay"],
)
def test_harmless_words_pass(harmless: str) -> None:
    assert forbidden_words(harmless) == ()


def test_chinese_has_its_own_list() -> None:
    assert forbidden_words("矯正骨盆導致疼痛減輕", "zh-hant") == ("導致", "矯正")
    assert forbidden_words("疼痛減輕了三分", "zh-hant") == ()


def test_a_language_without_a_list_is_refused() -> None:
    with pytest.raises(KeyError):
        forbidden_words("Schmerz", "de")


def test_a_message_without_gaps_is_given_as_it_is() -> None:
    assert all(Message(text).text() == text for text in sentences.LIMITATIONS)

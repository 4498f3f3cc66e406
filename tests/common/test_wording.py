"""Sentences of pure modules keep their gaps until somebody fills and translates them."""

from clinic.common.wording import Message, gettext_noop


def test_marking_a_sentence_leaves_it_as_it_is() -> None:
    assert gettext_noop("Pain fell.") == "Pain fell."


def test_a_sentence_without_gaps_may_hold_a_percent_sign() -> None:
    assert Message("30 % less").text() == "30 % less"


def test_gaps_take_texts_numbers_and_other_sentences() -> None:
    message = Message("%(label)s: %(count)s of %(all)s", {"label": Message("Knee"), "count": 2, "all": "three"})
    assert message.text() == "Knee: 2 of three"


def test_template_and_inner_sentences_are_translated_but_plain_texts_are_not() -> None:
    message = Message("see %(label)s, %(name)s", {"label": Message("knee"), "name": "knee"})
    assert message.text(lambda text: text.replace("knee", "genou")) == ("see genou, knee")

"""Reason codes in words."""

import pytest

from treatments.outcomes.narrative.reasons import NOTES, REASONS, in_words, joined, notes_in, refusals_in


@pytest.mark.parametrize(
    ("reason", "words"),
    [
        ("too_few_readings:1<2", "1 of the 2 visits that a change needs"),
        ("less_than_14_days:8.5<14", "8.5 days of the 14 that a change needs"),
        ("less_than_14_days:1<14", "1 day of the 14 that a change needs"),
        ("slope_less_than_21_days:1<21", "1 day of the 21 that a trend needs"),
        ("slope_too_many_readings:2001>2000", "2001 visits; a trend is given up to 2000"),
        ("too_few_in_a_group:6<10", "the smaller group has 6 of the 10 patients that are needed in each"),
        ("method_changed", "another method was used"),
        ("something_new", "something_new"),
        ("something_new:1<2", "something_new:1<2"),
    ],
)
def test_a_reason_is_said_in_words_with_its_figures(reason: str, words: str) -> None:
    assert in_words(reason).text() == words


def test_phrases_are_joined_and_translated_one_by_one() -> None:
    phrase = joined(map(in_words, ("method_changed", "lift_changed", "posture_changed")))
    quoted = {words: f"«{words}»" for words in REASONS.values()}
    assert phrase.text(lambda text: quoted.get(text, text)) == (
        "«another method was used»; «taken once with and once without a heel lift»; «taken in another posture»"
    )


def test_remarks_and_refusals_are_told_apart() -> None:
    reasons = ("no_reference", "rater_changed", "slope_too_few_readings:2<5")
    assert notes_in(reasons) == ("rater_changed",)
    assert refusals_in(reasons) == ("no_reference",)
    assert set(REASONS) > NOTES

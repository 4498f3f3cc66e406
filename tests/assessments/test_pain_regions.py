"""Where it hurts, which sides a region has, and which change of pain matters there."""

import pytest

from assessments.pain_regions import (
    CONTEXT_LABELS,
    DEFAULT_CONTEXT,
    DEFAULT_RECALL,
    MODE_LABELS,
    NOT_EVALUABLE_BELOW,
    RECALL_LABELS,
    REGIONS,
    TIMING_LABELS,
    WORSENING_POINTS,
    Context,
    Mode,
    Recall,
    Region,
    Timing,
    UnknownRegion,
    region,
)

SIDED = {"hip", "knee", "leg_radiating", "shoulder", "arm", "hand", "foot"}
UNSIDED = {"low_back", "upper_back", "neck", "head"}


def test_the_regions_are_those_of_the_contract() -> None:
    assert set(REGIONS) == {*SIDED, *UNSIDED, "other"}


@pytest.mark.parametrize("code", sorted(SIDED))
def test_limbs_are_left_or_right(code: str) -> None:
    assert set(region(code).sides) == {"left", "right"}


@pytest.mark.parametrize("code", sorted(UNSIDED))
def test_the_trunk_and_the_head_have_no_side(code: str) -> None:
    assert region(code).sides == ("none",)


def test_any_other_place_may_have_a_side_or_none() -> None:
    assert set(region("other").sides) == {"left", "right", "none"}


@pytest.mark.parametrize(
    ("code", "points", "study"),
    [
        ("low_back", 2.0, "Ostelo 2008"),
        ("neck", 2.0, "Cleland 2008"),
        ("knee", 2.0, "PMC7990728"),
        ("shoulder", 2.17, "Michener 2011"),
        ("hip", 2.0, "Farrar 2001"),
        ("hand", 2.0, "Farrar 2001"),
        ("other", 2.0, "Farrar 2001"),
    ],
)
def test_an_important_fall_in_pain_has_its_points_and_its_study(code: str, points: float, study: str) -> None:
    important = region(code).important_change
    assert important.points == points
    assert study in important.source


@pytest.mark.parametrize("entry", REGIONS.values(), ids=lambda entry: entry.code)
def test_everywhere_the_fall_must_also_be_thirty_percent(entry: Region) -> None:
    assert entry.important_change.fraction == 0.30
    assert entry.label


def test_a_fall_from_the_lowest_evaluable_baseline_can_be_important_everywhere() -> None:
    assert NOT_EVALUABLE_BELOW == 3.0
    assert all(entry.important_change.points <= NOT_EVALUABLE_BELOW for entry in REGIONS.values())


def test_a_rise_of_two_points_is_worse() -> None:
    assert WORSENING_POINTS == 2.0


def test_the_codes_of_a_rating_are_those_of_the_contract() -> None:
    assert set(Recall) == {"now", "24h_average", "24h_worst", "7d_average", "7d_worst"}
    assert set(Context) == {"rest", "movement", "overall"}
    assert set(Mode) == {"patient_app", "verbal", "paper"}
    assert set(Timing) == {"before_treatment", "after_treatment", "no_treatment"}
    assert (DEFAULT_RECALL, DEFAULT_CONTEXT) == ("7d_average", "overall")


def test_every_code_of_a_rating_has_its_words() -> None:
    assert set(RECALL_LABELS) == set(Recall)
    assert set(CONTEXT_LABELS) == set(Context)
    assert set(MODE_LABELS) == set(Mode)
    assert set(TIMING_LABELS) == set(Timing)


def test_an_unknown_region_is_answered_with_the_known_ones() -> None:
    with pytest.raises(UnknownRegion) as refusal:
        region("toe")
    assert str(refusal.value) == f"There is no pain region “toe”. Use one of: {', '.join(REGIONS)}."

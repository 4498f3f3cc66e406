"""Which readings count as replicates of one another, and which never do."""

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.outcomes.replicates import HOUR, MIRA, found, groups_of, read
from treatments.outcomes.findings.repeatability.differences import with_leg_differences
from treatments.outcomes.findings.repeatability.points import Candidate

# Within one visit


def test_readings_of_one_visit_are_replicates_if_the_landmarks_were_found_anew() -> None:
    assert found(read(0, 3.0, 3.4, 2.9, relandmarked=True)) == [("readings", (3.0, 3.4, 2.9))]


@pytest.mark.parametrize("relandmarked", [False, None])
def test_readings_taken_in_one_go_are_none(relandmarked: bool | None) -> None:
    assert found(read(0, 3.0, 3.0, 3.0, relandmarked=relandmarked)) == []


def test_one_reading_alone_is_none_whatever_is_said_of_it() -> None:
    assert found(read(0, 3.0, relandmarked=True)) == []


def test_readings_of_nobody_in_particular_are_none() -> None:
    assert found(read(0, 3.0, 3.4, relandmarked=True, rater=None)) == []


def test_readings_after_treatment_are_replicates_of_one_another_but_of_no_other_day() -> None:
    visit = read(0, 3.0, 3.4, relandmarked=True, timing="after_treatment")
    assert found(visit, read(1, 2.0, timing="after_treatment")) == [("readings", (3.0, 3.4))]


# On other days


def test_another_day_within_a_week_without_treatment_is_a_replicate() -> None:
    assert found(read(0, 3.0), read(7, 3.4)) == [("days", (3.0, 3.4))]


def test_a_later_day_than_a_week_is_none() -> None:
    assert found(read(0, 3.0), read(8, 3.4)) == []


def test_calendar_days_count_not_hours() -> None:
    """A week later in the evening is still the seventh day."""
    assert found(read(0, 3.0), read(7 + 10 * HOUR, 3.4)) == [("days", (3.0, 3.4))]


def test_the_same_day_again_by_the_same_rater_is_none() -> None:
    assert found(read(0, 3.0), read(2 * HOUR, 3.4)) == []


@pytest.mark.parametrize("day", [-2 * HOUR, 0, 2 * HOUR, 1, 3 - 2 * HOUR, 3 + 2 * HOUR])
def test_a_session_on_one_of_the_days_or_between_them_parts_them(day: float) -> None:
    assert found(read(0, 3.0), read(3, 3.4), sessions=[day]) == []


@pytest.mark.parametrize("day", [-1, 4])
def test_a_session_outside_does_not(day: float) -> None:
    assert found(read(0, 3.0), read(3, 3.4), sessions=[day]) == [("days", (3.0, 3.4))]


def test_the_days_are_those_of_the_clinic() -> None:
    """Eleven at night in Hong Kong and one hour later are two days there, and one in London."""
    assert found(read(14 * HOUR, 3.0), read(15 * HOUR + 1e-6, 3.4)) == [("days", (3.0, 3.4))]


def test_a_run_holds_what_lies_within_a_week_of_its_first_day() -> None:
    days = [read(day, float(day)) for day in (0, 3, 7, 8, 9)]
    assert found(*days) == [("days", (0.0, 3.0, 7.0)), ("days", (8.0, 9.0))]


def test_of_several_readings_on_a_day_the_first_one_counts_and_never_the_mean() -> None:
    days = [read(0, 3.0, 5.0, relandmarked=True), read(1, 4.0, 8.0), read(1 + HOUR, 9.0)]
    assert found(*days) == [("days", (3.0, 4.0))]


def test_a_reading_counts_once_days_before_readings_of_one_visit() -> None:
    days = [read(0, 3.0, 5.0, relandmarked=True), read(1, 4.0), read(30, 1.0, 2.0, relandmarked=True)]
    assert found(*days) == [("days", (3.0, 4.0)), ("readings", (1.0, 2.0))]


@pytest.mark.parametrize(
    "other",
    [
        {"method": "radiograph"},
        {"posture": "sitting"},
        {"posture": None},
        {"footwear": "shoes"},
        {"footwear": None},
        {"lift": True},
        {"lift": None},
        {"timing": "after_treatment"},
        {"side": "left"},
        {"measure": "crest_height_diff"},
        {"patient": "bob"},
    ],
)
def test_readings_taken_in_another_way_or_of_somebody_else_are_none(other: dict[str, Any]) -> None:
    assert found(read(0, 3.0), read(1, 3.4, **other)) == []
    assert found(read(0, 3.0), read(HOUR, 3.4, rater=MIRA, **other)) == []


def test_a_day_without_treatment_compares_with_the_time_before_treatment() -> None:
    assert found(read(0, 3.0), read(1, 3.4, timing="no_treatment")) == [("days", (3.0, 3.4))]


# By other raters


def test_two_raters_on_one_day_are_replicates_of_another_kind() -> None:
    (group,) = groups_of(read(0, 3.0), read(HOUR, 3.4, rater=MIRA))
    assert (group.apart, group.values, group.raters) == ("raters", (3.0, 3.4), ("theo", "mira"))


def test_two_raters_on_different_days_are_too() -> None:
    assert found(read(0, 3.0), read(2, 3.4, rater=MIRA)) == [("raters", (3.0, 3.4))]


def test_a_rater_who_is_not_known_might_be_the_same_one() -> None:
    assert found(read(0, 3.0), read(HOUR, 3.4, rater=None)) == []


def test_of_each_rater_the_first_reading_counts() -> None:
    visits = [
        read(0, 3.0, 3.1, relandmarked=True),
        read(HOUR, 3.4, 3.5, relandmarked=True, rater=MIRA),
        read(2, 2.0),
    ]
    expected = [("readings", (3.4, 3.5)), ("days", (3.0, 2.0)), ("raters", (3.0, 3.4))]
    assert sorted(found(*visits)) == sorted(expected)


def test_a_session_that_began_between_the_two_parts_them() -> None:
    assert found(read(0, 3.0), read(2 * HOUR, 3.4, rater=MIRA), sessions=[HOUR]) == []


@pytest.mark.parametrize("day", [-HOUR, 3 * HOUR])
def test_a_session_earlier_or_later_that_day_does_not_part_what_was_read_before_treatment(day: float) -> None:
    assert found(read(0, 3.0), read(2 * HOUR, 3.4, rater=MIRA), sessions=[day]) == [("raters", (3.0, 3.4))]


def test_after_treatment_two_raters_do_not_compare() -> None:
    after = {"timing": "after_treatment"}
    assert found(read(0, 3.0, **after), read(HOUR, 3.4, rater=MIRA, **after)) == []


# In general

CANDIDATES = st.builds(
    lambda day, rater, readings, side, anew: read(
        day / 4, *readings, rater=rater, side=side, relandmarked=anew, assessment=f"{day} {rater} {side}"
    ),
    st.integers(0, 40),
    st.sampled_from(["theo", "mira", "una", None]),
    st.lists(st.integers(-9, 9).map(float), min_size=1, max_size=3),
    st.sampled_from(["left", "right"]),
    st.sampled_from([True, None]),
)


@given(
    st.lists(CANDIDATES, max_size=14, unique_by=lambda point: point.assessment).flatmap(
        lambda points: st.tuples(st.just(points), st.permutations(points))
    ),
    st.lists(st.integers(0, 10), max_size=3),
)
def test_the_order_of_rows_does_not_matter_and_no_reading_counts_twice(
    given: tuple[list[Candidate], list[Candidate]], sessions: list[int]
) -> None:
    points, shuffled = given
    groups = groups_of(*points, sessions=sessions)
    assert groups == groups_of(*shuffled, sessions=sessions)
    for kind in (("readings", "days"), ("raters",)):
        of_kind = [group for group in groups if group.apart in kind]
        visits = [visit for group in of_kind for visit in set(group.assessments)]
        assert len(visits) == len(set(visits))
    for group in groups:
        assert len(group.values) == len(group.raters) == len(group.assessments) >= 2
        assert len(set(group.raters)) == (len(group.values) if group.apart == "raters" else 1)


# The difference of the legs


def leg(side: str, *readings: float, **other: Any) -> Candidate:
    fields = {"measure": "leg_length_true", "side": side, "method": "tape_supine", "posture": "supine", **other}
    return read(fields.pop("day", 0), *readings, **fields)


def differences(*legs: Candidate) -> list[tuple[float, ...]]:
    return [point.readings for point in with_leg_differences(legs) if point.measure == "lld_true"]


def test_the_difference_of_the_legs_is_computed_reading_by_reading() -> None:
    anew = {"relandmarked": True}
    legs = [leg("left", 871.0, 873.0, **anew), leg("right", 862.0, 861.0, **anew)]
    assert differences(*legs) == [(-9.0, -12.0)]
    assert ("readings", (-9.0, -12.0)) in found(*with_leg_differences(legs))


def test_without_new_landmarks_or_with_another_number_of_readings_only_the_first_difference_counts() -> None:
    left = leg("left", 871.0, 873.0, relandmarked=True)
    assert differences(left, leg("right", 862.0, 861.0)) == [(-9.0,)]
    assert differences(left, leg("right", 862.0, relandmarked=True)) == [(-9.0,)]


def test_one_leg_alone_or_legs_of_two_visits_make_no_difference() -> None:
    assert differences(leg("left", 871.0)) == []
    assert differences(leg("left", 871.0), leg("right", 862.0, day=1)) == []


def test_what_was_measured_directly_goes_before_what_is_computed() -> None:
    legs = [leg(side, 871.0, method="radiograph") for side in ("left", "right")]
    assert len(differences(*legs)) == 1
    direct = read(0, 2.0, measure="lld_true", method="radiograph", posture="supine")
    assert differences(*legs, direct) == [(2.0,)]


def test_an_impossible_difference_is_no_measurement() -> None:
    assert differences(leg("left", 871.0), leg("right", 671.0)) == []

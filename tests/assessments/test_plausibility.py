"""What is refused, what only raises an eyebrow, and the sentence that says so."""

from math import inf, nan

import pytest

from assessments.measures import MEASURES, Interval, Measure, mdc95, measure
from assessments.pain_regions import REGIONS
from assessments.plausibility import EntryProblem, check_pain, check_reading, warnings


def said(problems: list[EntryProblem]) -> list[tuple[str, str]]:
    return [(problem.code.value, problem.detail.text()) for problem in problems]


def test_a_possible_reading_has_no_problems() -> None:
    assert check_reading("pelvic_obliquity", "none", "palm", 3.2) == []


def test_the_hard_bounds_themselves_are_possible() -> None:
    assert check_reading("pelvic_obliquity", "none", "palm", 20.0) == []
    assert check_reading("pelvic_obliquity", "none", "palm", -20.0) == []


@pytest.mark.parametrize("entry", MEASURES.values(), ids=lambda entry: entry.code)
def test_a_value_beyond_either_hard_bound_is_refused(entry: Measure) -> None:
    side, method = entry.sides[0], next(iter(entry.methods))
    for value in beyond(entry.hard):
        assert "out_of_bounds" in [code for code, _ in said(check_reading(entry.code, side, method, value))]


def beyond(interval: Interval) -> tuple[float, float]:
    assert interval.low is not None
    assert interval.high is not None
    return interval.low - 0.001, interval.high + 0.001


def test_an_impossible_value_is_shown_with_what_would_be_possible() -> None:
    assert said(check_reading("pelvic_obliquity", "none", "palm", 20.25)) == [
        ("out_of_bounds", "Pelvic obliquity cannot be 20.25°. Possible is −20° to 20°.")
    ]


@pytest.mark.parametrize("value", [nan, inf, -inf])
def test_what_is_not_a_finite_number_is_refused(value: float) -> None:
    assert [problem.code for problem in check_reading("lld_true", "none", "radiograph", value)] == ["out_of_bounds"]


def test_a_sided_measure_needs_its_side() -> None:
    assert said(check_reading("leg_length_true", "none", "tape_supine", 870)) == [
        ("side_not_allowed", "The side of True leg length cannot be “none”. Use one of: left, right.")
    ]


def test_an_unsided_measure_has_no_side() -> None:
    assert said(check_reading("pelvic_obliquity", "left", "palm", 2)) == [
        ("side_not_allowed", "The side of Pelvic obliquity cannot be “left”. Use one of: none.")
    ]


def test_a_method_of_another_measure_is_refused_with_those_that_fit() -> None:
    assert said(check_reading("leg_length_true", "left", "palm", 870)) == [
        (
            "method_not_allowed",
            "True leg length cannot be taken with “palm”. Use one of: tape_supine, radiograph, unknown.",
        )
    ]


def test_the_difference_of_two_tape_readings_is_not_typed_in() -> None:
    assert [code for code, _ in said(check_reading("lld_true", "none", "tape_supine", 9))] == ["method_not_allowed"]


def test_a_computed_measure_is_never_typed_in() -> None:
    assert said(check_reading("innominate_asymmetry", "none", "palm", 3)) == [
        ("method_not_allowed", "Innominate asymmetry is computed from other readings and cannot be entered.")
    ]


def test_every_problem_of_a_reading_is_told_at_once() -> None:
    problems = check_reading("knee_flexion", "both", "tape", 500)
    assert [problem.code for problem in problems] == [
        "side_not_allowed",
        "method_not_allowed",
        "out_of_bounds",
    ]


def test_an_unknown_measure_is_answered_with_the_nearest_one() -> None:
    assert said(check_reading("knee_flexon", "left", "visual", 90)) == [
        ("unknown_measure", "There is no measure “knee_flexon”. Did you mean “knee_flexion”?")
    ]


def test_a_usual_reading_near_the_last_one_raises_no_warning() -> None:
    assert warnings(measure("pelvic_obliquity"), 3.0, 2.5, 0.7) == []


def test_a_first_reading_is_only_compared_with_what_is_usual() -> None:
    obliquity = measure("pelvic_obliquity")
    assert warnings(obliquity, -6.0, None, 0.7) == []
    [warning] = warnings(obliquity, -6.5, None, 0.7)
    assert warning.code == "unusual_value"
    assert warning.detail.text() == ("Pelvic obliquity of −6.5° is unusual. Usual is −6° to 6°. Please check it.")


def test_a_jump_beyond_three_times_the_smallest_real_change_is_questioned() -> None:
    [warning] = warnings(measure("pelvic_obliquity"), -4.0, 4.0, 0.7)
    assert warning.code == "unusual_change"
    assert warning.detail.text() == (
        "Pelvic obliquity changed by −8° since the last reading, more than 5.8°, three times the smallest "
        "real change. Please check value, side and unit."
    )


def test_a_change_of_exactly_three_times_the_smallest_real_change_is_not_questioned() -> None:
    limit = 3 * mdc95(0.7)
    assert warnings(measure("pelvic_obliquity"), limit, 0.0, 0.7) == []
    assert len(warnings(measure("pelvic_obliquity"), limit + 1e-9, 0.0, 0.7)) == 1


def test_without_a_known_error_no_change_is_questioned() -> None:
    assert warnings(measure("icd_imd"), 70.0, -70.0, None) == []


def test_an_unusual_value_after_an_unusual_jump_is_questioned_twice() -> None:
    found = warnings(measure("lld_true"), 40.0, 4.0, 1.0)
    assert [warning.code for warning in found] == ["unusual_value", "unusual_change"]


@pytest.mark.parametrize("intensity", range(11))
def test_pain_is_a_whole_number_from_none_to_worst(intensity: int) -> None:
    assert check_pain("low_back", "none", intensity) == []


@pytest.mark.parametrize(("intensity", "shown"), [(11, "11"), (-1, "-1"), (5.5, "5.5"), (nan, "nan")])
def test_any_other_pain_is_refused(intensity: float, shown: str) -> None:
    assert said(check_pain("low_back", "none", intensity)) == [
        ("out_of_bounds", f"Pain cannot be {shown}. Give a whole number from 0 to 10.")
    ]


def test_a_knee_has_a_side_and_a_neck_has_none() -> None:
    assert said(check_pain("knee", "none", 4)) == [
        ("side_not_allowed", "The side of knee cannot be “none”. Use one of: left, right.")
    ]
    assert [problem.code for problem in check_pain("neck", "left", 4)] == ["side_not_allowed"]


def test_an_unknown_region_is_answered_with_the_known_ones() -> None:
    [(code, detail)] = said(check_pain("toe", "left", 4))
    assert code == "unknown_region"
    assert detail == f"There is no pain region “toe”. Use one of: {', '.join(REGIONS)}."


def test_sentences_and_the_labels_inside_them_are_translated_at_the_edge() -> None:
    german = {
        "%(measure)s cannot be %(value)s. Possible is %(range)s.": (
            "%(measure)s: %(value)s geht nicht, nur %(range)s."
        ),
        "Pelvic obliquity": "Beckenschiefstand",
        "%(low)s to %(high)s": "%(low)s bis %(high)s",
    }
    [problem] = check_reading("pelvic_obliquity", "none", "palm", 25)
    assert problem.detail.text(lambda message: german.get(message, message)) == (
        "Beckenschiefstand: 25° geht nicht, nur −20° bis 20°."
    )

"""Where the rules of baseline and latest turn, one day to either side; always as in the patient's own report."""

from typing import Any

import pytest

from tests.outcomes.cohort.batches import Member, batch_of
from tests.outcomes.cohort.questions import OBLIQUITY
from tests.outcomes.cohort.test_against_patients import (
    BACK,
    alignment_courses,
    expected_alignment,
    expected_pain,
    pain_courses,
)
from tests.outcomes.courses import inputs, measured, rated, ratings, session
from treatments.outcomes.findings.points import MeasurementPoint, PainPoint, SessionPoint

REGION = BACK[0][0]


def ends(pain: tuple[PainPoint, ...], *sessions: SessionPoint) -> tuple[float, float | None, float | None]:
    """Baseline, latest and change, from the cohort core, after it was held to the patient's own report."""
    group = [Member(1, inputs(pain=pain, sessions=sessions))]
    found = pain_courses(batch_of(group, OBLIQUITY.measure, REGION), OBLIQUITY)
    assert found == expected_pain(group, REGION)
    _, baseline, _, latest, _, change, _, _ = expected_pain(group, REGION)[1, "none"]
    return baseline, latest, change


def verdict_on_change(
    *taken: MeasurementPoint, start: float | None = None, measure: str = OBLIQUITY.measure
) -> tuple[Any, ...]:
    """What is found of a measure's one series, after it was held to the patient's own report; MDC95 and class last."""
    group = [Member(1, inputs(measurements=taken, sessions=() if start is None else (session(start),)))]
    expected = expected_alignment(group, measure)
    assert alignment_courses(batch_of(group, measure, REGION), measure) == expected
    (found,) = expected.values()
    return found


def mdc(*taken: MeasurementPoint, start: float | None = None) -> float:
    """The MDC95 of the change."""
    return float(verdict_on_change(*taken, start=start)[-2])


@pytest.mark.parametrize(("apart", "latest"), [(28, 4.0), (29, 5.0)])
def test_the_last_two_visits_are_averaged_if_at_most_28_days_apart(apart: int, latest: float) -> None:
    assert ends(ratings([(0, 9), (40, 3), (40 + apart, 5)]))[1] == latest


@pytest.mark.parametrize(("day", "baseline"), [(28, 7.0), (29, 5.0)])
def test_a_baseline_lies_at_most_28_days_before_the_first_session(day: int, baseline: float) -> None:
    assert ends(ratings([(0, 9), (1, 5), (60, 3)]), session(day))[0] == baseline


@pytest.mark.parametrize(("day", "change"), [(14, -4), (13, None)])
def test_a_change_needs_14_days_from_the_mean_of_the_baseline(day: int, change: int | None) -> None:
    assert ends(ratings([(0, 9), (day, 5)]))[2] == change
    assert ends(ratings([(0, 9), (2, 9), (1 + day, 5)]), session(3))[2] == change


def test_a_reading_marked_before_treatment_counts_before_it_though_written_down_later() -> None:
    marked = (rated(0, 9), rated(0.2, 5), rated(30, 2))
    unmarked = (rated(0, 9), rated(0.2, 5, timing=None), rated(30, 2))
    assert ends(marked, session(0.1))[0] == 7
    assert ends(unmarked, session(0.1))[0] == 9


def test_a_visit_that_begins_at_the_moment_of_the_session_came_before_it() -> None:
    assert ends((rated(0, 9, timing=None), rated(30, 2)), session(0))[0] == 9


def test_on_the_day_of_the_session_only_what_came_before_it_says_who_measured() -> None:
    before, after = measured(0, 6, rater="theo"), measured(0.2, 5, rater="ines", timing="no_treatment")
    later = measured(30, 2, rater="theo")
    assert mdc(before, after, later, start=0.1) == pytest.approx(1.96 * 0.7 * 2**0.5)
    assert mdc(before, after, later) == pytest.approx(1.96 * 1.1 * 2**0.5)


@pytest.mark.parametrize(
    ("first", "last", "expected"),
    [
        ((1.5,), (-1.5,), "in_reference_throughout"),
        ((1.5,), (1.75,), "within_noise"),
        ((1.5,), (6.0,), "away"),
        ((6.0,), (1.5,), "toward_reference"),
        ((1.4, 1.5, 1.6), (-1.6, -1.5, -1.4), "in_reference_throughout"),
        ((6.0,), (-1.5,), "toward_reference"),
        ((6.0,), (-1.75,), "overshoot"),
    ],
)
def test_what_lies_on_the_edge_of_the_band_lies_inside(
    first: tuple[float, ...], last: tuple[float, ...], expected: str
) -> None:
    taken = [measured(n / 100, value) for n, value in enumerate(first)]
    taken += [measured(40 + n / 100, value) for n, value in enumerate(last)]
    assert verdict_on_change(*taken)[-1] == expected


def test_a_value_of_both_sides_has_a_rater_if_one_person_took_both() -> None:
    def legs(day: float, left: float, right: float, by: tuple[str, str]) -> list[MeasurementPoint]:
        how = {"measure": "leg_length_true", "method": "tape_supine", "posture": "supine"}
        return [
            measured(day, value, side=side, rater=rater, **how)
            for value, side, rater in zip((left, right), ("left", "right"), by, strict=True)
        ]

    later = legs(40, 860, 875, ("theo", "theo"))
    one = verdict_on_change(*legs(0, 860, 890, ("theo", "theo")), *later, measure="lld_true")
    two = verdict_on_change(*legs(0, 860, 890, ("theo", "ines")), *later, measure="lld_true")
    assert (one[-2], two[-2]) == (pytest.approx(1.96 * 3.5 * 2**0.5), pytest.approx(1.96 * 4.7 * 2**0.5))


def test_everybody_who_measured_counts_for_the_error() -> None:
    first, second = measured(0, 6, rater="theo"), measured(5, 6, rater="theo")
    ines, unknown = measured(40, 2, rater="ines"), measured(40, 2, rater=None)
    for other in (ines, unknown):
        assert mdc(first, second, measured(50, 2, rater="theo"), other, start=6) == pytest.approx(1.96 * 1.1)
    assert mdc(first, second, measured(40, 2), measured(50, 2), start=6) == pytest.approx(1.96 * 0.7)

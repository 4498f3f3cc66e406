"""Where the rules of baseline and latest turn, one day to either side; always as in the patient's own report."""

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
    _, baseline, _, latest, _, change, _ = expected_pain(group, REGION)[1, "none"]
    return baseline, latest, change


def mdc(*taken: MeasurementPoint, start: float | None = None) -> float:
    """The MDC95 of the change, from the cohort core, after it was held to the patient's own report."""
    group = [Member(1, inputs(measurements=taken, sessions=() if start is None else (session(start),)))]
    found = alignment_courses(batch_of(group, OBLIQUITY.measure, REGION), OBLIQUITY.measure)
    expected = expected_alignment(group, OBLIQUITY.measure)
    assert found == expected
    return float(next(iter(expected.values()))[-2])


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


def test_everybody_who_measured_counts_for_the_error() -> None:
    first, second = measured(0, 6, rater="theo"), measured(5, 6, rater="theo")
    ines, unknown = measured(40, 2, rater="ines"), measured(40, 2, rater=None)
    for other in (ines, unknown):
        assert mdc(first, second, measured(50, 2, rater="theo"), other, start=6) == pytest.approx(1.96 * 1.1)
    assert mdc(first, second, measured(40, 2), measured(50, 2), start=6) == pytest.approx(1.96 * 0.7)

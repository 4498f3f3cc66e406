"""Which visits count as baseline and latest, seen through the course of low back pain."""

from datetime import date, timedelta

import pytest

from tests.outcomes.courses import on_day, pain_of, rated, ratings, session


def test_the_baseline_is_the_mean_of_the_last_two_visits_before_treatment() -> None:
    found = pain_of(*ratings([(0, 9), (10, 7), (20, 6), (40, 3), (60, 1)]), sessions=(session(21),))
    assert (found.baseline, found.baseline_visits) == (6.5, 2)
    assert found.baseline_on == date(2026, 1, 20)
    assert (found.latest, found.latest_visits) == (2.0, 2)
    assert found.latest_on == date(2026, 2, 24)
    assert found.change == -4.5


def test_a_single_visit_within_28_days_before_treatment_is_the_baseline_alone() -> None:
    found = pain_of(*ratings([(0, 9), (12, 7), (60, 3)]), sessions=(session(40),))
    assert (found.baseline, found.baseline_visits) == (7.0, 1)


def test_a_visit_29_days_before_treatment_is_no_baseline_of_this_course() -> None:
    found = pain_of(*ratings([(10, 7), (11, 6), (60, 3)]), sessions=(session(39),))
    assert (found.baseline, found.baseline_visits) == (6.0, 1)


def test_without_a_recent_visit_the_first_one_is_the_baseline() -> None:
    found = pain_of(*ratings([(0, 9), (5, 7), (60, 3)]), sessions=(session(50),))
    assert found.baseline == 9
    assert "baseline_after_start" not in found.reasons


def test_without_any_session_the_first_visit_is_the_baseline() -> None:
    found = pain_of(*ratings([(0, 9), (1, 7), (60, 3)]), sessions=(session(0, "cancelled"),))
    assert (found.baseline, found.baseline_visits) == (9.0, 1)
    assert "no_session" in found.reasons
    assert "baseline_after_start" not in found.reasons
    assert found.change == -6


def test_a_course_that_ended_before_treatment_began_is_flagged() -> None:
    found = pain_of(*ratings([(0, 9), (40, 3)]), sessions=(session(100),))
    assert found.change == -6
    assert "latest_before_start" in found.reasons
    begun = pain_of(*ratings([(0, 9), (40, 3)]), sessions=(session(39),))
    assert "latest_before_start" not in begun.reasons


def test_a_first_visit_after_treatment_began_is_flagged() -> None:
    found = pain_of(*ratings([(3, 6), (30, 3)]), sessions=(session(0),))
    assert found.baseline == 6
    assert "baseline_after_start" in found.reasons
    assert found.status == "ok"


def test_only_a_completed_session_begins_treatment() -> None:
    sessions = (session(0, "cancelled"), session(1, "no_show"), session(2, "booked"), session(12))
    found = pain_of(*ratings([(3, 6), (10, 8), (40, 3)]), sessions=sessions)
    assert (found.baseline, found.baseline_visits) == (7.0, 2)
    assert "baseline_after_start" not in found.reasons


def test_a_rating_before_treatment_written_down_during_the_first_session_is_still_baseline() -> None:
    points = (rated(0.02, 8, timing="before_treatment"), rated(30, 4))
    assert "baseline_after_start" not in pain_of(*points, sessions=(session(0),)).reasons


def test_a_rating_of_unknown_timing_after_the_first_session_is_not_baseline() -> None:
    points = (rated(0.02, 8, timing=None), rated(30, 4))
    assert "baseline_after_start" in pain_of(*points, sessions=(session(0),)).reasons


def test_the_last_two_visits_are_averaged_only_within_28_days() -> None:
    near = pain_of(*ratings([(0, 8), (30, 5), (58, 2)]))
    far = pain_of(*ratings([(0, 8), (30, 5), (59, 2)]))
    assert (near.latest, near.latest_visits) == (3.5, 2)
    assert (far.latest, far.latest_visits) == (2.0, 1)


def test_the_best_visit_is_never_picked() -> None:
    found = pain_of(*ratings([(0, 8), (20, 0), (40, 7), (60, 8)]))
    assert found.latest == 7.5
    assert found.response == "no_important_change"


def test_ratings_of_one_day_count_as_one_visit() -> None:
    found = pain_of(rated(0, 8), rated(0.1, 7), rated(0.2, 6), rated(30, 4))
    assert found.n == 2
    assert found.baseline == 7
    assert found.baseline_visits == 1


def test_days_are_counted_in_the_clinics_zone() -> None:
    before_and_after_midnight = (rated(14.5 / 24, 8), rated(15.5 / 24, 8))
    assert pain_of(*before_and_after_midnight, rated(30, 4)).n == 3
    assert pain_of(*before_and_after_midnight, rated(30, 4), zone="UTC").n == 2


@pytest.mark.parametrize(
    ("course", "reason"),
    [
        ([(0, 6)], "too_few_readings:1<2"),
        ([(0, 6), (0.2, 3)], "too_few_readings:1<2"),
        ([(0, 6), (13, 3)], "less_than_14_days:13<14"),
        ([(0, 6), (3, 5), (7, 4), (10, 3)], "less_than_14_days:10<14"),
        ([(0, 6), (3, 5), (14, 3)], "less_than_14_days:8.5<14"),
    ],
)
def test_a_change_that_cannot_be_given_says_why(course: list[tuple[float, int]], reason: str) -> None:
    found = pain_of(*ratings(course))
    assert found.status == "insufficient_data"
    assert found.reasons[0] == reason
    assert found.change is None
    assert found.response is None


def test_two_visits_before_treatment_and_none_after_are_not_a_change() -> None:
    found = pain_of(*ratings([(0, 6), (5, 3), (10, 2)]), sessions=(session(12),))
    assert found.reasons[0] == "no_reading_after_baseline"
    assert (found.baseline, found.latest, found.change) == (2.5, None, None)


def test_fourteen_calendar_days_are_enough_even_at_an_earlier_hour() -> None:
    found = pain_of(rated(0.3, 8), rated(14, 4))
    assert on_day(14) - on_day(0.3) < timedelta(days=14)
    assert found.status == "ok"
    assert found.change == -4


def test_what_was_rated_after_the_first_session_of_the_day_is_no_baseline() -> None:
    points = (rated(0, 8), rated(0.2, 2, timing=None), rated(30, 4))
    found = pain_of(*points, sessions=(session(0.1),))
    assert (found.baseline, found.n) == (8.0, 2)
    assert [point.role for point in found.points] == ["baseline", None, "latest"]


def test_a_rating_before_treatment_counts_even_if_another_of_that_day_was_written_down_earlier() -> None:
    points = (rated(0.02, 2, timing="no_treatment"), rated(0.05, 8), rated(30, 4))
    found = pain_of(*points, sessions=(session(0),))
    assert found.baseline == 8
    assert "baseline_after_start" not in found.reasons

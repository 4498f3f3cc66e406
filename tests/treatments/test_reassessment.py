"""When a patient should be measured again."""

import datetime as dt
from typing import Any

import pytest

from treatments.reassessment import Course, Due, Reason, when_due

TODAY = dt.date(2026, 3, 31)


def due(**course: Any) -> Due:
    """Of a plan of 12 sessions, every 8 sessions, measured ten days ago, unless the test says otherwise."""
    given = {"planned": 12, "done": 0, "done_since": 0, "last_assessed": TODAY - dt.timedelta(days=10), **course}
    return when_due(Course(**{"all_since": given["done_since"], **given}), every=8, today=TODAY)


def days_ago(days: int) -> dt.date:
    return TODAY - dt.timedelta(days=days)


def test_five_of_twelve_is_one_before_the_half_so_the_next_visit_is_the_one_to_measure_at() -> None:
    assert due(done=5, done_since=5) == Due(None, 1, None, at_next_visit=True)


def test_four_of_twelve_is_two_before_the_half_and_the_next_visit_is_as_usual() -> None:
    assert due(done=4, done_since=4) == Due(None, 2, None, at_next_visit=False)


@pytest.mark.parametrize("done", [6, 7])
def test_from_the_half_of_the_plan_on_it_is_due_until_somebody_measures(done: int) -> None:
    assert due(done=done, done_since=done) == Due(Reason.HALF_OF_PLAN, 0, None, at_next_visit=True)


def test_an_assessment_at_the_half_asks_for_the_next_at_the_end() -> None:
    assert due(done=6, done_since=0) == Due(None, 6, None, at_next_visit=False)
    assert due(done=12, done_since=6).reason == Reason.END_OF_PLAN


def test_after_the_end_of_the_plan_only_the_clinics_number_of_sessions_counts() -> None:
    assert due(done=14, done_since=2).sessions_left == 6
    assert due(done=20, done_since=8).reason == Reason.EVERY_SESSIONS


def test_half_of_an_odd_number_is_rounded_up() -> None:
    assert due(planned=5, done=2, done_since=2).sessions_left == 1


def test_without_a_plan_the_sessions_of_the_episode_count() -> None:
    assert due(planned=None, all_since=7) == Due(None, 1, None, at_next_visit=True)
    assert due(planned=None, all_since=8).reason == Reason.EVERY_SESSIONS


def test_on_the_day_of_an_assessment_the_visit_is_not_asked_for_another() -> None:
    assert not due(done=5, done_since=0, last_assessed=TODAY).at_next_visit


@pytest.mark.parametrize(("days", "reason"), [(29, None), (30, "days_30"), (89, "days_30"), (90, "days_90")])
def test_thirty_and_ninety_days_after_the_last_assessment(days: int, reason: str | None) -> None:
    found = due(last_assessed=days_ago(days))
    assert (found.reason, found.at_next_visit) == (reason, reason is not None)
    assert found.since == (days_ago(days - 30) if reason else None)


def test_whoever_was_never_measured_and_never_treated_is_not_due() -> None:
    assert due(last_assessed=None) == Due(None, 6, None, at_next_visit=False)


@pytest.mark.parametrize(
    ("closed", "reason"),
    [(29, None), (30, "follow_up_30"), (89, "follow_up_30"), (90, "follow_up_90"), (179, "follow_up_90"), (180, None)],
)
def test_follow_up_thirty_and_ninety_days_after_closing(closed: int, reason: str | None) -> None:
    assert due(closed=days_ago(closed), last_assessed=days_ago(closed)).reason == reason


@pytest.mark.parametrize(("measured", "reason"), [(37, None), (38, "follow_up_30")])
def test_a_follow_up_up_to_a_week_early_counts(measured: int, reason: str | None) -> None:
    """Closed 60 days ago: the follow-up was due 30 days ago."""
    assert due(closed=days_ago(60), last_assessed=days_ago(measured)).reason == reason


def test_a_missed_first_follow_up_gives_way_to_the_second() -> None:
    assert due(closed=days_ago(100), last_assessed=days_ago(17)).reason is None
    assert due(closed=days_ago(100), last_assessed=days_ago(18)).reason == Reason.FOLLOW_UP_90

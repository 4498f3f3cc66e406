"""Which time of a working day is still free."""

import datetime as dt

import pytest

from treatments.free_times import Span, free_spans, from_now_on

DAY = dt.datetime(2026, 3, 2, tzinfo=dt.UTC)


def at(clock: str) -> dt.datetime:
    hour, minute = clock.split(":")
    return DAY + dt.timedelta(hours=int(hour), minutes=int(minute))


def spans(*pairs: str) -> list[Span]:
    return [Span(at(begin), at(end)) for begin, end in (pair.split("-") for pair in pairs)]


@pytest.mark.parametrize(
    ("taken", "free"),
    [
        ([], ["9:00-12:00"]),
        (["9:00-12:00"], []),
        (["9:30-10:15"], ["9:00-9:30", "10:15-12:00"]),
        (["8:00-9:30", "11:00-13:00"], ["9:30-11:00"]),
        (["10:00-11:00", "9:30-11:30"], ["9:00-9:30", "11:30-12:00"]),
        (["9:00-10:00", "10:00-11:00"], ["11:00-12:00"]),
        (["7:00-8:00", "12:00-13:00"], ["9:00-12:00"]),
    ],
)
def test_what_is_taken_leaves_the_rest_free(taken: list[str], free: list[str]) -> None:
    assert free_spans(spans("9:00-12:00"), spans(*taken)) == spans(*free)


def test_hours_that_adjoin_are_one_and_a_pause_stays_a_pause() -> None:
    assert free_spans(spans("13:00-15:00", "9:00-10:00", "10:00-12:00"), []) == spans("9:00-12:00", "13:00-15:00")


def test_a_rest_that_is_too_short_is_no_offer() -> None:
    taken = spans("9:30-10:00", "10:20-11:15")
    assert free_spans(spans("9:00-12:00"), taken, at_least=45) == spans("11:15-12:00")


@pytest.mark.parametrize(
    ("now", "free"),
    [
        ("8:00", ["9:00-10:00", "11:00-12:00"]),
        ("9:31", ["9:35-10:00", "11:00-12:00"]),
        ("9:35", ["9:35-10:00", "11:00-12:00"]),
        ("9:56", ["11:00-12:00"]),
        ("13:00", []),
    ],
)
def test_what_has_passed_is_not_offered(now: str, free: list[str]) -> None:
    assert from_now_on(spans("9:00-10:00", "11:00-12:00"), at(now)) == spans(*free)

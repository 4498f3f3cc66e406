"""Matching for all patients at once gives what matching one patient gives."""

import datetime as dt
from collections.abc import Sequence
from zoneinfo import ZoneInfo

import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st

from treatments.outcomes.findings.cohort.matching import Places, matches_of
from treatments.outcomes.findings.cohort.rows import MARGIN_OF_DAYS, Frame, Rows
from treatments.outcomes.findings.cohort.runs import Axis
from treatments.outcomes.findings.cohort.visits import Visits, visits_of
from treatments.outcomes.findings.pairs import matched
from treatments.outcomes.findings.series import Reading
from treatments.outcomes.findings.series import visits_of as visits_of_one

UTC = ZoneInfo("UTC")
EPOCH = dt.datetime(1970, 1, 1, tzinfo=dt.UTC)
DAYS = 40
FRAME = Frame(Axis(0, 10, None), Axis(0, 1, None), None, 0, DAYS + 2 * MARGIN_OF_DAYS)

Taken = tuple[int, int]
"""Half hours since the first midnight, and the assessment (0: none)."""
Course = list[Taken]

# Few hours and assessments, so that ties, shared assessments and crowded days abound.
taken = st.tuples(
    st.one_of(st.integers(0, 48 * (DAYS - 1)), st.integers(0, 30).map(lambda n: 24 * n)), st.integers(0, 4)
)
courses = st.lists(taken, max_size=12)


def columns(persons: Sequence[Course], local: Sequence[int] | None = None) -> Visits:
    rows = [(person, hour, assessment) for person, course in enumerate(persons) for hour, assessment in course]
    unit, half_hours, assessment = (
        (np.array(column, dtype=np.int64) for column in zip(*rows, strict=True))
        if rows
        else (np.zeros(0, dtype=np.int64),) * 3
    )
    return visits_of(
        Rows(
            unit=unit,
            local=np.zeros(len(unit), dtype=np.int64) if local is None else np.array(local, dtype=np.int64),
            day=half_hours // 48 + MARGIN_OF_DAYS,
            at=half_hours * 1_800_000_000,
            # An assessment is of one person.
            assessment=np.where(assessment > 0, assessment + 10 * unit, 0),
            before=np.zeros(len(unit), dtype=bool),
            value=np.zeros(len(unit)),
            rater=None,
        ),
        FRAME,
        2,
    )


def matched_at_once(rated: Visits, measured: Visits) -> set[tuple[int, int, int]]:
    places = Places(
        rated=rated.unit,
        measured=measured.unit,
        method=np.zeros(len(measured.unit), dtype=np.int64),
        methods=1,
        condition=measured.local,
    )
    found = matches_of(rated, measured, places, FRAME)
    person = np.repeat(rated.unit, rated.of_series.lengths)[found.rated]
    days = rated.day[found.rated], measured.day[found.measured]
    return {(int(a), int(b), int(c)) for a, b, c in zip(person, *days, strict=True)}


def matched_one_by_one(ratings: Sequence[Course], readings: Sequence[Course]) -> set[tuple[int, int, int]]:
    return {
        (person, (rating.on - EPOCH.date()).days + MARGIN_OF_DAYS, (reading.on - EPOCH.date()).days + MARGIN_OF_DAYS)
        for person, (rated, measured) in enumerate(zip(ratings, readings, strict=True))
        for rating, reading in matched(_visits(rated), _visits(measured))
    }


def _visits(course: Course) -> tuple[object, ...]:
    readings = (
        Reading(
            key=str(number),
            at=EPOCH + dt.timedelta(minutes=30 * half_hours),
            value=0.0,
            assessment=str(assessment) if assessment else None,
        )
        for number, (half_hours, assessment) in enumerate(course)
    )
    return visits_of_one(readings, UTC)


@settings(max_examples=300, deadline=None)
@given(st.lists(st.tuples(courses, courses), min_size=1, max_size=3))
def test_all_patients_at_once_are_matched_as_each_alone(persons: list[tuple[Course, Course]]) -> None:
    ratings, readings = zip(*persons, strict=True)
    assert matched_at_once(columns(ratings), columns(readings)) == matched_one_by_one(ratings, readings)


def test_nearer_and_nearer_neighbours_are_matched_from_the_last_on() -> None:
    """A chain in which each day has a nearer partner than the one before it takes many rounds."""
    hours = np.cumsum([0, *(140 - 4 * step for step in range(12))])
    ratings, readings = [[(int(h), 0) for h in hours[::2]]], [[(int(h), 0) for h in hours[1::2]]]
    found = matched_at_once(columns(ratings), columns(readings))
    assert found == matched_one_by_one(ratings, readings)
    assert len(found) > 3


def test_a_rating_is_used_once_for_all_conditions_of_a_method_and_the_first_condition_wins_a_tie() -> None:
    rated = columns([[(18, 1)]])
    taken = columns([[(18, 1), (18, 1)]], local=[1, 0])
    places = Places(
        rated=rated.unit,
        measured=taken.unit,
        method=np.zeros(2, dtype=np.int64),
        methods=1,
        condition=taken.local,
    )
    found = matches_of(rated, taken, places, FRAME)
    assert (found.rated.tolist(), taken.local[found.measured].tolist()) == ([0], [0])


def test_a_rating_is_used_for_each_of_two_methods() -> None:
    rated = columns([[(18, 1)]])
    taken = columns([[(18, 1), (20, 0)]], local=[0, 1])
    places = Places(rated=rated.unit, measured=taken.unit, method=taken.local, methods=2, condition=taken.local)
    found = matches_of(rated, taken, places, FRAME)
    assert sorted(zip(found.rated.tolist(), found.measured.tolist(), strict=True)) == [(0, 0), (0, 1)]

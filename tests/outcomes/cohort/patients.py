"""Patients with every oddity that records can have, by hypothesis; and courses of the demo's generator."""

import datetime as dt
from typing import Any
from zoneinfo import ZoneInfo

import numpy as np
from hypothesis import strategies as st

from clinic.demo.generator import Association, Truth, cohort
from tests.outcomes.cohort.batches import Member
from tests.outcomes.courses import inputs
from treatments.outcomes.findings.points import MeasurementPoint, PainPoint, SessionPoint

ZONE = "America/New_York"
"""Its clocks go forward on 8 March 2026 and back on 1 November."""
FIRST_DAY = dt.date(2026, 3, 1)
QUARTERS = st.integers(-40, 40).map(lambda quarters: quarters / 4)

# Some of a measure's methods, sides and postures; values are given room to leave the band on both sides.
MEASURED: dict[str, tuple[tuple[str, str], ...]] = {
    "pelvic_obliquity": (("none", "palm"), ("none", "radiograph")),
    "lld_true": (("none", "blocks_standing"), ("none", "radiograph")),
    "leg_length_true": (("left", "tape_supine"), ("right", "tape_supine"), ("left", "radiograph")),
    "pelvic_tilt_palp": (("left", "palm"), ("right", "palm"), ("left", "digital_inclinometer")),
    "knee_frontal_hka": (("left", "photograph"), ("right", "photograph"), ("right", "phone_inclinometer")),
}
LEVELS = {"leg_length_true": 860.0, "pelvic_tilt_palp": 8.0}


# Days on which the rules turn: windows of 14, 28 and 72 hours' worth of days, and neighbours of them.
TURNING_DAYS = (0, 1, 2, 3, 4, 13, 14, 15, 27, 28, 29, 41, 42, 43, 56, 57, 250)


def moments(days: int) -> st.SearchStrategy[dt.datetime]:
    """A moment within so many days, often of the same day, close to midnight or to a change of clocks."""
    hours = st.sampled_from([0, 1, 2, 3, 9, 9, 9, 10, 17, 23])
    minutes = st.sampled_from([0, 0, 30, 59])
    return st.builds(_moment, st.sampled_from([day for day in TURNING_DAYS if day <= days]), hours, minutes)


def _moment(day: int, hour: int, minute: int) -> dt.datetime:
    local = dt.datetime.combine(FIRST_DAY + dt.timedelta(days=day), dt.time(hour, minute), tzinfo=ZoneInfo(ZONE))
    return local.astimezone(dt.UTC)


TIMINGS = st.sampled_from(["before_treatment", "before_treatment", "before_treatment", "after_treatment", None])


@st.composite
def assessments(
    draw: st.DrawFn, key: str, measures: tuple[str, ...], region_sides: tuple[tuple[str, str], ...], days: int
) -> tuple[list[MeasurementPoint], list[PainPoint]]:
    """One visit: its measurements and ratings share time, timing, footwear, lift and rater."""
    at, timing = draw(moments(days)), draw(TIMINGS)
    shared: dict[str, Any] = {
        "taken_at": at,
        "timing": timing,
        "assessment": key,
        "footwear": draw(st.sampled_from(["barefoot", "barefoot", "barefoot", None])),
        "lift": draw(st.sampled_from([False, False, False, None])),
        "rater": draw(st.sampled_from(["theo", "theo", "ines", None])),
    }
    kinds = [(measure, *how) for measure in measures for how in MEASURED[measure]]
    chosen = draw(st.lists(st.sampled_from(kinds), unique=True, max_size=3))
    measurements = [
        MeasurementPoint(
            key=f"{key} m{number}",
            measure=measure,
            side=side,
            method=method,
            value=draw(QUARTERS) + LEVELS.get(measure, 0.0),
            posture=draw(st.sampled_from(["standing", "standing", "standing", "supine"])),
            **shared,
        )
        for number, (measure, side, method) in enumerate(chosen)
    ]
    places = draw(st.lists(st.sampled_from(region_sides), unique=True, max_size=2))
    pain = [
        PainPoint(
            key=f"{key} p{number}",
            taken_at=at,
            region=region,
            side=side,
            intensity=draw(st.integers(0, 10)),
            timing=timing,
            assessment=key,
        )
        for number, (region, side) in enumerate(places)
    ]
    return measurements, pain


@st.composite
def members(
    draw: st.DrawFn,
    number: int,
    measures: tuple[str, ...],
    region_sides: tuple[tuple[str, str], ...],
    episodes: bool = False,
) -> Member:
    """One patient's records."""
    days = draw(st.sampled_from([6, 20, 60, 250]))
    visits = [draw(assessments(f"a{n}", measures, region_sides, days)) for n in range(draw(st.integers(0, 7)))]
    alone = [
        PainPoint(
            key=f"alone {n}",
            taken_at=draw(moments(days)),
            region=region,
            side=side,
            intensity=draw(st.integers(0, 10)),
            recall=draw(st.sampled_from(["7d_average", "7d_average", "now"])),
            timing=draw(TIMINGS),
        )
        for n, (region, side) in enumerate(draw(st.lists(st.sampled_from(region_sides), max_size=4)))
    ]
    sessions = [
        SessionPoint(key=f"s{n}", starts_at=draw(moments(days)), status=status)
        for n, status in enumerate(draw(st.lists(st.sampled_from(["completed", "completed", "cancelled"]), max_size=2)))
    ]
    birth = draw(st.sampled_from([None, dt.date(1980, 6, 1), dt.date(2008, 4, 20), dt.date(2008, 2, 29)]))
    year = draw(st.sampled_from([None, 1990, 2008, 2009])) if birth is None else None
    return Member(
        patient=number,
        episode=draw(st.sampled_from([0, number * 2 + 1])) if episodes else 0,
        inputs=inputs(
            patient=str(number),
            zone=ZONE,
            birth_date=birth,
            birth_year=year,
            pain=(*(point for _, pain in visits for point in pain), *alone),
            measurements=tuple(point for taken, _ in visits for point in taken),
            sessions=tuple(sessions),
        ),
    )


def generated(patients: int, seed: int, truth: Truth | None = None) -> list[Member]:
    """Courses of the demo's generator as a clinic would record them: some with two methods, shoes, a second reading."""
    rng = np.random.default_rng(seed)
    courses = cohort(truth or Truth(Association.REAL), patients, seed)
    return [_recorded(number, course, rng) for number, course in enumerate(courses, 1)]


def _recorded(number: int, course: Any, rng: np.random.Generator) -> Member:
    start = dt.datetime(2026, 1, 5, 14, tzinfo=dt.UTC) + dt.timedelta(days=int(rng.integers(0, 300)))
    usual = {"footwear": "barefoot" if rng.random() < 0.9 else None, "method": "palm"}
    pain, measured, sessions = [], [], []
    for n, visit in enumerate(course.visits):
        at = start + dt.timedelta(days=visit.day)
        timing = "after_treatment" if rng.random() < 0.05 else "before_treatment"
        taken = {"taken_at": at, "assessment": f"v{n}", "timing": timing}
        method = "radiograph" if rng.random() < 0.05 else usual["method"]
        if visit.entered is not None:
            measured.append(_measured(f"m{n}", visit, float(visit.entered), {**usual, "method": method, **taken}))
            if rng.random() < 0.1:
                again = {**usual, **taken, "taken_at": at + dt.timedelta(hours=1), "assessment": f"v{n}b"}
                measured.append(_measured(f"m{n}b", visit, float(visit.entered) + rng.normal(), again))
        if visit.pain is not None:
            pain.append(PainPoint(key=f"p{n}", region="low_back", side="none", intensity=visit.pain, **taken))
        if rng.random() < 0.1:
            later = at + dt.timedelta(hours=float(rng.uniform(1, 60)))
            pain.append(
                PainPoint(
                    key=f"p{n}b", region="low_back", side="none", intensity=int(rng.integers(0, 11)), taken_at=later
                )
            )
        sessions.append(SessionPoint(key=f"s{n}", starts_at=at + dt.timedelta(minutes=30), status="completed"))
    first = int(rng.integers(0, len(sessions)))
    return Member(
        patient=number,
        inputs=inputs(
            patient=str(number),
            zone=ZONE,
            birth_date=dt.date(1970, 1, 1) + dt.timedelta(days=int(rng.integers(0, 14000))),
            pain=tuple(pain),
            measurements=tuple(measured),
            sessions=tuple(sessions[first:]),
        ),
    )


def _measured(key: str, visit: Any, value: float, how: dict[str, Any]) -> MeasurementPoint:
    return MeasurementPoint(
        key=key,
        measure="pelvic_obliquity",
        side="none",
        value=float(np.clip(value, -20, 20)),
        posture="standing",
        lift=False,
        rater=f"rater {visit.rater}",
        **how,
    )

"""Every course, class and response of the cohort core is the one that a patient's own report gives."""

from typing import Any

import numpy as np
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from assessments.measures import MEASURES
from tests.outcomes.cohort.batches import Member, batch_of
from tests.outcomes.cohort.patients import generated, members
from treatments.outcomes.findings.baseline import BASELINE_AFTER_START
from treatments.outcomes.findings.cohort.columns import SIDES, Batch
from treatments.outcomes.findings.cohort.courses import Starts, courses_of
from treatments.outcomes.findings.cohort.exposure import exposure_of
from treatments.outcomes.findings.cohort.judging import CLASSES, RESPONSES, MethodErrors, classes_of, responses_of
from treatments.outcomes.findings.cohort.measured import measured_for
from treatments.outcomes.findings.cohort.paired import usual_ratings
from treatments.outcomes.findings.cohort.people import People
from treatments.outcomes.findings.cohort.question import CohortPair
from treatments.outcomes.findings.cohort.rows import Frame
from treatments.outcomes.findings.cohort.visits import visits_of
from treatments.outcomes.findings.pain import important_change_in
from treatments.outcomes.findings.patient import patient_findings
from treatments.outcomes.findings.precision import frozen_precisions

KNEES = (("knee", "left"), ("knee", "right"))
BACK = (("low_back", "none"),)

PAIRS = [
    (CohortPair(measure="pelvic_obliquity", region="low_back"), ("pelvic_obliquity",), BACK),
    (CohortPair(measure="lld_true", region="low_back"), ("lld_true", "leg_length_true"), BACK),
    (CohortPair(measure="pelvic_tilt_palp_mean", region="low_back"), ("pelvic_tilt_palp",), BACK),
    (CohortPair(measure="innominate_asymmetry", region="low_back"), ("pelvic_tilt_palp",), BACK),
    (CohortPair(measure="knee_frontal_hka", region="knee"), ("knee_frontal_hka",), KNEES),
]


def verdict(position: int, names: tuple[str, ...]) -> str | None:
    return None if position < 0 else names[position]


def pain_courses(batch: Batch, pair: CohortPair) -> dict[Any, tuple[Any, ...]]:
    """What the cohort core finds of pain, by patient and side."""
    frame = Frame.of(batch)
    visits = visits_of(usual_ratings(batch.ratings, frame, exposure_of(pair)), frame, len(SIDES))
    courses = courses_of(visits, Starts.of(batch.starts, frame, visits.unit))
    responses = responses_of(courses, important_change_in(pair.region))
    return {
        (int(patient), SIDES[side]): (*_ends(courses, row), verdict(responses[row], RESPONSES))
        for row, (patient, side) in enumerate(zip(frame.patient(visits.unit), visits.local, strict=True))
    }


def alignment_courses(batch: Batch, measure: str) -> dict[Any, tuple[Any, ...]]:
    """What the cohort core finds of a measure, by patient, side and condition."""
    frame, people = Frame.of(batch), People.of(batch.people)
    entry = MEASURES[measure]
    measured = measured_for(batch.readings, frame, measure, {side.value: side.value for side in entry.sides})
    visits = visits_of(measured.rows, frame, measured.local_codes)
    courses = courses_of(visits, Starts.of(batch.starts, frame, visits.unit), raters=True)
    side, condition = np.divmod(visits.local, measured.conditions)
    patients = frame.patient(visits.unit)
    adult = people.adult_on(patients, frame.calendar_day(courses.first_baseline_day))
    mdc95 = MethodErrors.of(measure, frozen_precisions()).mdc95(measured.methods[condition], courses)
    classes = classes_of(courses, entry.reference, mdc95, adult)
    return {
        (int(patients[row]), SIDES[side[row]], *measured.condition(int(condition[row]))): (
            *_ends(courses, row),
            None if np.isnan(mdc95[row]) else pytest.approx(mdc95[row]),
            verdict(classes[row], CLASSES),
        )
        for row in range(len(patients))
    }


def _ends(courses: Any, row: int) -> tuple[Any, ...]:
    latest = courses.latest[row] if courses.latest_visits[row] else None
    change = courses.latest[row] - courses.baseline[row] if courses.changed[row] else None
    return (
        int(courses.visits[row]),
        pytest.approx(courses.baseline[row]),
        int(courses.baseline_visits[row]),
        None if latest is None else pytest.approx(latest),
        int(courses.latest_visits[row]),
        None if change is None else pytest.approx(change, abs=1e-12),
        bool(courses.after_start[row]),
    )


def expected_pain(group: list[Member], region: str) -> dict[Any, tuple[Any, ...]]:
    return {
        (member.patient, found.side): (
            found.n,
            found.baseline,
            found.baseline_visits,
            found.latest,
            found.latest_visits,
            found.change,
            BASELINE_AFTER_START in found.reasons,
            found.response,
        )
        for member in group
        for found in patient_findings(member.inputs).pain
        if (found.region, found.recall, found.after_treatment) == (region, "7d_average", False)
    }


def expected_alignment(group: list[Member], measure: str) -> dict[Any, tuple[Any, ...]]:
    return {
        (member.patient, found.side, found.method, found.posture, found.footwear, found.lift): (
            found.n,
            found.baseline,
            found.baseline_visits,
            found.latest,
            found.latest_visits,
            found.change,
            BASELINE_AFTER_START in found.reasons,
            found.mdc95,
            found.classification if found.change is not None else None,
        )
        for member in group
        for found in patient_findings(member.inputs).alignment
        if found.measure == measure and not found.after_treatment
    }


@pytest.mark.parametrize(("pair", "measures", "places"), PAIRS, ids=lambda one: getattr(one, "measure", ""))
def test_odd_patients_get_the_courses_and_verdicts_of_their_own_reports(
    pair: CohortPair, measures: tuple[str, ...], places: tuple[tuple[str, str], ...]
) -> None:
    @settings(max_examples=20, deadline=None, suppress_health_check=list(HealthCheck))
    @given(st.tuples(*(members(number, measures, places, episodes=True) for number in (3, 1, 2))))
    def check(found: tuple[Member, ...]) -> None:
        group = list(found)
        batch = batch_of(group, pair.measure, pair.region)
        assert pain_courses(batch, pair) == expected_pain(group, pair.region)
        assert alignment_courses(batch, pair.measure) == expected_alignment(group, pair.measure)

    check()


def test_courses_of_the_demo_get_the_verdicts_of_their_own_reports() -> None:
    group = generated(200, seed=11)
    pair = CohortPair(measure="pelvic_obliquity", region="low_back")
    batch = batch_of(group, pair.measure, pair.region)
    pain, alignment = pain_courses(batch, pair), alignment_courses(batch, pair.measure)
    assert pain == expected_pain(group, pair.region)
    assert alignment == expected_alignment(group, pair.measure)
    assert {found[-1] for found in pain.values()} == {*RESPONSES, None}
    assert {found[-1] for found in alignment.values()} == {*CLASSES, None} - {"not_comparable"}

"""Values of both sides, and the change since the first comparable reading."""

import datetime as dt
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from assessments.derived import Change
from assessments.models import Assessment, Measurement, MethodPrecision
from assessments.precision import OwnFigure, method_in_force
from assessments.services.correcting import correct_assessment
from assessments.services.deriving import Derived, derive
from assessments.services.precision import set_precision
from assessments.services.voiding import mark_entered_in_error
from clinic.common.caller import Caller
from clinic.practice.models import Clinic, Membership
from patients.models import Patient
from tests.builders import MORNING, make_assessment, make_episode, make_member, make_patient, measured

DAY = dt.timedelta(days=1)


@pytest.fixture
def amy(clinic: Clinic) -> Patient:
    return make_patient(clinic)


def take(patient: Patient, *entries: Measurement, by: Caller, days: int, **fields: Any) -> Assessment:
    return make_assessment(patient, *entries, by=by, taken_at=MORNING + days * DAY, **fields)


def derived(assessment: Assessment, by: Caller) -> Derived:
    return derive({assessment.uuid: assessment.patient.uuid}, by)[assessment.uuid]


def change_of(assessment: Assessment, by: Caller, measure: str = "pelvic_obliquity") -> Change:
    return next(change for change in derived(assessment, by).changes if change.latest.measure == measure)


def legs(left: float, right: float, **fields: Any) -> tuple[Measurement, Measurement]:
    return tuple(  # type: ignore[return-value]
        measured("leg_length_true", length, side=side, method="tape_supine", **fields)
        for side, length in (("left", left), ("right", right))
    )


def test_left_and_right_give_their_difference_and_their_mean(amy: Patient, as_theo: Caller) -> None:
    tilts = [measured("pelvic_tilt_palp", value, side=side) for side, value in (("left", 11.5), ("right", 8))]
    visit = take(amy, *legs(871, 862), *tilts, by=as_theo, days=0)
    values = {(taken.measure, taken.side, taken.method): taken.value for taken in derived(visit, as_theo).values}
    assert values == {
        ("lld_true", "none", "tape_supine"): -9.0,
        ("innominate_asymmetry", "none", "palm"): -3.5,
        ("pelvic_tilt_palp_mean", "none", "palm"): 9.75,
    }


def test_one_side_alone_gives_nothing(amy: Patient, as_theo: Caller) -> None:
    visit = take(amy, legs(871, 862)[0], by=as_theo, days=0)
    assert derived(visit, as_theo).values == []


def test_the_first_reading_has_no_change_and_says_so(amy: Patient, as_theo: Caller) -> None:
    first = change_of(take(amy, by=as_theo, days=0), as_theo)
    assert (first.change, first.verdict, first.reasons) == (None, None, ("no_earlier_comparable_reading",))


@pytest.mark.parametrize(("latest", "verdict"), [(1.1, "within_noise"), (1.0, "beyond_noise")])
def test_a_change_smaller_than_the_measurement_error_is_within_noise(
    amy: Patient, theo: Membership, as_theo: Caller, latest: float, verdict: str
) -> None:
    # PALM frontal, same rater: 2.772 * 0.7 degrees = 1.94 degrees.
    baseline = take(amy, measured("pelvic_obliquity", 3.0), by=as_theo, days=0, rater=theo)
    take(amy, measured("pelvic_obliquity", 9.0), by=as_theo, days=7, rater=theo)
    found = change_of(take(amy, measured("pelvic_obliquity", latest), by=as_theo, days=14, rater=theo), as_theo)
    assert found.baseline is not None
    assert found.baseline.assessment == baseline.uuid
    assert found.change == pytest.approx(latest - 3.0, abs=0)
    assert found.mdc95 == pytest.approx(1.96 * 2**0.5 * 0.7)
    assert (found.verdict, found.reasons) == (verdict, ())


@pytest.mark.parametrize(("known", "reason"), [(True, "rater_changed"), (False, "rater_unknown")])
def test_another_or_an_unknown_rater_makes_the_larger_error_count(
    amy: Patient, clinic: Clinic, theo: Membership, as_theo: Caller, known: bool, reason: str
) -> None:
    tessa = make_member(clinic, "tessa", role="therapist")
    take(amy, measured("pelvic_obliquity", 3.0), by=as_theo, days=0, rater=theo)
    second = take(amy, measured("pelvic_obliquity", 1), by=as_theo, days=7, rater=tessa if known else None)
    found = change_of(second, as_theo)
    assert found.mdc95 == pytest.approx(1.96 * 2**0.5 * 1.1)
    assert (found.verdict, found.reasons) == ("within_noise", (reason,))


@pytest.mark.parametrize(
    ("entry", "fields"),
    [
        (measured("pelvic_obliquity", 1, method="radiograph"), {}),
        (measured("pelvic_obliquity", 1, posture="sitting"), {}),
        (measured("pelvic_obliquity", 1), {"footwear": "shoes"}),
        (measured("pelvic_obliquity", 1), {"lift_in_place": True}),
        (measured("pelvic_obliquity", 1), {"timing": "after_treatment"}),
    ],
)
def test_readings_under_other_conditions_are_not_compared(
    amy: Patient, as_theo: Caller, entry: Measurement, fields: dict[str, Any]
) -> None:
    take(amy, measured("pelvic_obliquity", 3), by=as_theo, days=0)
    entry = measured(entry.measure, 1, method=entry.method, posture=entry.posture)
    assert change_of(take(amy, entry, by=as_theo, days=7, **fields), as_theo).baseline is None


def test_another_episode_starts_anew(amy: Patient, as_theo: Caller) -> None:
    take(amy, measured("pelvic_obliquity", 3), by=as_theo, days=0)
    second = take(amy, measured("pelvic_obliquity", 1), by=as_theo, days=7, episode=make_episode(amy))
    assert change_of(second, as_theo).baseline is None


def test_an_unknown_measurement_error_gives_no_verdict(amy: Patient, as_theo: Caller) -> None:
    for days in (0, 7):
        gap = take(amy, measured("icd_imd", 30 - days, method="caliper"), by=as_theo, days=days)
    found = change_of(gap, as_theo, "icd_imd")
    assert (found.change, found.mdc95, found.verdict) == (-7.0, None, None)
    assert "sem_unknown" in found.reasons


def test_what_was_voided_or_replaced_is_no_baseline(amy: Patient, as_theo: Caller) -> None:
    voided = take(amy, measured("pelvic_obliquity", 9), by=as_theo, days=0)
    slip = take(amy, measured("pelvic_obliquity", -3), by=as_theo, days=1)
    latest = take(amy, measured("pelvic_obliquity", 1), by=as_theo, days=7)
    mark_entered_in_error(voided, "Wrong patient", by=as_theo)
    replacement = Assessment(patient=amy, taken_at=slip.taken_at)
    correct_assessment(slip, replacement, [measured("pelvic_obliquity", 3)], [], "Sign", by=as_theo)
    found = change_of(latest, as_theo)
    assert found.baseline is not None
    assert found.baseline.assessment == replacement.uuid
    assert found.change == -2.0


def test_a_void_assessment_still_shows_what_followed_from_it(amy: Patient, as_theo: Caller) -> None:
    visit = take(amy, *legs(871, 862), by=as_theo, days=0)
    mark_entered_in_error(visit, "Wrong patient", by=as_theo)
    assert [taken.value for taken in derived(visit, as_theo).values] == [-9.0]


def test_the_first_difference_is_that_of_the_first_visit_with_both_sides(
    amy: Patient, theo: Membership, as_theo: Caller
) -> None:
    take(amy, legs(880, 862)[0], by=as_theo, days=0, rater=theo)
    take(amy, legs(871, 862)[1], by=as_theo, days=1, rater=theo)
    both = take(amy, *legs(871, 862), by=as_theo, days=2, rater=theo)
    found = change_of(take(amy, *legs(870, 871), by=as_theo, days=9, rater=theo), as_theo, "lld_true")
    assert found.baseline is not None
    assert (found.baseline.assessment, found.baseline.value, found.change) == (both.uuid, -9.0, 10.0)


def test_the_difference_of_the_legs_is_judged_by_its_own_error(amy: Patient, theo: Membership, as_theo: Caller) -> None:
    take(amy, *legs(871, 862), by=as_theo, days=0, rater=theo)
    found = change_of(take(amy, *legs(870, 871), by=as_theo, days=7, rater=theo), as_theo, "lld_true")
    assert found.change == 10.0
    assert found.mdc95 == pytest.approx(1.96 * 2**0.5 * 3.5)
    assert found.verdict == "beyond_noise"


@pytest.mark.parametrize("measure", ["leg_length_true", "leg_length_apparent"])
def test_a_single_leg_is_never_followed_over_time(
    amy: Patient, theo: Membership, as_theo: Caller, measure: str
) -> None:
    for days, length in ((0, 862), (7, 931)):
        leg = measured(measure, length, side="left", method="tape_supine")
        visit = take(amy, leg, by=as_theo, days=days, rater=theo)
    found = change_of(visit, as_theo, measure)
    assert (found.change, found.mdc95, found.verdict) == (None, None, None)
    assert found.reasons == ("single_leg_not_trended",)


def test_a_clinics_own_error_of_one_side_carries_over_to_difference_and_mean(as_mira: Caller, as_theo: Caller) -> None:
    own = {
        ("pelvic_tilt_palp", "palm"): OwnFigure(1.0, 2.0, "Own", MORNING.date()),
        ("leg_length_true", "tape_supine"): OwnFigure(1.0, 1.0, "Own", MORNING.date()),
    }
    assert method_in_force("innominate_asymmetry", "palm", own).sem_same_rater == pytest.approx(2**0.5)
    assert method_in_force("pelvic_tilt_palp_mean", "palm", own).sem_different_rater == 2.0
    assert method_in_force("lld_true", "tape_supine", own).sem_same_rater == 3.5
    assert method_in_force("pelvic_obliquity", "palm", own).sem_same_rater == 0.7


def test_the_clinics_own_error_decides_the_verdict(
    amy: Patient, theo: Membership, as_theo: Caller, as_mira: Caller
) -> None:
    take(amy, measured("pelvic_obliquity", 3.0), by=as_theo, days=0, rater=theo)
    latest = take(amy, measured("pelvic_obliquity", 2.0), by=as_theo, days=7, rater=theo)
    assert change_of(latest, as_theo).verdict == "within_noise"
    own = MethodPrecision(
        measure="pelvic_obliquity", method="palm", sem_same_rater=0.2, sem_different_rater=0.5,
        source="Repeated readings of March", valid_from=dt.date(2026, 3, 31),
    )  # fmt: skip
    set_precision(own, by=as_mira)
    assert change_of(latest, as_theo).verdict == "beyond_noise"


def test_many_assessments_cost_as_many_queries_as_one(clinic: Clinic, as_theo: Caller) -> None:
    patients = [make_patient(clinic) for _ in range(3)]
    visits = [take(patient, by=as_theo, days=day) for patient in patients for day in (0, 7)]
    with CaptureQueriesContext(connection) as queries:
        found = derive({visit.uuid: visit.patient.uuid for visit in visits}, as_theo)
    assert len(queries) == 2
    assert [len(found[visit.uuid].changes) for visit in visits] == [1] * 6


def test_other_patients_and_other_clinics_are_never_a_baseline(
    amy: Patient, clinic: Clinic, as_theo: Caller, as_other_theo: Caller
) -> None:
    take(make_patient(clinic, given_name="Ben"), by=as_theo, days=0)
    latest = take(amy, by=as_theo, days=7)
    assert change_of(latest, as_theo).baseline is None
    assert derived(latest, as_other_theo).changes == []

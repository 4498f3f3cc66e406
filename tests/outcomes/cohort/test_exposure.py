"""Which pairs can be looked at, and what stands beside pain."""

import datetime as dt
from dataclasses import replace
from typing import Any

import pytest

from assessments.measures import MEASURES, Interval
from assessments.pain_regions import REGIONS
from tests.outcomes.cohort.batches import Member, batch_of
from tests.outcomes.cohort.questions import question
from tests.outcomes.courses import inputs, measured, measurements, rated, ratings, session
from treatments.outcomes.findings.cohort.columns import SIDES
from treatments.outcomes.findings.cohort.exposure import (
    DEFAULT_COHORT_PAIRS,
    exposure_of,
    ineligible_reason,
    measures_read,
)
from treatments.outcomes.findings.cohort.paired import paired
from treatments.outcomes.findings.cohort.pairs import PairAccumulator
from treatments.outcomes.findings.cohort.question import CohortPair
from treatments.outcomes.findings.points import MeasurementPoint, PainPoint


def pair(measure: str, region: str) -> CohortPair:
    return CohortPair(measure=measure, region=region, primary=True)


def exposures(
    measure: str, region: str, pain: tuple[PainPoint, ...], taken: tuple[MeasurementPoint, ...], **given: Any
) -> list[tuple[float, float]]:
    """The exposure and pain of each pair, by time of measuring within a series."""
    member = Member(1, inputs(pain=pain, measurements=taken, **given))
    found = paired(batch_of([member], measure, region), measure, exposure_of(pair(measure, region)))
    return list(zip(found.exposure.tolist(), found.pain.tolist(), strict=True))


@pytest.mark.parametrize(
    ("measure", "region", "reason"),
    [
        ("pelvic_twist", "low_back", "unknown_measure"),
        ("pelvic_obliquity", "tail", "unknown_region"),
        ("leg_length_true", "knee", "single_leg_not_trended"),
        ("leg_length_apparent", "low_back", "single_leg_not_trended"),
        ("pelvic_obliquity", "low_back", None),
        ("navicular_drop", "foot", None),
    ],
)
def test_a_pair_needs_a_known_measure_that_is_followed_and_a_known_region(
    measure: str, region: str, reason: str | None
) -> None:
    asked = pair(measure, region)
    assert ineligible_reason(asked) == reason
    if reason:
        with pytest.raises(ValueError, match=f"{measure} and {region} are no pair: {reason}"):
            PairAccumulator(question(), asked)


def test_a_measure_with_neither_band_nor_neutral_value_has_no_exposure(monkeypatch: pytest.MonkeyPatch) -> None:
    bare = replace(MEASURES["pelvic_rotation"], reference=None, neutral=None)
    monkeypatch.setattr("treatments.outcomes.findings.cohort.exposure.MEASURES", {**MEASURES, "pelvic_rotation": bare})
    assert ineligible_reason(pair("pelvic_rotation", "low_back")) == "no_reference"


def test_a_measure_without_band_is_seen_from_its_neutral_value(monkeypatch: pytest.MonkeyPatch) -> None:
    bare = replace(MEASURES["pelvic_obliquity"], reference=None, neutral=1.0)
    monkeypatch.setattr("treatments.outcomes.findings.cohort.exposure.MEASURES", {**MEASURES, "pelvic_obliquity": bare})
    assert exposure_of(pair("pelvic_obliquity", "low_back")).kind == "distance_from_neutral"
    child = {"birth_date": dt.date(2015, 1, 1)}
    found = exposures("pelvic_obliquity", "low_back", (rated(0, 5),), measurements([(0, -2.0)]), **child)
    assert found == [(3.0, 5.0)]


def test_every_measure_that_is_followed_can_be_looked_at_with_every_region() -> None:
    single_legs = {"leg_length_true", "leg_length_apparent"}
    refused = {code for code in MEASURES for region in REGIONS if ineligible_reason(pair(code, region))}
    assert refused == single_legs
    for code in set(MEASURES) - single_legs:
        for region in REGIONS.values():
            assert set(exposure_of(pair(code, region.code)).sides) == {side.value for side in region.sides}


def test_the_pairs_settled_by_default_are_six_and_primary() -> None:
    assert [(one.measure, one.region) for one in DEFAULT_COHORT_PAIRS] == [
        ("pelvic_obliquity", "low_back"),
        ("pelvic_tilt_palp_mean", "low_back"),
        ("lld_true", "low_back"),
        ("knee_frontal_hka", "knee"),
        ("lld_true", "knee"),
        ("pelvic_obliquity", "neck"),
    ]
    assert all(one.primary and ineligible_reason(one) is None for one in DEFAULT_COHORT_PAIRS)
    assert not any(exposure_of(one).exploratory_only for one in DEFAULT_COHORT_PAIRS)


def test_a_computed_measure_needs_the_readings_of_both_sides() -> None:
    assert measures_read("pelvic_obliquity") == ("pelvic_obliquity",)
    assert measures_read("lld_true") == ("lld_true", "leg_length_true")


@pytest.mark.parametrize(("value", "exposure"), [(-4.0, 2.5), (-1.5, 0.0), (0.3, 0.0), (1.5, 0.0), (2.25, 0.75)])
def test_deviation_is_the_distance_outside_the_band(value: float, exposure: float) -> None:
    found = exposures("pelvic_obliquity", "low_back", (rated(0, 5),), measurements([(0, value)]))
    assert found == [(exposure, 5.0)]


def test_a_band_that_is_open_above_has_deviations_below_only() -> None:
    knee = {"measure": "knee_flexion", "method": "visual", "side": "left"}
    pain = ratings([(0, 5), (10, 5)], region="knee", side="left")
    found = exposures("knee_flexion", "knee", pain, measurements([(0, 120.0), (10, 150.0)], **knee))
    assert [exposure for exposure, _ in found] == [10.0, 0.0]
    assert MEASURES["knee_flexion"].reference == Interval(130, None)


def both(day: float, left: float, right: float, **other: Any) -> tuple[MeasurementPoint, ...]:
    return (measured(day, left, side="left", **other), measured(day, right, side="right", **other))


LEGS = {"measure": "leg_length_true", "method": "tape_supine", "posture": "supine"}
TILT = {"measure": "pelvic_tilt_palp", "method": "palm"}
KNEE = {"measure": "knee_frontal_hka", "method": "photograph"}


def test_the_knee_sees_its_own_leg_minus_the_other() -> None:
    pain = (rated(0, 5, region="knee", side="left"), rated(0, 7, region="knee", side="right"))
    assert exposures("lld_true", "knee", pain, both(0, 860.0, 872.0, **LEGS)) == [(-12.0, 5.0), (12.0, 7.0)]


def test_no_band_is_needed_for_the_leg_of_a_child() -> None:
    pain = (rated(0, 5, region="knee", side="left"),)
    child = {"birth_date": dt.date(2015, 1, 1)}
    assert exposures("lld_true", "knee", pain, both(0, 860.0, 872.0, **LEGS), **child) == [(-12.0, 5.0)]


def test_a_difference_that_was_measured_goes_before_one_that_is_computed() -> None:
    entered = measured(0, 15.0, measure="lld_true", method="radiograph", posture="supine")
    computed = both(0, 860.0, 880.0, **{**LEGS, "method": "radiograph"})
    assert exposures("lld_true", "low_back", (rated(0, 5),), (entered, *computed)) == [(5.0, 5.0)]
    assert exposures("lld_true", "low_back", (rated(0, 5),), computed) == [(10.0, 5.0)]


def test_a_difference_outside_what_is_possible_does_not_exist() -> None:
    assert exposures("lld_true", "low_back", (rated(0, 5),), both(0, 700.0, 860.0, **LEGS)) == []


def test_without_sides_both_sides_of_one_assessment_are_averaged() -> None:
    taken = (*both(0, 20.0, 14.0, **TILT), measured(10, 30.0, side="left", **TILT))
    pain = ratings([(0, 5), (10, 6)])
    for measure in ("pelvic_tilt_palp", "pelvic_tilt_palp_mean"):
        assert exposures(measure, "low_back", pain, taken) == [(2.0, 5.0)]


@pytest.mark.parametrize("other", [{"posture": "sitting"}, {"assessment": "another"}, {"method": "phone_inclinometer"}])
def test_sides_are_averaged_only_under_one_condition_of_one_assessment(other: dict[str, str]) -> None:
    taken = (measured(0, 9.0, side="left", **KNEE), measured(0, 5.0, side="right", **{**KNEE, **other}))
    assert exposures("knee_frontal_hka", "low_back", (rated(0, 5),), taken) == []


def test_sides_that_belong_to_no_assessment_are_not_averaged() -> None:
    member = Member(1, inputs(pain=(rated(0, 5),), measurements=both(0, 9.0, 5.0, **KNEE)))
    batch = batch_of([member], "knee_frontal_hka", "low_back")
    batch.readings["assessment"] = 0
    assert len(paired(batch, "knee_frontal_hka", exposure_of(pair("knee_frontal_hka", "low_back")))) == 0


def test_same_side_goes_with_same_side() -> None:
    pain = (rated(0, 5, region="knee", side="left"),)
    assert exposures("knee_frontal_hka", "knee", pain, both(0, 9.0, 5.0, **KNEE)) == [(6.0, 5.0)]


def test_an_unsided_value_stands_beside_each_knee_and_never_counts_as_settled_beforehand() -> None:
    pain = (rated(0, 5, region="knee", side="left"), rated(0, 7, region="knee", side="right"))
    assert exposures("pelvic_obliquity", "knee", pain, measurements([(0, 4.5)])) == [(3.0, 5.0), (3.0, 7.0)]
    assert PairAccumulator(question(), pair("pelvic_obliquity", "knee")).finding(p_wanted=True).primary is False


def test_a_region_that_may_have_a_side_or_none_takes_the_mean_only_where_it_has_none() -> None:
    pain = (rated(0, 5, region="other", side="none"), rated(0, 7, region="other", side="right"))
    assert exposures("knee_frontal_hka", "other", pain, both(0, 9.0, 5.0, **KNEE)) == [(4.0, 5.0), (2.0, 7.0)]
    assert SIDES.index("none") < SIDES.index("right")


@pytest.mark.parametrize(
    ("birth", "pairs"),
    [
        ({"birth_date": dt.date(2008, 1, 6)}, 0),
        ({"birth_date": dt.date(2008, 1, 5)}, 2),
        ({"birth_date": None, "birth_year": 2008}, 0),
        ({"birth_date": None, "birth_year": 2007}, 2),
        ({"birth_date": None, "birth_year": None}, 2),
    ],
)
def test_who_was_or_may_have_been_under_18_at_baseline_has_no_deviation_at_any_visit(
    birth: dict[str, Any], pairs: int
) -> None:
    found = exposures(
        "pelvic_obliquity", "low_back", ratings([(0, 5), (10, 6)]), measurements([(0, 4), (10, 3)]), **birth
    )
    assert len(found) == pairs


def test_the_first_visit_of_the_baseline_decides_about_age() -> None:
    pain, taken = ratings([(0, 5), (5, 6), (40, 4)]), measurements([(0, 4.0), (5, 3.0), (40, 3.5)])
    came_of_age = {"birth_date": dt.date(2008, 1, 8), "sessions": (session(6),)}
    assert exposures("pelvic_obliquity", "low_back", pain, taken, **came_of_age) == []
    assert len(exposures("pelvic_obliquity", "low_back", pain[1:], taken[1:], **came_of_age)) == 2


@pytest.mark.parametrize(
    "pain",
    [
        rated(0, 5, recall="now"),
        rated(0, 5, context="movement"),
        rated(0, 5, timing="after_treatment"),
        rated(0, 11),
        rated(0, -1),
    ],
)
def test_pairs_are_made_of_the_usual_pain_before_treatment_only(pain: PainPoint) -> None:
    assert exposures("pelvic_obliquity", "low_back", (pain,), measurements([(0, 4.0)])) == []


@pytest.mark.parametrize(
    "taken", [measured(0, 4.0, timing="after_treatment"), measured(0, 20.5), measured(0, float("nan"))]
)
def test_readings_after_treatment_or_out_of_bounds_make_no_pair(taken: MeasurementPoint) -> None:
    assert exposures("pelvic_obliquity", "low_back", (rated(0, 5),), (taken,)) == []


def test_days_are_averaged_on_both_sides() -> None:
    pain = (rated(0, 4), rated(0.1, 5))
    taken = (measured(0, 2.0), measured(0.05, 4.0))
    assert exposures("pelvic_obliquity", "low_back", pain, taken) == [(1.5, 4.5)]


def test_an_episode_is_a_unit_of_its_own_and_without_one_the_patient_is() -> None:
    def member(episode: int, pain: tuple[PainPoint, ...], taken: tuple[MeasurementPoint, ...]) -> Member:
        return Member(1, inputs(pain=pain, measurements=taken, sessions=(session(0),)), episode)

    apart = [member(7, (rated(0, 5),), ()), member(0, (), measurements([(0, 4.0)]))]
    together = [
        member(7, (rated(0, 5),), measurements([(0, 4.0)])),
        member(0, (rated(0, 6),), measurements([(0, 3.0)])),
    ]
    asked = pair("pelvic_obliquity", "low_back")

    def found(members: list[Member]) -> Any:
        return paired(batch_of(members, asked.measure, asked.region), asked.measure, exposure_of(asked))

    assert len(found(apart)) == 0
    assert (found(together).series.tolist(), sorted(found(together).pain.tolist())) == ([0, 1], [5.0, 6.0])


def test_one_method_counts_for_a_patient_that_with_most_pairs_and_on_a_tie_the_first_by_name() -> None:
    days = (0, 10, 20, 30)
    palm = measurements((day, 4.0) for day in days[:3])
    pictures = measurements(((day, 5.0) for day in days), method="radiograph")
    pain = ratings((day, 5) for day in days)
    assert exposures("pelvic_obliquity", "low_back", pain, (*palm, *pictures)) == [(3.5, 5.0)] * 4
    assert exposures("pelvic_obliquity", "low_back", pain, (*palm, *pictures[:3])) == [(2.5, 5.0)] * 3


def test_conditions_make_series_of_their_own_but_each_rating_is_used_once() -> None:
    standing = measurements([(0, 4.0), (10, 4.0), (20, 4.0)])
    sitting = measurements([(0, 3.0), (30, 3.0)], posture="sitting")
    pain = ratings([(0, 5), (10, 5), (20, 5), (30, 5)])
    member = Member(1, inputs(pain=pain, measurements=(*standing, *sitting)))
    asked = pair("pelvic_obliquity", "low_back")
    found = paired(batch_of([member], asked.measure, asked.region), asked.measure, exposure_of(asked))
    assert found.of_series.pairs.tolist() == [3, 1]
    assert found.weeks.tolist() == pytest.approx([0, 10 / 7, 20 / 7, 0])
    assert found.long.tolist() == [True, True, True, False]

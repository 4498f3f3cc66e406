"""What follows from a left and a right reading: signed differences and means."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from assessments.measures import DERIVED, MEASURES, Evidence, Side, derived_values, measure

LEFT_LEG, RIGHT_LEG = ("leg_length_true", Side.LEFT), ("leg_length_true", Side.RIGHT)
LEFT_TILT, RIGHT_TILT = ("pelvic_tilt_palp", Side.LEFT), ("pelvic_tilt_palp", Side.RIGHT)


def test_a_longer_right_leg_makes_a_positive_difference() -> None:
    assert derived_values({LEFT_LEG: 862.0, RIGHT_LEG: 871.0}) == {"lld_true": 9.0}


def test_a_longer_left_leg_makes_a_negative_difference() -> None:
    readings = {("leg_length_apparent", Side.LEFT): 951.0, ("leg_length_apparent", Side.RIGHT): 944.5}
    assert derived_values(readings) == {"lld_apparent": -6.5}


def test_both_tilts_give_asymmetry_and_mean() -> None:
    assert derived_values({LEFT_TILT: 11.5, RIGHT_TILT: 8.5}) == {
        "innominate_asymmetry": -3.0,
        "pelvic_tilt_palp_mean": 10.0,
    }


@pytest.mark.parametrize("only", [LEFT_LEG, RIGHT_LEG, LEFT_TILT, RIGHT_TILT])
def test_one_side_alone_gives_nothing(only: tuple[str, Side]) -> None:
    assert derived_values({only: 5.0}) == {}


def test_a_difference_that_was_measured_itself_is_not_computed_again() -> None:
    assert derived_values({LEFT_LEG: 862.0, RIGHT_LEG: 871.0, ("lld_true", Side.NONE): 7.0}) == {}


@given(left=st.floats(-30, 45), right=st.floats(-30, 45))
def test_swapping_the_sides_turns_the_asymmetry_round_and_leaves_the_mean(left: float, right: float) -> None:
    there = derived_values({LEFT_TILT: left, RIGHT_TILT: right})
    back = derived_values({LEFT_TILT: right, RIGHT_TILT: left})
    assert there["innominate_asymmetry"] == -back["innominate_asymmetry"]
    assert there["pelvic_tilt_palp_mean"] == back["pelvic_tilt_palp_mean"]


def test_the_derivations_and_the_catalogue_name_the_same_sources() -> None:
    in_catalogue = {entry.code: entry.derived_from for entry in MEASURES.values() if entry.derived_from}
    assert {code: derivation.source for code, derivation in DERIVED.items()} == in_catalogue


@pytest.mark.parametrize("code", DERIVED)
def test_every_method_of_the_source_is_a_method_of_what_is_derived(code: str) -> None:
    source = measure(DERIVED[code].source)
    assert set(source.methods) <= set(measure(code).methods)
    assert source.unit is measure(code).unit


def test_the_difference_of_two_sides_has_more_error_than_one_side() -> None:
    palm = measure("pelvic_tilt_palp").methods["palm"].of_difference()
    assert palm.sem(same_rater=True) == pytest.approx(2.1213, abs=1e-4)
    assert palm.evidence is Evidence.DERIVED
    assert not palm.enterable


def test_the_difference_of_two_sides_is_of_unknown_error_if_one_side_is() -> None:
    by_radiograph = measure("leg_length_true").methods["radiograph"].of_difference()
    assert by_radiograph.sem(same_rater=True) is None
    assert by_radiograph.sem(same_rater=False) is None
    assert by_radiograph.evidence is Evidence.UNKNOWN

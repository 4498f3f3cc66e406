"""Which measurement error applies to a series."""

from math import sqrt

import pytest

from assessments.measures import MEASURES
from tests.outcomes.courses import own_precision
from treatments.outcomes.findings.precision import frozen_precisions, precision_of, sem_of, smallest_real_change


def test_the_catalogue_is_frozen_whole_when_the_clinic_has_no_own_figures() -> None:
    frozen = frozen_precisions()
    assert {(figure.measure, figure.method) for figure in frozen} == {
        (entry.code, method) for entry in MEASURES.values() for method in entry.methods
    }
    assert not any(figure.clinic_own for figure in frozen)


def test_a_clinics_own_figure_replaces_the_catalogues() -> None:
    own = own_precision("pelvic_obliquity", "palm", 0.4, 0.5)
    found = precision_of("pelvic_obliquity", "palm", frozen_precisions((own,)))
    assert found is not None
    assert (found.sem_same_rater, found.source, found.clinic_own) == (0.4, own.source, True)


def test_the_larger_error_counts_when_the_rater_differs() -> None:
    usual, odd = own_precision("m", "x", 1.0, 2.0), own_precision("m", "x", 3.0, 2.0)
    assert (sem_of(usual, same_rater=True), sem_of(usual, same_rater=False)) == (1.0, 2.0)
    assert sem_of(odd, same_rater=False) == 3.0


@pytest.mark.parametrize("unknown", [None, 0.0, -1.0, float("nan"), float("inf")])
def test_an_error_that_is_not_a_positive_number_is_unknown(unknown: float | None) -> None:
    precision = own_precision("m", "x", unknown, 2.0)
    assert sem_of(precision, same_rater=True) is None
    assert sem_of(precision, same_rater=False) == 2.0
    assert sem_of(own_precision("m", "x", 2.0, unknown), same_rater=False) is None


def test_no_figure_at_all_means_no_smallest_real_change() -> None:
    assert precision_of("pelvic_obliquity", "palm", ()) is None
    assert sem_of(None, same_rater=True) is None
    assert smallest_real_change(None, 1, 1) is None


def test_the_smallest_real_change_follows_the_number_of_visits() -> None:
    assert smallest_real_change(1.0, 1, 1) == pytest.approx(2.7718585822512662)
    assert smallest_real_change(1.0, 2, 2) == pytest.approx(1.96)
    assert smallest_real_change(1.0, 1, 0) == smallest_real_change(1.0, 1, 1)


def test_derived_tilts_follow_the_clinics_own_figure_of_the_tilt() -> None:
    frozen = frozen_precisions((own_precision("pelvic_tilt_palp", "palm", 1.0, None),))
    mean = precision_of("pelvic_tilt_palp_mean", "palm", frozen)
    asymmetry = precision_of("innominate_asymmetry", "palm", frozen)
    assert mean is not None
    assert asymmetry is not None
    assert (mean.measure, mean.sem_same_rater) == ("pelvic_tilt_palp_mean", 1.0)
    assert (asymmetry.sem_same_rater, asymmetry.sem_different_rater) == (sqrt(2), None)
    assert asymmetry.source == "√2 × pelvic_tilt_palp: Own repeatability study"


def test_a_clinics_own_figure_of_the_derived_measure_goes_first() -> None:
    own = (
        own_precision("pelvic_tilt_palp", "palm", 1.0, 1.0),
        own_precision("innominate_asymmetry", "palm", 1.2, 1.3),
    )
    found = precision_of("innominate_asymmetry", "palm", frozen_precisions(own))
    assert found is not None
    assert found.sem_same_rater == 1.2


def test_the_published_error_of_the_leg_difference_outlives_an_own_error_of_one_leg() -> None:
    found = precision_of(
        "lld_true", "tape_supine", frozen_precisions((own_precision("leg_length_true", "tape_supine", 9, 9),))
    )
    assert found is not None
    assert found.sem_same_rater == 3.5


def test_without_a_published_error_of_the_difference_it_follows_from_one_leg() -> None:
    only_legs = (own_precision("leg_length_true", "tape_supine", 5.0, 6.0),)
    found = precision_of("lld_true", "tape_supine", only_legs)
    assert found is not None
    assert found.sem_same_rater == pytest.approx(5 * sqrt(2))
    assert found.sem_different_rater == pytest.approx(6 * sqrt(2))

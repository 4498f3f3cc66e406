"""The weekly trend of a patient of the small fixture, held to the reference figures."""

import pytest

from tests.outcomes.estimators.examples import small_fixture, small_fixture_expected
from treatments.outcomes.estimators import rank_correlation_interval, weekly_trend


def test_the_pain_of_the_first_patient_gives_the_reference_trend() -> None:
    pairs, expected = small_fixture(), small_fixture_expected()["P1_pain"]
    first = pairs.patient == 1
    trend = weekly_trend(pairs.weeks[first].tolist(), pairs.pain[first].tolist())
    assert trend.slope == pytest.approx(expected["theil_slope"], rel=1e-12)
    assert trend.ci95 == pytest.approx((expected["theil_lo"], expected["theil_hi"]), abs=1e-12)


@pytest.mark.parametrize("days", [(0, 7, 14, 21, 28), (0, 5, 10, 15, 25), (0, 1, 3, 4, 9)])
def test_readings_on_one_line_have_no_interval_although_arithmetic_rounds(days: tuple[int, ...]) -> None:
    weeks = [day / 7 for day in days]
    trend = weekly_trend(weeks, [9 - 0.7 * week for week in weeks])
    assert (trend.slope, trend.ci95) == (pytest.approx(-0.7), None)


def test_the_interval_of_a_rank_correlation_is_that_of_bonett_and_wright() -> None:
    low, high = rank_correlation_interval(0.7, 28) or (0, 0)
    # atanh(0.7) = 0.8673; standard error sqrt((1 + 0.245) / 25) = 0.22316
    assert (low, high) == (pytest.approx(0.40525, abs=1e-4), pytest.approx(0.86292, abs=1e-4))
    assert rank_correlation_interval(-0.7, 28) == (pytest.approx(-high), pytest.approx(-low))


@pytest.mark.parametrize(("rho", "pairs"), [(1.0, 9), (-1.0, 9), (0.4, 3)])
def test_what_cannot_have_an_interval_has_none(rho: float, pairs: int) -> None:
    assert rank_correlation_interval(rho, pairs) is None

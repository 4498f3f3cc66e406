"""The weekly trend of a patient of the small fixture, held to the reference figures."""

import pytest

from tests.outcomes.estimators.examples import small_fixture, small_fixture_expected
from treatments.outcomes.estimators import weekly_trend


def test_the_pain_of_the_first_patient_gives_the_reference_trend() -> None:
    pairs, expected = small_fixture(), small_fixture_expected()["P1_pain"]
    first = pairs.patient == 1
    trend = weekly_trend(pairs.weeks[first].tolist(), pairs.pain[first].tolist())
    assert trend.slope == pytest.approx(expected["theil_slope"], rel=1e-12)
    assert trend.ci95 == pytest.approx((expected["theil_lo"], expected["theil_hi"]), abs=1e-12)

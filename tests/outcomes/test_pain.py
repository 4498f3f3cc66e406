"""The pain findings of one patient."""

import pytest

from tests.outcomes.courses import inputs, on_day, pain_of, rated, ratings, session
from treatments.outcomes.findings.patient import patient_findings

COURSE = [(0, 7), (7, 7), (14, 6), (21, 6), (28, 5), (42, 4), (56, 4), (70, 3)]


def test_a_full_course_has_change_response_and_trend() -> None:
    found = pain_of(*ratings(COURSE))
    assert (found.status, found.reasons) == ("ok", ())
    assert (found.n, found.baseline, found.latest, found.change) == (8, 7.0, 3.5, -3.5)
    assert found.response == "improved"
    assert found.slope_per_week == pytest.approx(-0.0623582766 * 7, abs=1e-9)
    assert found.slope_ci95 == pytest.approx((-0.0714285714 * 7, -0.0476190476 * 7), abs=1e-9)
    assert found.slope_intercept == pytest.approx(7.1547619, abs=1e-7)
    assert found.slope_origin == on_day(0)
    assert found.target == pytest.approx(4.9)


def test_ten_days_show_the_course_and_refuse_the_verdict() -> None:
    knee = {"region": "knee", "side": "right", "recall": "now", "timing": None}
    found = pain_of(*ratings([(0, 8), (3, 8), (7, 5), (10, 3)], **knee))
    assert (found.region, found.side, found.recall, found.main) == ("knee", "right", "now", True)
    assert (found.status, found.n) == ("insufficient_data", 4)
    assert "less_than_14_days:10<14" in found.reasons
    assert (found.baseline, found.latest) == (8.0, 4.0)
    assert (found.change, found.response, found.slope_per_week, found.slope_ci95) == (None, None, None, None)
    assert [point.value for point in found.points] == [8, 8, 5, 3]
    assert [point.role for point in found.points] == ["baseline", None, "latest", "latest"]


@pytest.mark.parametrize(
    ("course", "reasons"),
    [
        (COURSE[:4], ("slope_too_few_readings:4<5",)),
        ([(0, 7), (5, 7), (10, 6), (15, 6), (20, 5)], ("slope_less_than_21_days:20<21",)),
        ([(0, 7), (20, 5)], ("slope_too_few_readings:2<5", "slope_less_than_21_days:20<21")),
    ],
)
def test_a_short_course_has_no_trend_and_says_why(course: list[tuple[float, int]], reasons: tuple[str, ...]) -> None:
    found = pain_of(*ratings(course))
    assert found.slope_per_week is None
    assert found.reasons == reasons


def test_five_visits_over_21_days_have_a_trend() -> None:
    found = pain_of(*ratings([(0, 7), (5, 7), (10, 6), (15, 6), (21, 5)]))
    assert found.slope_per_week is not None
    assert found.reasons == ()


def test_a_trend_is_not_computed_for_an_absurd_number_of_visits() -> None:
    found = pain_of(*ratings([(day, 5) for day in range(2001)]), cutoff=on_day(3000))
    assert found.slope_per_week is None
    assert found.reasons == ("slope_too_many_readings:2001>2000",)
    assert found.response == "no_important_change"


def test_constant_pain_has_a_flat_trend_without_an_interval() -> None:
    found = pain_of(*ratings([(day, 5) for day in range(0, 70, 7)]))
    assert (found.slope_per_week, found.slope_ci95) == (0.0, None)
    assert found.reasons == ("slope_ci_needs_variation",)


@pytest.mark.parametrize(
    ("course", "slope"),
    [
        ([(0, 8), (7, 7), (14, 6), (21, 5), (28, 4)], -1.0),
        ([(0, 8), (5, 7), (10, 6), (15, 5), (25, 3)], -1.4),
        ([(0, 8), (7.1, 7), (13.95, 6), (21.2, 5), (28, 4)], -1.0),
        ([(day, 6 if day == 35 else 5) for day in range(0, 70, 7)], 0.0),
    ],
    ids=["weekly", "every five days", "at other hours", "all but one equal"],
)
def test_readings_of_which_too_few_lie_off_one_line_have_a_trend_without_an_interval(
    course: list[tuple[float, int]], slope: float
) -> None:
    found = pain_of(*ratings(course))
    assert (found.slope_per_week, found.slope_ci95) == (pytest.approx(slope, abs=0.05), None)
    assert found.reasons == ("slope_ci_needs_scatter",)


def test_two_readings_off_the_line_give_an_interval() -> None:
    found = pain_of(*ratings([(0, 8), (7, 8), (14, 6), (21, 6), (28, 4)]))
    assert found.slope_ci95 is not None
    assert found.reasons == ()


def test_low_pain_at_baseline_cannot_be_judged_but_a_rise_can() -> None:
    low = pain_of(*ratings([(0, 2), (30, 0)]))
    risen = pain_of(*ratings([(0, 2), (30, 4)]))
    assert (low.status, low.response, low.target) == ("ok", "not_evaluable", None)
    assert "baseline_below_3" in low.reasons
    assert risen.response == "worse"
    assert "baseline_below_3" not in risen.reasons


def test_recall_windows_contexts_and_treatment_times_are_never_mixed() -> None:
    others = (
        rated(0, 1, recall="now"),
        rated(0, 2, recall="24h_worst"),
        rated(0, 3, context="movement"),
        rated(0, 4, timing="after_treatment"),
    )
    alone = pain_of(*ratings(COURSE))
    findings = patient_findings(inputs(pain=(*others, *ratings(COURSE)))).pain
    assert findings[0] == alone
    assert [(found.n, found.main) for found in findings] == [(8, True), *[(1, False)] * 4]
    assert {(found.recall, found.context, found.after_treatment) for found in findings[1:]} == {
        ("now", "overall", False),
        ("24h_worst", "overall", False),
        ("7d_average", "movement", False),
        ("7d_average", "overall", True),
    }


def test_a_rating_of_unknown_timing_belongs_to_the_series_before_treatment() -> None:
    found = pain_of(rated(0, 7, timing=None), rated(20, 5, timing="no_treatment"), rated(40, 3))
    assert found.n == 3
    assert not found.after_treatment


def test_regions_come_in_the_order_of_the_catalogue_and_sides_stay_apart() -> None:
    points = (
        rated(0, 5, region="knee", side="right"),
        rated(0, 4, region="knee", side="left"),
        rated(0, 3, region="somewhere", side="none"),
        rated(0, 6),
    )
    findings = patient_findings(inputs(pain=points)).pain
    assert [(found.region, found.side) for found in findings] == [
        ("low_back", "none"),
        ("knee", "left"),
        ("knee", "right"),
        ("somewhere", "none"),
    ]
    assert all(found.main for found in findings)


def test_an_impossible_intensity_is_left_out() -> None:
    assert pain_of(*ratings([(0, 7), (10, 11), (20, -1), (30, 3)])).n == 2


def test_a_series_after_treatment_has_its_own_baseline() -> None:
    points = ratings([(0, 4), (30, 2)], timing="after_treatment")
    found = pain_of(*points, sessions=(session(-0.1),))
    assert found.after_treatment
    assert "baseline_after_start" in found.reasons
    assert found.change == -2

"""The alignment findings of one patient: which readings belong together and what their change means."""

from dataclasses import replace
from datetime import date
from zoneinfo import ZoneInfo

import pytest

from assessments.measures import measure
from tests.outcomes.courses import (
    THEO,
    ZONE,
    alignment_of,
    inputs,
    measured,
    measurements,
    on_day,
    own_precision,
    session,
)
from treatments.outcomes.findings.baseline import compare
from treatments.outcomes.findings.finding import AlignmentFinding
from treatments.outcomes.findings.patient import patient_findings
from treatments.outcomes.findings.points import MeasurementPoint
from treatments.outcomes.findings.precision import frozen_precisions
from treatments.outcomes.findings.series import Reading, visits_of
from treatments.outcomes.findings.verdict import error_of, verdict_on

MDC_SINGLE = 1.96 * 0.7 * 2**0.5


def all_of(*points: MeasurementPoint) -> tuple[AlignmentFinding, ...]:
    return patient_findings(inputs(measurements=points)).alignment


def test_a_plain_course_is_classified_with_the_error_of_its_method() -> None:
    found = alignment_of(*measurements([(0, 4.2), (40, 1.1)]))
    assert (found.status, found.reasons, found.n) == ("ok", (), 2)
    assert (found.baseline, found.latest, found.change) == (4.2, 1.1, 1.1 - 4.2)
    assert found.mdc95 == pytest.approx(MDC_SINGLE)
    assert found.mdc_source is not None
    assert "Hagins" in found.mdc_source
    assert found.classification == "toward_reference"
    assert (found.reference_low, found.reference_high) == (-1.5, 1.5)
    assert (found.unit, found.same_rater, found.main) == ("deg", True, True)
    assert (found.baseline_on, found.latest_on) == (date(2026, 1, 5), date(2026, 2, 14))


def test_means_of_two_visits_have_a_smaller_error() -> None:
    found = alignment_of(*measurements([(0, 4), (5, 5), (40, 2), (50, 3)]), sessions=(session(6),))
    assert (found.baseline, found.latest) == (4.5, 2.5)
    assert found.mdc95 == pytest.approx(1.96 * 0.7)


def test_a_change_smaller_than_the_measurement_error_is_within_noise() -> None:
    assert alignment_of(*measurements([(0, 4.0), (40, 2.2)])).classification == "within_noise"


def test_two_readings_of_one_day_do_not_shrink_the_error() -> None:
    points = (measured(0, 4), measured(0.1, 5), measured(40, 1))
    found = alignment_of(*points)
    assert (found.n, found.baseline, found.baseline_visits) == (2, 4.5, 1)
    assert found.mdc95 == pytest.approx(MDC_SINGLE)


@pytest.mark.parametrize(("rater", "note"), [("ines", "rater_changed"), (None, "rater_unknown")])
def test_another_or_unknown_rater_means_the_larger_error_but_still_one_series(rater: str | None, note: str) -> None:
    found = alignment_of(measured(0, 4.2), measured(40, 1.1, rater=rater))
    assert found.n == 2
    assert found.mdc95 == pytest.approx(1.96 * 1.1 * 2**0.5)
    assert found.reasons == (note,)
    assert found.same_rater is False
    assert [point.rater_differs for point in found.points] == [False, True]


def test_a_rater_in_between_does_not_matter() -> None:
    points = (measured(0, 4.2), measured(20, 3, rater="ines"), measured(60, 1.1))
    found = alignment_of(*points)
    assert found.same_rater is True
    assert [point.rater_differs for point in found.points] == [False, True, False]


@pytest.mark.parametrize(
    ("other", "reason"),
    [
        ({"method": "radiograph"}, "method_changed"),
        ({"posture": "sitting"}, "posture_changed"),
        ({"posture": None}, "posture_changed"),
        ({"footwear": "shoes"}, "footwear_changed"),
        ({"footwear": None}, "footwear_changed"),
        ({"lift": True}, "lift_changed"),
        ({"lift": None}, "lift_changed"),
        ({"timing": "after_treatment"}, "timing_differs"),
        ({"method": "radiograph", "lift": True}, "method_changed"),
    ],
)
def test_readings_under_other_conditions_are_not_comparable(other: dict[str, object], reason: str) -> None:
    for found in all_of(measured(0, 4.2), measured(40, 1.1, **other)):
        assert found.status == "insufficient_data"
        assert (found.reasons[0], found.reasons[-1]) == ("too_few_readings:1<2", reason)
        assert found.classification == "not_comparable"
        assert (found.n, found.change) == (1, None)


@pytest.mark.parametrize("day", [0.2, 5, 13])
def test_too_short_a_course_is_not_blamed_on_other_conditions(day: float) -> None:
    for found in all_of(measured(0, 4.2), measured(day, 1.1, posture="sitting")):
        assert (found.status, found.reasons[0], found.classification) == (
            "insufficient_data",
            "too_few_readings:1<2",
            None,
        )
        assert "posture_changed" not in found.reasons


def test_readings_under_other_conditions_are_shown_but_never_counted() -> None:
    course = measurements([(0, 4.2), (40, 1.1)])
    alone = alignment_of(*course)
    found, other = all_of(*course, measured(20, 9, posture="sitting"))
    assert [(p.counted, p.reason, p.role) for p in found.points] == [
        (True, None, "baseline"),
        (False, "posture_changed", None),
        (True, None, "latest"),
    ]
    assert (found.baseline, found.latest, found.classification) == (4.2, 1.1, alone.classification)
    assert (found.main, other.main) == (True, False)
    assert other.posture == "sitting"


def test_the_main_series_is_the_one_with_a_change_before_treatment_and_most_visits() -> None:
    course = measurements([(0, 4.2), (40, 1.1)])
    after = measurements([(0, 3), (20, 2), (40, 1), (60, 1)], timing="after_treatment")
    lone = (measured(10, 3, posture=None),)
    longer = measurements([(1, 4), (21, 3), (41, 2)], footwear="shoes")
    main = [found for found in all_of(*lone, *after, *course, *longer) if found.main]
    assert [(found.footwear, found.after_treatment, found.n) for found in main] == [("shoes", False, 3)]


def test_unknown_timing_and_no_treatment_are_not_after_treatment() -> None:
    found = alignment_of(measured(0, 4.2, timing=None), measured(40, 1.1, timing="no_treatment"))
    assert found.classification == "toward_reference"


def test_a_method_of_unknown_error_is_shown_but_never_classified() -> None:
    found = alignment_of(*measurements([(0, 4), (40, 2)], method="radiograph"))
    assert (found.status, found.reasons) == ("not_estimable", ("sem_unknown",))
    assert (found.change, found.mdc95, found.mdc_source, found.classification) == (-2.0, None, None, None)


@pytest.mark.parametrize(
    ("sem", "born", "reasons"),
    [
        (0.7, date(1980, 1, 1), ("no_reference",)),
        (0.7, date(2020, 1, 1), ("no_reference",)),
        (None, date(1980, 1, 1), ("no_reference", "sem_unknown")),
    ],
)
def test_without_a_reference_band_a_change_has_no_direction(
    sem: float | None, born: date, reasons: tuple[str, ...]
) -> None:
    entry = replace(measure("pelvic_obliquity"), reference=None)
    own = (own_precision("pelvic_obliquity", "palm", sem, sem),)
    person = inputs(birth_date=born, precisions=own)
    readings = [Reading(key=str(day), at=on_day(day), value=value, rater=THEO) for day, value in ((0, 4), (40, 1))]
    comparison = compare(visits_of(readings, ZoneInfo(ZONE)), start=None)
    error = error_of(comparison, entry.code, "palm", person)
    verdict = verdict_on(entry, comparison, error, person)
    reasons = (*reasons, "no_session")
    assert (verdict.status, verdict.classification, verdict.reasons) == ("not_estimable", None, reasons)


@pytest.mark.parametrize(
    ("age", "reasons"),
    [
        ({"birth_date": date(2008, 1, 6)}, ("under_18",)),
        ({"birth_date": date(2008, 1, 5)}, ()),
        ({"birth_date": None, "birth_year": 2009}, ("under_18",)),
        ({"birth_date": None, "birth_year": 2008}, ("may_be_under_18",)),
        ({"birth_date": None, "birth_year": 2007}, ()),
        ({"birth_date": None, "birth_year": None}, ("age_unknown",)),
    ],
)
def test_adult_bands_are_for_adults_at_the_time_of_the_reading(
    age: dict[str, object], reasons: tuple[str, ...]
) -> None:
    found = alignment_of(*measurements([(0, 4.2), (40, 1.1)]), **age)
    minor = any("under" in reason for reason in reasons)
    assert found.reasons == reasons
    assert found.change == 1.1 - 4.2
    assert found.mdc95 == pytest.approx(MDC_SINGLE)
    assert found.status == ("not_estimable" if minor else "ok")
    assert found.classification == (None if minor else "toward_reference")
    assert found.reference_low == (None if minor else -1.5)
    assert found.points[0].deviation == (None if minor else pytest.approx(2.7))


def test_someone_who_comes_of_age_during_treatment_is_seen_without_a_band_throughout() -> None:
    found = alignment_of(*measurements([(0, 4.2), (40, 1.0)]), birth_date=date(2008, 2, 1))
    assert found.reasons == ("under_18",)
    assert [point.deviation for point in found.points] == [None, None]


def test_the_clinics_own_precision_goes_before_the_catalogue() -> None:
    own = (own_precision("pelvic_obliquity", "palm", 0.4, 0.5),)
    found = alignment_of(*measurements([(0, 4.2), (40, 1.1)]), precisions=frozen_precisions(own))
    assert found.mdc95 == pytest.approx(1.96 * 0.4 * 2**0.5)
    assert found.mdc_source == "Own repeatability study"


def leg_lengths(day: float, left: float, right: float, **other: object) -> tuple[MeasurementPoint, ...]:
    legs = {"measure": "leg_length_true", "method": "tape_supine", "posture": "supine", **other}
    return (measured(day, left, side="left", **legs), measured(day, right, side="right", **legs))


def test_single_legs_are_never_trended_but_their_difference_is() -> None:
    left, right, difference = all_of(*leg_lengths(0, 850, 871), *leg_lengths(40, 855, 862))
    for leg in (left, right):
        assert (leg.status, leg.reasons, leg.main) == ("not_estimable", ("single_leg_not_trended",), False)
        assert (leg.n, leg.baseline, leg.latest, leg.change, leg.mdc95) == (2, None, None, None, None)
    assert (difference.measure, difference.side, difference.method) == ("lld_true", "none", "tape_supine")
    assert (difference.baseline, difference.latest, difference.change) == (21.0, 7.0, -14.0)
    assert difference.mdc95 == pytest.approx(1.96 * 3.5 * 2**0.5)
    assert difference.classification == "toward_reference"


def test_bone_that_seems_to_change_within_weeks_gets_a_caution() -> None:
    difference = alignment_of(*leg_lengths(0, 850, 871), *leg_lengths(40, 855, 862))
    knee = {"measure": "knee_frontal_hka", "side": "right", "method": "phone_inclinometer"}
    assert "feasibility_caution" in difference.reasons
    assert "feasibility_caution" in alignment_of(*measurements([(0, 6), (40, 1)], **knee)).reasons
    assert alignment_of(*measurements([(0, 6), (40, 5)], **knee)).reasons == ()
    assert alignment_of(*measurements([(0, 6), (40, 1)])).reasons == ()


@pytest.mark.parametrize(
    ("course", "known"),
    [
        ([(850, 871), (850, 869)], True),
        ([(850, 856), (850, 855)], False),  # 6 mm at baseline is below the error
        ([(850, 862), (850, 852), (852, 850), (850, 862)], False),  # the sign flips by 4 mm
        ([(850, 870), (850, 851), (850, 850), (851, 850)], False),  # 20, 1, 0, -1: it flips through zero
        ([(850, 870), (862, 850)], True),  # the sign flips by far more than the error
    ],
)
def test_the_shorter_leg_is_named_only_beyond_the_error(course: list[tuple[float, float]], known: bool) -> None:
    points = [reading for visit, (left, right) in enumerate(course) for reading in leg_lengths(visit * 30, left, right)]
    assert ("side_not_established" not in alignment_of(*points).reasons) is known


def test_what_was_measured_directly_goes_before_what_is_computed() -> None:
    blocks = {"measure": "lld_true", "side": "none", "method": "radiograph", "posture": "supine"}
    x_ray = leg_lengths(0, 850, 871, method="radiograph")
    found = alignment_of(*x_ray, measured(0, 18, **blocks))
    assert (found.n, found.baseline) == (1, 18.0)


def test_left_and_right_by_different_methods_or_visits_make_no_difference() -> None:
    left, right = leg_lengths(0, 850, 871)
    _, other_day = leg_lengths(1, 850, 871)
    _, other_method = leg_lengths(0, 850, 871, method="radiograph")
    assert "lld_true" in {found.measure for found in all_of(left, right)}
    for apart in (other_day, other_method):
        assert "lld_true" not in {found.measure for found in all_of(left, apart)}


def test_tilt_has_a_mean_and_an_asymmetry_of_its_own() -> None:
    tilt = {"measure": "pelvic_tilt_palp", "method": "palm"}
    points = [
        measured(day, value, side=side, **tilt)
        for day, left, right in ((0, 16, 22), (40, 10, 11))
        for side, value in (("left", left), ("right", right))
    ]
    by_name = {(found.measure, found.side): found for found in all_of(*points)}
    mean = by_name["pelvic_tilt_palp_mean", "none"]
    asymmetry = by_name["innominate_asymmetry", "none"]
    assert (mean.baseline, mean.latest, mean.classification) == (19.0, 10.5, "toward_reference")
    assert (asymmetry.baseline, asymmetry.latest) == (6.0, 1.0)
    assert mean.mdc95 == pytest.approx(1.96 * 1.5 * 2**0.5)
    assert asymmetry.mdc95 == pytest.approx(1.96 * 1.5 * 2)
    assert {("pelvic_tilt_palp", "left"), ("pelvic_tilt_palp", "right")} < set(by_name)


def test_sides_measured_by_different_people_have_an_unknown_rater() -> None:
    left, right = leg_lengths(0, 850, 871)
    _, by_ines = leg_lengths(0, 850, 871, rater="ines")
    assert alignment_of(left, right).same_rater is True
    assert alignment_of(left, by_ines).same_rater is False


@pytest.mark.parametrize("value", [float("nan"), float("inf"), -90, 1e308])
def test_an_impossible_value_is_left_out(value: float) -> None:
    found = alignment_of(*measurements([(0, 4.2), (20, value), (40, 1.1)]))
    assert found.n == 2


def test_an_impossible_difference_is_left_out() -> None:
    assert "lld_true" not in {found.measure for found in all_of(*leg_lengths(0, 600, 800))}


def test_unknown_measures_and_sides_do_no_harm() -> None:
    odd = (measured(0, 1, measure="aura"), measured(0, 2, side="top"))
    assert [found.side for found in all_of(*odd, measured(0, 4))] == ["none", "top"]


def test_readings_of_unknown_method_are_kept_and_compared_with_nothing() -> None:
    unknown = measurements([(0, 6), (20, 5)], method="unknown")
    (found,) = all_of(*unknown)
    assert (found.status, found.reasons, found.change, found.n) == ("not_estimable", ("method_unknown",), None, 2)
    assert [point.counted for point in found.points] == [False, False]
    known, beside = all_of(*measurements([(0, 4.2), (40, 1.1)]), *unknown)
    assert (known.method, known.main, known.change) == ("palm", True, pytest.approx(-3.1))
    assert {point.reason for point in known.points if not point.counted} == {"method_unknown"}
    assert (beside.method, beside.main, beside.change) == ("unknown", False, None)

"""What a cohort report says in sentences."""

from dataclasses import replace
from itertools import product
from typing import Any

import pytest

from tests.outcomes.cohort_examples import (
    NO_OWN_SLOPES,
    NO_QUADRANTS,
    NO_RESPONDERS,
    alignment,
    all_insufficient,
    all_suppressed,
    cohort,
    exploratory_pair,
    for_sharing,
    own_slopes,
    pain,
    pair,
    question,
    refused,
    six_pairs,
    suppressed,
    within,
    without_pairs,
)
from treatments.outcomes.findings.cohort.finding import CohortPairFinding, Raters, RegressionToTheMean
from treatments.outcomes.findings.cohort.question import CohortFilters
from treatments.outcomes.narrative.cohort import (
    EVIDENCE,
    alignment_sentences,
    audience_sentence,
    cohort_limitations,
    cohort_narrative,
    estimand_sentence,
    evidence,
    flow_sentences,
    found_in,
    multiplicity_sentences,
    p_in_words,
    pain_sentences,
    pair_headline,
    pair_sentences,
    population_sentences,
)
from treatments.outcomes.narrative.cohort.pair_headlines import HEADLINES
from treatments.outcomes.narrative.forbidden_words import forbidden_words

MDC = pair().mdc95
FALLS_FURTHER = (
    "Patients who came when their pain was worse than usual for them are expected to fall further than this says."
)
HIDDEN = "a count is too small to be shown without pointing to persons"
NO_COMPARISON = (
    "There is no untreated comparison group; part of the change is expected from regression to the mean, natural "
    "recovery, other care and expectation."
)


def english(message: str) -> str:
    return message


def headline(finding: CohortPairFinding) -> str:
    return pair_headline(finding, english)


def beside(finding: CohortPairFinding) -> str:
    return " ".join(pair_sentences(finding, english))


def seen(slope: float, low: float, high: float, **given: Any) -> Any:
    """A pair with this estimate, in points for each degree of obliquity."""
    return pair(within_patient=within(slope, low, high, MDC), **given)


# --- The headline of a pair


def test_an_association_is_told_for_one_mdc_with_its_interval_and_is_not_called_more() -> None:
    assert headline(seen(0.31, 0.13, 0.49)) == (
        "Pelvic obliquity and pain (low back): within patients and after allowing for time, visits with 1 MDC (1.9°) "
        "more deviation had 0.6 points (95 % interval 0.25 to 0.95) more pain; "
        "41 patients whose deviation varies; 372 pairs in 41 series. "
        "This is an association; it cannot show that alignment changes pain."
    )


def test_the_opposite_is_told_in_the_same_words_with_less_pain() -> None:
    more, less = headline(seen(0.31, 0.13, 0.49)), headline(seen(-0.31, -0.49, -0.13))
    assert less == more.replace("more pain", "less pain")


def test_nothing_seen_leaves_open_what_the_interval_leaves_open() -> None:
    assert headline(seen(0.02, -0.36, 0.26, reliability=0.62)) == (
        "Pelvic obliquity and pain (low back): no association within patients was detected after allowing for time: "
        "+0.04 points of pain (95 % interval −0.7 to +0.5) for 1 MDC (1.9°) more deviation; "
        "41 patients whose deviation varies; 372 pairs in 41 series. "
        "Differences as large as −0.7 points for 1 MDC are not excluded. Measurement error weakens such associations. "
        "The reliability of the measurements within patients is 0.62 (1 would be free of measurement error)."
    )


@pytest.mark.parametrize(
    ("points", "reliability", "small"),
    [(0.49, 0.7, True), (0.49, 0.69, False), (0.5, 0.9, False), (0.49, None, False)],
)
def test_only_a_narrow_interval_of_reliable_readings_is_compatible_only_with_small_associations(
    points: float, reliability: float | None, small: bool
) -> None:
    finding = seen(0, -points / MDC, points / MDC, reliability=reliability)
    assert ("compatible only with small associations" in headline(finding)) is small
    assert ("are not excluded" in headline(finding)) is not small


def test_an_interval_that_is_narrow_for_a_unit_but_not_for_one_mdc_is_not_called_small() -> None:
    assert found_in(seen(0, -0.4, 0.4, reliability=0.9)) == "none_seen"


def test_readings_that_vary_no_more_than_their_error_have_no_reliability_to_print() -> None:
    assert "cannot be told from 0" in headline(seen(0.02, -0.3, 0.3, reliability=-0.4))


def test_an_inconsistent_pair_says_what_disagrees_and_when_that_is_typical() -> None:
    finding = seen(0.31, 0.13, 0.49, status="inconsistent", own_time_slopes=own_slopes(0.05, -0.2, 0.3))
    assert headline(finding) == (
        "Pelvic obliquity and pain (low back): inconsistent. Within patients and after allowing for time common to "
        "all, visits with 1 MDC (1.9°) more deviation had 0.6 points (95 % interval 0.25 to 0.95) more pain; "
        "41 patients whose deviation varies; 372 pairs in 41 series. "
        "With a course of its own for each series the difference is +0.1 points (95 % interval "
        "−0.39 to +0.58; plus is more pain), less than half of it or of the other sign. "
        "This is typical when fast recoverers recover in both. It does not count as an association."
    )


def test_an_inconsistent_pair_whose_check_cannot_be_shown_says_so_without_its_figures() -> None:
    told = headline(seen(0.31, 0.13, 0.49, status="inconsistent", own_time_slopes=NO_OWN_SLOPES))
    assert "rest on too few persons to be shown" in told
    assert "It does not count as an association." in told
    assert "–" not in told


def test_where_no_error_is_known_the_estimate_is_told_for_one_unit() -> None:
    told = headline(seen(0.031, 0.013, 0.049, mdc95=None, reliability=None))
    assert "visits with 1° more deviation had 0.031 points (95 % interval 0.013 to 0.049) more pain" in told
    assert "MDC" not in told


def test_the_legs_are_told_from_the_painful_side() -> None:
    finding = pair("lld_true", "knee", "tape_supine", exposure="this_leg_minus_other")
    assert "visits at which the leg on the painful side measured 1 MDC (9.7 mm) longer" in headline(finding)


def test_an_estimate_from_few_patients_says_so() -> None:
    assert "rests on 12 patients; from 20 on the number counts as adequate" in headline(pair(n_patients=12))
    assert "adequate" not in headline(pair(n_patients=20))


def test_an_estimate_about_bone_carries_its_caution() -> None:
    assert "bone does not change within weeks" in headline(pair("knee_frontal_hka", "knee", "radiograph"))
    assert "bone" not in headline(pair())


def test_a_pair_that_nobody_configured_beforehand_is_called_exploratory() -> None:
    assert "exploratory, and its interval is not adjusted" in headline(exploratory_pair())
    assert "exploratory" not in headline(pair())


@pytest.mark.parametrize(
    ("status", "reasons", "told"),
    [
        (
            "insufficient_data",
            ("too_few_patients:5<8", "too_few_dof:12<20"),
            "True leg length difference and pain (knee): too few data for an estimate (5 of the 8 patients that are "
            "needed; 12 of the 20 degrees of freedom that are needed); "
            "5 patients whose deviation varies; 31 pairs in 6 series.",
        ),
        (
            "not_estimable",
            ("no_pain_variance",),
            "True leg length difference and pain (knee): an estimate cannot be given (pain did not vary, or not beyond "
            "what time accounts for); 5 patients whose deviation varies; 31 pairs in 6 series.",
        ),
        (
            "failed",
            (),
            "True leg length difference and pain (knee): the computation failed (no reason was recorded).",
        ),
    ],
)
def test_a_pair_without_an_estimate_says_why(status: str, reasons: tuple[str, ...], told: str) -> None:
    finding = refused("lld_true", "knee", "tape_supine", *reasons, status=status)
    assert headline(finding) == told


def test_each_number_of_a_pair_says_what_it_counts() -> None:
    def counted(**given: Any) -> str:
        few = refused("lld_true", "knee", "tape_supine", "too_few_patients:1<8", **given)
        return headline(few).split("needed); ")[1]

    assert counted(n_patients=0, n_pairs=3, n_series=1) == ("0 patients whose deviation varies; 3 pairs in 1 series.")
    assert counted(n_patients=1, n_pairs=31, n_series=9) == "1 patient whose deviation varies; 31 pairs in 9 series."
    assert counted(n_patients=0, n_pairs=0, n_series=0) == "no pairs."
    assert counted(n_patients=6, n_pairs=None, n_series=None) == (
        "6 patients whose deviation varies; – pairs in – series."
    )


def test_who_measured_is_told_where_anybody_was_measured_again() -> None:
    told = "One known person took baseline and latest of 31 of the 39 patients who were measured again"
    assert told in beside(pair())
    assert "One known person" not in beside(pair(raters=Raters(patients=0, one_rater=0)))
    assert "One known person" not in beside(pair(raters=None))


@pytest.mark.parametrize(
    ("one_rater", "sentence"),
    [
        (1, "One known person took baseline and latest of the 1 patient who was measured again."),
        (0, "It is not known that one person took baseline and latest of the 1 patient who was measured again, so the "
            "larger measurement error counts."),
    ],
)  # fmt: skip
def test_a_single_patient_who_was_measured_again_is_one_patient(one_rater: int, sentence: str) -> None:
    assert sentence in beside(pair(raters=Raters(patients=1, one_rater=one_rater)))


def test_a_suppressed_pair_says_only_that_it_is_and_says_it_once() -> None:
    finding = suppressed(pair())
    assert headline(finding) == (
        "Pelvic obliquity and pain (low back): not shown in a report for sharing "
        "(a count is too small to be shown without pointing to persons)."
    )
    assert pair_sentences(finding, english) == ()


def test_a_figure_that_rounds_to_nothing_is_not_told_as_nothing() -> None:
    assert "0.001 to 0.95" in headline(seen(0.31, 0.001 / MDC, 0.95 / MDC))
    assert "0 points of pain" in headline(seen(0.0, -0.3, 0.3))


ENDINGS = {
    "association": (0.31, 0.13, 0.49),
    "opposite": (-0.31, -0.49, -0.13),
    "none_seen": (0.02, -0.3, 0.3),
    "only_small": (0.02, -0.1, 0.1),
    "inconsistent_more": (0.31, 0.13, 0.49),
    "inconsistent_less": (-0.31, -0.49, -0.13),
}


@pytest.mark.parametrize(("found", "exposure", "per"), HEADLINES)
def test_every_headline_is_reached_and_names_measure_region_estimate_interval_and_numbers(
    found: str, exposure: str, per: str
) -> None:
    finding = seen(
        *ENDINGS[found],
        status="inconsistent" if found.startswith("inconsistent") else "ok",
        reliability=0.8 if found == "only_small" else 0.6,
        exposure="this_leg_minus_other" if exposure == "leg" else "deviation",
        mdc95=MDC if per == "mdc" else None,
    )
    told = headline(finding)
    assert found_in(finding) == found
    assert told.startswith("Pelvic obliquity and pain (low back)")
    assert ("1 MDC (1.9°)" in told) is (per == "mdc")
    assert ("painful side" in told) is (exposure == "leg")
    assert "(95 % interval " in told
    assert "41 patients whose deviation varies; 372 pairs in 41 series" in told
    assert "%(" not in told
    assert forbidden_words(told) == ()


def test_every_combination_has_its_headline_and_every_headline_is_its_own() -> None:
    kinds = ("association", "opposite", "none_seen", "inconsistent_more", "inconsistent_less")
    assert set(product(kinds, ("deviation", "leg"), ("mdc", "unit"))) < set(HEADLINES)
    assert len(set(HEADLINES.values())) == len(HEADLINES) == 22


# --- Beside the headline


def test_the_raw_correlation_stands_beside_the_adjusted_one_and_says_that_it_is_not_adjusted() -> None:
    assert (
        "Not adjusted for time: repeated-measures correlation r = 0.35 (95 % interval 0.25 to 0.44). Courses that both "
        "go down with time show one without any link; it is here for comparison only. "
        "Adjusted for time: r = 0.21 within patients."
    ) in beside(pair())


def test_without_an_estimate_no_raw_correlation_is_told() -> None:
    assert "Not adjusted" not in beside(refused("lld_true", "knee", "tape_supine", "too_few_patients:5<8"))


def test_each_check_is_told_or_says_why_it_is_missing() -> None:
    told = beside(pair(own_time_slopes=NO_OWN_SLOPES))
    assert "Check, a course of its own for each series: not given (5 of the 8 patients that are needed)." in told
    assert "Across patients, one point each: +0.39 points of pain (95 % interval −0.19 to +0.97) for 1 MDC" in told
    assert "Changes from baseline to latest, allowing for both baselines: +0.64 points" in told


def test_the_quadrants_are_told_evenly() -> None:
    assert (
        "Patients, moved toward the population band and less pain: 18; moved toward the band only: 6; "
        "less pain only: 9; neither: 8; started inside the band: 7; no verdict: 3."
    ) in beside(pair())


def test_a_quadrant_that_is_suppressed_is_a_dash() -> None:
    told = beside(pair(quadrants=replace(NO_QUADRANTS, neither=8)))
    assert "less pain only: –; neither: 8; started inside the band: –" in told
    assert "not shown, as a count is too small" in beside(pair(quadrants=NO_QUADRANTS))


def test_a_number_needed_is_worded_as_an_association_and_only_where_it_is_defined() -> None:
    told = beside(six_pairs()[3])
    assert "Number needed (an association): 2.3 (95 % interval 1.5 to 9.1)." in told
    assert "one more had an important decrease" in told
    assert "to treat" not in told
    assert "A number needed is not defined: the interval includes no difference." in beside(pair())


def test_a_number_needed_the_other_way_round_says_fewer() -> None:
    fewer = replace(six_pairs()[3].responders, risk_difference=-0.43, ci95=(-0.66, -0.11), nnt=-2.3)
    told = beside(pair(responders=replace(fewer, nnt_ci95=(-9.1, -1.5))))
    assert "Number needed (an association): 2.3 (95 % interval 1.5 to 9.1)." in told
    assert "one fewer had an important decrease" in told


def test_responders_that_cannot_be_compared_say_why() -> None:
    finding = pair(responders=replace(NO_RESPONDERS, reasons=("too_few_in_a_group:5<10",)))
    assert "with the others: the smaller group has 5 of the 10 patients that are needed in each." in beside(finding)


def test_a_figure_that_is_missing_among_the_responders_says_why() -> None:
    found = replace(pair().responders, risk_ratio=None, rr_ci95=None, reasons=("risk_ratio_undefined",))
    told = beside(pair(responders=found))
    assert "As a ratio" not in told
    assert "Figures that are not given: a share of 0 or 1 gives no ratio." in told


def test_methods_and_the_source_of_the_mdc_are_named() -> None:
    told = beside(six_pairs()[1])
    assert "Pairs by method: Digital inclinometer 60; Palpation meter (PALM) on the skin 281." in told
    assert "1 MDC is 4.2°: the smallest change beyond measurement error" in told
    assert "Source: Herrington" in told
    assert "estimates are told for 1°" in beside(exploratory_pair())


# --- The estimand


def test_what_is_estimated_is_for_one_mdc_before_there_are_pairs_too() -> None:
    none_yet = without_pairs("pelvic_obliquity", "low_back")
    with_pairs = estimand_sentence(pair(), english)
    assert estimand_sentence(none_yet, english) == with_pairs.replace("(1.9°)", "(of the method with most pairs)")
    assert "There are no pairs, so no method of which 1 MDC could be told." in beside(none_yet)
    assert "not known" not in beside(none_yet)


def test_of_a_measure_without_any_known_error_one_unit_is_estimated_with_pairs_and_without() -> None:
    caliper = pair("icd_imd", "knee", "caliper", mdc95=None)
    without = without_pairs("icd_imd", "knee", mdc_known=False)
    assert "differs by 1 mm" in estimand_sentence(caliper, english)
    assert estimand_sentence(without, english) == estimand_sentence(caliper, english)


@pytest.mark.parametrize(
    ("finding", "phrase"),
    [
        (pair(), "whose distance from the population band (−1.5° to 1.5°) differs by 1 MDC (1.9°)"),
        (exploratory_pair(), "whose distance from the population band (−1.5° to 1.5°) differs by 1°"),
        (
            pair("lld_true", "knee", "tape_supine", exposure="this_leg_minus_other"),
            "the length of the leg on the painful side minus that of the other differs by 1 MDC (9.7 mm)",
        ),
        (pair("knee_flexion", "knee", "inclinometer"), "the population band (130° or more)"),
    ],
)
def test_the_estimand_says_which_visits_of_whom_are_compared(finding: CohortPairFinding, phrase: str) -> None:
    told = estimand_sentence(finding, english)
    assert phrase in told
    assert "two visits of the same patient" in told
    assert "which all patients share" in told


def test_an_exposure_without_a_band_sorts_nobody_and_says_so_once() -> None:
    legs = pair("lld_true", "knee", "tape_supine", exposure="this_leg_minus_other")
    told = pair_sentences(legs, english)
    assert told[-1].startswith("Patients by alignment and pain: not grouped, as what stands beside pain here has no")
    assert not [sentence for sentence in told if "toward the band" in sentence or "Comparison of those" in sentence]


# --- Mean changes


def test_a_mean_change_comes_with_what_is_expected_without_any_effect() -> None:
    assert pain_sentences([pain()], english)[0] == (
        "Low back: mean pain changed by −2.4 points (95 % interval −2.9 to −1.9), from 6.3 to 3.9; 55 patients. "
        "With no effect at all, a fall of about 0.35 points is expected from regression to the mean: "
        "(1 − 0.61) × (6.3 − 5.4). The mean 5.4 and the SD 1.5 of first ratings are those of all the clinic’s own 142 "
        "patients, whichever of them this report is about; the reliability of one rating, 0.61, is that of the 90 of "
        "them who were rated at least 4 times. "
        f"{FALLS_FURTHER} {NO_COMPARISON}"
    )


def test_a_mean_change_whose_expected_part_is_not_known_says_why() -> None:
    unknown = RegressionToTheMean(
        expected=None, mean=None, sd=None, reliability=None, n=12, rated_often=None, reasons=("too_few_patients:12<30",)
    )
    for found, why in ((unknown, "12 of the 30 patients that are needed"), (None, HIDDEN)):
        told = pain_sentences([pain(regression_to_the_mean=found)], english)[0]
        assert f"The size of the fall expected from regression to the mean cannot be given: {why}." in told
        assert told.endswith(NO_COMPARISON)


@pytest.mark.parametrize(
    ("mean", "reliability", "phrase"),
    [
        (5.4, 0.61, "a fall of about 0.35 points is expected from regression to the mean: (1 − 0.61) × (6.3 − 5.4)."),
        (6.8, 0.61, "a rise of about 0.2 points is expected from regression to the mean, as the group began below it: "
                    "(1 − 0.61) × (6.3 − 6.8)."),
        (4.92, 1.0, "neither a fall nor a rise of any size is expected from regression to the mean: "
                    "(1 − 1) × (6.3 − 4.92) is less than 0.01 points."),
        (6.299, 0.61, "neither a fall nor a rise of any size is expected"),
        (6.301, 0.61, "neither a fall nor a rise of any size is expected"),
    ],
)  # fmt: skip
def test_whether_a_fall_a_rise_or_neither_is_expected_is_said_by_its_size_and_sign(
    mean: float, reliability: float, phrase: str
) -> None:
    expected = (1 - reliability) * (6.3 - mean)
    told = pain_sentences(
        [pain(regression_to_the_mean=of_clinic(expected, mean=mean, reliability=reliability))], english
    )[0]
    assert f"With no effect at all, {phrase}" in told
    assert "those of all the clinic’s own 142 patients" in told


def of_clinic(
    expected: float, mean: float = 5.4, reliability: float = 0.61, often: int | None = 90
) -> RegressionToTheMean:
    """What a clinic of 142 patients lets expect."""
    return RegressionToTheMean(
        expected=expected, mean=mean, sd=1.5, reliability=reliability, n=142, rated_often=often, reasons=()
    )


def test_a_number_of_those_rated_often_that_is_not_shown_is_left_out_of_the_sentence() -> None:
    told = pain_sentences([pain(regression_to_the_mean=of_clinic(0.35, often=None))], english)[0]
    assert "0.61, is that of those among them who were rated at least 4 times." in told


@pytest.mark.parametrize("expected", [-0.39, -0.004, 0.0, 0.004])
def test_beside_a_rise_or_nothing_no_part_of_the_fall_is_laid_upon_regression_to_the_mean(expected: float) -> None:
    told = pain_sentences([pain(regression_to_the_mean=of_clinic(expected))], english)[0]
    assert told.endswith(
        "The pain of patients who came when it was worse than usual for them is expected to fall all the same, which "
        "is not in this figure. There is no untreated comparison group; part of the change is expected from natural "
        "recovery, other care and expectation."
    )
    assert FALLS_FURTHER not in told
    assert told.count("regression to the mean") == 1


def test_every_mean_change_of_a_report_says_that_there_is_no_comparison_group() -> None:
    changes = [sentence for sentence in cohort_narrative(cohort()) if " changed by " in sentence]
    assert len(changes) == 4 + 5
    assert all(NO_COMPARISON in sentence for sentence in changes)


def test_a_mean_change_of_a_measurement_says_that_no_size_is_known_of_its_regression_to_the_mean() -> None:
    unsized = "How much of it is regression to the mean is not known for measurements"
    assert f"{NO_COMPARISON} {unsized}" in alignment_sentences([alignment()], english)[0]
    assert unsized not in " ".join(pain_sentences([pain()], english))


def test_responses_and_those_who_dropped_out_are_counted() -> None:
    told = " ".join(pain_sentences([pain()], english))
    assert "important decrease: 31; increase of at least 2 points: 3; no important change: 17" in told
    assert "Those with a rating 14 days or more after the baseline began at 6.1, those without one at 6.8." in told
    counted = " ".join(pain_sentences([pain(completers=55, dropouts=5)], english))
    assert (
        "Those with a rating 14 days or more after the baseline (n = 55) began at 6.1, those without one (n = 5) at "
        "6.8."
    ) in counted
    assert counted.endswith(
        "With those counted as not improved who had no rating 14 days or more after the baseline (n = 5), 31 of 56 had "
        "an important decrease."
    )


def test_who_has_no_later_rating_is_not_counted_where_a_count_is_hidden_or_everybody_has_one_or_nobody() -> None:
    hidden = {"improved": 31, "worse": None, "no_important_change": None, "not_evaluable": 4}
    nobody_judged = dict.fromkeys(hidden, 0)
    for found in (
        pain(dropouts=5, responses=hidden),
        pain(dropouts=0),
        pain(dropouts=None),
        pain(dropouts=10, completers=0, responses=nobody_judged),
    ):
        assert "counted as not improved" not in " ".join(pain_sentences([found], english))


def test_changes_that_nobody_judged_are_not_counted_as_none() -> None:
    unknown = alignment("pelvic_obliquity", "radiograph", status="not_estimable", reasons=("sem_unknown",))
    told = " ".join(alignment_sentences([unknown], english))
    assert "Changes of single patients are not classified: the measurement error of this method is not known." in told
    assert "moved away from it" not in told


def test_a_measure_that_bone_decides_carries_its_caution() -> None:
    assert "bone does not change within weeks" in " ".join(
        alignment_sentences([alignment("lld_true", "tape_supine", feasibility_caution=True)], english)
    )
    assert "bone" not in " ".join(alignment_sentences([alignment()], english))


# --- Who is in it, and how many pairs were tested


def test_the_population_names_its_days_its_cut_off_and_every_filter() -> None:
    filters = CohortFilters(therapist="3f0c", cause="posture", age_min=18, age_max=64)
    told = population_sentences(question(filters=filters), english, {"therapist": "Theo Lam"})
    assert told == (
        "Population: the clinic’s ratings and measurements from 1 Jan 2026 to 31 Dec 2026, as entered until 9 Feb "
        "2027, 09:00. Records entered in error or replaced never count.",
        "Only patients with a completed session by this therapist: Theo Lam.",
        "Only records of episodes with this suspected cause: posture.",
        "Only patients aged 18 or more at their first record.",
        "Only patients aged 64 or less at their first record.",
    )


@pytest.mark.parametrize(
    ("window", "phrase"),
    [
        ({"window_from": None}, "measurements up to 31 Dec 2026,"),
        ({"window_until": None}, "measurements from 1 Jan 2026 on,"),
        ({"window_from": None, "window_until": None}, "Population: all ratings and measurements of the clinic,"),
    ],
)
def test_a_period_may_be_open(window: dict[str, Any], phrase: str) -> None:
    period, no_filter = population_sentences(question(**window, filters=CohortFilters()), english)
    assert phrase in period
    assert no_filter == "All patients are included; no filter is set."


def test_the_flow_says_how_many_were_left_out_and_why() -> None:
    told = flow_sentences(cohort().flow, english)
    assert told[1] == (
        "Patients left out: 5 without such a visit, 11 with fewer than 3 in every series, 3 whose pairs have no "
        "estimate."
    )
    assert told[2] == (
        "Of those with such a visit, 6 had a baseline of pain or of alignment that was taken after treatment had "
        "begun: what changed before it is not in their change."
    )
    assert told[3].startswith("Population bands are of adults: a patient who was under 18 has no deviation")
    assert told[4:] == (
        "Patients with at least 6 visits: 49.",
        "Patients with at least 8 visits: 41.",
        "Patients with at least 12 visits: 9.",
    )


def test_baselines_after_the_start_of_treatment_are_told_only_where_there_are_any() -> None:
    late = "after treatment had begun"
    for count, told in ((0, False), (6, True), (None, True)):
        findings = cohort(flow=replace(cohort().flow, baseline_after_start=count))
        assert (late in " ".join(flow_sentences(findings.flow, english))) is told
        assert (late in " ".join(cohort_limitations(findings))) is told
    hidden = replace(cohort().flow, baseline_after_start=None)
    assert "had begun is not shown, as a count is too small to share" in " ".join(flow_sentences(hidden, english))


def test_a_flow_that_is_suppressed_gives_no_difference_away() -> None:
    partly = replace(cohort().flow, with_3_pairs=None)
    assert "How many patients were left out is not shown" in " ".join(flow_sentences(partly, english))
    assert flow_sentences(all_suppressed().flow, english) == (
        "How many patients were followed how far is not shown, as counts are too small to share.",
    )


def test_each_audience_is_told_what_becomes_of_small_counts() -> None:
    assert audience_sentence(cohort(), english).startswith("For use inside the clinic only")
    assert "counts from 1 to 4" in audience_sentence(for_sharing(), english)
    assert "Some figures of this report are missing" in audience_sentence(for_sharing(), english)
    assert "No figure had to be left out" in audience_sentence(replace(for_sharing(), suppressed=False), english)


@pytest.mark.parametrize(
    ("comparisons", "sentence"),
    [
        (0, "No pair of alignment and pain was tested."),
        (1, "1 pair was tested. This report gives estimates and intervals, but no p-value."),
        (
            6,
            "6 pairs were tested; 5 of them have an estimate. This report gives estimates and intervals, but no "
            "p-values. The intervals are not adjusted for their number: without any association, about 0.25 of them "
            "would exclude 0 by chance.",
        ),
    ],
)
def test_the_number_of_pairs_is_set_against_chance_without_a_p_value(comparisons: int, sentence: str) -> None:
    assert multiplicity_sentences(cohort(comparisons=comparisons), english) == (sentence,)


def test_a_single_estimate_of_several_pairs_is_told_in_the_singular() -> None:
    pairs = (pair(), refused("lld_true", "knee", "tape_supine", "too_few_patients:5<8"))
    (told,) = multiplicity_sentences(cohort(pairs=pairs, comparisons=2), english)
    assert told == (
        "2 pairs were tested; 1 of them has an estimate. This report gives estimates and intervals, but no p-values."
    )


def test_without_an_estimate_there_is_nothing_to_set_against_chance() -> None:
    (told,) = multiplicity_sentences(all_insufficient(), english)
    assert told == "6 pairs were tested; none of them has an estimate. This report gives no p-values."


def with_p(p: float, p_holm: float | None) -> Any:
    return pair(within_patient=replace(within(0.31, 0.13, 0.49, MDC), p=p, p_holm=p_holm))


def test_a_closed_year_has_p_values_adjusted_by_holm() -> None:
    year = question(confirmatory_year=2026)
    pairs = (with_p(0.012, 0.024), refused("lld_true", "knee", "tape_supine", "too_few_patients:5<8"))
    opening, first, missing = multiplicity_sentences(cohort(question=year, pairs=pairs, comparisons=2), english)
    assert opening.startswith("This is the confirmatory report of the closed year 2026; 2 pairs were tested.")
    assert first == ("Pelvic obliquity and pain (low back): p = 0.012, after Holm’s adjustment for 2 pairs p = 0.024.")
    assert missing.endswith("no p-value, as there is no estimate; the pair counts with p = 1.")


def test_a_single_configured_pair_has_a_p_value_as_it_is() -> None:
    year = question(confirmatory_year=2026)
    told = multiplicity_sentences(cohort(question=year, pairs=(with_p(0.00002, None),), comparisons=1), english)
    assert "p < 0.001; it is the only pair configured beforehand" in told[1]


def test_outside_a_closed_year_no_p_value_is_ever_told() -> None:
    pairs = (with_p(0.012, 0.024), *six_pairs())
    assert not any("p = " in sentence for sentence in cohort_narrative(cohort(pairs=pairs)))


@pytest.mark.parametrize(("p", "told"), [(0.0341, "= 0.034"), (0.0009, "< 0.001"), (0.001, "= 0.001"), (1, "= 1.000")])
def test_a_p_value_is_told_with_three_digits(p: float, told: str) -> None:
    assert p_in_words(p) == told


# --- The whole


@pytest.mark.parametrize("findings", [cohort(), all_insufficient(), all_suppressed(), for_sharing()])
def test_the_narrative_begins_with_one_headline_for_each_pair_and_never_claims_a_cause(findings: Any) -> None:
    told = cohort_narrative(findings)
    assert told[: len(findings.pairs)] == tuple(headline(one) for one in findings.pairs)
    assert told[-1] == audience_sentence(findings, english)
    for sentence in (*told, *cohort_limitations(findings)):
        assert forbidden_words(sentence) == ()
        assert "%(" not in sentence
        assert "None" not in sentence
        assert sentence[0] == sentence[0].upper()


def test_limitations_follow_what_was_asked() -> None:
    plain = cohort_limitations(cohort(question=question(filters=CohortFilters())))
    filtered = cohort_limitations(cohort())
    exploring = cohort_limitations(cohort(pairs=(exploratory_pair(),)))
    assert any("no untreated comparison group" in sentence for sentence in plain)
    assert any("finds fewer than half" in sentence for sentence in plain)
    assert len(filtered) == len(plain) + 1
    assert any("Exploratory pairs were chosen" in sentence for sentence in exploring)


@pytest.mark.parametrize("region", ["low_back", "neck", "knee"])
def test_what_is_known_from_studies_is_dated_and_cited(region: str) -> None:
    as_of, *studies = evidence(region, english)
    assert "November 2026" in as_of
    assert tuple(studies) == EVIDENCE[region]


def test_a_region_without_studies_has_no_box() -> None:
    assert evidence("hand", english) == ()


def test_the_studies_on_low_back_pain_are_told_on_both_sides() -> None:
    told = " ".join(EVIDENCE["low_back"])
    assert "not positively associated" in told
    assert "did not differ" in told
    assert "odds ratio 1.17" in told
    assert "Rannisto 2019" in told

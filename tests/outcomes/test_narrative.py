"""What a patient's report says in sentences."""

from itertools import product
from typing import Any, get_args

import pytest

from tests.outcomes.courses import inputs, measured, measurements, rated, ratings, session
from treatments.outcomes.charts.words import in_english
from treatments.outcomes.document.order import parted
from treatments.outcomes.document.tables import alignment_results
from treatments.outcomes.estimators import Classification, Response
from treatments.outcomes.findings.cohort.question import CohortPair
from treatments.outcomes.findings.finding import PatientFindings
from treatments.outcomes.findings.patient import patient_findings
from treatments.outcomes.findings.points import MeasurementPoint, PainPoint
from treatments.outcomes.findings.prespecified import patient_pairs
from treatments.outcomes.narrative.changed import beyond_error
from treatments.outcomes.narrative.forbidden_words import forbidden_words
from treatments.outcomes.narrative.headlines import HEADLINES
from treatments.outcomes.narrative.notes import Note, note_messages
from treatments.outcomes.narrative.patient import limitations, narrative, sentences_in_short

PAIN: dict[str, list[tuple[float, int]]] = {
    "improved": [(0, 7), (40, 4)],
    "worse": [(0, 4), (40, 7)],
    "no_important_change": [(0, 5), (40, 4)],
    "not_evaluable": [(0, 2), (40, 1)],
}
OBLIQUITY: dict[str, tuple[MeasurementPoint, ...]] = {
    "toward_reference": measurements([(0, 4.2), (40, 1.1)]),
    "away": measurements([(0, 1.0), (40, 4.2)]),
    "overshoot": measurements([(0, 3.0), (40, -3.0)]),
    "within_noise": measurements([(0, 3.0), (40, 2.5)]),
    "in_reference_throughout": measurements([(0, 1.0), (40, 0.5)]),
    "not_comparable": (measured(0, 4.2), measured(40, 1.1, posture="sitting")),
}

MINOR: dict[str, Any] = {"birth_date": None, "birth_year": 2015}


def told(pain: tuple[PainPoint, ...] = (), alignment: tuple[MeasurementPoint, ...] = (), **given: Any) -> list[str]:
    return list(narrative(found(pain, alignment, **given)))


def in_short(*given: Any, **more: Any) -> list[str]:
    """The sentences that stand first on every page."""
    findings = found(*given, **more)
    return list(narrative(findings)[: sentences_in_short(findings)])


def in_detail(*given: Any, **more: Any) -> list[str]:
    """The sentences behind the answer in short."""
    findings = found(*given, **more)
    return list(narrative(findings)[sentences_in_short(findings) :])


def found(pain: tuple[PainPoint, ...], alignment: tuple[MeasurementPoint, ...], **given: Any) -> PatientFindings:
    return patient_findings(inputs(pain=pain, measurements=alignment, **given))


def test_the_table_of_headlines_is_complete_and_every_sentence_is_its_own() -> None:
    assert set(HEADLINES) == set(product(get_args(Response), get_args(Classification)))
    assert len(set(HEADLINES.values())) == 24


@pytest.mark.parametrize("response", PAIN)
@pytest.mark.parametrize("classification", OBLIQUITY)
def test_every_combination_has_its_headline_with_the_observed_numbers(response: str, classification: str) -> None:
    findings = found(ratings(PAIN[response]), OBLIQUITY[classification])
    assert findings.pain[0].response == response
    assert findings.alignment[0].classification == classification
    headline = narrative(findings)[0]
    assert headline.startswith("Low back: pain ")
    assert "Pelvic obliquity" in headline
    assert "%" not in headline
    if classification != "not_comparable":
        assert " to " in headline
        assert "°" in headline
    assert forbidden_words(headline) == ()


def test_improved_pain_with_improved_alignment_never_says_why() -> None:
    headline = told(ratings(PAIN["improved"]), OBLIQUITY["toward_reference"])[0]
    assert headline == (
        "Low back: pain fell by 3 points, from 7 to 4, an important decrease. "
        "Pelvic obliquity moved toward the population band (not a health target), "
        "from 4.2° (right side higher) to 1.1° (right side higher), "
        "by more than measurement error (1.9°). Both changed; this cannot show why."
    )


def test_improved_pain_within_alignment_noise_leaves_smaller_changes_open() -> None:
    headline = told(ratings(PAIN["improved"]), OBLIQUITY["within_noise"])[0]
    assert headline == (
        "Low back: pain fell by 3 points, from 7 to 4, an important decrease. "
        "Pelvic obliquity did not change by more than measurement error (1.9°), "
        "from 3° (right side higher) to 2.5° (right side higher). "
        "No alignment change larger than measurement error was seen; smaller changes cannot be excluded."
    )


def test_a_band_is_never_called_a_target() -> None:
    for classification in ("toward_reference", "away", "overshoot", "in_reference_throughout"):
        assert "(not a health target)" in told(ratings(PAIN["improved"]), OBLIQUITY[classification])[0]
        assert "(not a health target)" in in_detail((), OBLIQUITY[classification])[0]


def test_the_headline_takes_the_first_pre_specified_measure_and_not_the_one_that_moved_most() -> None:
    leg = measurements([(0, 30.0), (40, 0.0)], measure="lld_true", method="radiograph")
    sentences = told(ratings(PAIN["improved"]), (*OBLIQUITY["within_noise"], *leg))
    assert "Pelvic obliquity did not change" in sentences[0]
    assert any(one.startswith("True leg length difference moved toward the population band") for one in sentences)


def test_the_headline_takes_the_pairs_of_the_clinic_in_its_order() -> None:
    lld = measurements([(0, 30.0), (40, 9.0)], measure="lld_true", method="radiograph")
    pain, measured_so = ratings(PAIN["improved"]), (*OBLIQUITY["toward_reference"], *lld)

    def headline(*measures: str) -> str:
        settled = patient_pairs(CohortPair(measure=measure, region="low_back") for measure in measures)
        return told(pain, measured_so, pairs=settled)[0]

    assert "Pelvic obliquity" in headline("pelvic_obliquity", "lld_true")
    assert "True leg length difference" in headline("lld_true", "pelvic_obliquity")
    assert "Pelvic obliquity" not in headline()


def test_the_mean_of_both_sides_is_named_so() -> None:
    knees = {"measure": "knee_frontal_hka", "method": "radiograph"}
    both = (measured(0, 6.0, side="left", **knees), measured(0, 8.0, side="right", **knees))
    settled = patient_pairs([CohortPair(measure="knee_frontal_hka", region="low_back")])
    sentences = " ".join(told((rated(0, 5),), both, pairs=settled))
    assert "back beside Knee, frontal angle (hip-knee-ankle), mean of both sides (1 of the 8 pairs" in sentences


def test_a_measure_that_can_be_judged_goes_before_one_that_cannot() -> None:
    leg = measurements([(0, 30.0), (40, 0.0)], measure="lld_true", method="radiograph")
    sentences = told(ratings(PAIN["improved"]), (*OBLIQUITY["not_comparable"], *leg))
    assert "True leg length difference moved" in sentences[0]


def test_a_knee_is_told_with_its_side_and_is_not_headed_by_a_signed_leg_difference() -> None:
    leg = measurements([(0, 30.0), (40, 0.0)], measure="lld_true", method="radiograph")
    knee = ratings(PAIN["improved"], region="knee", side="right")
    assert in_short(knee, leg)[0] == "Right knee: pain fell by 3 points, from 7 to 4, an important decrease."
    assert in_detail(knee, leg)[0].startswith("True leg length difference moved toward")


@pytest.mark.parametrize(
    ("measures", "sentence"),
    [
        (
            1,
            "Of 1 alignment series that did not really change, about 0.05 would still exceed its measurement error by "
            "chance.",
        ),
        (
            2,
            "Of 2 alignment series that did not really change, about 0.1 would still exceed their measurement error by "
            "chance.",
        ),
    ],
)
def test_the_number_of_judged_measures_is_set_against_chance(measures: int, sentence: str) -> None:
    knee = measurements([(0, 6.0), (40, 5.0)], measure="knee_frontal_hka", side="left", method="radiograph")
    alignment = (OBLIQUITY["toward_reference"], (*OBLIQUITY["toward_reference"], *knee))[measures - 1]
    assert sentence in told(ratings(PAIN["improved"]), alignment)


def test_series_that_cannot_be_judged_are_not_counted_against_chance() -> None:
    assert not any("by chance" in sentence for sentence in told((), OBLIQUITY["not_comparable"]))


def test_ten_days_of_knee_pain_are_told_without_a_verdict() -> None:
    knee = {"region": "knee", "side": "right", "recall": "now"}
    assert told(ratings([(0, 8), (3, 8), (7, 5), (10, 3)], **knee)) == [
        "Right knee (now): no verdict on a change (10 days of the 14 that a change needs). Visits on record: 4.",
        "There are no measurements in this period.",
    ]


def test_an_alignment_series_without_a_second_visit_says_so() -> None:
    assert told((), (measured(0, 4),)) == [
        "There are no pain ratings in this period.",
        "Pelvic obliquity: no verdict on a change (1 of the 2 visits that a change needs). Visits on record: 1.",
    ]


def test_readings_under_other_conditions_are_told_with_the_reason() -> None:
    assert in_detail((), OBLIQUITY["not_comparable"])[0] == (
        "Pelvic obliquity (sitting) was measured under different conditions, so its change cannot be judged: "
        "1 of the 2 visits that a change needs; taken in another posture."
    )


def test_too_short_a_course_is_told_as_such_even_if_the_posture_differed_too() -> None:
    sentences = told(ratings(PAIN["improved"]), (measured(0, 4.2), measured(5, 1.1, posture="sitting")))
    assert sentences[0] == "Low back: pain fell by 3 points, from 7 to 4, an important decrease."
    assert "no verdict on a change (1 of the 2 visits that a change needs)" in sentences[1]
    assert not any("different conditions" in sentence for sentence in sentences)


def test_a_method_of_unknown_error_is_told_in_numbers_only() -> None:
    assert in_detail((), measurements([(0, 4), (40, 2)], method="radiograph"))[0] == (
        "Pelvic obliquity changed from 4° (right side higher) to 2° (right side higher). It is not classified: "
        "the measurement error of this method is not known."
    )


def test_a_minors_change_is_told_with_its_error_and_without_a_band() -> None:
    sentence = in_detail((), OBLIQUITY["toward_reference"], birth_date=None, birth_year=2015)[0]
    assert sentence == (
        "Pelvic obliquity changed from 4.2° (right side higher) to 1.1° (right side higher); "
        "changes below 1.9° are within measurement error. "
        "It is not classified: population bands are of adults, and this person was under 18."
    )


def test_the_trend_is_told_with_its_interval_where_there_is_one() -> None:
    course = [(0, 7), (7, 7), (14, 6), (21, 6), (28, 5), (42, 4), (56, 4), (70, 3)]
    assert "Low back: over 8 visits pain changed by −0.44 points a week (95 % interval −0.5 to −0.33)." in told(
        ratings(course)
    )


def test_a_trend_without_an_interval_is_told_with_the_reason() -> None:
    one_line = told(ratings([(0, 8), (7, 7), (14, 6), (21, 5), (28, 4)]))
    assert (
        "Low back: over 5 visits pain changed by −1 points a week; too few readings lie off one line, so the trend has "
        "no interval."
    ) in one_line
    constant = told(ratings([(day, 5) for day in range(0, 35, 7)]))
    assert (
        "Low back: over 5 visits pain changed by 0 points a week; all readings are equal, so the trend has no interval."
    ) in constant


def test_what_must_be_known_beside_a_number_is_told() -> None:
    course = ratings(PAIN["improved"]), (*measurements([(0, 4.2)]), measured(40, 1.1, rater="ines"))
    given: dict[str, Any] = {"sessions": (session(-1),), "birth_date": None}
    assert in_short(*course, **given)[-1] == (
        "Please note on low back; Pelvic obliquity: no visit shortly before treatment; the first visit is used."
    )
    assert in_detail(*course, **given)[-2:] == [
        "Please note: the age is not known; the adult population band is used.",
        "Please note on Pelvic obliquity: measured by different people, so the larger error is used.",
    ]


def test_a_changing_knee_angle_comes_with_a_caution() -> None:
    knee = measurements([(0, 8.0), (40, 1.0)], measure="knee_frontal_hka", side="left", method="radiograph")
    assert any("bone does not change within weeks" in sentence for sentence in told((), knee))


def test_lengths_are_told_in_millimetres_and_single_legs_not_at_all() -> None:
    legs = [
        measured(day, value, side=side, measure="leg_length_true", method="tape_supine")
        for day, left, right in ((0, 850, 871), (40, 855, 862))
        for side, value in (("left", left), ("right", right))
    ]
    sentences = in_detail((), tuple(legs))
    assert sentences[0].startswith("True leg length difference moved toward")
    assert "from 21 mm (right longer) to 7 mm (right longer)" in sentences[0]
    assert not any(sentence.startswith("True leg length, ") for sentence in sentences)


def test_other_ways_of_asking_are_named() -> None:
    points = (
        *ratings(PAIN["improved"]),
        *ratings(PAIN["worse"], recall="24h_worst", context="movement"),
        *ratings(PAIN["no_important_change"], timing="after_treatment"),
        *ratings(PAIN["no_important_change"], recall="yesterday", region="elsewhere"),
    )
    sentences = " ".join(told(points))
    assert "Low back (worst of the last 24 hours) (in movement): pain rose" in sentences
    assert "Low back (after treatment): pain did not change by an important amount" in sentences
    assert "Elsewhere (yesterday): pain did not" in sentences


def test_a_second_series_of_a_measure_is_named_by_its_method() -> None:
    tilt = {"measure": "pelvic_tilt_palp", "side": "left"}
    sentences = in_detail(
        (),
        (
            *measurements([(0, 20), (20, 18), (40, 16)], method="palm", **tilt),
            *measurements([(0, 25), (40, 10)], method="digital_inclinometer", timing="after_treatment", **tilt),
        ),
    )
    assert sentences[0].startswith(
        "Pelvic tilt, palpated, left (Palpation meter (PALM) on the skin) (not after treatment) did"
    )
    assert sentences[1].startswith("Pelvic tilt, palpated, left (Digital inclinometer) (after treatment) moved")


def test_sentences_of_another_language_keep_the_same_numbers() -> None:
    shout = narrative(found(ratings(PAIN["improved"]), OBLIQUITY["toward_reference"]), lambda text: f"«{text}»")
    assert shout[0].startswith("««low back»: pain fell by 3 points")
    assert "«4.2°»" in shout[0]


def test_the_limitations_are_always_the_same_and_translatable() -> None:
    text = " ".join(limitations())
    for phrase in (
        "no untreated comparison",
        "regression to the mean, natural recovery, other care and expectation",
        "cannot show that one changes the other",
        "not a health target",
    ):
        assert phrase in text
    assert all(sentence.startswith("«") for sentence in limitations(lambda text: f"«{text}»"))


def test_nothing_recorded_is_said_and_not_left_blank() -> None:
    assert told() == [
        "There are no pain ratings in this period.",
        "There are no measurements in this period.",
    ]


def test_a_patients_own_day_of_bad_luck_never_produces_a_causal_word() -> None:
    everything = (*ratings(PAIN["improved"]), rated(3, 4, region="knee", side="left"))
    for classification in OBLIQUITY.values():
        assert not any(map(forbidden_words, told(everything, classification)))


def test_a_sign_is_told_in_words() -> None:
    turned, gone = measurements([(0, 4), (40, -4.2)]), measurements([(0, 4), (40, 0.002)])
    assert "from 4° (right side higher) to −4.2° (left side higher)" in in_detail((), turned)[0]
    assert "from 4° (right side higher) to 0°;" in in_detail((), gone)[0]


def test_a_caution_about_bone_stands_beside_the_headline_and_not_among_the_details() -> None:
    knee = measurements([(0, 8.0), (40, 1.0)], measure="knee_frontal_hka", side="left", method="radiograph")
    headline, *others = in_short(ratings(PAIN["improved"], region="knee", side="left"), knee)
    assert "moved toward" in headline
    assert "bone does not change within weeks" in others[-1]


def test_that_the_shorter_leg_is_not_established_stands_beside_the_headline() -> None:
    legs = measurements([(0, 5.0), (40, 4.0)], measure="lld_true", method="tape_supine")
    assert "which leg is shorter is not established" in in_short(ratings(PAIN["improved"]), legs)[-1]


def test_that_there_was_no_session_is_said_once_for_everything() -> None:
    sentences = told(
        (*ratings(PAIN["improved"]), *ratings(PAIN["worse"], region="neck")), OBLIQUITY["away"], sessions=()
    )
    note = "Please note: there is no completed session; the first visit is used as the baseline."
    assert [one for one in sentences if "no completed session" in one] == [note]


def test_a_remark_on_every_measure_that_changed_names_none_of_them() -> None:
    alignment = [
        measured(day, value, rater=rater, side=side, **knee)
        for knee in ({"measure": "knee_frontal_hka", "method": "phone_inclinometer"},)
        for side in ("left", "right")
        for day, value, rater in ((0, 4.0, "theo"), (40, 4.5, "ines"))
    ]
    larger = "measured by different people, so the larger error is used."
    every = f"Please note on every alignment series with a change: {larger}"
    assert every in told((), (*alignment, measured(5, 4.2)))
    by_theo = measurements([(0, 3.0), (40, 2.5)])
    (said,) = [one for one in told((), (*alignment, *by_theo)) if "different people" in one]
    assert said.startswith("Please note on Knee, frontal angle (hip-knee-ankle), left; Knee, frontal angle")
    assert "obliquity" not in said


def test_a_remark_on_all_series_of_a_minor_but_one_is_not_said_of_every_one() -> None:
    obliquity = (*measurements([(0, 4.0)]), measured(40, 3.9, rater="ines"))
    knee = tuple(measured(day, 4.0, rater=who, side="left", **KNEES) for day, who in ((0, "theo"), (40, "ines")))
    after = measurements([(0, 4.0), (40, 3.0)], timing="after_treatment")
    (said,) = [one for one in told((), (*obliquity, *knee, *after), **MINOR) if "different people" in one]
    assert said.startswith("Please note on Pelvic obliquity (not after treatment); Knee, frontal angle")


def test_remarks_on_the_same_series_are_one_sentence() -> None:
    (found,) = patient_findings(inputs(measurements=measurements([(0, 4.2), (40, 4.0)]))).alignment
    said = note_messages([Note("rater_changed", (found,)), Note("side_not_established", (found,))], [found])
    assert len(said) == 1
    text = said[0].text(str)
    assert text.startswith(
        "Please note on Pelvic obliquity: measured by different people, so the larger error is used; "
    )


def test_what_could_not_be_otherwise_is_no_remark() -> None:
    after = ratings(PAIN["improved"], timing="after_treatment")
    assert not any(
        "shortly before treatment" in one for one in told(after, (measured(5, 4.2),), sessions=(session(-1),))
    )
    assert not any(
        "Please note" in one for one in told(ratings([(5, 6)]), (measured(5, 4.2, rater=None),), sessions=())
    )


# What changed beyond error

KNEES = {"measure": "knee_frontal_hka", "method": "radiograph"}


def test_every_change_beyond_measurement_error_is_named_in_short() -> None:
    alignment = (
        *OBLIQUITY["toward_reference"],
        *measurements([(0, 1.0), (40, 9.0)], side="left", **KNEES),
        *measurements([(0, 1.0), (40, 1.2)], side="right", **KNEES),
    )
    assert in_short(ratings(PAIN["improved"], region="neck"), alignment)[1] == (
        "2 of 3 comparable alignment series changed by more than measurement error: Pelvic obliquity from 4.2° (right "
        "side higher) to 1.1° (right side higher), toward the population band (not a health target); Knee, frontal "
        "angle (hip-knee-ankle), left from 1° (bow-legged, varus) to 9° (bow-legged, varus), away from the population "
        "band."
    )


def test_a_change_that_no_band_can_judge_is_named_too() -> None:
    assert in_short((), OBLIQUITY["toward_reference"], **MINOR)[1] == (
        "The 1 comparable alignment series changed by more than measurement error: "
        "Pelvic obliquity from 4.2° (right side higher) to 1.1° (right side higher)."
    )


BEFORE_AND_AFTER = (
    *measurements([(0, 4.0), (40, 4.05)]),
    *measurements([(0, 6.0), (40, 0.0)], timing="after_treatment"),
)


@pytest.mark.parametrize("given", [{}, MINOR], ids=["an adult", "a minor"])
def test_the_sentence_names_the_changes_that_the_table_lists_first_and_no_others(given: dict[str, Any]) -> None:
    findings = found((), BEFORE_AND_AFTER, **given)
    first = parted(findings.alignment).first
    table = alignment_results(first, in_english)
    assert [row[4:6] for row in table.rows] == [("−6°", "±1.9°"), ("+0.05°", "±1.9°")]
    assert [beyond_error(one) for one in first] == [True, False]
    _, said, *_ = narrative(findings)
    assert said.startswith(
        "1 of 2 comparable alignment series changed by more than measurement error: "
        "Pelvic obliquity (after treatment) from 6° (right side higher) to 0°"
    )
    assert "(not after treatment)" not in said


def test_every_change_of_the_first_table_is_told_among_the_details_too() -> None:
    before, after = in_detail((), BEFORE_AND_AFTER, **MINOR)[:2]
    assert before.startswith("Pelvic obliquity (not after treatment) changed from 4° (right side higher) to 4.05°")
    assert after.startswith("Pelvic obliquity (after treatment) changed from 6° (right side higher) to 0°")


def test_that_nothing_changed_beyond_error_is_said_and_leaves_smaller_changes_open() -> None:
    assert in_short((), OBLIQUITY["within_noise"])[1] == (
        "The 1 comparable alignment series did not change by more than measurement error; a smaller change cannot be "
        "excluded."
    )
    two = (*OBLIQUITY["within_noise"], *measurements([(0, 1.0), (40, 1.2)], side="right", **KNEES))
    assert in_short((), two)[1] == (
        "None of 2 comparable alignment series changed by more than measurement error; smaller changes cannot be "
        "excluded."
    )


@pytest.mark.parametrize("alignment", [(), OBLIQUITY["not_comparable"], (measured(0, 4.2),)])
def test_where_nothing_is_comparable_nothing_is_counted(alignment: tuple[MeasurementPoint, ...]) -> None:
    assert not any("comparable alignment series" in one for one in told(ratings(PAIN["improved"]), alignment))


# Pain beside alignment


def test_a_rank_correlation_says_on_how_many_days_and_stands_with_its_interval() -> None:
    days = range(0, 77, 7)
    course = ratings(zip(days, (7, 6, 7, 5, 6, 4, 5, 3, 4, 4, 2), strict=True))
    sentences = in_detail(course, measurements(zip(days, (6, 5, 7, 6, 5, 4, 6, 4, 3, 5, 4), strict=True)))
    (said,) = [one for one in sentences if "rank correlation was" in one]
    assert said == (
        "Low back beside Pelvic obliquity: on 11 days with both, their rank correlation was +0.78 "
        "(95 % interval +0.25 to +0.95)."
    )
    assert "so a true interval is wider" in sentences[sentences.index(said) + 1]


def test_a_perfect_rank_correlation_has_no_interval() -> None:
    days = range(0, 56, 7)
    course = ratings(zip(days, (9, 8, 7, 6, 5, 4, 3, 2), strict=True))
    sentences = told(course, measurements(zip(days, (9, 8, 7, 6, 5, 4, 3, 2), strict=True)))
    assert any(one.endswith("their rank correlation was +1, which has no interval.") for one in sentences)


def test_a_single_leg_is_not_passed_over_as_if_nothing_had_been_measured() -> None:
    leg = measured(0, 850, side="left", measure="leg_length_true", method="tape_supine")
    no_pain, sentence = told((), (leg,))
    assert no_pain == "There are no pain ratings in this period."
    assert sentence.startswith("True leg length, left")
    assert "is not followed over time: one leg alone is too inexact to follow" in sentence


@pytest.mark.parametrize(
    ("other", "names"),
    [
        ({"lift": None}, ("(without lift)", "(lift not recorded)")),
        ({"lift": True}, ("(without lift)", "(with lift)")),
        ({"posture": "sitting"}, ("(standing)", "(sitting)")),
        ({"posture": None}, ("(standing)", "(posture not recorded)")),
        ({"footwear": "shoes"}, ("(barefoot)", "(in shoes)")),
        ({"footwear": None}, ("(barefoot)", "(footwear not recorded)")),
    ],
)
def test_series_of_one_measure_are_told_apart_by_what_differs(other: dict[str, Any], names: tuple[str, str]) -> None:
    main = measurements([(0, 4), (20, 3), (40, 2)])
    sentences = in_detail((), (*main, *measurements([(0, 4), (40, 2)], **other)))
    assert [
        sentence.startswith(f"Pelvic obliquity {name} ") for sentence, name in zip(sentences, names, strict=False)
    ] == [
        True,
        True,
    ]


def test_a_leg_difference_that_cannot_be_true_is_not_dropped_in_silence() -> None:
    tape = {"measure": "leg_length_true", "method": "tape_supine"}
    sentences = told((), (measured(0, 452, side="left", **tape), measured(0, 840, side="right", **tape)))
    assert sum("left and right are too far apart to be true" in sentence for sentence in sentences) == 2


def test_readings_of_unknown_method_are_told_as_such() -> None:
    sentence = in_detail((), measurements([(0, 6), (40, 5)], method="unknown"))[0]
    assert "it is not known how it was measured" in sentence

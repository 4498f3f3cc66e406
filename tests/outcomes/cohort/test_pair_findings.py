"""What a cohort says about a pair: numbers of the fixture, statuses, rows of the tables, and whom it draws."""

import csv
import json
import warnings
from collections.abc import Iterator, Sequence
from dataclasses import asdict, replace
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from assessments.measures import MEASURES
from tests.outcomes.cohort.batches import Member, batch_of, of_patients
from tests.outcomes.cohort.patients import generated
from tests.outcomes.cohort.questions import OBLIQUITY, question
from tests.outcomes.courses import inputs, measured, measurements, own_precision, rated, ratings
from treatments.outcomes.estimators import newcombe
from treatments.outcomes.findings.cohort.finding import CohortPairFinding, Raters
from treatments.outcomes.findings.cohort.pairs import PairAccumulator
from treatments.outcomes.findings.cohort.question import CohortQuestion
from treatments.outcomes.findings.cohort.responding import NO_GROUPS, NOBODY_COMPARED
from treatments.outcomes.findings.points import MeasurementPoint, PainPoint, Precision
from treatments.outcomes.findings.precision import frozen_precisions
from treatments.outcomes.narrative.reasons import in_words

DATA = Path(__file__).parents[1] / "estimators" / "data"
BAND_EDGE = 1.5
SEM, MDC = 0.7, 1.96 * 0.7 * 2**0.5


def finding_of(
    members: Sequence[Member], asked: CohortQuestion | None = None, *, p_wanted: bool = False
) -> CohortPairFinding:
    accumulator = PairAccumulator(asked or question(), OBLIQUITY)
    accumulator.add(batch_of(members, OBLIQUITY.measure, OBLIQUITY.region))
    return accumulator.finding(p_wanted)


def course(
    patient: int, days: Sequence[float], deviations: Sequence[float], pain: Sequence[int], **given: Any
) -> Member:
    """A patient whose obliquity lies so far outside the band, on each day with a rating."""
    values = [BAND_EDGE + deviation for deviation in deviations]
    return Member(
        patient,
        inputs(
            pain=ratings(zip(days, pain, strict=True)),
            measurements=measurements(zip(days, values, strict=True)),
            sessions=(),
            **given,
        ),
    )


def varied(patients: int, visits: int = 6, seed: int = 1, **given: Any) -> list[Member]:
    """Patients whose pain and deviation vary without pattern."""
    rng = np.random.default_rng(seed)
    return [
        course(
            number,
            [7 * n for n in range(visits)],
            rng.uniform(0.5, 6, visits).tolist(),
            rng.integers(2, 9, visits).tolist(),
            **given,
        )
        for number in range(1, patients + 1)
    ]


def fixture(copies: int) -> list[Member]:
    """The six patients of the fixture, as often as needed for a report."""
    with (DATA / "fixture_small.csv").open() as lines:
        rows = list(csv.DictReader(lines))
    persons = sorted({row["patient"] for row in rows})
    return [
        course(
            6 * copy + number,
            [7 * float(row["weeks"]) for row in rows if row["patient"] == person],
            [float(row["deviation"]) for row in rows if row["patient"] == person],
            [int(row["pain"]) for row in rows if row["patient"] == person],
        )
        for copy in range(copies)
        for number, person in enumerate(persons)
    ]


def test_the_fixture_gives_its_printed_numbers_through_columns(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("treatments.outcomes.findings.cohort.pairs.within_patient_fit", _for_six_patients)
    found = finding_of(fixture(copies=1), p_wanted=True)
    expected = json.loads((DATA / "fixture_small_expected.json").read_text())
    flex, raw = expected["flex"], expected["raw"]
    within, correlation = found.within_patient, found.raw_rmcorr
    assert within is not None
    assert correlation is not None
    assert (found.n_patients, found.n_pairs, found.n_series, within.dof) == (6, 30, 6, 5)
    assert within.slope_per_unit == pytest.approx(flex["slope"], rel=1e-12)
    assert within.partial_r == pytest.approx(flex["r_partial"], rel=1e-12)
    assert within.se == pytest.approx(flex["se_jackknife"], rel=1e-12)
    assert within.model_se == pytest.approx(flex["se_model"], rel=1e-12)
    assert within.cr1_se == pytest.approx(flex["se_cr1"], rel=1e-12)
    assert within.ci95 == pytest.approx(flex["ci_jackknife"], rel=1e-12)
    assert within.p == pytest.approx(flex["p_jackknife"], rel=1e-9)
    assert within.slope_per_mdc == pytest.approx(flex["slope"] * MDC, rel=1e-12)
    assert (correlation.r, correlation.slope) == pytest.approx((raw["r_partial"], raw["slope"]), rel=1e-12)
    assert correlation.dof == raw["df_model"]


def _for_six_patients(sums: Any) -> Any:
    from treatments.outcomes.estimators import within_patient_fit

    return within_patient_fit(sums, minimum_patients=6)


def test_six_patients_are_too_few_for_a_report() -> None:
    found = finding_of(fixture(copies=1))
    assert (found.status, found.reasons) == ("insufficient_data", ("too_few_patients:6<8",))
    assert (found.within_patient, found.raw_rmcorr, found.reliability) == (None, None, None)
    assert (found.n_patients, found.n_pairs, found.median_visits, found.lines) == (6, 30, 5.0, ())
    assert found.own_time_slopes.status == "insufficient_data"
    assert found.own_time_slopes.reasons == ("too_few_patients:6<8",)
    assert (found.between_patients.reasons, found.between_patients.n_patients) == (("too_few_patients:6<10",), 6)


def test_enough_patients_make_every_figure() -> None:
    found = finding_of(varied(20))
    assert (found.status, found.reasons, found.primary) == ("ok", (), True)
    assert (found.unit, found.exposure, found.method_mix) == ("deg", "deviation", {"palm": 120})
    assert (found.mdc95, found.mdc_method) == (pytest.approx(MDC), "palm")
    assert found.mdc_source is not None
    assert "Hagins" in found.mdc_source
    within = found.within_patient
    assert within is not None
    assert (within.p, within.p_holm, within.dof) == (None, None, 19)
    assert [found.own_time_slopes.status, found.between_patients.status, found.change_scores.status] == ["ok"] * 3
    assert len(found.lines) == 20


def test_too_few_degrees_of_freedom_are_named_as_such() -> None:
    found = finding_of(varied(9, visits=3))
    assert (found.status, found.reasons) == ("insufficient_data", ("too_few_dof:15<20",))
    assert found.own_time_slopes.n_patients == 0


@pytest.mark.parametrize(
    ("deviations", "pain", "reason"),
    [([3.0] * 6, [5, 6, 5, 7, 4, 3], "no_within_variance"), ([1.0, 2, 4, 3, 5, 1], [5] * 6, "no_pain_variance")],
)
def test_what_does_not_vary_cannot_be_estimated(deviations: list[float], pain: list[int], reason: str) -> None:
    members = [course(number, [7 * n for n in range(6)], deviations, pain) for number in range(1, 13)]
    found = finding_of(members)
    assert (found.status, found.reasons) == ("not_estimable", (reason,))


def test_deviation_that_only_follows_time_is_said_to_vary_no_further() -> None:
    members = [course(number, [7 * n for n in range(6)], [2.0 + n for n in range(6)], [2 + n for n in range(6)])
               for number in range(1, 13)]  # fmt: skip
    found = finding_of(members)
    assert found.reasons == ("no_within_variance",)
    assert in_words(found.reasons[0]).text() == (
        "deviation did not vary within patients, or not beyond what time or a single patient accounts for"
    )


@pytest.mark.parametrize(
    ("measure", "own", "known"),
    [
        ("pelvic_obliquity", [], True),
        ("icd_imd", [], False),
        ("icd_imd", [own_precision("icd_imd", "caliper", 1.0, 1.2)], True),
    ],
)
def test_without_pairs_it_is_still_said_whether_any_method_has_a_known_error(
    measure: str, own: list[Precision], known: bool
) -> None:
    pair = replace(OBLIQUITY, measure=measure)
    found = PairAccumulator(question(precisions=frozen_precisions(own)), pair).finding(False)
    assert (found.mdc95, found.mdc_method, found.mdc_known) == (None, None, known)


def test_patients_who_are_all_alike_leave_nothing_to_judge_the_uncertainty_by() -> None:
    members = fixture(copies=2)
    found = finding_of([replace(member, inputs=members[0].inputs) for member in members])
    assert (found.status, found.reasons) == ("not_estimable", ("no_scatter",))


def test_a_method_without_known_error_has_a_slope_per_unit_only() -> None:
    members = [replace(one, inputs=replace(one.inputs, measurements=_by_radiograph(one))) for one in varied(12)]
    found = finding_of(members)
    within = found.within_patient
    assert within is not None
    assert (found.status, found.reasons, within.slope_per_mdc) == ("ok", ("sem_unknown",), None)
    assert (found.mdc95, found.mdc_method, found.mdc_source, found.reliability) == (None, "radiograph", None, None)
    assert found.quadrants.aligned_only == 0


def _by_radiograph(member: Member) -> tuple[MeasurementPoint, ...]:
    return tuple(replace(taken, method="radiograph") for taken in member.inputs.measurements)


def test_the_clinics_own_error_goes_before_the_catalogues() -> None:
    own = frozen_precisions([own_precision("pelvic_obliquity", "palm", 0.5, 0.6)])
    found = finding_of(varied(12), question(precisions=own))
    assert found.mdc95 == pytest.approx(1.96 * 0.5 * 2**0.5)
    assert found.mdc_source == "Own repeatability study"


def test_raters_are_told_of_those_who_were_measured_again() -> None:
    """Another person at the last visit, an unknown one at all, and a change that is too short to be one."""
    others = [_measured_by(one, ["theo"] * 5 + ["ines"]) for one in varied(3)]
    unknown = [_measured_by(one, [None] * 6) for one in varied(2)]
    in_between = [_measured_by(one, ["theo", "ines", None, "ines", "theo", "theo"]) for one in varied(4)]
    short = [course(1, (0, 7, 13), (1.0, 2.0, 3.0), (5, 6, 7))]
    members = [*others, *unknown, *in_between, *short, *varied(12)]
    found = finding_of([replace(one, patient=number) for number, one in enumerate(members, 1)])
    assert found.raters == Raters(patients=21, one_rater=16)
    assert finding_of([]).raters == Raters(patients=0, one_rater=0)


def _measured_by(member: Member, raters: Sequence[str | None]) -> Member:
    taken = zip(member.inputs.measurements, raters, strict=True)
    measurements = tuple(replace(one, rater=rater) for one, rater in taken)
    return replace(member, inputs=replace(member.inputs, measurements=measurements))


def test_reliability_is_the_share_of_variation_within_patients_that_is_no_error() -> None:
    members = varied(12)
    deviations = np.array([[m.value - BAND_EDGE for m in one.inputs.measurements] for one in members])
    variance = np.square(deviations - deviations.mean(axis=1, keepdims=True)).sum() / (12 * 5)
    assert finding_of(members).reliability == pytest.approx(1 - SEM**2 / variance)
    noise = frozen_precisions([own_precision("pelvic_obliquity", "palm", 9.0, 9.0)])
    assert finding_of(members, question(precisions=noise)).reliability == 0


def test_series_of_fewer_than_3_pairs_stay_out_of_every_number_of_the_estimate() -> None:
    members = varied(12)
    short = [replace(one, patient=one.patient + 100) for one in varied(5, visits=2)]
    whole, found = finding_of(members), finding_of([*members, *short])
    for name in (
        "within_patient",
        "raw_rmcorr",
        "n_pairs",
        "n_series",
        "median_visits",
        "method_mix",
        "between_patients",
    ):
        assert getattr(found, name) == getattr(whole, name)
    assert found.quadrants.not_judged == (whole.quadrants.not_judged or 0) + 5


def test_median_visits_counts_a_day_of_both_knees_once() -> None:
    asked = replace(OBLIQUITY, measure="knee_frontal_hka", region="knee")
    days = (0, 7, 14, 21)
    knees = {"measure": "knee_frontal_hka", "method": "photograph"}
    member = Member(
        1,
        inputs(
            pain=tuple(rated(day, 5, region="knee", side=side) for day in days for side in ("left", "right")),
            measurements=tuple(
                measured(day, day / 2, side=side, **knees) for day in days for side in ("left", "right")
            ),
        ),
    )
    accumulator = PairAccumulator(question(), asked)
    accumulator.add(batch_of([member], asked.measure, asked.region))
    found = accumulator.finding()
    assert (found.n_pairs, found.n_series, found.median_visits) == (8, 2, 4.0)


def test_without_any_row_there_is_a_finding_of_nobody() -> None:
    found = finding_of([])
    assert (found.status, found.reasons) == ("insufficient_data", ("too_few_patients:0<8", "too_few_dof:0<20"))
    assert (found.n_patients, found.n_pairs, found.median_visits, found.mdc95, found.method_mix) == (
        0,
        0,
        None,
        None,
        {},
    )
    assert PairAccumulator(question(), OBLIQUITY).finding().n_patients == 0


def test_p_is_given_only_when_wanted_and_only_for_a_pair_settled_beforehand() -> None:
    members = varied(12)
    wanted = finding_of(members, p_wanted=True).within_patient
    assert wanted is not None
    assert wanted.p is not None
    accumulator = PairAccumulator(question(), replace(OBLIQUITY, primary=False))
    accumulator.add(batch_of(members, OBLIQUITY.measure, OBLIQUITY.region))
    exploratory = accumulator.finding(p_wanted=True)
    assert exploratory.within_patient is not None
    assert (exploratory.primary, exploratory.within_patient.p) == (False, None)


# --- Who moved toward the band, and whose pain fell

TOWARD, STAYED, INSIDE = (6.0, 0.5), (6.0, 5.5), (-1.0, 3.0)
LESS_PAIN, AS_BEFORE, LOW, NONE_LATER = (8, 3), (8, 7), (2, 1), (8,)


def changes(kinds: Sequence[tuple[tuple[float, float], tuple[int, ...], int]]) -> Iterator[Member]:
    """So many patients of each kind: deviation at both ends, pain at both ends; pain varies a little among them."""
    number = 0
    for deviations, pain, count in kinds:
        for n in range(count):
            number += 1
            taken = measurements([(0, BAND_EDGE + deviations[0]), (30, BAND_EDGE + deviations[1])])
            felt = ratings((day, level - n % 2) for day, level in zip((0, 30), pain, strict=False))
            yield Member(number, inputs(pain=felt, measurements=taken, sessions=()))


def test_patients_are_counted_by_what_alignment_and_pain_did() -> None:
    kinds = [
        (TOWARD, LESS_PAIN, 4),
        (TOWARD, AS_BEFORE, 3),
        (STAYED, LESS_PAIN, 2),
        (STAYED, AS_BEFORE, 5),
        (INSIDE, LESS_PAIN, 6),
        (TOWARD, LOW, 2),
        (TOWARD, NONE_LATER, 7),
    ]
    told = finding_of(list(changes(kinds))).quadrants
    assert (told.aligned_and_less_pain, told.aligned_only, told.less_pain_only, told.neither) == (4, 3, 2, 5)
    assert (told.baseline_in_reference, told.not_judged) == (6, 9)


def test_pain_that_began_below_3_is_in_no_row_whatever_came_of_it() -> None:
    """Counting only those of them whose pain rose would let patients in by their outcome."""
    rose, stayed = (2, 6), (2, 3)
    kinds = [
        (TOWARD, LESS_PAIN, 12),
        (STAYED, AS_BEFORE, 12),
        (TOWARD, rose, 4),
        (STAYED, rose, 3),
        (TOWARD, stayed, 5),
    ]
    found, without = finding_of(list(changes(kinds))), finding_of(list(changes(kinds[:2])))
    assert (found.quadrants.aligned_only, found.quadrants.neither, found.quadrants.not_judged) == (0, 12, 12)
    assert found.responders == without.responders


def test_responders_are_compared_from_10_patients_in_each_row_on() -> None:
    few = finding_of(list(changes([(TOWARD, LESS_PAIN, 9), (STAYED, AS_BEFORE, 20)]))).responders
    assert (few.n_aligned, few.n_not_aligned) == (9, 20)
    assert few.reasons == ("too_few_in_a_group:9<10",)
    assert (few.mean_difference, few.risk_difference, few.nnt) == (None, None, None)


def test_responders_are_compared_by_means_shares_and_number_needed() -> None:
    kinds = [(TOWARD, LESS_PAIN, 15), (TOWARD, AS_BEFORE, 5), (STAYED, LESS_PAIN, 2), (STAYED, AS_BEFORE, 18)]
    found = finding_of(list(changes(kinds))).responders
    assert found.mean_difference == pytest.approx((15 * -5 + 5 * -1) / 20 - (2 * -5 + 18 * -1) / 20)
    assert found.risk_difference == pytest.approx(15 / 20 - 2 / 20)
    assert found.ci95 == newcombe(15, 20, 2, 20)
    assert found.risk_ratio == pytest.approx(7.5)
    assert found.nnt == pytest.approx(1 / 0.65)
    assert (found.with_dropouts, found.reasons) == (found.risk_difference, ())


def test_a_difference_whose_interval_includes_0_has_no_number_needed() -> None:
    kinds = [(TOWARD, LESS_PAIN, 5), (TOWARD, AS_BEFORE, 5), (STAYED, LESS_PAIN, 4), (STAYED, AS_BEFORE, 6)]
    found = finding_of(list(changes(kinds))).responders
    assert (found.nnt, found.nnt_ci95, found.reasons) == (None, None, ("rd_ci_includes_zero",))


def test_every_missing_figure_of_the_comparison_is_named() -> None:
    kinds = [(TOWARD, AS_BEFORE, 1), (STAYED, AS_BEFORE, 1)]
    found = finding_of(
        [replace(one, patient=20 * n + one.patient) for n in range(10) for one in changes(kinds)]
    ).responders
    assert (found.mean_difference, found.risk_ratio, found.nnt) == (None, None, None)
    assert found.reasons == ("no_scatter", "risk_ratio_undefined", "rd_ci_includes_zero")


def test_who_was_lost_to_follow_up_counts_as_not_improved_where_alignment_was_judged() -> None:
    kinds = [(TOWARD, LESS_PAIN, 12), (STAYED, AS_BEFORE, 12), (TOWARD, NONE_LATER, 3), (STAYED, NONE_LATER, 1)]
    found = finding_of(list(changes([*kinds, (INSIDE, NONE_LATER, 5)]))).responders
    assert (found.n_aligned, found.n_not_aligned) == (12, 12)
    assert (found.risk_difference, found.with_dropouts) == (1.0, pytest.approx(12 / 15))


def test_who_came_back_too_early_for_a_change_was_not_lost() -> None:
    members = list(changes([(TOWARD, LESS_PAIN, 12), (STAYED, AS_BEFORE, 12)]))
    taken = measurements([(0, 7.5), (30, 2.0)])
    early = [Member(50 + n, inputs(pain=ratings([(0, 8), (10, 8), (15, 8)]), measurements=taken)) for n in range(4)]
    found = finding_of([*members, *early])
    assert (found.quadrants.not_judged, found.responders.with_dropouts) == (4, found.responders.risk_difference)


def test_of_two_conditions_the_one_with_more_pairs_is_judged() -> None:
    pain = ratings([(0, 8), (10, 8), (20, 8), (30, 3)])
    standing = measurements([(10, 7.5), (20, 7.5), (30, 2.0)])
    sitting = measurements([(0, 7.5)], posture="sitting")
    barefoot_or_not = measurements([(0, 7.5)], footwear=None)
    for other in (sitting, barefoot_or_not):
        member = Member(1, inputs(pain=pain, measurements=(*standing, *other), sessions=()))
        assert finding_of([member]).quadrants.aligned_and_less_pain == 1


def of_legs_and_knees(*members: Member) -> CohortPairFinding:
    asked = replace(OBLIQUITY, measure="lld_true", region="knee")
    accumulator = PairAccumulator(question(), asked)
    accumulator.add(batch_of(members, asked.measure, asked.region))
    return accumulator.finding()


def leg(number: int, *millimetres: float) -> Member:
    """Right minus left on two days; the pain in the left knee falls from 8 to 3."""
    felt = (rated(day, pain, region="knee", side="left") for day, pain in ((0, 8), (30, 3)))
    taken = measurements(zip((0, 30), millimetres, strict=True), measure="lld_true", method="radiograph")
    return Member(number, inputs(pain=tuple(felt), measurements=taken))


def test_the_signed_difference_of_the_legs_moves_toward_no_band() -> None:
    """By the band of the measure the first would have moved toward it, the second away, the third not at all."""
    found = of_legs_and_knees(leg(1, 25, 12), leg(2, 12, 25), leg(3, 9, 2), leg(4, -25, -12))
    assert set(asdict(found.quadrants).values()) == {None}
    assert found.responders == replace(NOBODY_COMPARED, reasons=("no_reference",))
    assert (found.exposure, found.grouped, found.change_scores.n_patients) == ("this_leg_minus_other", False, 4)


def test_without_a_band_nobody_moves_toward_it(monkeypatch: pytest.MonkeyPatch) -> None:
    bare = replace(MEASURES["pelvic_obliquity"], reference=None)
    monkeypatch.setattr("treatments.outcomes.findings.cohort.exposure.MEASURES", {**MEASURES, "pelvic_obliquity": bare})
    found = finding_of(list(changes([(TOWARD, LESS_PAIN, 12), (STAYED, AS_BEFORE, 12), (INSIDE, AS_BEFORE, 3)])))
    assert (found.exposure, found.quadrants) == ("distance_from_neutral", NO_GROUPS)
    assert found.responders.reasons == ("no_reference",)


def test_change_scores_need_10_patients_with_both_changes() -> None:
    few = finding_of(list(changes([(TOWARD, LESS_PAIN, 9), (TOWARD, NONE_LATER, 5)]))).change_scores
    assert (few.status, few.reasons, few.n_patients) == ("insufficient_data", ("too_few_patients:9<10",), 9)


def test_a_line_across_patients_needs_10_of_them_off_0() -> None:
    inside = [course(100 + n, [0, 7, 14, 40], [-1.0] * 4, [5, 6, 5, 4]) for n in range(20)]
    found = finding_of([*varied(9), *inside])
    assert (found.between_patients.status, found.between_patients.reasons) == (
        "insufficient_data",
        ("too_few_patients:9<10",),
    )
    assert found.between_patients.n_patients == 29
    assert finding_of([*varied(10), *inside]).between_patients.status == "ok"


def test_one_course_counts_for_a_patient_the_earliest_then_the_one_with_more_pain_then_right() -> None:
    knee = {"measure": "knee_frontal_hka", "method": "photograph"}
    asked = replace(OBLIQUITY, measure="knee_frontal_hka", region="knee")

    def counted(first_day: dict[str, float], level: dict[str, int]) -> str:
        """Which side's course counts: only the right alignment moves toward the band, only there pain falls."""
        sides = {"left": (9.0, 8.5, 0), "right": (9.0, 3.5, 3)}
        pain, taken = [], []
        for side, (start, end, fall) in sides.items():
            for day, value, felt in ((first_day[side], start, level[side]), (60, end, level[side] - fall)):
                pain.append(rated(day, felt, region="knee", side=side))
                taken.append(measured(day, value, side=side, **knee))
        accumulator = PairAccumulator(question(), asked)
        member = Member(1, inputs(pain=tuple(pain), measurements=tuple(taken), sessions=()))
        accumulator.add(batch_of([member], asked.measure, asked.region))
        told = accumulator.finding().quadrants
        return "right" if told.aligned_and_less_pain else "left" if told.neither else "?"

    same_day, same_level = {"left": 0, "right": 0}, {"left": 6, "right": 6}
    assert counted({"left": 0, "right": 2}, {"left": 6, "right": 9}) == "left"
    assert counted({"left": 2, "right": 0}, {"left": 9, "right": 6}) == "right"
    assert counted(same_day, {"left": 7, "right": 6}) == "left"
    assert counted(same_day, same_level) == "right"


# --- Whom a drawing shows


def test_24_patients_are_drawn_the_same_in_any_order_and_whatever_came_before() -> None:
    members = varied(60)
    batch = batch_of(members, OBLIQUITY.measure, OBLIQUITY.region)
    one, other = PairAccumulator(question(), OBLIQUITY), PairAccumulator(question(), OBLIQUITY)
    one.add(batch)
    for part in (range(31, 61), range(1, 10), range(10, 31)):
        other.add(of_patients(batch, part))
    lines = one.finding().lines
    assert len(lines) == 24
    assert lines == other.finding().lines


def test_of_two_knees_the_one_with_more_pairs_is_drawn() -> None:
    asked = replace(OBLIQUITY, measure="knee_frontal_hka", region="knee")
    members = []
    for one in varied(12):
        left, right = (_knee(one, side)[:count] for side, count in (("left", 5), ("right", 6)))
        pain, taken = zip(*left, *right, strict=True)
        members.append(replace(one, inputs=replace(one.inputs, pain=pain, measurements=taken)))
    accumulator = PairAccumulator(question(), asked)
    accumulator.add(batch_of(members, asked.measure, asked.region))
    assert {len(line.pain) for line in accumulator.finding().lines} == {6}


def _knee(member: Member, side: str) -> list[tuple[PainPoint, MeasurementPoint]]:
    """The member's course as that of a knee."""
    knee: dict[str, Any] = {"measure": "knee_frontal_hka", "method": "photograph", "side": side}
    pain = [replace(point, region="knee", side=side, key=f"{point.key} {side}") for point in member.inputs.pain]
    taken = [replace(point, key=f"{point.key} {side}", **knee) for point in member.inputs.measurements]
    return list(zip(pain, [replace(one, value=one.value + 3) for one in taken], strict=True))


def test_a_line_keeps_the_means_of_its_patient_when_time_is_taken_out() -> None:
    for line in finding_of(varied(12)).lines:
        assert len(line.exposure) == 6
        assert np.mean(line.adjusted_exposure) == pytest.approx(np.mean(line.exposure))
        assert np.mean(line.adjusted_pain) == pytest.approx(np.mean(line.pain))
        assert line.adjusted_pain != line.pain


def test_the_slope_through_adjusted_lines_is_the_headline() -> None:
    found = finding_of(varied(20))
    exposure, pain = (
        np.concatenate([np.array(values) - np.mean(values) for values in columns])
        for columns in zip(*((line.adjusted_exposure, line.adjusted_pain) for line in found.lines), strict=True)
    )
    assert found.within_patient is not None
    assert exposure @ pain / (exposure @ exposure) == pytest.approx(found.within_patient.slope_per_unit)


def test_nobody_is_drawn_of_fewer_than_10_patients_or_for_sharing() -> None:
    assert len(finding_of(varied(10)).lines) == 10
    assert finding_of(varied(9)).lines == ()
    assert finding_of(varied(30), question(audience="sharing")).lines == ()


def test_courses_of_the_demo_find_what_was_put_into_them() -> None:
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        found = finding_of(generated(120, seed=5))
    assert found.within_patient is not None
    assert found.status == "ok"
    assert found.within_patient.ci95[0] > 0

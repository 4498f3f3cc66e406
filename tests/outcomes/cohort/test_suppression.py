"""A report for sharing tells no small count, not even to a reader who calculates."""

from collections.abc import Mapping
from dataclasses import asdict, replace
from typing import Any

import pytest

from tests.outcomes.cohort.attacker import primary_only, random_cohort, recovered
from tests.outcomes.cohort_examples import alignment, cohort, pain, pair
from treatments.outcomes.findings.cohort.finding import (
    CohortAlignment,
    CohortFindings,
    CohortPain,
    CourseStep,
    Quadrants,
    RegressionToTheMean,
)
from treatments.outcomes.findings.cohort.flow_finding import Attendance, Flow
from treatments.outcomes.findings.cohort.responding import NO_GROUPS, NOBODY_COMPARED
from treatments.outcomes.findings.cohort.small_cells import SmallCells
from treatments.outcomes.findings.cohort.suppression import for_sharing

FIVE = SmallCells(5)


@pytest.mark.parametrize("threshold", [5, 11])
def test_no_small_count_can_be_worked_out_from_what_is_shown(threshold: int) -> None:
    # Of the last four, two have four groups whose total gives away hidden responses of the region, and two have groups
    # that hold all but a few of those whose alignment moved toward the band.
    for seed in (*range(100), 373, 498, 785, 3322):
        findings = random_cohort(seed, threshold)
        assert recovered(findings, for_sharing(findings)) == [], seed


def test_hiding_the_small_cells_alone_would_not_do() -> None:
    told = [recovered(findings, primary_only(findings)) for findings in map(random_cohort, range(10))]
    assert sum(map(bool, told)) >= 9


def test_doing_it_twice_changes_nothing() -> None:
    for seed in range(100):
        shared = for_sharing(random_cohort(seed))
        assert for_sharing(shared) == shared, seed


def test_no_small_number_stands_anywhere_in_a_shared_report() -> None:
    for seed in range(100):
        shared = for_sharing(random_cohort(seed))
        counts = [number for name, number in _numbers(asdict(replace(shared, question=None)))]  # type: ignore[arg-type]
        assert not [count for count in counts if 0 < count < 5], seed


def _numbers(found: Any, name: str = "") -> list[tuple[str, int]]:
    """Every whole number but the number of pairs and of a step, with its name."""
    if isinstance(found, Mapping):
        return [number for key, value in found.items() for number in _numbers(value, key)]
    if isinstance(found, list | tuple):
        return [number for value in found for number in _numbers(value, name)]
    whole = isinstance(found, int) and not isinstance(found, bool)
    return [(name, found)] if whole and name not in ("comparisons", "start", "visits") else []


def test_a_large_cohort_without_small_cells_loses_only_the_drawings_of_single_patients() -> None:
    shared = for_sharing(large())
    assert shared.suppressed is False
    assert shared.pairs[0] == replace(
        large().pairs[0], lines=(), raters=None, responders=replace(large().pairs[0].responders, with_dropouts=None)
    )
    assert shared.flow == large().flow
    assert shared.pain[0].responses == large().pain[0].responses
    assert shared.alignment == large().alignment
    assert shared.counts == large().counts


def large(**given: Any) -> CohortFindings:
    """A cohort whose counts are all large and far apart."""
    table = Quadrants(
        aligned_and_less_pain=18,
        aligned_only=16,
        less_pain_only=19,
        neither=18,
        baseline_in_reference=17,
        not_judged=13,
    )
    one = pair(n_patients=50, n_series=60, n_pairs=500, method_mix={"palm": 500}, quadrants=table)
    one = replace(
        one,
        own_time_slopes=replace(one.own_time_slopes, n_patients=45),
        between_patients=replace(one.between_patients, n_patients=60),
        change_scores=replace(one.change_scores, n_patients=80),
        responders=replace(one.responders, n_aligned=34, n_not_aligned=37),
    )
    told = pain(
        n=120, responses={"improved": 60, "worse": 20, "no_important_change": 30, "not_evaluable": 10}, course=(),
        completers=130, dropouts=12,
    )  # fmt: skip
    kinds = {"toward_reference": 50, "away": 20, "overshoot": 10, "within_noise": 15, "in_reference_throughout": 5}
    fields: dict[str, Any] = {
        "pairs": (one,),
        "pain": (told,),
        "alignment": (alignment(n=100, classes={**kinds, "not_comparable": 8}),),
        "flow": Flow(
            enrolled=200, with_baseline=101, baseline_after_start=20, with_3_pairs=60, analysed=50,
            attendance=(Attendance(visits=1, patients=200), Attendance(visits=2, patients=180)),
        ),
        "counts": {"patients": 200, "ratings": 1000},
        **given,
    }  # fmt: skip
    return cohort(**fields)


def only_pair(**given: Any) -> Any:
    """The first pair of a large cohort after some of it was changed and it was made fit for sharing."""
    return for_sharing(large(pairs=(replace(large().pairs[0], **given),))).pairs[0]


def test_a_headline_of_few_patients_goes_with_everything_that_belongs_to_it() -> None:
    found = only_pair(n_patients=4)
    assert (found.status, found.reasons) == ("suppressed_small_cell", ("small_cell:n_patients",))
    assert (found.within_patient, found.raw_rmcorr, found.n_pairs, found.method_mix) == (None, None, None, {})
    assert {found.own_time_slopes.status, found.between_patients.status, found.change_scores.status} == {
        "suppressed_small_cell"
    }
    assert set(asdict(found.quadrants).values()) == {None}
    assert found.responders.reasons == ("small_cell:n_patients",)


def test_raters_are_told_inside_only() -> None:
    inside = replace(large(), question=replace(large().question, audience="internal"))
    assert inside.pairs[0].raters is not None
    assert only_pair().raters is None
    assert only_pair(n_patients=4).raters is None


def test_a_small_cell_goes_with_another_and_with_the_comparison_of_the_rows() -> None:
    table = replace(large().pairs[0].quadrants, aligned_only=3, neither=31)
    found = only_pair(quadrants=table)
    assert (found.quadrants.aligned_only, found.quadrants.not_judged, found.quadrants.neither) == (None, None, 31)
    assert (found.status, found.reasons) == ("ok", ("small_cell:quadrants",))
    assert found.within_patient == large().pairs[0].within_patient
    assert (found.responders.risk_difference, found.responders.n_aligned) == (None, None)
    assert found.responders.reasons == ("small_cell:quadrants",)


def test_a_pair_that_sorts_nobody_hides_no_groups() -> None:
    reasons = ("no_reference",)
    legs = {"exposure": "this_leg_minus_other", "responders": replace(NOBODY_COMPARED, reasons=reasons)}
    found = only_pair(**legs, quadrants=NO_GROUPS)
    assert (found.reasons, found.quadrants, found.responders.reasons) == ((), NO_GROUPS, reasons)
    assert for_sharing(large(pairs=(found,))).suppressed is False


def test_a_companion_whose_patients_differ_by_few_from_the_headlines_goes() -> None:
    own = replace(large().pairs[0].own_time_slopes, n_patients=48)
    found = only_pair(own_time_slopes=own)
    assert (found.own_time_slopes.slope_per_unit, found.own_time_slopes.n_patients) == (None, None)
    assert found.own_time_slopes.reasons == ("small_cell:own_time_slopes",)
    between = replace(large().pairs[0].between_patients, n_patients=53)
    found = only_pair(between_patients=between)
    assert found.between_patients.reasons == ("small_cell:between_patients",)


@pytest.mark.parametrize(("off_zero", "kept"), [(0, True), (3, False), (8, True)])
def test_a_line_refused_for_few_patients_off_0_does_not_tell_how_few(off_zero: int, kept: bool) -> None:
    reasons = (f"too_few_patients:{off_zero}<10",)
    line = replace(
        large().pairs[0].change_scores, status="insufficient_data", reasons=reasons, slope_per_unit=None, ci95=None
    )
    found = only_pair(change_scores=line).change_scores
    assert (found == line, found.reasons) == (kept, reasons if kept else ("small_cell:change_scores",))


def test_the_number_of_series_goes_with_the_correlation_whose_freedom_would_tell_it() -> None:
    found = only_pair(n_series=52, status="insufficient_data", reasons=("too_few_dof:12<20",))
    assert (found.n_series, found.raw_rmcorr, found.n_pairs) == (None, None, 500)
    assert found.reasons == ("small_cell:n_series",)


def test_pairs_by_a_method_that_few_patients_can_have_made_go() -> None:
    found = only_pair(method_mix={"palm": 486, "radiograph": 14})
    assert (found.method_mix, found.n_pairs, found.reasons) == ({}, None, ("small_cell:n_pairs",))
    assert only_pair(method_mix={"palm": 485, "radiograph": 15}).method_mix == {"palm": 485, "radiograph": 15}


def test_a_step_of_the_flow_that_few_patients_left_goes() -> None:
    flow = replace(large().flow, enrolled=105, with_3_pairs=63, analysed=50, attendance=())
    told = for_sharing(large(flow=flow)).flow
    # 105 differ by 4 from the 101 of the quadrants, and 63 by 3 from the 60 patients of the pair's line.
    assert (told.enrolled, told.with_baseline, told.with_3_pairs, told.analysed) == (None, 101, None, 50)


@pytest.mark.parametrize(("late", "told"), [(0, 0), (3, None), (98, None), (101, 101)])
def test_few_baselines_after_the_start_of_treatment_are_not_told(late: int, told: int | None) -> None:
    flow = replace(large().flow, baseline_after_start=late)
    assert for_sharing(large(flow=flow)).flow.baseline_after_start == told


def test_late_baselines_are_not_told_where_those_of_whom_they_are_a_part_are_not() -> None:
    flow = replace(large().flow, enrolled=106, with_baseline=104)
    shared = for_sharing(large(flow=flow)).flow
    assert (shared.with_baseline, shared.baseline_after_start) == (None, None)


def test_attendance_shows_the_steps_that_fit_beside_the_one_shown_before() -> None:
    steps = tuple(Attendance(visits=n, patients=count) for n, count in enumerate((200, 197, 193, 190, 4), start=1))
    told = for_sharing(large(flow=replace(large().flow, attendance=steps))).flow
    assert [step.patients for step in told.attendance] == [200, None, 193]


def test_the_most_visits_that_anybody_had_are_not_told() -> None:
    steps = tuple(Attendance(visits=n, patients=count) for n, count in enumerate((200, 100, 3, 1, 1), start=1))
    shared = for_sharing(large(flow=replace(large().flow, attendance=steps)))
    assert [step.visits for step in shared.flow.attendance] == [1, 2]


def test_the_sessions_of_all_go_where_they_would_tell_a_hidden_step_of_the_attendance() -> None:
    steps = (Attendance(visits=1, patients=200), Attendance(visits=2, patients=180), Attendance(visits=3, patients=4))
    counts = {"patients": 200, "sessions": 384}
    shared = for_sharing(large(flow=replace(large().flow, attendance=steps), counts=counts))
    assert (shared.counts, shared.suppressed) == ({"patients": 200}, True)
    whole = replace(large().flow, attendance=steps[:2])
    assert for_sharing(large(flow=whole, counts=counts)).counts == counts


def shared_pain(**given: Any) -> CohortPain:
    return for_sharing(large(pain=(replace(large().pain[0], **given),))).pain[0]


def test_pain_of_few_patients_goes_entirely() -> None:
    found = shared_pain(n=3)
    assert (found.status, found.reasons) == ("suppressed_small_cell", ("small_cell:n",))
    assert (found.n, found.baseline, found.change, found.course, found.regression_to_the_mean) == (
        None, None, None, (), None,
    )  # fmt: skip
    assert set(found.responses.values()) == {None}
    assert shared_pain(n=197).status == "suppressed_small_cell"


@pytest.mark.parametrize(("n", "told"), [(80, 80), (84, None), (85, 85)])
def test_patients_with_a_change_of_pain_are_not_told_beside_a_pair_with_few_less(n: int, told: int | None) -> None:
    # The pair has 80 patients with a change of both; 71 of them are in its four groups.
    answers = {"improved": n - 43, "worse": 20, "no_important_change": 23, "not_evaluable": 0}
    found = shared_pain(n=n, responses=answers, course=(), completers=130)
    assert (found.n, found.status, found.change) == (told, "ok", large().pain[0].change)
    assert found.responses == (answers if told else dict.fromkeys(answers))
    assert found.reasons == (() if told else ("small_cell:n", "small_cell:responses"))
    assert found.completers == 130


def test_responses_go_where_the_four_groups_hold_all_but_a_few_of_those_who_improved() -> None:
    # Of those in the four groups 37 improved and 34 did not: 2 others of the one kind, or of the other, would be told.
    answers = {"improved": 39, "worse": 20, "no_important_change": 51, "not_evaluable": 10}
    found = shared_pain(responses=answers)
    assert (found.n, found.responses, found.reasons) == (120, dict.fromkeys(answers), ("small_cell:responses",))
    rest = {"improved": 74, "worse": 20, "no_important_change": 16, "not_evaluable": 10}
    assert set(shared_pain(responses=rest).responses.values()) == {None}
    other_question = shared_pain(responses=answers, recall="now")
    assert other_question.responses == answers


def test_who_came_back_is_not_told_beside_a_pair_with_few_less() -> None:
    found = shared_pain(n=84, completers=83, responses=dict.fromkeys(large().pain[0].responses))
    assert (found.n, found.completers, found.reasons[:2]) == (None, None, ("small_cell:n", "small_cell:followed"))


def test_a_small_response_goes_with_another() -> None:
    found = shared_pain(responses={"improved": 70, "worse": 2, "no_important_change": 38, "not_evaluable": 10})
    assert found.responses == {"improved": 70, "worse": None, "no_important_change": 38, "not_evaluable": None}
    assert found.reasons == ("small_cell:responses",)


def test_few_dropouts_go_with_the_baselines_that_are_compared() -> None:
    found = shared_pain(completers=138, dropouts=4)
    assert (found.completers, found.dropouts, found.completer_baseline, found.dropout_baseline) == (None,) * 4
    assert found.reasons == ("small_cell:followed",)


def test_few_who_are_not_due_yet_are_not_told_by_the_rest() -> None:
    first = CourseStep(start=0, n=145, mean=6.0, ci95=None)
    found = shared_pain(completers=130, dropouts=12, course=(first,))
    assert (found.completers, found.dropouts, found.reasons[0]) == (None, None, "small_cell:followed")
    told = shared_pain(completers=130, dropouts=10, course=(first,))
    assert (told.completers, told.dropouts, told.course) == (130, 10, (first,))


def test_the_expected_fall_goes_where_its_patients_differ_by_few() -> None:
    regression = large().pain[0].regression_to_the_mean
    assert regression is not None
    found = shared_pain(regression_to_the_mean=replace(regression, n=123))
    assert found.regression_to_the_mean is None
    assert found.reasons == ("small_cell:regression_to_the_mean",)


@pytest.mark.parametrize("reason", ["too_few_rated_often:3<10", "too_few_dof:24<30", "one_patient_outweighs"])
def test_why_no_fall_is_expected_goes_where_it_tells_of_a_few_who_were_rated_often(reason: str) -> None:
    nothing = RegressionToTheMean(
        expected=None, mean=None, sd=None, reliability=None, n=142, rated_often=None, reasons=(reason,)
    )
    found = shared_pain(regression_to_the_mean=nothing)
    assert (found.regression_to_the_mean, found.reasons) == (None, ("small_cell:regression_to_the_mean",))


def test_the_scatter_of_a_few_patients_is_not_told_by_the_reliability() -> None:
    regression = large().pain[0].regression_to_the_mean
    assert regression is not None
    found = shared_pain(regression_to_the_mean=replace(regression, rated_often=4))
    assert (found.regression_to_the_mean, found.reasons) == (None, ("small_cell:regression_to_the_mean",))


@pytest.mark.parametrize("often", [117, 139])
def test_those_rated_often_are_not_counted_beside_others_with_few_less_or_more(often: int) -> None:
    # 120 patients have a change of pain, and 142 any rating.
    regression = large().pain[0].regression_to_the_mean
    assert regression is not None
    found = shared_pain(regression_to_the_mean=replace(regression, rated_often=often))
    assert found.regression_to_the_mean == replace(regression, rated_often=None)
    assert found.reasons == ("small_cell:rated_often",)


def test_a_class_goes_where_the_rest_that_is_in_no_class_is_small() -> None:
    kinds = {"toward_reference": 50, "away": 20, "overshoot": 10, "within_noise": 12, "in_reference_throughout": 5}
    found = for_sharing(large(alignment=(alignment(n=100, classes={**kinds, "not_comparable": 8}),))).alignment[0]
    assert (found.classes["in_reference_throughout"], found.classes["overshoot"]) == (None, 10)
    assert found.reasons == ("small_cell:classes",)


def shared_measure(**given: Any) -> CohortAlignment:
    return for_sharing(large(alignment=(replace(large().alignment[0], **given),))).alignment[0]


@pytest.mark.parametrize(("n", "told"), [(80, 80), (84, None), (85, 85)])
def test_patients_with_a_change_of_a_measure_are_not_told_beside_a_pair_with_few_less(n: int, told: int | None) -> None:
    # The pair has 80 patients with a change of both; 34 of the 71 in its four groups moved toward the band.
    kinds = {"toward_reference": 34, "away": n - 49, "overshoot": 0, "within_noise": 15, "in_reference_throughout": 0}
    classes = {**kinds, "not_comparable": 8}
    found = shared_measure(n=n, classes=classes)
    assert (found.n, found.status, found.change) == (told, "ok", large().alignment[0].change)
    assert found.classes == (classes if told else dict.fromkeys(classes))
    assert found.reasons == (() if told else ("small_cell:n", "small_cell:classes"))


@pytest.mark.parametrize(("toward", "others"), [(36, 64), (61, 39)])
def test_classes_go_where_the_four_groups_hold_all_but_a_few_who_moved_toward_the_band(
    toward: int, others: int
) -> None:
    # In the four groups 34 moved toward the band and 37 did not: 2 others of the one kind, or of the other, are told.
    classes = {"toward_reference": toward, "away": others, "not_comparable": 8}
    found = shared_measure(n=100, classes=classes)
    assert (found.n, found.classes, found.reasons) == (100, dict.fromkeys(classes), ("small_cell:classes",))
    elsewhere = shared_measure(n=100, classes=classes, measure="pelvic_tilt")
    assert elsewhere.classes == classes


def test_alignment_of_few_patients_goes_entirely() -> None:
    found = for_sharing(large(alignment=(alignment(n=2, feasibility_caution=True),))).alignment[0]
    assert (found.status, found.reasons, found.change) == ("suppressed_small_cell", ("small_cell:n",), None)
    assert (set(found.classes.values()), found.feasibility_caution) == ({None}, False)


def test_the_number_of_all_patients_is_not_told_by_the_count_of_rows() -> None:
    shared = for_sharing(
        large(flow=replace(large().flow, enrolled=62), counts={"patients": 62, "ratings": 900, "readings": 3})
    )
    assert (shared.flow.enrolled, shared.counts, shared.suppressed) == (None, {"ratings": 900}, True)


@pytest.mark.parametrize(
    ("cells", "unseen", "hidden"),
    [
        ({"a": 9, "b": 0}, 0, ""),
        ({"a": 9, "b": 3, "c": 7}, 0, "bc"),
        ({"a": 3, "b": 0}, 0, "ab"),
        ({"a": 1, "b": 2, "c": 20}, 0, "abc"),
        ({"a": 3, "b": 3, "c": 20}, 0, "ab"),
        ({"a": 9, "b": 7}, 3, "b"),
        ({"a": 9, "b": 3}, 8, "b"),
        ({"a": 9, "b": 3}, 1, "ab"),
    ],
)
def test_cells_are_hidden_until_their_sum_tells_nothing(cells: dict[str, int], unseen: int, hidden: str) -> None:
    assert FIVE.hidden_cells(cells, unseen) == set(hidden)


def test_a_total_is_hidden_by_hiding_cells() -> None:
    assert FIVE.hidden_cells({"a": 9, "b": 6, "c": 7}, hide_total=True) == {"b", "c"}
    assert FIVE.hidden_cells({"a": 9}, hide_total=True) == {"a"}


def test_without_a_threshold_nothing_is_small() -> None:
    assert not SmallCells(1).small(1)
    findings = random_cohort(3, threshold=1)
    assert for_sharing(findings).flow == findings.flow

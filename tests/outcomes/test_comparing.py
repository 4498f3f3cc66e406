"""A re-run says what changed: figure by figure, and nothing else."""

from typing import Any

from treatments.outcomes.comparing import Change, changes_between

BACK = {"region": "low_back", "side": "none", "recall": "7d_average", "status": "ok", "reasons": [], "change": -3.0}
KNEE = {"region": "knee", "side": "left", "recall": "7d_average", "status": "ok", "reasons": [], "change": -1.0}


def a_result(**parts: Any) -> dict[str, Any]:
    return {"engine": {"version": "1"}, "narrative": ["…"], "pain": [BACK], **parts}


def test_two_equal_results_differ_in_nothing() -> None:
    assert changes_between(a_result(), a_result(narrative=["worded otherwise"])) == []


def test_a_corrected_figure_is_told_with_what_it_is_about() -> None:
    corrected = {**BACK, "change": -2.0, "reasons": ["no_session"]}
    about = {"region": "low_back", "side": "none", "recall": "7d_average"}
    assert changes_between(a_result(), a_result(pain=[corrected])) == [
        Change("pain", about, "reasons", [], ["no_session"]),
        Change("pain", about, "change", -3.0, -2.0),
    ]


def test_a_series_that_is_new_or_gone_is_told_figure_by_figure() -> None:
    appeared = changes_between(a_result(), a_result(pain=[BACK, KNEE]))
    assert {(change.entry["region"], change.before) for change in appeared} == {("knee", None)}
    assert [change.figure for change in appeared] == ["status", "reasons", "change"]
    gone = changes_between(a_result(pain=[BACK, KNEE]), a_result())
    assert [change.after for change in gone] == [None, None, None]


def test_the_order_of_the_series_is_no_difference() -> None:
    assert changes_between(a_result(pain=[BACK, KNEE]), a_result(pain=[KNEE, BACK])) == []


def test_nested_figures_are_named_by_their_path_and_intervals_are_one_figure() -> None:
    def pair(**within: Any) -> dict[str, Any]:
        entry = {"measure": "pelvic_obliquity", "region": "low_back", "side": None, "within_patient": within}
        return a_result(pairs=[entry])

    before = pair(slope_per_unit=0.3, ci95=[0.1, 0.5], p=None)
    found = changes_between(before, pair(slope_per_unit=0.3, ci95=[0.0, 0.6], p=None))
    about = {"measure": "pelvic_obliquity", "region": "low_back"}
    assert found == [Change("pairs", about, "within_patient.ci95", [0.1, 0.5], [0.0, 0.6])]


def test_the_flow_is_compared_but_not_what_is_only_drawn() -> None:
    before = a_result(flow={"enrolled": 60, "attendance": [{"visits": 1, "patients": 60}]})
    after = a_result(flow={"enrolled": 61, "attendance": [{"visits": 1, "patients": 61}]})
    assert changes_between(before, after) == [Change("flow", {}, "enrolled", 60, 61)]

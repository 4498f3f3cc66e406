"""The estimates of a cohort report as a file: one row per figure, nobody's readings, nothing to run."""

import csv
import re
from dataclasses import replace
from io import StringIO

import pytest

from tests.outcomes import cohort_examples as examples
from treatments.outcomes.datatable_cohort import COLUMNS, render_cohort_csv
from treatments.outcomes.findings.cohort.finding import CohortFindings

Rows = list[dict[str, str]]


def table_of(findings: CohortFindings) -> Rows:
    return list(csv.DictReader(StringIO(render_cohort_csv(findings).decode(), newline="")))


def figures(rows: Rows, figure: str, **subject: str) -> Rows:
    """The rows of one figure, of one subject."""
    wanted = {"figure": figure, **subject}
    return [row for row in rows if wanted.items() <= row.items()]


@pytest.fixture(scope="module")
def table() -> Rows:
    return table_of(examples.cohort())


def test_the_headline_is_in_the_file_per_unit_and_per_mdc(table: Rows) -> None:
    subject = {"measure": "pelvic_obliquity", "region": "low_back"}
    (row,) = figures(table, "within_patient", **subject)
    assert (row["value"], row["ci95_low"], row["ci95_high"], row["unit"]) == ("0.31", "0.13", "0.49", "{score}/deg")
    assert (row["dof"], row["patients"], row["primary"], row["p"]) == ("40", "41", "true", "")
    (per_mdc,) = figures(table, "within_patient_per_mdc", **subject)
    assert float(per_mdc["value"]) == pytest.approx(0.31 * 1.9403, rel=1e-4)
    assert float(per_mdc["ci95_high"]) == pytest.approx(0.49 * 1.9403, rel=1e-4)


def test_every_analysis_of_a_pair_has_its_row(table: Rows) -> None:
    for name in ("raw_rmcorr", "raw_slope", "own_time_slopes", "change_scores", "between_patients", "risk_difference"):
        assert len(figures(table, name)) == 6


def test_a_figure_that_cannot_be_given_is_empty_and_says_why(table: Rows) -> None:
    (row,) = figures(table, "within_patient", measure="lld_true", region="knee")
    assert (row["value"], row["status"]) == ("", "insufficient_data")
    assert row["reasons"] == "too_few_patients:5<8 too_few_dof:12<20"
    (own,) = figures(table, "own_time_slopes", measure="lld_true", region="knee")
    assert (own["value"], own["patients"], own["reasons"]) == ("", "5", "too_few_patients:5<8")
    (nnt,) = figures(table, "nnt", measure="pelvic_obliquity", region="low_back")
    assert (nnt["value"], nnt["reasons"]) == ("", "rd_ci_includes_zero")


def test_counts_of_groups_and_methods_are_in_the_file(table: Rows) -> None:
    assert figures(table, "aligned_and_less_pain", region="neck")[0]["value"] == "3"
    assert [(row["method"], row["value"]) for row in figures(table, "pairs_by_method")][1:3] == [
        ("digital_inclinometer", "60"),
        ("palm", "281"),
    ]
    assert [figures(table, name)[0]["value"] for name in ("measured_again", "one_rater")] == ["39", "31"]
    assert figures(table, "toward_reference", method="palm")[0]["value"] == "24"
    assert [row["value"] for row in figures(table, "analysed")] == ["41"]


def test_means_are_told_with_what_is_expected_without_any_effect(table: Rows) -> None:
    (change,) = figures(table, "change", region="neck")
    assert (change["value"], change["ci95_low"]) == ("-1.2", "-1.9")
    expected = figures(table, "regression_to_the_mean", region="neck")
    assert [(row["value"], row["reasons"]) for row in expected] == [("", "too_few_patients:12<30")]


def test_time_is_told_in_weeks_and_nothing_is_dated(table: Rows) -> None:
    course = figures(table, "course", region="low_back", recall="7d_average")
    assert [row["step"] for row in course] == [str(step.start) for step in examples.pain().course]
    assert not any(re.search(r"\d{4}-\d{2}-\d{2}", cell) for row in table for cell in row.values())
    days = replace(examples.pain(), steps_in="day")
    assert figures(table_of(examples.cohort(pain=(days,))), "course") == []


def test_no_row_is_of_a_single_patient(table: Rows) -> None:
    lines = examples.six_pairs()[0].lines
    assert len(table) < sum(len(line.pain) for line in lines) * 6
    assert {row["kind"] for row in table} == {"pair", "pain", "alignment", "flow"}


def test_a_suppressed_report_gives_no_count_away() -> None:
    rows = table_of(examples.all_suppressed())
    assert {row["value"] for row in rows if row["figure"] != "mdc95"} == {""}
    assert {row["patients"] for row in rows} == {""}


def test_a_method_without_a_known_error_has_no_row_per_mdc() -> None:
    rows = table_of(examples.cohort(pairs=(examples.exploratory_pair(),), pain=()))
    assert figures(rows, "within_patient_per_mdc") == []
    assert figures(rows, "within_patient")[0]["primary"] == "false"


def test_a_pair_without_a_raw_correlation_and_a_course_without_a_mean_have_empty_cells() -> None:
    bare = examples.pair(raw_rmcorr=None)
    rows = table_of(examples.cohort(pairs=(bare,), pain=(examples.pain(regression_to_the_mean=None),)))
    assert [(row["value"], row["dof"]) for row in figures(rows, "raw_rmcorr")] == [("", "")]
    assert figures(rows, "regression_to_the_mean") == []


def test_text_that_a_spreadsheet_would_run_is_disarmed() -> None:
    hostile = examples.pair(method_mix={"=HYPERLINK(1)": 3})
    rows = table_of(examples.cohort(pairs=(hostile,)))
    assert figures(rows, "pairs_by_method")[0]["method"] == "'=HYPERLINK(1)"
    assert figures(rows, "change", kind="alignment")[0]["value"] == "-1.7", "a negative number is no formula"


def test_lines_end_as_the_standard_says() -> None:
    content = render_cohort_csv(examples.one_pair()).decode()
    assert content.startswith(",".join(COLUMNS) + "\r\n")
    assert content.count("\n") == content.count("\r\n")

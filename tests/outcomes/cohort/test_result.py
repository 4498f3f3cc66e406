"""The stored and served result has the names of the contract and finite numbers only."""

import json
from dataclasses import replace
from typing import Any

import pytest

from tests.outcomes.cohort_examples import all_insufficient, all_suppressed, cohort, for_sharing, one_pair
from treatments.outcomes.findings.cohort.finding import CohortFindings
from treatments.outcomes.findings.cohort.result import to_result
from treatments.outcomes.rules import ENGINE_VERSION

FINDINGS = {
    "whole": cohort,
    "one pair": one_pair,
    "insufficient": all_insufficient,
    "suppressed": all_suppressed,
    "sharing": for_sharing,
}


def result_of(findings: CohortFindings) -> dict[str, Any]:
    read: dict[str, Any] = json.loads(json.dumps(to_result(findings, ["Said."], ["Limited."]), allow_nan=False))
    return read


@pytest.mark.parametrize("name", FINDINGS)
def test_every_part_has_the_names_of_the_contract(name: str) -> None:
    result = result_of(FINDINGS[name]())
    assert set(result) >= {"engine", "inputs", "pain", "alignment", "pairs", "flow", "narrative", "limitations"}
    assert result["engine"]["version"] == ENGINE_VERSION
    assert set(result["inputs"]) == {"cutoff", "sha256", "counts"}
    assert set(result["flow"]) == {
        "enrolled",
        "with_baseline",
        "baseline_after_start",
        "with_3_pairs",
        "analysed",
        "attendance",
    }
    for pair in result["pairs"]:
        assert set(pair) >= {
            "measure", "region", "side", "method_mix", "primary", "status", "reasons", "n_patients", "n_pairs",
            "within_patient", "raw_rmcorr", "own_time_slopes", "between_patients", "quadrants", "responders",
        }  # fmt: skip
        assert pair["side"] is None
        assert set(pair["own_time_slopes"]) >= {"slope_per_unit", "se", "ci95", "status"}
        assert set(pair["between_patients"]) >= {"slope_per_unit", "ci95", "n_patients"}
        assert set(pair["quadrants"]) >= {
            "aligned_and_less_pain", "aligned_only", "less_pain_only", "neither", "baseline_in_reference"
        }  # fmt: skip
        assert set(pair["responders"]) >= {
            "mean_difference", "md_ci95", "risk_difference", "ci95", "risk_ratio", "rr_ci95", "nnt", "nnt_ci95",
            "reasons",
        }  # fmt: skip
    for one in result["pain"]:
        assert set(one) >= {"region", "side", "recall", "status", "reasons", "n", "baseline", "latest", "change"}
    for one in result["alignment"]:
        assert set(one) >= {
            "measure", "side", "method", "unit", "status", "reasons", "n", "baseline", "latest", "change", "mdc95",
            "mdc_source", "classes",
        }  # fmt: skip


def test_a_headline_says_how_it_was_made_and_a_raw_correlation_that_it_is_not_adjusted() -> None:
    pair = result_of(cohort())["pairs"][0]
    headline, raw = pair["within_patient"], pair["raw_rmcorr"]
    assert set(headline) >= {"slope_per_unit", "slope_per_mdc", "se", "ci95", "p", "p_holm", "dof", "partial_r"}
    assert (headline["time_terms"], headline["se_method"]) == (["t", "log1p(t)"], "jackknife_patient")
    assert (headline["ci95"], headline["p"]) == ([0.13, 0.49], None)
    assert (raw["adjusted_for_time"], raw["p"], raw["dof"]) == (False, None, 330)


def test_raters_are_counted_inside_and_null_for_sharing() -> None:
    assert result_of(cohort())["pairs"][0]["raters"] == {"patients": 39, "one_rater": 31}
    assert result_of(for_sharing())["pairs"][0]["raters"] is None


def test_the_result_says_what_was_asked() -> None:
    result = result_of(cohort())
    assert result["window"] == {"from": "2026-01-01", "until": "2026-12-31"}
    assert result["filters"] == {"cause": "posture", "age_min": 18}
    assert (result["audience"], result["confirmatory_year"], result["comparisons"]) == ("internal", None, 6)
    assert result["inputs"]["cutoff"] == "2027-02-09T01:00:00+00:00"
    assert (result["narrative"], result["limitations"]) == (["Said."], ["Limited."])


def test_a_window_without_ends_has_none() -> None:
    findings = cohort()
    open_ended = replace(findings, question=replace(findings.question, window_from=None, window_until=None))
    assert result_of(open_ended)["window"] == {"from": None, "until": None}


def test_the_course_is_served_and_single_patients_are_not() -> None:
    result = result_of(cohort())
    first = result["pain"][0]["course"][0]
    assert (first["start"], first["n"]) == (0, 55)
    assert [first["mean"], *first["ci95"]] == pytest.approx([6.3, 5.9, 6.7])
    text = json.dumps(result)
    assert '"spaghetti"' not in text
    assert '"lines"' not in text


def test_suppressed_figures_are_null_with_a_reason() -> None:
    result = result_of(all_suppressed())
    pair = result["pairs"][0]
    assert (pair["status"], pair["n_patients"]) == ("suppressed_small_cell", None)
    assert (pair["within_patient"]["slope_per_unit"], pair["within_patient"]["ci95"]) == (None, None)
    assert (pair["raw_rmcorr"]["r"], pair["raw_rmcorr"]["adjusted_for_time"]) == (None, False)
    assert pair["reasons"][0].startswith("small_cell:")
    assert result["suppressed"] is True

"""What seldom happens in a cohort: a figure that has no companion is told and drawn alone, and none is made up."""

from dataclasses import replace
from datetime import date
from typing import Any

import pytest

from tests.outcomes import cohort_examples as examples
from treatments.outcomes.charts.cohort.cohort_charts import cohort_charts
from treatments.outcomes.charts.cohort.forest import forest_chart
from treatments.outcomes.charts.words import in_english
from treatments.outcomes.document.cohort_content import cohort_document
from treatments.outcomes.document.content import Identity
from treatments.outcomes.findings.cohort.finding import CohortPairFinding
from treatments.outcomes.findings.cohort.question import CohortQuestion, question_bytes, question_from_json
from treatments.outcomes.findings.precision import Precision
from treatments.outcomes.narrative.cohort import (
    alignment_sentences,
    cohort_narrative,
    estimand_sentence,
    pain_sentences,
)


def lines_of(pair: CohortPairFinding) -> dict[str, Any]:
    """The drawing of the patients' courses of one pair."""
    charts = {chart.name: chart for chart in cohort_charts(examples.cohort(pairs=(pair,)))}
    spec: dict[str, Any] = charts["lines-pelvic-obliquity-low-back"].spec
    return spec


def test_a_p_value_that_stands_alone_is_not_called_adjusted() -> None:
    alone = replace(examples.pair(), within_patient=replace(examples.pair().within_patient, p=0.012))
    said = forest_chart([alone], in_english).description
    assert "p = 0.012" in said
    assert "Holm" not in said


def test_without_a_raw_correlation_only_the_panel_with_time_allowed_for_is_drawn() -> None:
    panels = lines_of(examples.pair(raw_rmcorr=None))["vconcat"][0]["hconcat"]
    assert ["Time allowed for" in str(panel["title"]) for panel in panels] == [True]


def test_without_a_raw_and_a_partial_correlation_neither_is_told() -> None:
    fit = replace(examples.within(0.3, 0.1, 0.5, 1.94), partial_r=None)
    told = " ".join(cohort_narrative(examples.cohort(pairs=(examples.pair(raw_rmcorr=None, within_patient=fit),))))
    assert "repeated-measures correlation" not in told
    assert "Adjusted for time: r" not in told
    without_raw = " ".join(cohort_narrative(examples.cohort(pairs=(examples.pair(raw_rmcorr=None),))))
    assert "Adjusted for time: r = 0.21" in without_raw


def test_the_difference_of_shares_is_drawn_without_the_shares_that_are_hidden() -> None:
    pair = examples.pair(quadrants=examples.NO_QUADRANTS)
    assert pair.responders.risk_difference is not None
    charts = {chart.name: chart for chart in cohort_charts(examples.cohort(pairs=(pair,)))}
    written = str(charts["responders"].spec)
    assert f"{100 * pair.responders.risk_difference:.0f} (" in written
    assert "% beside" not in written


def test_a_mean_of_which_no_interval_is_known_is_told_without_one() -> None:
    (pain, *_) = pain_sentences([examples.pain(change_ci95=None)], in_english)
    assert "interval" not in pain.split(".")[0]
    (alignment, *_) = alignment_sentences([examples.alignment(change_ci95=None)], in_english)
    assert "95 % interval" not in alignment


def test_a_mean_that_is_not_known_is_a_dash_in_the_table() -> None:
    unknown = examples.pain(status="insufficient_data", reasons=("too_few_patients:1<5",), baseline=None, latest=None)
    findings = examples.cohort(pain=(unknown,))
    table = cohort_document(findings, cohort_charts(findings), Identity(clinic="Harbour", names=())).pain
    assert table.rows[0][2:4] == ("–", "–")


def test_a_measure_without_a_band_is_compared_with_its_neutral_value() -> None:
    pair = examples.pair("leg_length_true", method="tape_supine", exposure="distance_from_neutral")
    assert "distance from the neutral value (0 mm)" in estimand_sentence(pair, in_english)


def test_the_frozen_question_reads_back_with_the_clinic_s_own_figures() -> None:
    own = Precision(
        measure="pelvic_obliquity", method="palm", sem_same_rater=0.6, sem_different_rater=None, source="our own",
        valid_from=date(2026, 5, 4),
    )  # fmt: skip
    asked = examples.question(precisions=(own,), window_from=None)
    assert question_from_json(question_bytes(asked)) == asked
    assert isinstance(question_from_json(question_bytes(asked)), CohortQuestion)


def test_a_question_of_another_format_is_refused_by_name() -> None:
    with pytest.raises(ValueError, match="format"):
        question_from_json(b'{"format": 99, "kind": "cohort"}')

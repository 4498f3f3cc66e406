"""The pairs of a report judged together: p-values, their number, and headlines that a check speaks against."""

from dataclasses import replace
from typing import Any

import pytest

from tests.outcomes.cohort.questions import question
from tests.outcomes.cohort_examples import alignment, cohort, own_slopes, pain, pair, refused, within
from treatments.outcomes.estimators import holm
from treatments.outcomes.findings.cohort.cohort import assemble
from treatments.outcomes.findings.cohort.finding import CohortFindings, CohortPairFinding
from treatments.outcomes.rules import RULES


def assembled(*pairs: CohortPairFinding, **asked: Any) -> CohortFindings:
    whole = cohort()
    return assemble(question(**asked), pairs, [pain()], [alignment()], whole.flow, "5f2d", {"patients": 60})


def with_p(p: float, **given: Any) -> CohortPairFinding:
    headline = replace(within(0.31, 0.13, 0.49, 1.9), p=p)
    found: CohortPairFinding = pair(within_patient=headline, **given)
    return found


def ps(findings: CohortFindings) -> list[tuple[float | None, float | None]]:
    return [(one.within_patient.p, one.within_patient.p_holm) for one in findings.pairs if one.within_patient]


NOT_ESTIMATED = refused("lld_true", "knee", "tape_supine", "too_few_patients:5<8")


def test_everything_is_put_together_with_the_thresholds_it_was_made_by() -> None:
    found = assembled(pair(), NOT_ESTIMATED)
    assert (found.comparisons, found.suppressed, found.sha256, found.counts) == (2, False, "5f2d", {"patients": 60})
    assert (found.pain, found.alignment, found.flow) == ((pain(),), (alignment(),), cohort().flow)
    assert found.parameters["minimum_patients"] == 8
    assert found.parameters["pair_hours"] == RULES.pair_hours
    assert found.parameters["small_cell_threshold"] == 5


def test_p_values_are_adjusted_for_all_settled_pairs_also_those_without_an_estimate() -> None:
    found = assembled(with_p(0.01), NOT_ESTIMATED, with_p(0.04), with_p(0.03), confirmatory_year=2026)
    assert ps(found) == [
        (p, pytest.approx(adjusted)) for p, adjusted in zip((0.01, 0.04, 0.03), (0.04, 0.09, 0.09), strict=True)
    ]
    assert holm([0.01, None, 0.04, 0.03])[0] == pytest.approx(0.04)


def test_an_exploratory_pair_has_no_p_and_does_not_count_among_the_settled_ones() -> None:
    found = assembled(with_p(0.01), with_p(0.001, primary=False), with_p(0.03), confirmatory_year=2026)
    assert ps(found) == [(0.01, 0.02), (None, None), (0.03, 0.03)]
    assert found.comparisons == 3


def test_the_p_of_the_only_settled_pair_is_not_adjusted() -> None:
    assert ps(assembled(with_p(0.03), with_p(0.5, primary=False), confirmatory_year=2026))[0] == (0.03, 0.03)


def test_two_pairs_that_found_the_same_are_both_adjusted() -> None:
    assert ps(assembled(with_p(0.01), with_p(0.01), confirmatory_year=2026)) == [(0.01, 0.02), (0.01, 0.02)]


def test_no_other_report_gives_a_p() -> None:
    assert ps(assembled(with_p(0.01))) == [(None, None)]


@pytest.mark.parametrize(
    ("headline", "own", "status"),
    [
        ((0.52, 0.12, 0.92), 0.26, "ok"),
        ((0.52, 0.12, 0.92), 0.259, "inconsistent"),
        ((0.52, 0.12, 0.92), -0.1, "inconsistent"),
        ((-0.52, -0.92, -0.12), -0.26, "ok"),
        ((-0.52, -0.92, -0.12), 0.6, "inconsistent"),
        ((0.52, -0.01, 0.92), -0.5, "ok"),
        ((0.52, 0.0, 0.92), -0.5, "ok"),
    ],
)
def test_a_headline_that_shrinks_below_half_with_own_courses_is_inconsistent_and_keeps_its_numbers(
    headline: tuple[float, float, float], own: float, status: str
) -> None:
    one = pair(within_patient=within(*headline, 1.9), own_time_slopes=own_slopes(own, own - 1, own + 1))
    (found,) = assembled(one).pairs
    assert found.status == status
    assert found.reasons == (("own_time_slopes_disagree",) if status == "inconsistent" else ())
    assert replace(found, status="ok", reasons=()) == one


def test_without_the_check_a_headline_stands() -> None:
    missing = replace(own_slopes(0.1, 0, 0.2), status="insufficient_data", slope_per_unit=None, se=None, ci95=None)
    assert assembled(pair(own_time_slopes=missing)).pairs[0].status == "ok"


def test_a_report_for_sharing_is_made_fit_for_it() -> None:
    found = assembled(NOT_ESTIMATED, pair(n_patients=3), audience="sharing")
    assert found.suppressed
    assert found.pairs[1].status == "suppressed_small_cell"
    assert all(not one.lines for one in found.pairs)
    assert all(not one.spaghetti for one in found.pain)

"""How exactly a clinic measures: the error of each method and rater, and when none is given."""

import json
from dataclasses import replace
from datetime import date
from math import inf, sqrt
from typing import Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy import stats

from tests.outcomes.courses import own_precision
from tests.outcomes.replicates import MIRA, THEO, group, repeated
from treatments.outcomes.findings.precision import frozen_precisions
from treatments.outcomes.findings.repeatability.finding import RepeatabilityFinding
from treatments.outcomes.findings.repeatability.inputs import canonical, canonical_bytes, inputs_from_json
from treatments.outcomes.findings.repeatability.methods import repeatability_findings
from treatments.outcomes.findings.repeatability.points import ReplicateGroup
from treatments.outcomes.findings.repeatability.result import to_result

HANDS = (THEO, MIRA)


def people(sem: float, number: int, *, seed: int = 1, readings: int = 2, **other: Any) -> list[ReplicateGroup]:
    """So many people, each read so many times with this error around a value of their own."""
    draw = np.random.default_rng(seed)
    values = draw.normal(2, 3, (number, 1)) + draw.normal(0, sem, (number, readings))
    return [group(*map(float, row), patient=f"{seed}-{place}", **other) for place, row in enumerate(values)]


def only(*groups: ReplicateGroup, **given: Any) -> RepeatabilityFinding:
    """The one finding of these groups."""
    (found,) = repeatability_findings(repeated(*groups, **given)).methods
    return found


# Arithmetic


def test_with_two_readings_each_it_is_the_root_of_the_mean_squared_difference_by_two() -> None:
    """Bland and Altman 1996, BMJ 313:744."""
    pairs = people(0.7, 40)
    differences = [first - second for first, second in (one.values for one in pairs)]
    figure = only(*pairs).same_rater
    assert figure.sem == pytest.approx(sqrt(sum(d * d for d in differences) / (2 * 40)), rel=1e-12)
    assert (figure.dof, figure.n_patients) == (40, 40)


def test_with_more_readings_squares_and_degrees_of_freedom_are_summed_over_all_groups() -> None:
    groups = people(0.7, 10, readings=4) + people(0.7, 15, seed=2)
    squares = sum(float(np.var(one.values)) * len(one.values) for one in groups)
    figure = only(*groups).same_rater
    assert figure.dof == 10 * 3 + 15
    assert figure.sem == pytest.approx(sqrt(squares / figure.dof), rel=1e-12)


def test_the_interval_is_that_of_the_chi_square_distribution() -> None:
    figure = only(*people(0.7, 36)).same_rater
    assert figure.sem
    ends = [figure.sem * sqrt(36 / float(stats.chi2.ppf(tail, 36))) for tail in (0.975, 0.025)]
    assert figure.sem_ci95 == pytest.approx(tuple(ends), rel=1e-9)


def test_the_smallest_real_change_is_2_77_times_the_error_and_not_rounded() -> None:
    figure = only(*people(0.7, 40)).same_rater
    assert figure.sem
    assert figure.mdc95 == 1.96 * sqrt(2) * figure.sem


def test_the_interval_holds_the_true_error_in_95_of_100_studies() -> None:
    """300 studies with 45 degrees of freedom; the band is the binomial one of 99.9 %."""
    held = 0
    for seed in range(300):
        ends = only(*people(0.7, 20, seed=seed), *people(0.7, 25, seed=5000 + seed)).same_rater.sem_ci95
        assert ends
        held += ends[0] <= 0.7 <= ends[1]
    assert stats.binom.ppf(0.0005, 300, 0.95) <= held <= stats.binom.ppf(0.9995, 300, 0.95)


def test_the_error_between_raters_comes_from_their_common_patients_alone() -> None:
    found = only(*people(0.5, 40), *people(1.5, 60, seed=2, raters=HANDS))
    assert found.same_rater.sem == only(*people(0.5, 40)).same_rater.sem
    assert found.different_rater.sem == pytest.approx(1.5, rel=0.2)
    assert (found.same_rater.dof, found.different_rater.dof) == (40, 60)


def test_a_lasting_difference_between_two_raters_is_part_of_the_error_between_them() -> None:
    shifted = [replace(one, values=(one.values[0], one.values[1] + 4)) for one in people(0.1, 40, raters=HANDS)]
    assert only(*shifted).different_rater.sem == pytest.approx(4 / sqrt(2), rel=0.02)


def test_each_rater_has_a_figure_in_order_of_name_whoever_is_more_exact() -> None:
    groups = (
        people(0.4, 40),
        people(1.2, 35, seed=2, raters=(MIRA, MIRA)),
        people(1.2, 3, seed=3, raters=("una", "una")),
    )
    found = only(*(one for part in groups for one in part))
    assert [(one.name, one.figure.dof, one.figure.status) for one in found.by_rater] == [
        ("Mira", 35, "ok"),
        ("Theo", 40, "ok"),
        ("una", 3, "insufficient_data"),
    ]
    mira, theo, _una = (one.figure.sem or inf for one in found.by_rater)
    assert theo == pytest.approx(0.4, rel=0.25)
    assert mira == pytest.approx(1.2, rel=0.25)
    assert theo < (found.same_rater.sem or inf) < mira


def test_what_days_contribute_is_told_apart_from_what_single_visits_do() -> None:
    found = only(*people(0.7, 20, apart="days"), *people(0.7, 15, seed=2, readings=3))
    assert (found.dof_across_days, found.same_rater.dof) == (20, 50)


# Refusals and remarks


def test_below_30_degrees_of_freedom_there_is_no_figure_but_the_counts_are_given() -> None:
    found = only(*people(0.7, 12))
    assert (found.status, found.reasons) == ("insufficient_data", ("too_few_replicates:12<30",))
    figure = found.same_rater
    assert (figure.sem, figure.sem_ci95, figure.mdc95, figure.dof, figure.n_patients) == (None, None, None, 12, 12)
    assert found.different_rater.reasons == ("too_few_replicates:0<30",)
    assert found.different_rater.identical_share is None
    assert only(*people(0.7, 30)).status == "ok"


def test_the_error_of_different_raters_alone_replaces_nothing() -> None:
    found = only(*people(0.7, 40, raters=HANDS))
    assert (found.status, found.different_rater.status) == ("insufficient_data", "ok")


def test_readings_that_only_repeat_each_other_give_no_error_of_zero() -> None:
    found = only(*(group(3.0, 3.0, patient=str(place)) for place in range(40)))
    assert (found.status, found.reasons) == ("not_estimable", ("all_replicates_identical",))
    assert (found.same_rater.sem, found.same_rater.identical_share) == (None, 1.0)


def test_copied_readings_are_counted_and_from_a_share_on_remarked_upon() -> None:
    copied = [group(3.0, 3.0, patient=f"copied {place}") for place in range(12)]
    remarked = only(*people(0.7, 28), *copied)
    assert remarked.same_rater.identical_share == 0.3
    assert (remarked.status, remarked.reasons) == ("ok", ("many_identical_pairs:30>30",))
    assert only(*people(0.7, 29), *copied).reasons == ()


@given(st.lists(st.lists(st.floats(-20, 20), min_size=2, max_size=5), min_size=1, max_size=60))
def test_odd_readings_end_in_a_status_and_never_in_nan(readings: list[list[float]]) -> None:
    groups = [group(*values, patient=str(place)) for place, values in enumerate(readings)]
    result = to_result(repeatability_findings(repeated(*groups)), (), ())
    assert "NaN" not in json.dumps(result)
    assert "Infinity" not in json.dumps(result)
    figure = result["repeatability"][0]["same_rater"]
    assert (figure["status"] == "ok") == (figure["sem"] is not None)


# Beside the figure in force


@pytest.mark.parametrize(("sem", "compared"), [(0.3, "smaller"), (0.7, "not_told_apart"), (1.4, "larger")])
def test_the_interval_is_set_against_the_figure_in_force(sem: float, compared: str) -> None:
    found = only(*people(sem, 60))
    assert (found.in_force.sem_same_rater, found.in_force.sem_different_rater) == (0.7, 1.1)
    assert (found.in_force.clinic_own, found.compared) == (False, compared)


def test_the_clinic_s_own_figure_is_in_force_where_it_has_one() -> None:
    own = own_precision("pelvic_obliquity", "palm", 0.3, 0.5)
    found = only(*people(0.7, 60), precisions=frozen_precisions([own]))
    assert (found.in_force.sem_same_rater, found.in_force.clinic_own, found.compared) == (0.3, True, "larger")
    assert found.in_force.source == "Own repeatability study"


def test_where_no_figure_is_known_nothing_is_compared() -> None:
    found = only(*people(3, 60, measure="icd_imd", method="caliper"))
    assert (found.in_force.sem_same_rater, found.compared) == (None, None)
    assert only(*people(0.7, 60), precisions=()).in_force.source == ""


# The whole


def test_methods_come_in_the_order_of_the_catalogue() -> None:
    groups = [
        *people(1, 2, measure="knee_extension", method="goniometer"),
        *people(1, 2, measure="pelvic_obliquity", method="radiograph"),
        *people(1, 2),
        *people(1, 2, measure="lld_true", method="tape_supine"),
    ]
    found = repeatability_findings(repeated(*groups)).methods
    assert [(one.measure, one.method, one.unit) for one in found] == [
        ("lld_true", "tape_supine", "mm"),
        ("pelvic_obliquity", "palm", "deg"),
        ("pelvic_obliquity", "radiograph", "deg"),
        ("knee_extension", "goniometer", "deg"),
    ]


def test_inputs_read_back_the_same_and_in_any_order_give_the_same_bytes() -> None:
    groups = [*people(0.7, 3), *people(1, 3, seed=2, raters=HANDS, lift=None, posture=None)]
    inputs = repeated(*groups, window_from=date(2026, 1, 1), not_relandmarked=4, rater_unknown=2)
    content = canonical_bytes(inputs)
    assert inputs_from_json(content) == canonical(inputs)
    shuffled = replace(inputs, groups=inputs.groups[::-1], raters=inputs.raters[::-1])
    assert canonical_bytes(shuffled) == content
    assert repeatability_findings(shuffled) == repeatability_findings(inputs)


def test_inputs_of_another_format_are_refused() -> None:
    with pytest.raises(ValueError, match="format 'repeatability 0'"):
        inputs_from_json('{"format": "repeatability 0"}')


def test_the_result_has_the_keys_of_the_contract() -> None:
    findings = repeatability_findings(repeated(*people(0.7, 40), window_until=date(2026, 12, 31), rater_unknown=2))
    result = to_result(findings, ["A sentence."], ["A limit."])
    assert list(result) == ["engine", "inputs", "repeatability", "narrative", "limitations"]
    assert result["engine"]["parameters"] == {
        "replicate_days": 7,
        "minimum_dof": 30,
        "identical_share_warning": 0.3,
    }
    assert (result["inputs"]["from"], result["inputs"]["until"]) == (None, "2026-12-31")
    assert result["inputs"]["counts"] == {
        "groups": 40,
        "readings": 80,
        "patients": 40,
        "not_relandmarked": 0,
        "rater_unknown": 2,
    }
    (found,) = result["repeatability"]
    figure = findings.methods[0].same_rater
    assert found["same_rater"] == {
        "status": "ok",
        "reasons": [],
        "sem": figure.sem,
        "sem_ci95": list(figure.sem_ci95 or ()),
        "mdc95": figure.mdc95,
        "dof": 40,
        "n_patients": 40,
        "identical_share": 0.0,
        "dof_across_days": 0,
    }
    assert found["different_rater"]["sem"] is None
    assert found["in_force"] == {
        "sem_same_rater": 0.7,
        "sem_different_rater": 1.1,
        "source": findings.methods[0].in_force.source,
        "clinic_own": False,
    }
    assert [(one["rater"], one["rater_id"], one["dof"]) for one in found["by_rater"]] == [("Theo", THEO, 40)]

"""Properties of the whole way from frozen inputs to the stored result, tried on odd and ordinary courses."""

import json
import math
from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta
from typing import Any, get_args

from hypothesis import given, settings
from hypothesis import strategies as st

from tests.outcomes.courses import inputs, measured, on_day, rated, ratings, session
from treatments.outcomes.estimators import Classification, Response
from treatments.outcomes.findings.finding import PatientFindings, Status
from treatments.outcomes.findings.inputs import canonical_bytes, inputs_from_json
from treatments.outcomes.findings.patient import patient_findings
from treatments.outcomes.findings.points import PatientInputs
from treatments.outcomes.findings.result import to_result
from treatments.outcomes.narrative.forbidden_words import forbidden_words
from treatments.outcomes.narrative.patient import limitations, narrative
from treatments.outcomes.narrative.reasons import REASONS

DAYS = st.integers(0, 240).map(lambda quarter_days: quarter_days / 4)
PAIN = st.builds(
    rated,
    DAYS,
    st.integers(-1, 11),
    region=st.sampled_from(["low_back", "neck"]),
    recall=st.sampled_from(["7d_average", "now"]),
    timing=st.sampled_from(["before_treatment", "after_treatment", None]),
)
KINDS = st.sampled_from(
    [
        {"measure": "pelvic_obliquity", "method": "palm"},
        {"measure": "pelvic_obliquity", "method": "radiograph"},
        {"measure": "lld_true", "method": "radiograph"},
        {"measure": "pelvic_tilt_palp", "method": "palm", "side": "left"},
        {"measure": "pelvic_tilt_palp", "method": "palm", "side": "right"},
        {"measure": "leg_length_true", "method": "tape_supine", "side": "left"},
        {"measure": "leg_length_true", "method": "tape_supine", "side": "right"},
        {"measure": "unheard_of", "method": "palm"},
    ]
)
VALUES = st.one_of(
    st.floats(-12, 12),
    st.floats(780, 900),
    st.sampled_from([0.0, -0.0, math.nan, math.inf, -math.inf, 1e308, 5e-324]),
)
ALIGNMENT = st.builds(
    lambda day, value, kind, rater, posture: measured(day, value, **kind, rater=rater, posture=posture),
    DAYS,
    VALUES,
    KINDS,
    st.sampled_from(["theo", "ines", None]),
    st.sampled_from(["standing", "standing", "sitting", None]),
)
SESSIONS = st.builds(session, DAYS, st.sampled_from(["completed", "cancelled"]))
INPUTS = st.builds(
    lambda pain, alignment, sessions: inputs(pain=tuple(pain), measurements=tuple(alignment), sessions=tuple(sessions)),
    st.lists(PAIN, max_size=12),
    st.lists(ALIGNMENT, max_size=16),
    st.lists(SESSIONS, max_size=3),
)


def result_of(given_inputs: PatientInputs) -> dict[str, Any]:
    findings = patient_findings(given_inputs)
    return to_result(findings, narrative(findings), limitations())


def numbers_in(value: object) -> Iterator[float]:
    if isinstance(value, dict):
        value = list(value.values())
    if isinstance(value, list):
        for item in value:
            yield from numbers_in(item)
    elif isinstance(value, float):
        yield value


@settings(max_examples=80, deadline=None)
@given(INPUTS)
def test_any_input_ends_in_a_status_with_finite_numbers_and_harmless_words(odd: PatientInputs) -> None:
    result = result_of(odd)
    assert all(map(math.isfinite, numbers_in(result)))
    assert json.loads(json.dumps(result, allow_nan=False)) == result
    for finding in (*result["pain"], *result["alignment"], *result["pairs"]):
        assert finding["status"] in get_args(Status)
        assert finding["status"] == "ok" or finding["reasons"]
        assert all(reason.partition(":")[0] in REASONS for reason in finding["reasons"])
    assert all(finding["response"] in (*get_args(Response), None) for finding in result["pain"])
    assert all(found["classification"] in (*get_args(Classification), None) for found in result["alignment"])
    assert not any(forbidden_words(sentence) for sentence in result["narrative"])


@settings(max_examples=40, deadline=None)
@given(INPUTS)
def test_a_number_that_is_missing_has_a_reason(odd: PatientInputs) -> None:
    findings = patient_findings(odd)
    for pain in findings.pain:
        missing = (pain.change, pain.response, pain.slope_per_week, pain.slope_ci95)
        assert pain.reasons or None not in missing
    for alignment in findings.alignment:
        assert alignment.reasons or None not in (alignment.change, alignment.mdc95, alignment.classification)


@settings(max_examples=40, deadline=None)
@given(INPUTS, st.randoms(use_true_random=False))
def test_the_order_of_rows_changes_no_bit(odd: PatientInputs, chance: Any) -> None:
    shuffled = replace(
        odd,
        pain=tuple(chance.sample(odd.pain, len(odd.pain))),
        measurements=tuple(chance.sample(odd.measurements, len(odd.measurements))),
        sessions=tuple(chance.sample(odd.sessions, len(odd.sessions))),
    )
    assert result_of(shuffled) == result_of(odd)


@settings(max_examples=40, deadline=None)
@given(INPUTS)
def test_a_stored_report_can_be_computed_again_to_the_same_bytes(odd: PatientInputs) -> None:
    again = inputs_from_json(canonical_bytes(odd))
    assert json.dumps(result_of(again)) == json.dumps(result_of(odd))


@settings(max_examples=40, deadline=None)
@given(INPUTS, st.integers(-3000, 3000))
def test_moving_everything_by_whole_days_changes_no_number(odd: PatientInputs, days: int) -> None:
    shift = timedelta(days=days)
    moved = replace(
        odd,
        pain=tuple(replace(point, taken_at=point.taken_at + shift) for point in odd.pain),
        measurements=tuple(replace(point, taken_at=point.taken_at + shift) for point in odd.measurements),
        sessions=tuple(replace(point, starts_at=point.starts_at + shift) for point in odd.sessions),
    )
    assert [undated(found) for found in series_of(moved)] == [undated(found) for found in series_of(odd)]


@settings(max_examples=40, deadline=None)
@given(INPUTS, st.lists(st.tuples(DAYS, st.floats(-12, 12), st.sampled_from(["prone", "supine"])), max_size=5))
def test_readings_that_are_not_comparable_never_change_a_number(
    odd: PatientInputs, others: list[tuple[float, float, str]]
) -> None:
    extra = tuple(measured(day, value, posture=posture, rater="ines") for day, value, posture in others)
    more = patient_findings(replace(odd, measurements=(*odd.measurements, *extra)))
    alone = patient_findings(odd)
    assert more.pain == alone.pain
    kept = [found for found in more.alignment if found.posture not in {"prone", "supine"}]
    assert sorted(map(numbers, kept), key=str) == sorted(map(numbers, alone.alignment), key=str)


def series_of(given_inputs: PatientInputs) -> list[dict[str, Any]]:
    result = result_of(given_inputs)
    return [*result["pain"], *result["alignment"], *result["pairs"]]


def undated(finding: dict[str, Any]) -> dict[str, Any]:
    return {name: value for name, value in finding.items() if name not in {"baseline_on", "latest_on"}}


def numbers(found: Any) -> tuple[Any, ...]:
    ends = (found.baseline, found.latest, found.change, found.mdc95, found.n, found.reference_low)
    return (found.measure, found.side, found.method, found.posture, *ends)


def test_the_result_has_the_key_names_of_the_contract() -> None:
    result = result_of(
        inputs(
            pain=ratings([(0, 7), (20, 6), (40, 3)]),
            measurements=(measured(0, 4.2), measured(40, 1.1)),
            sessions=(session(1),),
        )
    )
    assert list(result) == [
        "engine",
        "inputs",
        "pain",
        "alignment",
        "pairs",
        "alignment_index",
        "narrative",
        "in_short",
        "limitations",
    ]
    assert result["engine"]["version"] == "1.3.0"
    assert result["engine"]["parameters"]["minimum_change_days"] == 14
    assert set(result["inputs"]) == {"cutoff", "sha256", "counts"}
    assert result["inputs"]["counts"] == {"pain": 3, "measurements": 2, "sessions": 1, "events": 0}
    assert {
        "region", "side", "recall", "status", "reasons", "n", "baseline", "latest", "change", "response",
        "slope_per_week", "slope_ci95",
    } <= set(result["pain"][0])  # fmt: skip
    assert {
        "measure", "side", "method", "unit", "status", "reasons", "n", "baseline", "latest", "change", "mdc95",
        "mdc_source", "classification",
    } <= set(result["alignment"][0])  # fmt: skip
    assert {"measure", "region", "side", "method_mix", "status", "reasons", "n_pairs"} <= set(result["pairs"][0])
    assert "p" not in result["pairs"][0]
    assert result["alignment"][0]["reference"] == [-1.5, 1.5]
    assert result["pain"][0]["baseline_on"] == "2026-01-05"


def test_a_long_course_gives_its_interval_as_a_list() -> None:
    result = result_of(inputs(pain=ratings([(0, 7), (7, 7), (14, 5), (21, 4), (28, 4)])))
    low, high = result["pain"][0]["slope_ci95"]
    assert low <= result["pain"][0]["slope_per_week"] <= high


def test_no_data_at_all_is_a_result_too() -> None:
    empty: PatientFindings = patient_findings(inputs())
    assert (empty.pain, empty.alignment, empty.pairs) == ((), (), ())
    assert empty.cutoff == on_day(400)


def test_thousands_of_readings_are_no_trouble() -> None:
    days = [quarter / 4 for quarter in range(2000)]
    result = result_of(
        inputs(
            cutoff=on_day(2000),
            pain=tuple(rated(day, int(day) % 11) for day in days),
            measurements=tuple(measured(day, day % 9) for day in days),
        )
    )
    assert result["pain"][0]["n"] == 501
    assert result["pairs"][0]["n_pairs"] == 501

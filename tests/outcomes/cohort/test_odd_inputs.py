"""Whatever rows come, they end in statuses: never NaN, an exception or a warning."""

import json
import warnings
from typing import Any

import numpy as np
import pytest

from tests.outcomes.cohort.batches import batch_of
from tests.outcomes.cohort.patients import generated
from tests.outcomes.cohort.questions import OBLIQUITY, question
from tests.outcomes.cohort.test_order import everything
from treatments.outcomes.findings.cohort.cohort import assemble
from treatments.outcomes.findings.cohort.columns import PEOPLE, RATINGS, READINGS, STARTS, UNKNOWN_DAY, Batch
from treatments.outcomes.findings.cohort.finding import CohortFindings
from treatments.outcomes.findings.cohort.question import CohortPair
from treatments.outcomes.findings.cohort.result import to_result


def found_in(*batches: Batch, pair: CohortPair = OBLIQUITY, audience: Any = "internal") -> CohortFindings:
    """The whole finding, with warnings as errors, and its result as JSON without NaN."""
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        pairs, pain, alignment, flow = everything(batches, pair)
        findings = assemble(question(audience=audience), [pairs], pain, alignment, flow, "", {})
    json.dumps(to_result(findings, [], []), allow_nan=False)
    return findings


def nothing() -> Batch:
    return Batch(*(np.zeros(0, dtype=dtype) for dtype in (RATINGS, READINGS, STARTS, PEOPLE)))


def demo() -> Batch:
    return batch_of(generated(40, seed=8), OBLIQUITY.measure, OBLIQUITY.region)


@pytest.mark.parametrize("audience", ["internal", "sharing"])
@pytest.mark.parametrize("batches", [(), (nothing(),), (nothing(), demo(), nothing())])
def test_batches_without_rows_add_nothing(batches: tuple[Batch, ...], audience: str) -> None:
    findings = found_in(*batches, audience=audience)
    assert (findings.flow.enrolled or 0) in (0, 40)
    assert findings.pairs[0].status in ("insufficient_data", "ok")


@pytest.mark.parametrize("kept", ["ratings", "readings", "starts", "people"])
def test_rows_of_one_kind_alone_make_no_estimate(kept: str) -> None:
    tables = {name: getattr(nothing(), name) for name in ("ratings", "readings", "starts", "people")}
    findings = found_in(Batch(**{**tables, kept: getattr(demo(), kept)}))
    assert findings.pairs[0].status == "insufficient_data"
    assert findings.pairs[0].n_pairs == 0


def test_patients_of_whom_nothing_is_known_are_adults() -> None:
    batch = demo()
    people = np.zeros(0, dtype=PEOPLE)
    found = found_in(Batch(batch.ratings, batch.readings, batch.starts, people)).pairs[0]
    assert found.n_patients == found_in(batch).pairs[0].n_patients


def test_rows_that_came_twice_count_once() -> None:
    batch = demo()
    twice = Batch(
        *(np.concatenate([table, table]) for table in (batch.ratings, batch.readings)), batch.starts, batch.people
    )
    one, other = found_in(batch), found_in(twice)
    assert (one.pairs, one.flow) == (other.pairs, other.flow)
    assert [found.change for found in other.pain] == pytest.approx([found.change for found in one.pain])


@pytest.mark.parametrize("value", [0.0, -0.0, 1.5, 20.0, -20.0])
@pytest.mark.parametrize("intensity", [0, 10])
def test_equal_readings_and_ratings_cannot_be_estimated(value: float, intensity: int) -> None:
    batch = demo()
    batch.readings["value"], batch.ratings["intensity"] = value, intensity
    findings = found_in(batch)
    assert (findings.pairs[0].status, findings.pairs[0].reasons) == ("not_estimable", ("no_within_variance",))
    assert (findings.pain[0].change, findings.pain[0].change_ci95) == (0.0, None)


def test_impossible_values_are_left_out() -> None:
    batch = demo()
    batch.readings["value"][::3] = np.nan
    batch.readings["value"][1::3] = np.inf
    batch.ratings["intensity"][::4] = 11
    batch.ratings["intensity"][1::4] = -1
    found_in(batch)


def test_all_rows_at_one_moment_make_no_course() -> None:
    batch = demo()
    for table in (batch.ratings, batch.readings):
        table["at"], table["day"] = 0, 0
    findings = found_in(batch)
    assert findings.pairs[0].status == "insufficient_data"
    assert findings.pain[0].status == "insufficient_data"


def test_centuries_between_visits_are_no_reason_to_stop() -> None:
    batch = demo()
    for table in (batch.ratings, batch.readings):
        table["day"] = table["day"] * 50
        table["at"] = table["at"] * 50
    found_in(batch)


def test_thousands_of_visits_of_one_patient_are_matched() -> None:
    visits = 20_000
    ratings, readings = np.zeros(visits, dtype=RATINGS), np.zeros(visits, dtype=READINGS)
    rng = np.random.default_rng(0)
    for table in (ratings, readings):
        table["patient"] = 1
        table["day"] = np.arange(visits)
        table["at"] = table["day"].astype(np.int64) * 86_400_000_000 + rng.integers(0, 86_400, visits) * 1_000_000
    ratings["recall"], ratings["context"] = (batch_field(demo().ratings, name) for name in ("recall", "context"))
    readings["method"], readings["value"] = batch_field(demo().readings, "method"), rng.uniform(-9, 9, visits)
    ratings["intensity"] = rng.integers(0, 11, visits)
    people = np.zeros(1, dtype=PEOPLE)
    people["patient"], people["birth_day"] = 1, UNKNOWN_DAY
    found = found_in(Batch(ratings, readings, np.zeros(0, dtype=STARTS), people)).pairs[0]
    assert (found.status, found.reasons) == ("insufficient_data", ("too_few_patients:1<8",))
    assert found.n_pairs is not None
    assert found.n_pairs > 0.8 * visits


def batch_field(table: Any, name: str) -> int:
    return int(table[name][0])

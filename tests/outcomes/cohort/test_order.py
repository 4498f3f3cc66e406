"""The order of rows, of patients and of batches does not matter."""

from collections.abc import Iterable, Mapping
from dataclasses import fields, is_dataclass, replace
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.outcomes.cohort.batches import Member, batch_of, of_patients, shuffled
from tests.outcomes.cohort.patients import generated, members
from tests.outcomes.cohort.questions import OBLIQUITY, question
from treatments.outcomes.findings.cohort.alignment import AlignmentAccumulator
from treatments.outcomes.findings.cohort.columns import Batch
from treatments.outcomes.findings.cohort.flow import FlowAccumulator
from treatments.outcomes.findings.cohort.pain import PainAccumulator
from treatments.outcomes.findings.cohort.pairs import PairAccumulator
from treatments.outcomes.findings.cohort.question import CohortPair

BOTH_KNEES = (("knee", "left"), ("knee", "right"))
KNEES = CohortPair(measure="knee_frontal_hka", region="knee", primary=True)


def everything(batches: Iterable[Batch], pair: CohortPair) -> list[Any]:
    """All that the core finds in some batches."""
    pairs, pain = PairAccumulator(question(), pair), PainAccumulator(question(), pair.region)
    alignment, flow = AlignmentAccumulator(question(), pair.measure), FlowAccumulator()
    for batch in batches:
        pairs.add(batch)
        pain.add(batch)
        alignment.add(batch)
        flow.add(batch.people)
    finding = pairs.finding(p_wanted=True)
    flow.add_pair(pairs, finding)
    return [finding, pain.findings(), alignment.findings(), flow.flow()]


def same(one: Any, other: Any, tolerance: float) -> bool:
    """Compare findings part by part; numbers may differ by rounding."""
    if is_dataclass(one):
        return all(same(getattr(one, f.name), getattr(other, f.name), tolerance) for f in fields(one))
    if isinstance(one, list | tuple):
        return len(one) == len(other) and all(map(lambda a, b: same(a, b, tolerance), one, other))
    if isinstance(one, Mapping):
        return one.keys() == other.keys() and all(same(one[key], other[key], tolerance) for key in one)
    if isinstance(one, float) and isinstance(other, float):
        return one == pytest.approx(other, rel=tolerance, abs=tolerance)
    return bool(one == other)


def test_rows_in_another_order_give_the_same_bits() -> None:
    batch = batch_of(generated(60, seed=3), OBLIQUITY.measure, OBLIQUITY.region)
    assert everything([batch], OBLIQUITY) == everything([shuffled(batch, seed=4)], OBLIQUITY)


def test_batches_in_another_order_or_of_another_size_give_the_same_numbers() -> None:
    batch = batch_of(generated(60, seed=3), OBLIQUITY.measure, OBLIQUITY.region)
    thirds = [of_patients(batch, range(first, first + 20)) for first in (1, 21, 41)]
    whole = everything([batch], OBLIQUITY)
    assert same(whole, everything(thirds, OBLIQUITY), 1e-12)
    assert same(whole, everything(thirds[::-1], OBLIQUITY), 1e-12)
    assert whole[0] == everything(thirds[::-1], OBLIQUITY)[0]


def test_other_numbers_for_patients_and_episodes_give_the_same_findings() -> None:
    group = generated(60, seed=3)
    renamed = [replace(one, patient=one.patient * 10**12 + 5, episode=10**15 + one.patient) for one in group]
    one, other = (
        everything([batch_of(some, OBLIQUITY.measure, OBLIQUITY.region)], OBLIQUITY) for some in (group, renamed)
    )
    # The seeds by which a drawing chooses come from the numbers here, and sums are taken in their order.
    assert same(replace(one[0], lines=()), replace(other[0], lines=()), 1e-12)


@settings(max_examples=25, deadline=None, suppress_health_check=list(HealthCheck))
@given(
    st.tuples(
        *(members(n, ("knee_frontal_hka",), (("knee", "left"), ("knee", "right")), episodes=True) for n in (2, 3, 1))
    ),
    st.integers(0, 9),
)
def test_odd_patients_too_may_come_in_any_order(group: tuple[Member, ...], seed: int) -> None:
    batch = batch_of(group, KNEES.measure, KNEES.region)
    whole = everything([batch], KNEES)
    assert whole == everything([shuffled(batch, seed)], KNEES)
    assert same(whole, everything([of_patients(batch, [3]), of_patients(batch, [1, 2])], KNEES), 1e-12)

"""Holm's adjustment: held to the reference figures and to the closed test that it is a shortcut for."""

from itertools import combinations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from treatments.outcomes.estimators import holm


def test_holm_gives_the_reference_figures() -> None:
    assert holm([0.01, 0.04, 0.03, 0.005]) == pytest.approx([0.03, 0.06, 0.06, 0.02])


@given(st.lists(st.floats(0, 1), min_size=1, max_size=6))
def test_holm_is_bonferroni_applied_to_every_set_that_a_pair_is_in(p_values: list[float]) -> None:
    places = range(len(p_values))
    sets = [chosen for size in places for chosen in combinations(places, size + 1)]
    for place, adjusted in enumerate(holm(p_values)):
        worst = max(len(chosen) * min(p_values[i] for i in chosen) for chosen in sets if place in chosen)
        assert adjusted == pytest.approx(min(worst, 1), rel=1e-12)


@given(st.lists(st.none() | st.floats(0, 1), max_size=8))
def test_a_pair_that_could_not_be_estimated_counts_as_if_its_p_were_1(p_values: list[float | None]) -> None:
    adjusted, filled = holm(p_values), holm([1.0 if p is None else p for p in p_values])
    assert adjusted == [None if p is None else q for p, q in zip(p_values, filled, strict=True)]


def test_one_p_value_alone_stays_as_it_is() -> None:
    assert holm([0.04]) == [0.04]
    assert holm([0.04, None]) == [0.08, None]
    assert holm([]) == []

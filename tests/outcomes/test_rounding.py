"""Numbers for reading: one way of rounding, so that a page agrees with itself."""

from itertools import product

import pytest

from tests.outcomes.courses import alignment_of, measurements
from treatments.outcomes.charts.cohort.names import figure
from treatments.outcomes.charts.words import in_english, summary
from treatments.outcomes.document.tables import alignment_results
from treatments.outcomes.narrative.names import limit, number, signed
from treatments.outcomes.narrative.rounding import rounded, shortened


@pytest.mark.parametrize(
    ("value", "decimals", "text"),
    [
        (4.85, 1, "4.9"),
        (-4.85, 1, "−4.9"),
        (10.649999999999999, 1, "10.7"),
        (2.675, 2, "2.68"),
        (0.5, 0, "1"),
        (-0.04, 1, "0.0"),
        (100.0, 0, "100"),
        (1e300, 0, f"{int(1e300)}"),
    ],
)
def test_a_half_goes_away_from_zero_whichever_way_its_double_lies(value: float, decimals: int, text: str) -> None:
    assert rounded(value, decimals) == text


def test_ending_zeros_are_dropped_and_zero_has_no_sign() -> None:
    assert [shortened(value, 2) for value in (5.0, 100.0, -0.001, 4.5, -4.85)] == ["5", "100", "0", "4.5", "−4.85"]


def test_a_cohorts_figures_round_in_the_same_way() -> None:
    assert (figure(2.675), figure(4.85, 1), figure(0.002), figure(0.0002), figure(-0.00001)) == (
        "2.68", "4.9", "0.002", "0.0002", "0.00"
    )  # fmt: skip


def test_start_latest_and_change_agree_for_all_means_of_two_readings_to_a_tenth() -> None:
    for tenths, more in product(range(-40, 40, 7), repeat=2):
        start, end = tenths / 10, (tenths + more) / 20
        written = [float(text.replace("−", "-")) for text in (number(start), number(end), signed(end - start))]
        assert written == pytest.approx([start, end, end - start], abs=1e-9)


def test_table_sentence_and_chart_write_the_same_number() -> None:
    found = alignment_of(*measurements([(0, 6.5), (28, 4.8), (30, 4.9)]))
    (row,) = alignment_results([found], in_english).rows
    assert row[2:6] == ("6.5°", "4.85°\nmean of 2\nlast 4.9°", "−1.65°", "±1.7°")
    assert "baseline 6.5°, latest 4.85°, change −1.65°, measurement error ±1.7°" in summary(found, in_english)


@pytest.mark.parametrize(
    ("mdc95", "change", "text"),
    [
        (1.663, 1.2, "1.7"),
        (1.663, -1.68, "1.66"),
        (1.663, 1.7, "1.7"),
        (1.74, 1.72, "1.74"),
        (2.63, None, "2.6"),
        (3.9031, -3.9, "3.903"),
        (3.9031, 3.896, "3.903"),
        (3.9031, 3.9031, "3.9"),
    ],
)
def test_a_limit_never_seems_to_lie_on_the_other_side_of_its_change(
    mdc95: float, change: float | None, text: str
) -> None:
    assert limit(mdc95, change) == text

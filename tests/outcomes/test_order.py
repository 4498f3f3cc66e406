"""Which series stand first in the tables of a report: what answers, then the rest, and nothing is left out."""

from tests.outcomes.courses import inputs, measured, measurements, ratings
from treatments.outcomes.charts.words import in_english
from treatments.outcomes.document.order import parted
from treatments.outcomes.document.tables import alignment_results, without_change
from treatments.outcomes.findings.patient import patient_findings

LEGS = {"measure": "leg_length_true", "method": "tape_supine", "posture": "supine"}
FINDINGS = patient_findings(
    inputs(
        pain=(*ratings([(0, 6)]), *ratings([(0, 6), (30, 5)], region="neck"), *ratings([(3, 4)], recall="now")),
        measurements=(
            *(measured(day, 850 + day, side=side, **LEGS) for day in (0, 30) for side in ("left", "right")),
            *measurements([(0, 4.0), (30, 3.5)], measure="knee_frontal_hka", side="left", method="unknown"),
            *measurements([(0, 7.4), (30, 4.3)]),
            measured(0, 4.0, posture="sitting"),
        ),
    )
)
ALIGNMENT = parted(FINDINGS.alignment)


def test_what_changed_beyond_error_comes_first_then_other_verdicts_then_changes_without_one() -> None:
    assert [found.measure for found in ALIGNMENT.first] == ["pelvic_obliquity", "lld_true"]
    assert [found.measure for found in ALIGNMENT.others] == [
        "leg_length_true", "leg_length_true", "pelvic_obliquity", "knee_frontal_hka",
    ]  # fmt: skip


def test_no_series_is_left_out_and_none_stands_twice() -> None:
    assert len(ALIGNMENT.first) + len(ALIGNMENT.others) == len(FINDINGS.alignment)
    assert all((found in ALIGNMENT.first) != (found in ALIGNMENT.others) for found in FINDINGS.alignment)


def test_the_pain_of_a_place_is_among_the_first_even_without_a_change() -> None:
    pain = parted(FINDINGS.pain)
    assert [(found.region, found.recall) for found in pain.first] == [
        ("neck", "7d_average"),
        ("low_back", "7d_average"),
    ]
    assert [(found.region, found.recall) for found in pain.others] == [("low_back", "now")]


def test_where_nothing_changed_hands_with_a_second_visit_all_series_are_first() -> None:
    one_visit = patient_findings(inputs(measurements=(measured(0, 4.0), measured(0, 3.0, posture="sitting"))))
    parts = parted(one_visit.alignment)
    assert (parts.first, parts.others) == (list(one_visit.alignment), [])


def test_a_table_without_changes_keeps_every_other_column() -> None:
    table = without_change(alignment_results(ALIGNMENT.others, in_english))
    assert table.header == ("Measure", "n", "Baseline", "Latest", "Smallest real change\nMDC95", "Verdict")
    assert table.rows[2][1:5] == ("1", "4°", "–", "±1.9°")

"""What the charts of a repeatability report show, and what they never pretend."""

import json
from collections.abc import Iterator
from typing import Any

import pytest
import vl_convert

from tests.outcomes.replicates import MIRA, THEO, group, repeated
from tests.outcomes.test_repeatability import people
from treatments.outcomes.browser_bundle import VEGA_LITE_VERSION
from treatments.outcomes.charts.chart import Chart
from treatments.outcomes.charts.repeatability import pairs
from treatments.outcomes.charts.repeatability.pairs import PairPoint, pair_points
from treatments.outcomes.charts.repeatability.repeatability_charts import repeatability_charts
from treatments.outcomes.findings.repeatability.methods import repeatability_findings
from treatments.outcomes.findings.repeatability.points import ReplicateGroup

HANDS = (THEO, MIRA)
PLOT = "differences-pelvic-obliquity-palm"


def charts_of(*groups: ReplicateGroup, **given: Any) -> dict[str, Chart]:
    return {chart.name: chart for chart in repeatability_charts(repeatability_findings(repeated(*groups, **given)))}


def layers(part: dict[str, Any]) -> Iterator[dict[str, Any]]:
    for child in (*part.get("vconcat", ()), *part.get("layer", ())):
        yield child
        yield from layers(child)


def drawn(chart: Chart, kind: str, field: str) -> list[dict[str, Any]]:
    """The rows of all layers of one mark whose place is this field."""
    return [
        row
        for layer in layers(chart.spec)
        if layer.get("mark", {}).get("type") == kind
        and field in [channel.get("field") for channel in layer["encoding"].values() if isinstance(channel, dict)]
        for row in layer["data"]["values"]
    ]


# The difference plot


def test_each_reading_is_paired_with_the_one_before_it() -> None:
    found = pair_points([group(1.0, 2.0, 4.0), group(1.0, 2.0)])
    assert found.points == (PairPoint(1.5, 1.0, 2), PairPoint(3.0, 2.0, 1))
    assert (found.drawn, found.pairs) == (3, 3)


def test_equal_pairs_fall_together_whatever_the_last_bit_says() -> None:
    assert pair_points([group(0.1, 0.3), group(0.3 - 0.2, 0.1 + 0.2)]).points == (PairPoint(0.2, 0.2, 2),)


def test_too_many_points_are_thinned_out_evenly_and_counted(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(pairs, "MOST_DRAWN", 10)
    found = pair_points([group(0.0, float(step)) for step in range(1, 26)])
    assert [point.difference for point in found.points] == [1.0, 4.0, 7.0, 10.0, 13.0, 16.0, 19.0, 22.0, 25.0]
    assert (found.drawn, found.pairs) == (9, 25)
    plot = charts_of(*(group(0.0, float(step)) for step in range(1, 26)))[PLOT]
    assert "9 of 25 pairs drawn" in plot.description


def test_the_plot_holds_every_difference_and_the_lines_of_the_smallest_real_change() -> None:
    groups = people(0.7, 40), people(1.2, 35, seed=2, raters=HANDS)
    every = [one for part in groups for one in part]
    plot = charts_of(*every)[PLOT]
    (found,) = repeatability_findings(repeated(*every)).methods
    differences = sorted(round(second - first, 9) for first, second in (one.values for one in every))
    assert sorted(row["difference"] for row in drawn(plot, "point", "difference")) == differences
    limits = sorted(row["difference"] for row in drawn(plot, "rule", "difference"))
    same, different = found.same_rater.mdc95, found.different_rater.mdc95
    assert same
    assert different
    assert limits == [-different, -same, 0, same, different]
    assert plot.half_width


def test_without_a_figure_there_are_points_but_no_lines_and_the_reason_is_said() -> None:
    plot = charts_of(*people(0.7, 12))[PLOT]
    assert len(drawn(plot, "point", "difference")) == 12
    assert drawn(plot, "rule", "difference") == [{"difference": 0}]
    assert "12 of the 30 repeated readings that are needed" in plot.description
    assert "MDC95" not in json.dumps(plot.spec)


def test_a_kind_without_a_pair_is_not_spoken_of() -> None:
    assert "Different raters" not in json.dumps(charts_of(*people(0.7, 40))[PLOT].spec)
    assert "One rater" not in json.dumps(charts_of(*people(0.7, 40, raters=HANDS))[PLOT].spec)


def test_several_pairs_in_one_place_are_a_larger_mark() -> None:
    plot = charts_of(*(group(1.0, 2.0) for _ in range(5)), group(1.0, 1.0))[PLOT]
    sizes = {row["difference"]: (row["pairs"], row["size"]) for row in drawn(plot, "point", "difference")}
    assert sizes[1.0][0] == 5
    assert sizes[1.0][1] > sizes[0.0][1]
    assert "Larger marks: several pairs in one place" in plot.description


def test_the_table_has_every_pair_in_the_unit_of_its_header() -> None:
    plot = charts_of(*people(5, 3, measure="lld_true", method="tape_supine"))["differences-lld-true-tape-supine"]
    assert plot.table.header == ("By whom", "Mean of both, mm", "Later minus earlier, mm", "Pairs")
    assert [row[0] for row in plot.table.rows] == ["One rater"] * 3


# The forest


def test_the_forest_shows_one_s_own_figure_beside_the_one_in_force() -> None:
    every = [*people(0.7, 40), *people(1.2, 35, seed=2, raters=HANDS)]
    (found,) = repeatability_findings(repeated(*every)).methods
    forest = charts_of(*every)["forest-deg"]
    assert {row["sem"] for row in drawn(forest, "point", "sem")} == {found.same_rater.sem, found.different_rater.sem}
    assert {(row["low"], row["high"]) for row in drawn(forest, "rule", "low")} == {
        found.same_rater.sem_ci95,
        found.different_rater.sem_ci95,
    }
    assert {row["in_force"] for row in drawn(forest, "point", "in_force")} == {0.7, 1.1}


def test_a_method_without_a_figure_of_its_own_says_why_and_keeps_the_one_in_force() -> None:
    forest = charts_of(*people(0.7, 12))["forest-deg"]
    assert drawn(forest, "point", "sem") == []
    assert "Different raters" not in json.dumps(forest.spec), "the key shows what there is"
    assert [row["in_force"] for row in drawn(forest, "point", "in_force")] == [0.7]
    assert "12 of the 30 repeated readings that are needed" in forest.description


def test_degrees_and_millimetres_have_scales_of_their_own() -> None:
    charts = charts_of(*people(0.7, 40), *people(5, 40, measure="lld_true", method="tape_supine"))
    assert list(charts)[:2] == ["forest-mm", "forest-deg"]
    assert charts["forest-mm"].title == "Standard error of measurement, mm"


def test_more_methods_than_a_page_holds_go_on_another_one(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("treatments.outcomes.charts.repeatability.forest.MOST_ROWS", 1)
    groups = [*people(0.7, 2), *people(0.7, 2, method="radiograph")]
    assert [name for name in charts_of(*groups) if name.startswith("forest")] == ["forest-deg", "forest-deg-2"]


def test_a_method_without_any_known_figure_still_has_a_scale() -> None:
    forest = charts_of(*people(3, 2, measure="icd_imd", method="caliper"))["forest-mm"]
    assert drawn(forest, "point", "in_force") == []
    assert "Figure in force: –" in forest.description


# All of them


def test_every_chart_can_be_drawn_and_says_in_words_what_it_shows() -> None:
    charts = charts_of(*people(0.7, 40), *people(1.2, 3, seed=2, raters=HANDS), group(2.0, 2.0))
    for chart in charts.values():
        svg = vl_convert.vegalite_to_svg(chart.spec, vl_version=VEGA_LITE_VERSION, allowed_base_urls=[])
        assert "NaN" not in svg
        assert chart.description.endswith(".")
        assert len(chart.table.header) == len(chart.table.rows[0])


def test_without_a_replicate_there_is_nothing_to_draw() -> None:
    assert charts_of() == {}


def test_the_words_of_a_chart_are_translated() -> None:
    findings = repeatability_findings(repeated(*people(0.7, 40), *people(1.2, 35, seed=2, raters=HANDS)))
    for chart in repeatability_charts(findings, lambda text: f"«{text}»" if "%" not in text else text):
        assert "«One rater" in json.dumps(chart.spec, ensure_ascii=False)

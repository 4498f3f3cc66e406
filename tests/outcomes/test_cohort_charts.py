"""What the charts of a cohort report show, and what they never pretend."""

import json
from collections.abc import Callable, Iterator
from dataclasses import replace
from typing import Any

import pytest
import vl_convert

from tests.golden import golden_json
from tests.outcomes import cohort_examples as examples
from treatments.outcomes.browser_bundle import VEGA_LITE_VERSION
from treatments.outcomes.charts.chart import Chart
from treatments.outcomes.charts.cohort.cohort_charts import cohort_charts
from treatments.outcomes.charts.cohort.forest import forest_chart
from treatments.outcomes.charts.cohort.forest_marks import ESTIMATE, INCONSISTENT, RAW, domain_of
from treatments.outcomes.charts.cohort.names import figure
from treatments.outcomes.charts.cohort.parallel_lines import parallel_lines_chart
from treatments.outcomes.charts.cohort.quadrants import APART, TOGETHER, quadrants_chart
from treatments.outcomes.charts.cohort.responders import responders_chart
from treatments.outcomes.charts.style import BAND, INK, MUTED, PAPER
from treatments.outcomes.charts.words import in_english
from treatments.outcomes.estimators import wilson
from treatments.outcomes.findings.cohort.finding import CohortFindings, CourseStep
from treatments.outcomes.findings.cohort.flow_finding import Attendance, Flow

CASES: dict[str, Callable[[], CohortFindings]] = {
    "six pairs": examples.cohort,
    "one pair": examples.one_pair,
    "too little of everything": examples.all_insufficient,
    "everything suppressed": examples.all_suppressed,
    "for sharing": examples.for_sharing,
    "nothing asked": lambda: examples.cohort(pairs=(), pain=(), alignment=(), comparisons=0),
}


@pytest.fixture(scope="module")
def charts() -> dict[str, Chart]:
    return drawn(examples.cohort())


def drawn(findings: CohortFindings, **options: Any) -> dict[str, Chart]:
    return {chart.name: chart for chart in cohort_charts(findings, **options)}


def layers(part: dict[str, Any]) -> Iterator[dict[str, Any]]:
    for child in (*part.get("vconcat", ()), *part.get("hconcat", ()), *part.get("layer", ())):
        yield child
        yield from layers(child)


def marks(chart: Chart, kind: str, **look: Any) -> list[dict[str, Any]]:
    """The layers of one kind of mark that look like this."""
    found = [layer for layer in layers(chart.spec) if isinstance(layer.get("mark"), dict)]
    return [layer for layer in found if {"type": kind, **look}.items() <= layer["mark"].items()]


def rows(*found: dict[str, Any]) -> list[dict[str, Any]]:
    return [row for layer in found for row in layer["data"]["values"]]


def on_hover(chart: Chart) -> list[dict[str, Any]]:
    """The layers of markers that tell their values."""
    return [layer for layer in marks(chart, "point") if "tooltip" in layer["encoding"]]


def words(chart: Chart) -> list[str]:
    """Everything that is written in a drawing, each text in one line."""
    return [row["text"].replace("\n", " ") for row in rows(*marks(chart, "text")) if "text" in row]


def said(chart: Chart) -> str:
    return json.dumps(chart.spec, ensure_ascii=False)


def estimates(chart: Chart, colour: str) -> list[dict[str, Any]]:
    return [row for row in rows(*marks(chart, "point", fill=colour)) if "estimate" in row]


def test_every_pair_region_and_count_has_its_chart(charts: dict[str, Chart]) -> None:
    assert list(charts) == [
        "forest",
        "quadrants",
        "responders",
        "course-low-back",
        "course-neck",
        "course-knee",
        "alignment-change",
        "lines-pelvic-obliquity-low-back",
        "lines-pelvic-tilt-palp-mean-low-back",
        "lines-lld-true-low-back",
        "lines-knee-frontal-hka-knee",
        "lines-lld-true-knee",
        "lines-pelvic-obliquity-neck",
        "flow",
        "attendance",
    ]


def test_the_forest_shows_the_estimate_solid_and_the_raw_slope_hollow_and_grey(charts: dict[str, Chart]) -> None:
    first = examples.six_pairs()[0]
    row = estimates(charts["forest"], ESTIMATE)[0]
    assert row["value"] == pytest.approx(first.within_patient.slope_per_mdc)
    assert (row["low"], row["high"]) == pytest.approx((0.13 * first.mdc95, 0.49 * first.mdc95))
    (raw,) = (layer for layer in marks(charts["forest"], "point", stroke=RAW) if "tooltip" in layer["encoding"])
    assert raw["mark"]["fill"] == PAPER
    assert rows(raw)[0]["raw"] == pytest.approx(0.5 * first.mdc95)
    assert "Not adjusted for time" in words(charts["forest"])


def test_the_forest_shades_what_is_too_small_to_matter_and_draws_the_line_of_no_difference(
    charts: dict[str, Chart],
) -> None:
    zones = [layer for layer in marks(charts["forest"], "rect", color=BAND) if "low" in layer["data"]["values"][0]]
    assert rows(*zones) == [{"low": -0.5, "high": 0.5}]
    assert [{"low": 0}] in [rows(layer) for layer in marks(charts["forest"], "rule")]


def test_an_inconsistent_pair_has_another_shape_and_colour_and_says_so(charts: dict[str, Chart]) -> None:
    (row,) = estimates(charts["forest"], INCONSISTENT)
    assert row["pair"] == "Knee, frontal angle (hip-knee-ankle) and pain (knee)"
    shapes = {layer["mark"]["shape"] for layer in marks(charts["forest"], "point", fill=INCONSISTENT)}
    assert shapes == {"diamond"}
    assert any("inconsistent with own courses" in text for text in words(charts["forest"]))


def test_a_pair_without_an_estimate_keeps_its_row_and_gives_the_reason(charts: dict[str, Chart]) -> None:
    reason = "Not enough data: 5 of the 8 patients that are needed; 12 of the 20 degrees of freedom that are needed"
    assert reason in words(charts["forest"])
    assert "True leg length difference" in words(charts["forest"])
    assert len(estimates(charts["forest"], ESTIMATE)) == 4


def test_the_rows_of_the_forest_say_what_they_count_and_a_pair_without_pairs_has_none() -> None:
    none_yet = examples.without_pairs("pelvic_obliquity", "neck")
    chart = forest_chart((examples.six_pairs()[0], none_yet), in_english)
    assert {"n: patients whose deviation varies", "pairs: those of all in the model"} < set(words(chart))
    assert {"Low back; n\xa0=\xa041, 372\xa0pairs", "Neck; no pairs"} < set(words(chart))
    assert chart.table.header[2:5] == ("Patients whose deviation varies", "Pairs", "Series")
    assert [row[2:5] for row in chart.table.rows] == [(41, 372, 41), (0, 0, 0)]


def test_exploratory_pairs_stand_apart_and_a_pair_without_an_mdc_is_told_per_unit() -> None:
    chart = forest_chart((*examples.six_pairs(), examples.exploratory_pair()), in_english)
    assert {"Settled beforehand", "Exploratory, not adjusted"} <= set(words(chart))
    assert "0.40 (−0.30 to 1.10)" in words(chart)
    assert "for 1°" in words(chart)
    assert "The measurement error of this method is not known" in words(chart)
    assert "Pelvic obliquity and pain (upper back)" not in {row["pair"] for row in estimates(chart, ESTIMATE)}


def test_a_p_value_stands_beside_the_estimate_only_where_there_is_one() -> None:
    first, second, *_ = examples.six_pairs()
    confirmed = [
        replace(first, within_patient=replace(first.within_patient, p=0.0004, p_holm=0.0021)),
        replace(second, within_patient=replace(second.within_patient, p=0.61, p_holm=None)),
    ]
    texts = words(forest_chart(confirmed, in_english))
    assert any("p < 0.001, by Holm = 0.002" in text for text in texts)
    assert any("p = 0.610" in text for text in texts)
    assert not any("Holm" in text for text in words(forest_chart([first, second], in_english)))


def test_an_interval_beyond_the_scale_is_cut_with_an_arrow_and_said_in_full() -> None:
    wide = examples.pair(within_patient=examples.within(0.5, -6.0, 7.0, 1.94))
    wild = examples.pair("lld_true", "low_back", "tape_supine", within_patient=examples.within(2.0, 1.0, 3.0, 9.7))
    chart = forest_chart([wide, wild], in_english)
    assert domain_of([wide, wild]) == (-5.0, 5.0)
    assert len(rows(*marks(chart, "point", shape="triangle-left"))) == 1
    assert len(rows(*marks(chart, "point", shape="triangle-right"))) == 2
    assert any(text.startswith("19.40 (9.70 to 29.10)") for text in words(chart))
    assert [row["pair"] for row in estimates(chart, ESTIMATE)] == ["Pelvic obliquity and pain (low back)"]


def test_the_key_explains_only_signs_that_occur() -> None:
    inconsistent = "Inconsistent: own courses disagree"
    assert inconsistent in words(drawn(examples.cohort())["forest"])
    assert inconsistent not in words(drawn(examples.one_pair())["forest"])
    refused = words(drawn(examples.all_insufficient())["forest"])
    assert not {"Time allowed for, 95 % interval", "Not adjusted for time"} & set(refused)


def test_the_lines_of_a_pair_are_drawn_raw_and_adjusted_over_the_same_scales(charts: dict[str, Chart]) -> None:
    chart = charts["lines-pelvic-obliquity-low-back"]
    panels = chart.spec["vconcat"][0]["hconcat"]
    assert [panel["title"]["text"][0] for panel in panels] == ["Not adjusted for time", "Time allowed for"]
    scales = {json.dumps([panel["layer"][0]["encoding"][axis]["scale"] for axis in "xy"]) for panel in panels}
    assert len(scales) == 1


def test_each_patient_has_a_line_of_the_common_slope_through_its_own_means(charts: dict[str, Chart]) -> None:
    found = examples.six_pairs()[0]
    _, adjusted = charts["lines-pelvic-obliquity-low-back"].spec["vconcat"][0]["hconcat"]
    ends = [row for row in adjusted["layer"][1]["data"]["values"] if row["patient"] == 1]
    low, high = ends
    assert (high["y"] - low["y"]) / (high["x"] - low["x"]) == pytest.approx(0.31)
    line = found.lines[0]
    assert (low["x"], high["x"]) == (min(line.adjusted_exposure), max(line.adjusted_exposure))
    middle = sum(line.adjusted_exposure) / len(line.adjusted_exposure)
    level = low["y"] + 0.31 * (middle - low["x"])
    assert level == pytest.approx(sum(line.adjusted_pain) / len(line.adjusted_pain))


def test_no_lines_are_drawn_for_sharing_or_of_few_patients_and_the_panel_says_why() -> None:
    bare = replace(examples.six_pairs()[0], lines=())
    sharing = parallel_lines_chart(bare, "sharing", in_english)
    few = parallel_lines_chart(bare, "internal", in_english)
    reasons = (
        "The courses of single patients are not drawn in a report for sharing",
        "The courses of fewer than 10 patients are not drawn",
    )
    counted = "41 patients whose deviation varies; 372 pairs in 41 series"
    assert [words(chart) for chart in (sharing, few)] == [[f"{counted}; {reason}"] for reason in reasons]
    assert "not drawn" in sharing.description
    assert sharing.table.rows == ()


def test_only_a_drawing_with_a_heading_names_its_pair() -> None:
    name = "Pelvic obliquity and pain (low back)"
    for found in (examples.six_pairs()[0], replace(examples.six_pairs()[0], lines=())):
        alone = parallel_lines_chart(found, "internal", in_english, "Harbour")
        below_its_name = parallel_lines_chart(found, "internal", in_english)
        assert name in json.dumps(alone.spec["vconcat"])
        assert name not in json.dumps(below_its_name.spec["vconcat"])


def test_a_patient_who_never_varied_has_a_point_and_every_exposure_has_its_name() -> None:
    still = replace(examples.six_pairs()[0].lines[0], exposure=(2.0,) * 3, pain=(5.0, 4.0, 3.0),
                    adjusted_exposure=(2.0,) * 3, adjusted_pain=(4.0, 4.0, 4.0))  # fmt: skip
    for exposure, axis in (
        ("deviation", "Deviation from the band, °"),
        ("distance_from_neutral", "Distance from neutral, °"),
        ("this_leg_minus_other", "This leg minus the other, °"),
    ):
        chart = parallel_lines_chart(examples.pair(lines=(still,), exposure=exposure), "internal", in_english)
        assert axis in said(chart)


def test_a_pair_without_a_raw_correlation_has_one_panel() -> None:
    chart = parallel_lines_chart(examples.pair(raw_rmcorr=None), "internal", in_english)
    assert [panel["title"]["text"][0] for panel in chart.spec["vconcat"][0]["hconcat"]] == ["Time allowed for"]


def test_the_area_of_a_quadrant_is_the_share_of_its_patients(charts: dict[str, Chart]) -> None:
    squares = {
        row["n"]: (row["x2"] - row["x"]) ** 2
        for row in rows(*marks(charts["quadrants"], "rect"))
        if row.get("pair") == "Pelvic obliquity and pain (low back)"
    }
    assert set(squares) == {18, 6, 9, 8}
    assert squares[18] / squares[6] == pytest.approx(3)


def test_quadrants_differ_in_shade_and_every_count_is_written(charts: dict[str, Chart]) -> None:
    colours = {row["group"]: row["colour"] for row in rows(*marks(charts["quadrants"], "rect")) if "group" in row}
    assert colours == {
        "Moved toward the band and less pain": TOGETHER,
        "Moved toward the band only": APART,
        "Less pain only": APART,
        "Neither": TOGETHER,
    }
    assert {"18", "6", "9", "8"} <= set(words(charts["quadrants"]))


def test_a_pair_without_a_band_has_a_square_without_counts_that_says_why(charts: dict[str, Chart]) -> None:
    why = "Cannot be estimated: there is no population band to judge by"
    for name in ("quadrants", "responders"):
        assert f"(knee, this leg minus the other): {why}." in charts[name].description
    said = " ".join(" ".join(words(charts["quadrants"])).split())
    assert said.count(why) == 1
    assert "" not in words(charts["quadrants"])
    assert "A dash: not shown" not in json.dumps(charts["quadrants"].spec)


def test_a_hidden_count_is_a_dash_and_a_table_without_any_says_why() -> None:
    first = examples.six_pairs()[0]
    partly = replace(first, quadrants=replace(first.quadrants, aligned_only=None, neither=None))
    chart = quadrants_chart([partly, examples.suppressed(first)], in_english)
    assert "A dash: not shown, as a count is too small." in said(chart)
    assert words(chart).count("–") == 2
    assert "Not shown: a count is too small to be shown without pointing to persons" in words(chart)
    assert "Low back; n = –" in [text.replace("\u00a0", " ") for text in words(chart)]
    assert "A dash" not in said(quadrants_chart([first], in_english))


def test_both_groups_of_responders_have_their_share_with_its_interval(charts: dict[str, Chart]) -> None:
    moved, others = on_hover(charts["responders"])
    assert rows(moved)[0]["share"] == pytest.approx(75)
    assert rows(others)[0]["share"] == pytest.approx(100 * 9 / 17)
    low, high = wilson(18, 24) or (None, None)
    assert (rows(moved)[0]["low"], rows(moved)[0]["high"]) == pytest.approx((100 * low, 100 * high))
    assert moved["mark"]["shape"] != others["mark"]["shape"]
    assert "22 (−7 to 48)" in words(charts["responders"])
    assert "75 % beside 53 %" in words(charts["responders"])


def test_responders_too_few_or_hidden_are_refused_in_words() -> None:
    first = examples.six_pairs()[0]
    hidden = replace(first, quadrants=examples.NO_QUADRANTS)
    chart = responders_chart([examples.six_pairs()[1], examples.suppressed(first), hidden], in_english)
    why = "Not enough data: the smaller group has 5 of the 10 patients that are needed in each"
    assert why in " ".join(words(chart))
    assert "Not shown: a count is too small to be shown without pointing to persons" in words(chart)
    assert "22 (−7 to 48)" in words(chart), "a difference may be known where the counts are hidden"
    assert not any("beside" in text for text in words(chart))


def test_the_course_shows_the_mean_with_its_interval_and_n_at_each_step(charts: dict[str, Chart]) -> None:
    found = examples.pain()
    chart = charts["course-low-back"]
    (points,) = on_hover(chart)
    enough = [step for step in found.course if step.n >= 5]
    assert [(row["start"], row["n"]) for row in rows(points)] == [(step.start, step.n) for step in enough]
    intervals = rows(marks(chart, "rule")[0])
    assert [(row["low"], row["high"]) for row in intervals] == [step.ci95 for step in enough]
    assert {"n", "55", "25", "2"} <= set(words(chart))


def test_no_line_of_a_course_crosses_a_gap_or_a_step_without_a_mean(charts: dict[str, Chart]) -> None:
    spaghetti, mean = marks(charts["course-low-back"], "line")
    assert [row["run"] for row in rows(mean)] == ["0.0"] * 11 + ["1.0"]
    assert mean["encoding"]["detail"]["field"] == spaghetti["encoding"]["detail"]["field"] == "run"
    steps = tuple(
        CourseStep(start=week, n=n, mean=5.0 if n > 4 else None, ci95=None) for week, n in enumerate((9, 3, 7))
    )
    _, broken = marks(drawn(examples.cohort(pain=(examples.pain(course=steps),)))["course-low-back"], "line")
    assert [(row["start"], row["run"]) for row in rows(broken)] == [(0, "0.0"), (2, "0.1")]


def test_a_course_explains_its_signs_and_that_not_the_same_patients_rate_throughout(charts: dict[str, Chart]) -> None:
    mean, patient = "Mean pain (95 % interval)", "A single patient"
    whoever = "Each week is of those who rated in it, not of the same patients throughout; no mean of fewer than 5"
    chart = charts["course-low-back"]
    assert {mean, patient} <= set(words(chart))
    assert whoever in " ".join(chart.spec["vconcat"][0]["title"]["subtitle"])
    assert f"{whoever}. Line chart of the mean with its 95 % interval." in chart.description
    assert chart.description.endswith("Thin grey lines of single patients, drawn: 20.")
    means_only = drawn(examples.cohort(pain=(examples.pain(spaghetti=()),)))["course-low-back"]
    few = (CourseStep(start=0, n=3, mean=None, ci95=None),)
    patients_only = drawn(examples.cohort(pain=(examples.pain(course=few),)))["course-low-back"]
    assert (mean in words(patients_only), patient in words(patients_only)) == (False, True)
    assert mean in words(means_only)
    assert patient not in words(means_only)
    assert "single patients" not in means_only.description


def test_a_course_without_any_mean_or_patient_to_draw_is_a_panel_that_says_why() -> None:
    few = examples.pain(
        status="insufficient_data", reasons=("too_few_patients:3<5",), n=3, baseline=None, latest=None, change=None,
        change_ci95=None, spaghetti=(), course=(CourseStep(start=0, n=3, mean=None, ci95=None),),
    )  # fmt: skip
    chart = drawn(examples.cohort(pain=(few,)))["course-low-back"]
    assert words(chart) == ["Not enough data: 3 of the 5 patients that are needed"]
    assert "no mean of fewer" not in chart.description
    assert chart.table.rows == ((0, 3, None, None, None),)


@pytest.mark.parametrize(("expected", "change"), [(0.35, "−0.35"), (-0.2, "+0.20"), (0.0, "0.00"), (-1e-9, "0.00")])
def test_a_rise_that_is_expected_anyway_is_drawn_as_a_rise(expected: float, change: str) -> None:
    found = examples.pain()
    assert found.regression_to_the_mean is not None
    regression = replace(found.regression_to_the_mean, expected=expected)
    chart = drawn(examples.cohort(pain=(replace(found, regression_to_the_mean=regression),)))["course-low-back"]
    assert f"regression to the mean alone: {change}." in chart.description


def test_a_mean_change_never_stands_without_what_is_expected_anyway(charts: dict[str, Chart]) -> None:
    assert "regression to the mean alone: −0.35" in charts["course-low-back"].description
    assert "regression to the mean not known" in charts["course-neck"].description
    for name in ("course-low-back", "course-neck", "alignment-change", "responders"):
        assert "ntreated comparison" in charts[name].description
        assert "ntreated comparison" in said(charts[name])


def test_a_short_course_is_drawn_in_days() -> None:
    short = examples.pain(
        steps_in="day",
        course=(CourseStep(start=0, n=9, mean=5.0, ci95=(4, 6)), CourseStep(start=10, n=1, mean=None, ci95=None)),
        spaghetti=(((0.0, 6.0), (1.0, 4.0)),),
    )
    chart = drawn(examples.cohort(pain=(short,)))["course-low-back"]
    assert [row["at"] for row in rows(marks(chart, "line")[0])] == [0, 7]
    assert [row["start"] for row in rows(marks(chart, "rule")[0])] == [0], "one patient has neither mean nor interval"
    assert "Days since the first rating" in said(chart)


def test_a_course_that_may_not_be_shown_says_so() -> None:
    hidden = drawn(examples.cohort(pain=(examples.pain(course=(), spaghetti=()),)))["course-low-back"]
    few = drawn(examples.all_insufficient())["course-low-back"]
    assert words(hidden) == ["Not shown"]
    assert words(few) == ["Not enough data: 5 of the 8 patients that are needed"]


def test_mean_changes_are_drawn_in_units_of_the_smallest_real_change(charts: dict[str, Chart]) -> None:
    chart = charts["alignment-change"]
    (latest,) = on_hover(chart)
    first = examples.alignment()
    assert rows(latest)[0]["latest"] == pytest.approx(-1.7 / first.mdc95)
    assert [row["mdcs"] for row in rows(*marks(chart, "rule", strokeDash=[4, 3])) if "mdcs" in row] == [-1, 1]
    assert len(rows(latest)) == 4, "a method without a known error has no place on this scale"
    assert "The measurement error of this method is not known" in words(chart)
    assert any("unlikely in bone within weeks" in text for text in words(chart))


def test_a_mean_change_without_an_interval_is_a_point() -> None:
    chart = drawn(examples.cohort(alignment=(examples.alignment(change_ci95=None),)))["alignment-change"]
    (row,) = rows(*on_hover(chart))
    assert row["low"] == row["high"] == row["latest"]
    assert "−1.70°" in words(chart)


def test_attendance_is_counted_and_a_hidden_count_interrupts_the_curve() -> None:
    steps = tuple(Attendance(visits=n, patients=None if n == 3 else 20 - n) for n in range(1, 13))
    flow = Flow(enrolled=20, with_baseline=18, baseline_after_start=3, with_3_pairs=15, analysed=12, attendance=steps)
    chart = drawn(examples.cohort(flow=flow))["attendance"]
    (line,) = marks(chart, "line")
    assert [row["run"] for row in rows(line)] == [0, 0] + [1] * 9
    assert "counts too small to be shown are left out" in chart.description
    assert "6 visits or more: 14; 8 visits or more: 12; 12 visits or more: 8" in chart.description


def test_the_flow_counts_who_was_left_out_and_why(charts: dict[str, Chart]) -> None:
    assert {"60", "55", "44", "41", "left out: 11 (fewer than 3)"} <= set(words(charts["flow"]))
    widths = [row["x2"] for row in rows(*marks(charts["flow"], "rect"))]
    assert [width / widths[0] for width in widths] == pytest.approx([1, 55 / 60, 44 / 60, 41 / 60])
    hidden = drawn(examples.all_suppressed())["flow"]
    assert rows(*marks(hidden, "rect")) == []
    assert words(hidden).count("–") == 4


@pytest.mark.parametrize("case", CASES)
def test_every_chart_of_every_cohort_can_be_drawn_without_a_warning(
    case: str, capfd: pytest.CaptureFixture[str]
) -> None:
    for chart in cohort_charts(CASES[case](), heading="Harbour Clinic"):
        vl_convert.vegalite_to_svg(chart.spec, vl_version=VEGA_LITE_VERSION, show_warnings=True)
    printed = capfd.readouterr()
    assert "WARN" not in printed.out + printed.err


@pytest.mark.parametrize("case", CASES)
def test_every_chart_has_a_title_an_alternative_text_and_its_numbers_as_a_table(case: str) -> None:
    for chart in cohort_charts(CASES[case]()):
        assert chart.title
        assert chart.spec["description"] == chart.description
        assert {len(row) for row in chart.table.rows} <= {len(chart.table.header)}
        assert "NaN" not in said(chart)


def test_every_chart_has_an_alternative_text_that_tells_what_it_shows(charts: dict[str, Chart]) -> None:
    assert "0.60 (0.25 to 0.95)" in charts["forest"].description
    assert "moved toward the band and less pain: 18" in charts["quadrants"].description
    assert "18 / 24 (75 %)" in charts["responders"].description
    assert (
        "Time allowed for: 0.31 (0.13 to 0.49) points for 1°" in charts["lines-pelvic-obliquity-low-back"].description
    )
    assert "−1.70° (−2.10 to −1.30)" in charts["alignment-change"].description
    assert "Enrolled: 60" in charts["flow"].description


def test_every_panel_says_how_many_patients_it_rests_on(charts: dict[str, Chart]) -> None:
    for chart in charts.values():
        text = said(chart).replace("\u00a0", " ")
        assert "n = " in text or "patients" in text.lower(), chart.name


def test_names_of_charts_are_distinct_and_safe_in_a_path(charts: dict[str, Chart]) -> None:
    assert all(name.replace("-", "").isalnum() and name.isascii() for name in charts)


def test_nobody_is_named_and_no_chart_refers_to_anything_outside(charts: dict[str, Chart]) -> None:
    for chart in charts.values():
        assert said(chart).replace(chart.spec["$schema"], "").count("://") == 0


def test_values_are_told_on_hover(charts: dict[str, Chart]) -> None:
    for chart in charts.values():
        if chart.name not in ("flow", "lines-lld-true-knee"):
            assert any("tooltip" in layer.get("encoding", {}) for layer in layers(chart.spec)), chart.name


def test_labels_go_through_the_translation() -> None:
    for chart in cohort_charts(examples.cohort(), lambda message: f"<{message}>"):
        assert "<" in chart.title
    forest = drawn(examples.cohort(), translate=lambda message: f"<{message}>")["forest"]
    assert {"<Settled beforehand>", "<Estimate (95 % interval)>", "← <less pain>"} <= set(words(forest))


def test_the_heading_stands_above_each_chart() -> None:
    for chart in cohort_charts(examples.cohort(), heading="Harbour · data until 9 Feb 2027"):
        assert chart.spec["title"]["text"] == ["Harbour · data until 9 Feb 2027"]


@pytest.mark.parametrize("ground", [PAPER, TOGETHER, APART, BAND])
def test_words_are_readable_on_every_ground(ground: str) -> None:
    assert contrast(INK, ground) >= 4.5
    assert contrast(MUTED, PAPER) >= 4.5


def contrast(first: str, second: str) -> float:
    """The contrast ratio of two colours (WCAG 2)."""
    light, dark = sorted((luminance(first), luminance(second)), reverse=True)
    return (light + 0.05) / (dark + 0.05)


def luminance(colour: str) -> float:
    parts = [int(colour[at : at + 2], 16) / 255 for at in (1, 3, 5)]
    red, green, blue = (part / 12.92 if part <= 0.03928 else ((part + 0.055) / 1.055) ** 2.4 for part in parts)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def test_an_interval_that_reaches_beyond_the_scale_ends_with_it() -> None:
    (step,) = (CourseStep(start=0, n=6, mean=5.0, ci95=(-4.0, 14.0)),)
    chart = drawn(examples.cohort(pain=(examples.pain(course=(step,)),)))["course-low-back"]
    assert [(row["low"], row["high"]) for row in rows(marks(chart, "rule")[0])] == [(0, 10)]
    assert chart.table.rows == ((0, 6, 5.0, -4.0, 14.0),)


def test_an_end_of_an_interval_is_never_rounded_to_0() -> None:
    assert [figure(value) for value in (0.002, -0.004, 0.00031, 0.00001, 0.0)] == [
        "0.002", "−0.004", "0.0003", "0.00", "0.00",
    ]  # fmt: skip


def test_a_figure_that_does_not_exist_is_a_dash_and_zero_has_no_sign() -> None:
    assert [figure(value, 1) for value in (None, -0.04, -1.25, 2.0)] == ["–", "0.0", "−1.3", "2.0"]


def test_the_forest_of_one_pair_is_described_as_recorded() -> None:
    golden_json("cohort_forest_chart.json", drawn(examples.one_pair())["forest"].spec)

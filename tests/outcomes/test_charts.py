"""What the charts of a patient's report show, and what they never pretend."""

import json
from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from typing import Any

import pytest
import vl_convert

from tests.golden import golden_json
from tests.outcomes.courses import inputs, measured, measurements, on_day, rated, ratings, session
from treatments.outcomes.browser_bundle import VEGA_LITE_VERSION
from treatments.outcomes.charts.chart import Chart
from treatments.outcomes.charts.document_charts import document_charts
from treatments.outcomes.charts.frame import wrapped
from treatments.outcomes.charts.page_charts import patient_charts
from treatments.outcomes.charts.style import INK, PAPER
from treatments.outcomes.findings.patient import patient_findings
from treatments.outcomes.findings.points import EventPoint, PatientInputs

OBLIQUITY = "pelvic-obliquity-palm-standing-barefoot-without-lift"


def charts_of(given: PatientInputs, **options: Any) -> dict[str, Chart]:
    return {chart.name: chart for chart in patient_charts(patient_findings(given), given, **options)}


def layers(part: dict[str, Any]) -> Iterator[dict[str, Any]]:
    for child in (*part.get("vconcat", ()), *part.get("hconcat", ()), *part.get("layer", ())):
        yield child
        yield from layers(child)


def marks(panel: dict[str, Any], kind: str) -> list[dict[str, Any]]:
    return [layer for layer in layers(panel) if layer.get("mark", {}).get("type") == kind]


def rows(layer: dict[str, Any]) -> list[dict[str, Any]]:
    values: list[dict[str, Any]] = layer["data"]["values"]
    return values


def said(chart: Chart) -> str:
    return json.dumps(chart.spec, ensure_ascii=False)


EIGHT_WEEKS = inputs(
    pain=ratings([(0, 8), (7, 7), (14, 6), (28, 5), (49, 4), (56, 3)]),
    measurements=measurements([(0, 4.2), (7, 4.0), (14, 3.1), (28, 2.2), (49, 1.4), (56, 0.9)]),
    sessions=(session(1), session(8), session(15, "no_show"), session(29)),
    events=(EventPoint(key="e", at=on_day(20), kind="flare", label="Flare"),),
)


def test_the_overview_stacks_pain_sessions_and_alignment_over_one_time_axis() -> None:
    panels = charts_of(EIGHT_WEEKS)["overview"].spec["vconcat"]
    titles = [panel["title"]["text"][0] for panel in panels if "title" in panel]
    assert [title.split(":")[0] for title in titles] == [
        "Pain, 0 to 10",
        "Sessions, n = 3; other events, n = 1",
        "Pelvic obliquity",
    ]
    domains = {json.dumps(layer["encoding"]["x"]["scale"]["domain"]) for panel in panels for layer in _timed(panel)}
    assert len(domains) == 1


def _timed(panel: dict[str, Any]) -> list[dict[str, Any]]:
    return [layer for layer in layers(panel) if layer.get("encoding", {}).get("x", {}).get("type") == "temporal"]


def test_pain_always_reaches_from_0_to_10() -> None:
    for layer in marks(charts_of(EIGHT_WEEKS)["pain"].spec, "line"):
        assert layer["encoding"]["y"]["scale"]["domain"] == [0, 10]


def test_up_to_three_regions_share_a_panel_and_differ_in_colour_shape_and_line() -> None:
    three = inputs(pain=(rated(0, 6), rated(0, 5, region="neck"), rated(0, 4, region="knee", side="right")))
    spec = charts_of(three)["pain"].spec
    (points,) = marks(spec["vconcat"][0], "point")
    for channel in ("color", "shape"):
        looks = points["encoding"][channel]["scale"]
        assert looks["domain"] == ["Low back", "Neck", "Right knee"]
        assert len(set(looks["range"])) == 3
    dashes = [tuple(layer["mark"]["strokeDash"]) for layer in marks(spec, "line") if "strokeDash" in layer["mark"]]
    assert len(set(dashes)) == 3


def test_a_fourth_region_turns_the_panel_into_small_ones() -> None:
    regions = ("low_back", "neck", "head", "upper_back")
    four = inputs(pain=tuple(rated(0, 5, region=region) for region in regions))
    assert len(marks(charts_of(four)["pain"].spec, "point")) == 4


def test_no_line_crosses_a_gap_of_more_than_28_days() -> None:
    gap = inputs(
        pain=ratings([(0, 8), (14, 7), (43, 5), (57, 4), (64, 4)]),
        measurements=measurements([(0, 4.2), (14, 4.0), (42, 2.0)]),
    )
    charts = charts_of(gap)
    for line in marks(charts["pain"].spec["vconcat"][0], "line"):
        assert [row["run"] for row in rows(line)] == [0, 0, 1, 1, 1]
        assert line["encoding"]["detail"]["field"] == "run"
    (course,) = marks(charts[OBLIQUITY].spec, "line")
    assert {row["run"] for row in rows(course)} == {0}, "28 days are not yet a gap"


def test_the_trend_line_ends_with_the_readings() -> None:
    pain = charts_of(EIGHT_WEEKS)["pain"].spec["vconcat"][0]
    (trend,) = [layer for layer in marks(pain, "line") if layer["mark"]["strokeWidth"] < 1]
    assert [row["at"] for row in rows(trend)] == [row["at"] for row in rows(marks(pain, "point")[0])]


def test_a_trend_line_that_is_steeper_than_the_course_is_cut_at_the_ends_of_the_scale() -> None:
    steep = inputs(pain=ratings([(0, 10), (7, 10), (14, 10), (21, 9), (28, 0), (35, 0), (42, 0)]))
    spec = charts_of(steep)["pain"].spec["vconcat"][0]
    (trend,) = [layer for layer in marks(spec, "line") if layer["mark"]["strokeWidth"] < 1]
    assert max(row["pain"] for row in rows(trend)) > 10, "the line itself leaves the scale"
    assert trend["mark"]["clip"] is True


def test_no_trend_is_drawn_over_less_than_three_weeks() -> None:
    short = inputs(pain=ratings([(0, 8), (4, 7), (8, 6), (12, 5), (16, 4)]))
    pain = charts_of(short)["pain"].spec["vconcat"][0]
    assert not [layer for layer in marks(pain, "line") if layer["mark"]["strokeWidth"] < 1]


def test_the_important_fall_is_a_dotted_line() -> None:
    pain = charts_of(EIGHT_WEEKS)["pain"].spec["vconcat"][0]
    (target,) = [layer for layer in marks(pain, "rule") if layer["mark"].get("strokeDash") == [1.5, 4]]
    assert rows(target) == [{"pain": pytest.approx(5.6), "series": "Low back"}]


def test_measurement_error_is_a_hatched_band_around_the_baseline() -> None:
    finding = patient_findings(EIGHT_WEEKS).alignment[0]
    assert finding.baseline is not None
    assert finding.mdc95 is not None
    panel = charts_of(EIGHT_WEEKS)[OBLIQUITY].spec["vconcat"][0]
    edges = [rows(layer) for layer in marks(panel, "rule") if layer["mark"].get("strokeDash") == [5, 3]]
    band = (finding.baseline - finding.mdc95, finding.baseline + finding.mdc95)
    assert [row["value"] for row in edges[0]] == pytest.approx(band)
    (hatching,) = [layer for layer in marks(panel, "rule") if "sequence" in layer["data"]]
    low, high = panel["layer"][0]["encoding"]["y"]["scale"]["domain"]
    pixel = panel["height"] / (high - low)
    assert hatching["encoding"]["y"]["value"] == pytest.approx((high - band[0]) * pixel)
    assert hatching["encoding"]["y2"]["value"] == pytest.approx((high - band[1]) * pixel)


def test_the_population_band_is_grey_and_the_axis_speaks_at_both_ends() -> None:
    panel = charts_of(EIGHT_WEEKS)[OBLIQUITY].spec["vconcat"][0]
    (band,) = marks(panel, "rect")
    assert rows(band) == [{"value": -1.5, "high": 1.5}]
    words = [row["text"] for layer in marks(panel, "text") for row in rows(layer)]
    assert words == ["↑ right side higher", "↓ left side higher"]


def test_a_method_without_a_known_error_has_no_band_but_its_readings() -> None:
    unknown = inputs(measurements=measurements([(0, 4.0), (30, 2.0)], method="radiograph"))
    panel = charts_of(unknown)["pelvic-obliquity-radiograph-standing-barefoot-without-lift"].spec["vconcat"][0]
    assert not [layer for layer in marks(panel, "rule") if "sequence" in layer["data"]]
    assert "the measurement error of this method is not known" in json.dumps(panel)


def test_another_rater_is_hollow() -> None:
    two = inputs(measurements=(measured(0, 4.0), measured(20, 3.0, rater="mira"), measured(30, 2.0, rater=None)))
    (points,) = marks(charts_of(two)[OBLIQUITY].spec["vconcat"][0], "point")
    assert [row["fill"] for row in rows(points)] == [INK, PAPER, PAPER]


def test_readings_by_another_method_are_drawn_crossed_out_and_never_joined() -> None:
    mixed = inputs(
        sessions=(),
        measurements=(
            *measurements([(0, 4.0), (28, 2.0), (42, 1.0)]),
            measured(14, 3.0, method="radiograph"),
        ),
    )
    panel = charts_of(mixed)[OBLIQUITY].spec["vconcat"][0]
    # What is drawn last lies on top: the readings that count.
    other, cross, counted = marks(panel, "point")
    assert [row["value"] for row in rows(counted)] == [4.0, 2.0, 1.0]
    assert [row["value"] for row in rows(other)] == [3.0]
    assert rows(cross) == rows(other)
    assert cross["mark"]["shape"].count("L") == 2
    assert "not compared: another method was used" in rows(other)[0]["remark"]
    (line,) = marks(panel, "line")
    assert [row["value"] for row in rows(line)] == [4.0, 2.0, 1.0]
    shapes = counted["encoding"]["shape"]["scale"]
    assert len(set(shapes["range"])) == len(shapes["domain"]) == 2


def test_the_mean_that_was_judged_is_a_bar_beside_the_right_edge() -> None:
    chart = charts_of(EIGHT_WEEKS)[OBLIQUITY]
    panel = chart.spec["vconcat"][0]
    (bar,) = [layer for layer in marks(panel, "rule") if layer["mark"].get("strokeWidth") == 3]
    (finding,) = patient_findings(EIGHT_WEEKS).alignment
    assert [row["value"] for row in rows(bar)] == [finding.latest]
    assert bar["encoding"]["x"]["value"] == panel["width"] < bar["encoding"]["x2"]["value"]
    assert "the mean of the visits compared, not for single readings" in chart.description


def test_a_leg_length_difference_has_a_second_mark_at_20_mm() -> None:
    legs = {"measure": "lld_true", "method": "blocks_standing", "posture": "standing"}
    course = inputs(measurements=measurements([(0, 12.0), (30, 8.0)], **legs))
    panel = next(chart for name, chart in charts_of(course).items() if name.startswith("lld-true")).spec["vconcat"][0]
    assert [-20.0, 20.0] in [
        [row["value"] for row in rows(layer)] for layer in marks(panel, "rule") if "values" in layer["data"]
    ]
    low, high = panel["layer"][0]["encoding"]["y"]["scale"]["domain"]
    assert low < -20 < 20 < high
    assert "Knutson 2005" in document_charts(patient_findings(course), course)[-1].description
    assert "Knutson 2005" not in document_charts(patient_findings(EIGHT_WEEKS), EIGHT_WEEKS)[-1].description


def test_targets_of_several_regions_say_whose_they_are() -> None:
    def labels(course: PatientInputs) -> list[str]:
        (layer,) = marks(charts_of(course)["pain"].spec["vconcat"][0], "text")
        return [row["text"] for row in rows(layer)]

    back, neck = ratings([(0, 8), (14, 6)]), ratings([(0, 6), (14, 5)], region="neck")
    assert labels(inputs(pain=back)) == ["≤ 5.6"]
    assert labels(inputs(pain=(*back, *neck))) == ["Neck ≤ 4", "Low back ≤ 5.6"]


def test_every_panel_says_how_many_visits_it_rests_on() -> None:
    for chart in charts_of(EIGHT_WEEKS).values():
        titled = [panel["title"] for panel in layers(chart.spec) if "title" in panel]
        assert titled
        assert all("n = " in json.dumps(title) for title in titled)


def test_a_verdict_that_cannot_be_given_is_refused_on_the_chart() -> None:
    ten_days = inputs(pain=ratings([(0, 8), (3, 8), (7, 5), (10, 5)], recall="now", region="knee", side="right"))
    pain = charts_of(ten_days)["pain"]
    assert "No verdict: 10 days of the 14 that a change needs" in said(pain)
    assert [row["pain"] for row in rows(marks(pain.spec, "point")[0])] == [8, 8, 5, 5]


def test_a_report_without_any_data_says_so_instead_of_failing() -> None:
    charts = charts_of(inputs())
    assert list(charts) == ["overview", "pain"]
    assert "No pain rating in this period" in said(charts["pain"])


def test_sessions_that_took_place_are_ticks_and_events_are_triangles() -> None:
    strip = charts_of(EIGHT_WEEKS)["overview"].spec["vconcat"][1]
    (ticks,) = marks(strip, "tick")
    assert len(rows(ticks)) == 3, "the missed session is not drawn"
    (triangle,) = marks(strip, "point")
    assert triangle["mark"]["shape"] == "triangle-up"
    assert rows(triangle)[0]["event"] == "Flare"


def test_times_are_those_of_the_clinics_clock() -> None:
    (points,) = marks(charts_of(EIGHT_WEEKS)["pain"].spec["vconcat"][0], "point")
    assert rows(points)[0]["at"] == "2026-01-05T09:00:00"
    assert rows(points)[0]["day"] == "5 Jan 2026, 09:00"
    assert points["encoding"]["x"]["scale"]["type"] == "utc"


def test_ticks_carry_the_week_of_the_report() -> None:
    expression = charts_of(EIGHT_WEEKS)["pain"].spec["vconcat"][0]["layer"][-1]["encoding"]["x"]["axis"]["labelExpr"]
    assert expression.startswith('[["5 Jan 2026", "week 0"], ["19 Jan", "week 2"]')


@pytest.mark.parametrize("days", [0, 1, 10, 100, 700, 4000, 9000])
def test_dates_on_the_axis_never_crowd(days: int) -> None:
    long = inputs(pain=ratings([(0, 5), (days, 5)] if days else [(0, 5)]))
    for chart in (charts_of(long)["pain"], document_charts(patient_findings(long), long)[0]):
        axis = _timed(chart.spec["vconcat"][0])[0]["encoding"]["x"]["axis"]
        assert 1 <= len(axis["values"]) <= 9


def test_one_leg_alone_has_no_chart_but_the_difference_has() -> None:
    legs = [
        measured(day, value, measure="leg_length_true", side=side, method="tape_supine", posture="supine")
        for day, left, right in ((0, 871, 860), (30, 870, 862))
        for side, value in (("left", left), ("right", right))
    ]
    names = list(charts_of(inputs(measurements=tuple(legs))))
    assert any(name.startswith("lld-true") for name in names)
    assert not any(name.startswith("leg-length-true") for name in names)


def test_other_questions_about_pain_have_charts_of_their_own() -> None:
    both = inputs(pain=(*ratings([(0, 6), (20, 4)]), *ratings([(0, 8), (20, 7)], recall="now")))
    charts = charts_of(both)
    assert [row["pain"] for row in rows(marks(charts["pain"].spec, "point")[0])] == [6, 4]
    assert [row["pain"] for row in rows(marks(charts["pain-low-back-now"].spec, "point")[0])] == [8, 7]


def test_names_of_charts_are_distinct_and_safe_in_a_path() -> None:
    mixed = inputs(
        pain=(rated(0, 5), rated(0, 4, timing="after_treatment")),
        measurements=tuple(
            measured(0, 4.0, **how)
            for how in (
                {},
                {"lift": True},
                {"lift": None},
                {"posture": "sitting"},
                {"footwear": "shoes"},
                {"timing": "after_treatment"},
            )
        ),
    )
    charts = patient_charts(patient_findings(mixed), mixed)
    names = [chart.name for chart in charts]
    assert len(set(names)) == len(names) == 9
    assert all(name.replace("-", "").isalnum() and name.isascii() for name in names)


def test_every_chart_has_an_alternative_text_and_its_numbers_as_a_table() -> None:
    charts = charts_of(EIGHT_WEEKS)
    for chart in charts.values():
        assert chart.spec["description"] == chart.description
        assert {len(row) for row in chart.table.rows} == {len(chart.table.header)}
    assert "baseline 8, latest 3.5, change −4.5" in charts["pain"].description
    assert "right side is higher" in charts[OBLIQUITY].description
    assert charts[OBLIQUITY].table.rows[0][:4] == ("5 Jan 2026, 09:00", "Pelvic obliquity", 4.2, "deg")
    assert len(charts["overview"].table.rows) == 12


def test_labels_go_through_the_translation() -> None:
    text = said(charts_of(EIGHT_WEEKS, translate=lambda message: f"<{message}>")["overview"])
    for label in ("<Pelvic obliquity>", "<right side higher>", "<Jan>", "<week 2>", "<n = 6>", "<Hatched band"):
        assert label in text
    assert '"Pelvic obliquity' not in text


def test_the_heading_says_whose_chart_it_is() -> None:
    overview = charts_of(EIGHT_WEEKS, heading="陳大文 Chan Tai Man SYNTHETIC")["overview"]
    assert overview.spec["title"]["text"] == ["陳大文 Chan Tai Man SYNTHETIC"]


def test_no_chart_refers_to_anything_outside() -> None:
    for chart in charts_of(EIGHT_WEEKS).values():
        assert said(chart).replace(chart.spec["$schema"], "").count("://") == 0


def test_the_printed_page_gets_one_wide_chart_small_ones_and_one_key() -> None:
    printed = document_charts(patient_findings(EIGHT_WEEKS), EIGHT_WEEKS)
    assert [(chart.name, chart.half_width) for chart in printed] == [
        ("pain", False),
        (OBLIQUITY, True),
        ("key", True),
    ]


def test_the_key_explains_only_signs_that_occur() -> None:
    plain = inputs(pain=ratings([(0, 2), (7, 2)]))
    assert [chart.name for chart in document_charts(patient_findings(plain), plain)] == ["pain"]
    key = document_charts(patient_findings(EIGHT_WEEKS), EIGHT_WEEKS)[-1]
    assert "it holds for the mean of the visits compared, not for single readings" in key.description
    assert "Hollow" not in key.description


def test_the_chart_of_a_small_course_is_described_as_recorded() -> None:
    small = inputs(pain=ratings([(0, 6), (21, 4)]), measurements=measurements([(0, 4.0), (21, 1.0)]))
    charts = charts_of(small)
    golden_json("patient_overview_chart.json", charts["overview"].spec)


def test_every_chart_can_be_drawn_without_a_warning(capfd: pytest.CaptureFixture[str]) -> None:
    for chart in charts_of(EIGHT_WEEKS).values():
        vl_convert.vegalite_to_svg(chart.spec, vl_version=VEGA_LITE_VERSION, show_warnings=True)
    printed = capfd.readouterr()
    assert "WARN" not in printed.out + printed.err


def test_regions_that_were_asked_differently_say_so_each() -> None:
    two = inputs(pain=(rated(0, 6, context="movement"), rated(0, 4, region="neck", recall="now")))
    lines = charts_of(two)["pain"].spec["vconcat"][0]["title"]["subtitle"]
    assert any(line.startswith("Low back (average of the last 7 days, in movement): n = 1") for line in lines)
    assert any(line.startswith("Neck (now): n = 1") for line in lines)


def test_a_person_under_18_has_no_population_band() -> None:
    child = inputs(birth_date=date(2015, 1, 1), measurements=measurements([(0, 4.0), (30, 2.0)]))
    chart = charts_of(child)[OBLIQUITY]
    assert not marks(chart.spec["vconcat"][0], "rect")
    assert "Population band" not in chart.description


def test_a_band_that_is_open_at_one_end_reaches_to_the_edge() -> None:
    flexion = {"measure": "knee_flexion", "side": "left", "method": "visual", "posture": "supine"}
    chart = next(
        chart
        for name, chart in charts_of(inputs(measurements=measurements([(0, 110), (30, 125)], **flexion))).items()
        if name.startswith("knee-flexion")
    )
    panel = chart.spec["vconcat"][0]
    (band,) = marks(panel, "rect")
    assert rows(band) == [{"value": 130, "high": panel["layer"][0]["encoding"]["y"]["scale"]["domain"][1]}]
    assert "130° or more" in chart.description
    assert [row["text"] for layer in marks(panel, "text") for row in rows(layer)] == ["↑ bends further"]


def test_an_unusual_value_that_was_confirmed_is_marked() -> None:
    chart = charts_of(inputs(measurements=(measured(0, 4.0), measured(30, 9.0, confirmed_unusual=True))))[OBLIQUITY]
    assert [row[-1] for row in chart.table.rows] == ["", "unusual value, confirmed on entry"]


def test_conditions_that_nobody_recorded_are_not_named() -> None:
    chart = charts_of(inputs(measurements=(measured(0, 4.0, posture=None, footwear=None, lift=None),)))[
        "pelvic-obliquity-palm"
    ]
    assert chart.title == "Pelvic obliquity (Palpation meter (PALM))"


def test_many_regions_without_sessions_are_small_charts_only() -> None:
    regions = ("low_back", "neck", "head", "upper_back")
    four = inputs(sessions=(), pain=tuple(rated(0, 5, region=region) for region in regions))
    printed = document_charts(patient_findings(four), four)
    assert [chart.half_width for chart in printed[:4]] == [True] * 4
    assert not {"pain", "sessions"} & {chart.name for chart in printed}


def test_no_marker_covers_the_words_at_the_ends_of_the_axis() -> None:
    course = inputs(sessions=(), measurements=measurements([(0, -11.0), (1, 9.0), (30, -5.0)]))
    panel = charts_of(course)[OBLIQUITY].spec["vconcat"][0]
    low, high = marks(panel, "line")[0]["encoding"]["y"]["scale"]["domain"]
    pixel = panel["height"] / (high - low)
    assert (high - 9.0) * pixel > 22
    assert (-11.0 - low) * pixel > 22


@pytest.mark.parametrize("width", range(60, 300, 7))
def test_a_line_breaks_neither_behind_a_sign_of_comparison_nor_around_an_equals_sign(width: int) -> None:
    english, chinese = "n = 10, baseline 7, change −1, important at ≤ 4.9", "共 n = 10 次，重要變化為 ≤ 4.9"
    for text in (english, chinese):
        lines = wrapped(text, width)
        assert "".join(lines).replace(" ", "") == text.replace(" ", "")
        assert not [line for line in lines if line.endswith(("≤", "=", "n")) or line.startswith("=")]


def test_only_the_end_that_the_axis_reaches_is_named() -> None:
    valgus = {"measure": "knee_frontal_fta", "side": "left", "method": "goniometer"}
    course = inputs(sessions=(), measurements=measurements([(0, -7), (30, -6)], **valgus))
    panel = charts_of(course)["overview"].spec["vconcat"][1]
    assert [row["text"] for layer in marks(panel, "text") for row in rows(layer)] == ["↓ knock-kneed, valgus"]


def test_sessions_alone_need_no_room_for_events() -> None:
    with_events, without = EIGHT_WEEKS, replace(EIGHT_WEEKS, events=())
    heights = [charts_of(course)["overview"].spec["vconcat"][1]["height"] for course in (with_events, without)]
    assert heights[1] < heights[0]

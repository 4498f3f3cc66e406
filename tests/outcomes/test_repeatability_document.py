"""A repeatability report as it is printed."""

from dataclasses import replace
from datetime import date
from io import BytesIO
from typing import Any

import pytest
from pypdf import PdfReader

from tests.outcomes.courses import own_precision
from tests.outcomes.replicates import MIRA, THEO, group, repeated
from tests.outcomes.test_repeatability import people
from treatments.outcomes.charts.repeatability.repeatability_charts import repeatability_charts
from treatments.outcomes.charts.words import in_english
from treatments.outcomes.document.content import Identity
from treatments.outcomes.document.repeatability import RepeatabilityDocument, repeatability_document
from treatments.outcomes.document.repeatability_tables import raters_table
from treatments.outcomes.findings.precision import frozen_precisions
from treatments.outcomes.findings.repeatability.inputs import question_sha256
from treatments.outcomes.findings.repeatability.methods import repeatability_findings
from treatments.outcomes.findings.repeatability.points import RepeatabilityInputs
from treatments.outcomes.narrative.repeatability import repeatability_limitations, repeatability_narrative
from treatments.outcomes.rendering import render_figure
from treatments.outcomes.typesetting import render_pdf

HARBOUR = Identity(clinic="Harbour Manual Therapy", names=())
HANDS = (THEO, MIRA)
MIRAS = (MIRA, MIRA)
STUDY = repeated(
    *people(0.7, 40),
    *people(1.2, 35, seed=2, raters=HANDS),
    *people(1.0, 3, seed=3, raters=MIRAS),
    *people(2.0, 4, seed=4, measure="knee_extension", method="goniometer"),
    not_relandmarked=212,
)


def document_of(inputs: RepeatabilityInputs) -> RepeatabilityDocument:
    findings = repeatability_findings(inputs)
    words = repeatability_narrative(findings), repeatability_limitations()
    return repeatability_document(findings, repeatability_charts(findings), HARBOUR, *words)


def printed(inputs: RepeatabilityInputs) -> bytes:
    charts = repeatability_charts(repeatability_findings(inputs))
    return render_pdf(document_of(inputs), {chart.name: render_figure(chart.spec) for chart in charts})


def text_of(pdf: bytes) -> str:
    return " ".join(" ".join(page.extract_text() for page in PdfReader(BytesIO(pdf)).pages).split())


def test_the_methods_are_listed_with_raters_apart_and_a_verdict() -> None:
    table = document_of(STUDY).methods
    assert [(row[0], row[2], row[5], row[6]) for row in table.rows] == [
        (
            "Pelvic obliquity\nPalpation meter (PALM)\nOne rater",
            "43",
            "0.7°",
            "Not told apart from the figure in force",
        ),
        (
            "Pelvic obliquity\nPalpation meter (PALM)\nDifferent raters",
            "35",
            "1.1°",
            "Not told apart from the figure in force",
        ),
        ("Knee extension\nGoniometer\nOne rater", "4", "1.9°", "4 of the 30 repeated readings that are needed"),
    ]
    assert all(len(row) == len(table.header) for row in table.rows)


@pytest.mark.parametrize(
    ("inputs", "verdict"),
    [
        (repeated(*people(0.3, 40)), "Smaller than the figure in force"),
        (repeated(*people(1.4, 40)), "Larger than the figure in force"),
        (repeated(*people(3, 40, measure="icd_imd", method="caliper")), "No figure is in force"),
        (
            repeated(*people(0.7, 40), *(group(1.0, 1.0, patient=f"copied {place}") for place in range(40))),
            "Smaller than the figure in force; 50 % of all pairs of repeated readings are equal",
        ),
    ],
)
def test_the_verdict_sets_the_interval_against_the_figure_in_force(inputs: RepeatabilityInputs, verdict: str) -> None:
    assert document_of(inputs).methods.rows[0][-1] == verdict


def test_raters_are_listed_by_name_with_the_share_of_equal_pairs() -> None:
    table = document_of(STUDY).raters
    assert [(str(row[0]).split("\n")[0], row[2], row[5], row[6]) for row in table.rows] == [
        ("Mira", "3", "0 %", "3 of the 30 repeated readings that are needed"),
        ("Theo", "40", "0 %", "–"),
        ("Theo", "4", "0 %", "4 of the 30 repeated readings that are needed"),
    ]


def test_a_share_that_is_not_known_is_a_dash() -> None:
    (found,) = repeatability_findings(repeated(*people(0.7, 40))).methods
    unknown = replace(found.by_rater[0], figure=found.different_rater)
    assert raters_table([replace(found, by_rater=(unknown,))], in_english).rows[0][5] == "–"


def test_it_says_which_days_were_asked_for() -> None:
    assert document_of(STUDY).asked == (("Period", "the first record to the data cut-off"),)
    window = replace(STUDY, window_from=date(2026, 1, 1), window_until=date(2026, 3, 31))
    assert document_of(window).asked == (("Period", "1 Jan 2026 to 31 Mar 2026"),)


def test_the_origin_names_the_source_of_each_figure_in_force_and_calls_the_clinic_s_own_its_own() -> None:
    origin = document_of(
        replace(STUDY, precisions=frozen_precisions([own_precision("knee_extension", "goniometer", 1, 2)]))
    ).origin
    sources = [text for label, text in origin if label == "Source of the figure in force"]
    assert sources[0].startswith("Pelvic obliquity, Palpation meter (PALM): Hagins")
    assert sources[1] == "Knee extension, Goniometer: Own repeatability study (the clinic’s own figure)"


def test_the_printed_report_says_what_was_found_and_what_it_cannot_show() -> None:
    text = text_of(printed(STUDY))
    for expected in (
        "Harbour Manual Therapy",
        "Internal: do not pass on",
        "Methods with repeated readings: 2. Of these, with enough for a figure of our own: 1.",
        "212 measurements have several readings that were not counted",
        "not whether they are right",
        repeatability_findings(STUDY).sha256,
        "7 days: between readings that are compared at most; 30: degrees of freedom at least for a",
        "9 Feb 2027, 09:00 (Asia/Hong_Kong)",
        "data until 9 Feb 2027",
        "Page 1 of",
    ):
        assert expected in text


def test_the_same_inputs_are_set_to_the_same_bytes_tagged_for_screen_readers() -> None:
    pdf = printed(STUDY)
    assert pdf == printed(STUDY)
    root = PdfReader(BytesIO(pdf)).root_object
    assert root["/MarkInfo"]["/Marked"]  # type: ignore[index]
    alternatives = [element["/Alt"] for element in structure(root["/StructTreeRoot"]) if "/Alt" in element]
    drawn = repeatability_charts(repeatability_findings(STUDY))
    assert sorted(alternatives) == sorted(chart.description for chart in drawn)


def structure(element: Any) -> list[Any]:
    """Every element of the tag tree below this one."""
    element = element.get_object() if hasattr(element, "get_object") else element
    if isinstance(element, list):
        return [found for child in element for found in structure(child)]
    return [element, *structure(element.get("/K", []))] if isinstance(element, dict) else []


def test_a_report_without_a_replicate_is_one_page_that_says_so() -> None:
    pdf = printed(repeated())
    assert len(PdfReader(BytesIO(pdf)).pages) == 1
    assert "There are no repeated readings in this period" in text_of(pdf)


def test_every_page_says_until_when_by_which_method_and_what_was_asked() -> None:
    pdf, question = printed(STUDY), question_sha256(STUDY)
    for page in PdfReader(BytesIO(pdf)).pages:
        assert "data until" in page.extract_text()
        assert f"question {question[:12]}" in page.extract_text()
    assert f"Fingerprint of the question {question}" in text_of(pdf)


def test_the_fingerprint_of_the_question_is_that_of_all_but_the_readings() -> None:
    less = replace(STUDY, groups=STUDY.groups[1:], not_relandmarked=0)
    assert question_sha256(less) == question_sha256(STUDY)
    assert question_sha256(replace(STUDY, window_from=date(2026, 1, 1))) != question_sha256(STUDY)

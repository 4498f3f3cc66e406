"""Charts as SVG and the report as PDF: complete, readable by machines, the same bytes every time."""

import re
from dataclasses import replace
from io import BytesIO
from typing import Any

import pytest
from pypdf import PdfReader
from pypdf.generic import DictionaryObject, IndirectObject

from tests.outcomes.courses import inputs, measured, measurements, on_day, ratings, session
from treatments.outcomes.charts.document_charts import document_charts
from treatments.outcomes.charts.page_charts import patient_charts
from treatments.outcomes.charts.words import in_english
from treatments.outcomes.document.content import Identity, patient_document
from treatments.outcomes.document.parameters import REPORT_WORDS, rules_in_words
from treatments.outcomes.findings.inputs import question_sha256
from treatments.outcomes.findings.patient import patient_findings
from treatments.outcomes.findings.points import EventPoint, MeasurementPoint, PatientInputs, Precision
from treatments.outcomes.findings.precision import frozen_precisions
from treatments.outcomes.narrative.patient import limitations, narrative
from treatments.outcomes.rendering import render_figure, render_svg
from treatments.outcomes.rules import ENGINE_VERSION, RULES
from treatments.outcomes.typesetting import render_pdf

TAI_MAN = Identity(
    clinic="Harbour Manual Therapy",
    names=("Chan Tai Man (SYNTHETIC)", "陳大文"),
    facts=(("Record number", "R-000123"), ("Born", "1 Apr 1975")),
    asked=(("Period", "everything on record"),),
)
COURSE = inputs(
    pain=(*ratings([(0, 8), (14, 6), (28, 4), (35, 3)]), *ratings([(0, 5), (35, 5)], region="neck")),
    measurements=measurements([(0, 4.2), (14, 3.1), (28, 1.4), (35, 0.9)]),
    sessions=(session(1), session(8)),
    events=(EventPoint(key="e", at=on_day(20), kind="flare", label="Flare"),),
)


NOTHING_RECORDED = inputs(sessions=())


def printed(course: PatientInputs = COURSE, identity: Identity = TAI_MAN) -> bytes:
    findings = patient_findings(course)
    charts = document_charts(findings, course)
    document = patient_document(findings, course, charts, identity, narrative(findings), limitations())
    return render_pdf(document, {chart.name: render_figure(chart.spec) for chart in charts})


def with_names(*names: str) -> str:
    """The text of a short document about a person with these names."""
    return text_of(printed(NOTHING_RECORDED, replace(TAI_MAN, names=names)))


def text_of(pdf: bytes) -> str:
    return " ".join(" ".join(page.extract_text() for page in PdfReader(BytesIO(pdf)).pages).split())


def catalog_of(pdf: bytes) -> DictionaryObject:
    return PdfReader(BytesIO(pdf)).root_object


def structure(element: Any) -> list[DictionaryObject]:
    """Every element of the tag tree below this one."""
    if isinstance(element, IndirectObject):
        element = element.get_object()
    if isinstance(element, list):
        return [found for child in element for found in structure(child)]
    if not isinstance(element, DictionaryObject):
        return []
    return [element, *structure(element.get("/K", []))]


def alternatives_in(pdf: bytes) -> list[str]:
    """The alternative text of every drawing, in the order of reading."""
    tags = structure(catalog_of(pdf)["/StructTreeRoot"])
    return [str(tag["/Alt"]) for tag in tags if tag.get("/S") == "/Figure"]


@pytest.fixture(scope="module")
def report() -> bytes:
    return printed()


def test_the_document_names_the_patient_in_both_scripts_and_keeps_the_synthetic_stamp(report: bytes) -> None:
    text = text_of(report)
    assert "Chan Tai Man (SYNTHETIC)" in text
    assert "陳大文" in text
    assert "Harbour Manual Therapy" in text


def test_the_document_says_what_was_found_and_what_it_cannot_show(report: bytes) -> None:
    text = text_of(report)
    for expected in (
        "Low back: pain fell by 4.5 points",
        "Moved toward the population band",
        "±1.7°",
        "Sessions that took place: 2. Other events: Flare (25 Jan 2026).",
        "There is no untreated comparison",
        patient_findings(COURSE).sha256,
        "9 Feb 2027, 09:00 (Asia/Hong_Kong)",
        "Page 1 of 2",
    ):
        assert expected in text


def test_the_document_names_the_source_of_each_measurement_error(report: bytes) -> None:
    text = text_of(report)
    assert "Source of measurement error Pelvic obliquity, Palpation meter (PALM): Hagins" in text
    assert "Smallest real change MDC95" in text
    assert "Fingerprint of inputs and cut-off" in text
    assert "provisional figure" not in text
    assert "own figure" not in text


def test_every_page_says_whose_it_is_until_when_and_by_which_method(report: bytes) -> None:
    pages = [page.extract_text() for page in PdfReader(BytesIO(report)).pages]
    question = question_sha256(COURSE)
    for number, page in enumerate(pages, start=1):
        for words in (
            "Chan Tai Man (SYNTHETIC)",
            "data until 9 Feb 2027",
            f"method {ENGINE_VERSION}",
            f"question {question[:12]}",
            f"Page {number} of {len(pages)}",
        ):
            assert words in page
    assert f"Fingerprint of the question {question}" in text_of(report)


def test_the_thresholds_are_printed(report: bytes) -> None:
    text = text_of(report)
    for name, value in RULES.as_parameters().items():
        threshold, decides = rules_in_words({name: value}, REPORT_WORDS, in_english)[0]
        assert decides != name
        assert f"{threshold} {decides}" in text
    assert "2 points and 30 % fall of pain from the baseline at least to be important: low back" in text


def test_a_measurement_error_of_the_clinic_or_a_provisional_one_is_called_so() -> None:
    figure = Precision(
        measure="pelvic_obliquity", method="palm", sem_same_rater=0.5, sem_different_rater=0.9,
        source="Own repeatability study",
    )  # fmt: skip
    assert "Own repeatability study (the clinic’s own figure)" in text_of(
        printed(replace(COURSE, precisions=frozen_precisions([figure])))
    )
    xray = measurements([(0, 12.0), (35, 3.0)], measure="lld_true", method="radiograph", posture=None)
    assert "citation not re-checked. (provisional figure)" in text_of(printed(inputs(measurements=xray)))


def test_a_trend_is_printed_with_its_interval() -> None:
    weekly = inputs(pain=ratings([(0, 8), (7, 7), (14, 6), (21, 6), (28, 4)]))
    finding = patient_findings(weekly).pain[0]
    assert finding.slope_ci95
    assert "−1 −2 … 0 Improved" in text_of(printed(weekly))


def test_the_document_is_tagged_and_declares_pdf_ua(report: bytes) -> None:
    catalog = catalog_of(report)
    assert catalog["/MarkInfo"]["/Marked"].value
    assert catalog["/Lang"].startswith("en")
    assert catalog["/ViewerPreferences"]["/DisplayDocTitle"].value
    assert b"<pdfuaid:part>1</pdfuaid:part>" in catalog["/Metadata"].get_object().get_data()
    assert PdfReader(BytesIO(report)).metadata.title == "Outcome report – Chan Tai Man (SYNTHETIC), 陳大文"


def test_every_chart_in_the_document_has_its_alternative_text(report: bytes) -> None:
    alternatives = alternatives_in(report)
    assert len(alternatives) == 3
    assert alternatives[0].startswith("Line chart of pain from 0 to 10, 5 Jan 2026 to 9 Feb 2026.")


def test_tables_have_header_cells(report: bytes) -> None:
    tags = structure(catalog_of(report)["/StructTreeRoot"])
    assert sum(tag.get("/S") == "/TH" for tag in tags) == 14


def test_the_same_report_has_the_same_bytes(report: bytes) -> None:
    assert printed() == report


def test_the_document_brings_only_its_own_typefaces(report: bytes) -> None:
    names = set(re.findall(rb"/BaseFont ?/([A-Z]{6}\+)?([\w-]+)", report))
    fonts = {name.decode() for _, name in names}
    for page in PdfReader(BytesIO(report)).pages:
        fonts |= {str(font.get_object()["/BaseFont"]).split("+")[-1] for font in page["/Resources"]["/Font"].values()}
    assert fonts
    assert all(font.startswith(("Inter", "NotoSansCJK")) for font in fonts)


@pytest.mark.parametrize(
    "name",
    [
        "Nguyễn Thị Ánh",
        "Åsa Ñúñez-Łukasiewicz",
        "Σοφία Жанна",
        "김민수",
        "山田太郎",
        "陈大文",
        "歐陽",
        "喆堃",
    ],
)
def test_names_in_many_scripts_are_printed(name: str) -> None:
    assert name in with_names(name)


@pytest.mark.parametrize(
    "name", ["محمد", "สมชาย", "\U00030000", "😀", "a\x07b", "x\ud800y", "\ue000", "a\u200bb\u00adc"]
)
def test_a_name_that_cannot_be_printed_costs_nobody_the_report(name: str) -> None:
    text = with_names(f"Chan {name}", "陳大文")
    assert "Chan" in text
    assert ("〓" in text) == ("the record has the full spelling" in text)


def test_a_substituted_character_is_explained() -> None:
    text = with_names("محمد")
    assert "〓〓〓〓" in text
    assert "〓 stands for a character that this document cannot print" in text


def test_text_that_looks_like_markup_is_printed_as_it_is() -> None:
    hostile = '#panic("x") $a$ *b* _c_ ] [ \\ <d> "e" %(f)s'
    assert hostile in with_names(hostile)


def test_the_document_keeps_its_shape_with_much_little_and_nothing() -> None:
    long_name = replace(TAI_MAN, names=("Maria Fernanda de los Ángeles Rodríguez-Villaseñor y Montemayor " * 3,))
    many = replace(
        COURSE,
        pain=tuple(
            point
            for region in ("low_back", "neck", "head", "upper_back", "other")
            for point in ratings([(0, 8), (20, 5)], region=region)
        ),
        measurements=tuple(
            measured(day, 3.0 + day / 20, measure=measure, side=side, method=method)
            for day in (0, 20)
            for measure, side, method in (
                ("pelvic_obliquity", "none", "palm"),
                ("pelvic_tilt_palp", "left", "palm"),
                ("pelvic_tilt_palp", "right", "palm"),
                ("pelvic_rotation", "none", "caliper"),
                ("knee_frontal_hka", "left", "photograph"),
                ("knee_frontal_hka", "right", "photograph"),
                ("q_angle", "left", "goniometer"),
                ("navicular_drop", "left", "ruler"),
                ("crest_height_diff", "none", "palpation_level"),
            )
        ),
    )
    assert len(PdfReader(BytesIO(printed(many, long_name))).pages) <= 5
    assert len(PdfReader(BytesIO(printed(NOTHING_RECORDED))).pages) == 1
    assert "no verdict on a change" in text_of(printed(inputs(pain=ratings([(0, 6)]))))


@pytest.mark.parametrize(
    ("regions", "course"),
    [(5, measurements([(0, 4.2), (35, 0.9)])), (5, ()), (4, measurements([(0, 4.2), (35, 0.9)])), (4, ())],
    ids=["5 regions with 1 measure", "5 regions", "4 regions with 1 measure", "4 regions"],
)
def test_a_patient_without_a_session_whose_charts_are_all_small_has_each_of_them_printed_once(
    regions: int, course: tuple[MeasurementPoint, ...]
) -> None:
    places = ("low_back", "neck", "head", "upper_back", "other")[:regions]
    pain = tuple(point for place in places for point in ratings([(0, 8), (20, 5)], region=place))
    untreated = inputs(pain=pain, measurements=course, sessions=())
    charts = document_charts(patient_findings(untreated), untreated)
    assert charts[0].half_width
    assert alternatives_in(printed(untreated)) == [chart.description for chart in charts]


def test_the_first_page_is_the_answer_and_details_begin_on_the_next() -> None:
    legs = {"measure": "leg_length_true", "method": "tape_supine", "posture": "supine"}
    both = [measured(day, 850 + day, side=side, **legs) for day in (0, 35) for side in ("left", "right")]
    course = replace(COURSE, pain=ratings([(0, 8), (28, 4), (35, 3)]), measurements=(*both, *COURSE.measurements))
    first, second = (page.extract_text() for page in PdfReader(BytesIO(printed(course))).pages[:2])
    first, second = " ".join(first.split()), " ".join(second.split())
    for answer in (
        "1 of 2 comparable alignment series changed by more than measurement error: Pelvic obliquity",
        "Moved toward the population band",
        "Sessions, n = 2",
        "2 more series have no change to judge; they stand among the details.",
    ):
        assert answer in first
    assert first.index("Palpation meter (PALM)") < first.index("Tape measure"), "what changed beyond error comes first"
    assert second.startswith("Series without a change to judge")
    assert "True leg length, left" in second
    assert "True leg length, left" not in first


def test_paper_is_that_of_the_country() -> None:
    letter = PdfReader(BytesIO(printed(NOTHING_RECORDED, replace(TAI_MAN, paper="us-letter")))).pages[0].mediabox
    assert (float(letter.width), float(letter.height)) == (612, 792)


def test_an_svg_needs_nothing_but_itself() -> None:
    findings = patient_findings(COURSE)
    for chart in patient_charts(findings, COURSE, heading="陳大文 Chan Tai Man"):
        svg = render_svg(chart.spec).decode()
        outside = set(re.findall(r"https?://[^\"'<> ]+", svg)) - {
            "http://www.w3.org/2000/svg",
            "http://www.w3.org/1999/xlink",
        }
        assert outside == set()
        assert all(address.startswith(("data:", "#")) for address in re.findall(r"url\(([^)]*)", svg))
        assert "<script" not in svg
        assert "href" not in svg.replace("xmlns:xlink", "")


def test_an_svg_carries_the_characters_of_its_text_and_says_what_it_shows() -> None:
    overview = patient_charts(patient_findings(COURSE), COURSE, heading="陳大文 & <Chan>")[0]
    svg = render_svg(overview.spec).decode()
    assert 'font-family:"Noto Sans CJK TC"' in svg
    assert 'role="graphics-document" aria-label="Line chart of pain from 0 to 10' in svg
    assert "陳大文 &amp; &lt;Chan&gt;" in svg
    plain = render_svg(patient_charts(patient_findings(COURSE), COURSE)[0].spec).decode()
    assert 'Noto Sans CJK TC"' not in plain.split("</style>")[0]


def test_the_same_chart_has_the_same_bytes() -> None:
    spec = patient_charts(patient_findings(COURSE), COURSE)[0].spec
    assert render_svg(spec) == render_svg(spec)


def test_a_chart_that_asks_for_outside_data_is_refused() -> None:
    spec = {**patient_charts(patient_findings(COURSE), COURSE)[0].spec}
    spec["vconcat"] = [{"data": {"url": "http://127.0.0.1:9/data.csv"}, "mark": "point", "encoding": {}}]
    with pytest.raises(ValueError, match="not allowed"):
        render_svg(spec)

"""From the findings of a cohort to the files of its report: all of them, the same bytes every time."""

import json
import re
from io import BytesIO

import pytest
from pypdf import PdfReader

from tests.outcomes import cohort_examples as examples
from treatments.outcomes.composing import Product
from treatments.outcomes.composing_cohort import compose_cohort
from treatments.outcomes.document.content import Identity

HARBOUR = Identity(clinic="Harbour Clinic", names=())


def english(message: str) -> str:
    return message


@pytest.fixture(scope="module")
def heard() -> list[int]:
    """How many percent were said to be done while the product was made."""
    return []


@pytest.fixture(scope="module")
def product(heard: list[int]) -> Product:
    return compose_cohort(examples.one_pair(), HARBOUR, english, heard.append)


def content(product: Product, name: str) -> bytes:
    return next(file.content for file in product.files if file.name == name)


def test_a_report_has_its_document_its_data_and_every_chart_twice(product: Product) -> None:
    names = {file.name for file in product.files}
    assert {"report.pdf", "data.csv", "charts.json", "charts/forest.svg", "charts/forest.vl.json"} <= names
    charts = {name.removesuffix(".svg") for name in names if name.endswith(".svg")}
    assert charts == {name.removesuffix(".vl.json") for name in names if name.endswith(".vl.json")}
    assert len(names) == len(product.files)


def test_the_same_findings_give_the_same_bytes(product: Product) -> None:
    assert compose_cohort(examples.one_pair(), HARBOUR, english) == product


def test_the_result_holds_figures_and_sentences_and_no_course_of_a_patient(product: Product) -> None:
    assert product.result["pairs"][0]["within_patient"]["slope_per_unit"] == 0.31
    assert product.result["narrative"]
    assert product.result["limitations"]
    assert "lines" not in product.result["pairs"][0]
    json.dumps(product.result, allow_nan=False)


def test_a_page_finds_titles_descriptions_and_tables_of_the_charts(product: Product) -> None:
    charts = json.loads(content(product, "charts.json"))
    assert charts[0]["name"] == "forest"
    assert all(chart["title"] and chart["description"] for chart in charts)
    assert all(len(row) == len(chart["header"]) for chart in charts for row in chart["rows"])


def test_a_chart_that_travels_alone_says_whose_it_is_until_when_and_for_whom(product: Product) -> None:
    svg = content(product, "charts/forest.svg").decode()
    assert "Harbour Clinic · some of the patients · data until 9 Feb 2027 · Internal: do not pass on" in svg
    assert 'role="graphics-document" aria-label="Forest plot' in svg


def test_an_svg_needs_nothing_but_itself(product: Product) -> None:
    for file in product.files:
        if file.name.endswith(".svg"):
            outside = set(re.findall(r"https?://[^\"'<> ]+", file.content.decode()))
            assert outside <= {"http://www.w3.org/2000/svg", "http://www.w3.org/1999/xlink"}


def test_the_charts_of_the_document_have_no_heading_of_their_own(product: Product) -> None:
    text = "".join(page.extract_text() for page in PdfReader(BytesIO(content(product, "report.pdf"))).pages)
    assert "Harbour Clinic · data until" not in text


@pytest.mark.usefixtures("product")
def test_progress_only_goes_forward(heard: list[int]) -> None:
    assert heard == sorted(heard)
    assert 40 < heard[0] < heard[-1] < 100


def test_a_report_of_which_nothing_may_be_shown_is_made_all_the_same() -> None:
    product = compose_cohort(examples.all_suppressed(), HARBOUR, english)
    assert content(product, "report.pdf").startswith(b"%PDF")
    assert product.result["suppressed"] is True

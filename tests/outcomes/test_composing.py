"""From frozen inputs to the files of a report: all of them, the same bytes every time."""

import datetime as dt
import json
from dataclasses import replace
from io import BytesIO
from zoneinfo import ZoneInfo

import pytest
from pypdf import PdfReader

from tests.outcomes.courses import DAY_0, ZONE, measurements, on_day, ratings
from treatments.outcomes.composing import Product, compose
from treatments.outcomes.document.content import Identity
from treatments.outcomes.document.tables import course_of_treatment
from treatments.outcomes.findings.inputs import canonical_bytes, inputs_from_json
from treatments.outcomes.findings.points import EventPoint, PatientInputs, SessionPoint
from treatments.outcomes.findings.precision import frozen_precisions

AMY = Identity(clinic="Harbour Clinic", names=("Wong, Amy", "黃愛美"), facts=(("Record number", "T00001"),))


def english(message: str) -> str:
    return message


@pytest.fixture(scope="module")
def inputs() -> PatientInputs:
    """Eight weeks: pain from 7 to 4, obliquity from 4.2° to 1.4°, a session a week, one flare."""
    return PatientInputs(
        patient="amy",
        zone=ZONE,
        cutoff=on_day(60),
        birth_year=1980,
        pain=ratings([(7 * week, 7 - week // 2) for week in range(8)]),
        measurements=measurements([(7 * week, 4.2 - 0.4 * week) for week in range(8)]),
        sessions=tuple(
            SessionPoint(key=f"session {week}", starts_at=on_day(7 * week + 1), status="completed") for week in range(7)
        ),
        events=(EventPoint(key="flare", at=on_day(20), kind="flare"),),
        precisions=frozen_precisions(),
    )


@pytest.fixture(scope="module")
def product(inputs: PatientInputs) -> Product:
    return compose(inputs, AMY, english)


def content(product: Product, name: str) -> bytes:
    return next(file.content for file in product.files if file.name == name)


def test_a_report_has_its_document_its_data_and_every_chart_twice(product: Product) -> None:
    names = {file.name for file in product.files}
    assert {"report.pdf", "data.csv", "charts.json", "charts/overview.svg", "charts/overview.vl.json"} <= names
    charts = {name.removesuffix(".svg") for name in names if name.endswith(".svg")}
    assert charts == {name.removesuffix(".vl.json") for name in names if name.endswith(".vl.json")}
    assert len(names) == len(product.files)


def test_the_same_inputs_give_the_same_bytes(inputs: PatientInputs, product: Product) -> None:
    assert compose(inputs, AMY, english) == product


def test_stored_inputs_give_the_same_bytes_in_whatever_order_the_rows_came(
    inputs: PatientInputs, product: Product
) -> None:
    shuffled = replace(inputs, pain=inputs.pain[::-1], measurements=inputs.measurements[::-1])
    assert compose(inputs_from_json(canonical_bytes(shuffled)), AMY, english) == product


def test_the_result_names_the_inputs_it_was_computed_from(inputs: PatientInputs, product: Product) -> None:
    found = product.result["inputs"]
    assert found["counts"] == {"pain": 8, "measurements": 8, "sessions": 7, "events": 1}
    assert found["cutoff"] == inputs.cutoff.isoformat()
    assert product.result["pain"][0]["response"] == "improved"
    assert product.result["narrative"]
    json.dumps(product.result, allow_nan=False)


def test_the_document_says_whose_it_is_in_every_script(product: Product) -> None:
    text = "".join(page.extract_text() for page in PdfReader(BytesIO(content(product, "report.pdf"))).pages)
    assert "Wong, Amy" in text
    assert "黃愛美" in text
    assert "Harbour Clinic" in text


def test_a_page_finds_titles_descriptions_and_tables_of_the_charts(product: Product) -> None:
    charts = json.loads(content(product, "charts.json"))
    assert charts[0]["name"] == "overview"
    assert all(chart["title"] and chart["description"] for chart in charts)
    assert all(len(row) == len(chart["header"]) for chart in charts for row in chart["rows"])


def test_progress_only_goes_forward(inputs: PatientInputs) -> None:
    heard: list[int] = []
    compose(inputs, AMY, english, heard.append)
    assert heard == sorted(heard)
    assert 0 < heard[0] < heard[-1] < 100


def test_a_patient_without_any_record_gets_a_report_that_says_so() -> None:
    empty = PatientInputs(patient="amy", zone=ZONE, cutoff=DAY_0, precisions=frozen_precisions())
    product = compose(empty, AMY, english)
    assert product.result["pain"] == []
    assert content(product, "report.pdf").startswith(b"%PDF")


def test_an_event_is_dated_by_the_clinic_s_clock_not_by_utc() -> None:
    """Noon of 20 March in Auckland is still 19 March in UTC."""
    noon = dt.datetime(2026, 3, 20, 12, tzinfo=ZoneInfo("Pacific/Auckland"))
    flare = EventPoint(key="flare", at=noon, kind="flare")
    inputs = PatientInputs(patient="amy", zone="Pacific/Auckland", cutoff=noon, events=(flare,))
    stored = inputs_from_json(canonical_bytes(inputs))
    assert "20 Mar 2026" in course_of_treatment(stored, english)

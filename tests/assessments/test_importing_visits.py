"""The documentation's second example: a spreadsheet with measurements, semicolons and decimal commas."""

import datetime as dt
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest

from assessments.importing.mapping import FileMapping
from assessments.importing.outcome import Outcome
from assessments.importing.reading_mapping import read_mapping
from assessments.importing.running import import_lines
from assessments.models import Assessment, Measurement, PainRating
from clinic.common.caller import Caller
from clinic.practice.models import Clinic, Membership
from patients.models import Identifier, Patient
from tests.builders import make_patient

EXAMPLE = Path(__file__).parents[2] / "docs" / "importing" / "assessments.toml"
HEADER = "Patient;Besuch;Datum;Behandler;Becken 1;Becken 2;Bein links;Bein rechts;Schmerz"


@pytest.fixture(scope="module")
def mapping() -> FileMapping:
    return read_mapping(EXAMPLE.read_text())


@pytest.fixture
def amy(clinic: Clinic) -> Patient:
    patient = make_patient(clinic)
    Identifier.objects.create(clinic=clinic, patient=patient, system="spreadsheet", value="A1")
    return patient


def run(mapping: FileMapping, by: Caller, *lines: str, header: str = HEADER) -> Outcome:
    return import_lines([f"{line}\r\n" for line in (header, *lines)], mapping, by=by)


def test_a_line_becomes_an_assessment_of_a_known_patient(
    mapping: FileMapping, amy: Patient, theo: Membership, as_theo: Caller
) -> None:
    outcome = run(mapping, as_theo, "A1;1;2.3.2026;theo;3,0;3,4;87,1;86,2;6")
    assert outcome.rejected == []
    assessment = Assessment.objects.get()
    assert (assessment.patient, assessment.kind, assessment.rater, assessment.footwear) == (
        amy,
        "initial",
        theo,
        "barefoot",
    )
    assert assessment.taken_at == dt.datetime(2026, 3, 2, 9, tzinfo=ZoneInfo("Asia/Hong_Kong"))
    measurements = {(m.measure, m.side): (m.value, m.entered_unit) for m in Measurement.objects.all()}
    assert measurements == {
        ("pelvic_obliquity", "none"): (3.2, "deg"),
        ("leg_length_true", "left"): (871.0, "cm"),
        ("leg_length_true", "right"): (862.0, "cm"),
    }
    assert PainRating.objects.get().intensity == 6


def test_empty_cells_leave_out_what_was_not_measured(mapping: FileMapping, amy: Patient, as_theo: Caller) -> None:
    outcome = run(mapping, as_theo, "A1;1;2.3.2026;;3,0;;n.e.;-;")
    assert outcome.not_measured == 4
    assert [m.readings for m in Measurement.objects.all()] == [[3.0]]
    assert Assessment.objects.get().rater is None
    assert not PainRating.objects.exists()


def test_a_visit_without_any_reading_is_no_assessment(mapping: FileMapping, amy: Patient, as_theo: Caller) -> None:
    outcome = run(mapping, as_theo, "A1;1;;;;;;;")
    assert (outcome.assessments, outcome.not_measured, outcome.rejected) == (0, 5, [])


def test_several_visits_of_one_patient_keep_apart_and_a_second_run_doubles_none(
    mapping: FileMapping, amy: Patient, as_theo: Caller
) -> None:
    lines = ("A1;1;2.3.2026;theo;3,0;;;;6", "A1;2;9.3.2026;theo;2,0;;;;4")
    assert run(mapping, as_theo, *lines).assessments == 2
    assert run(mapping, as_theo, *lines).unchanged == 2
    assert Assessment.objects.count() == 2


@pytest.mark.parametrize(
    ("line", "column", "code"),
    [
        ("A1;1;2.3.2026;theo;31,0;;;;", "Becken 1", "out_of_bounds"),
        ("A1;1;2.3.2026;theo;3,0;31;;;", "Becken 2", "out_of_bounds"),
        ("A1;1;2.3.2026;theo;3.5;;;;", "Becken 1", "not_a_number"),
        ("A1;1;2.3.2026;theo;1.000,5;;;;", "Becken 1", "not_a_number"),
        ("A1;1;2.3.2026;theo;3,0;;;;5,5", "Schmerz", "out_of_bounds"),
        ("A1;1;2.3.2026;theo;3,0;;;;11", "Schmerz", "out_of_bounds"),
        ("A1;1;31.2.2026;theo;3,0;;;;", "Datum", "not_a_date"),
        ("A1;1;2026-03-02;theo;3,0;;;;", "Datum", "not_a_date"),
        ("A1;1;2.3.2100;theo;3,0;;;;", "Datum", "in_the_future"),
        ("A1;1;;theo;3,0;;;;", "Datum", "required"),
        ("A1;1;2.3.2026;nobody;3,0;;;;", "Behandler", "unknown_rater"),
        ("A1;9;2.3.2026;theo;3,0;;;;", "Besuch", "unknown_value"),
        ("A9;1;2.3.2026;theo;3,0;;;;", "Patient", "unknown_patient"),
        ("A1;1;2.3.2026;theo;=2+1;;;;", "Becken 1", "formula"),
        ("A1;1;2.3.2026;@SUM(A1);3,0;;;;", "Behandler", "formula"),
    ],
)
def test_a_cell_that_makes_no_sense_is_named_and_nothing_is_written(
    mapping: FileMapping, amy: Patient, theo: Membership, as_theo: Caller, line: str, column: str, code: str
) -> None:
    outcome = run(mapping, as_theo, "A1;2;9.3.2026;theo;2,0;;;;4", line)
    assert [(r.line, r.column, r.code) for r in outcome.rejected] == [(3, column, code)]
    assert not Assessment.objects.exists()
    assert not PainRating.objects.exists()


def test_an_unusual_value_is_imported_and_warned_about(mapping: FileMapping, amy: Patient, as_theo: Caller) -> None:
    outcome = run(mapping, as_theo, "A1;1;2.3.2026;theo;6,5;;;;")
    assert [(w.line, w.column, w.code) for w in outcome.warnings] == [(2, "Becken 1", "unusual_value")]
    assert outcome.assessments == 1


def test_the_same_source_key_with_other_content_is_refused(mapping: FileMapping, amy: Patient, as_theo: Caller) -> None:
    outcome = run(mapping, as_theo, "A1;1;2.3.2026;;3,0;;;;", "A1;1;9.3.2026;;2,0;;;;")
    assert [(r.line, r.code) for r in outcome.rejected] == [(3, "imported_differently")]


def test_blank_lines_and_spaces_around_cells_do_not_matter(mapping: FileMapping, amy: Patient, as_theo: Caller) -> None:
    outcome = run(mapping, as_theo, "", " A1 ; 1;2.3.2026;;3,0 ;;;; 6", "")
    assert (outcome.lines, outcome.assessments, outcome.rejected) == (1, 1, [])


def test_a_file_with_commas_read_as_semicolons_is_told_by_its_header(mapping: FileMapping, as_theo: Caller) -> None:
    outcome = run(mapping, as_theo, header=HEADER.replace(";", ","))
    assert outcome.rejected[0].code == "missing_column"


def test_a_mapped_column_that_is_there_twice_is_refused(mapping: FileMapping, as_theo: Caller) -> None:
    outcome = run(mapping, as_theo, header=f"{HEADER};Schmerz")
    assert [(r.column, r.code) for r in outcome.rejected] == [("Schmerz", "duplicate_column")]


def test_line_numbers_count_the_files_lines_also_behind_a_cell_of_two_lines(
    mapping: FileMapping, amy: Patient, as_theo: Caller
) -> None:
    header = f"{HEADER};Notiz"
    lines = ('A1;1;2.3.2026;;3,0;;;;;"zwei\r\nZeilen"', "A1;2;9.3.2026;;31;;;;;")
    text = "\r\n".join((header, *lines)).splitlines(keepends=True)
    outcome = import_lines(text, mapping, by=as_theo)
    assert [(r.line, r.column) for r in outcome.rejected] == [(4, "Becken 1")]


ANEW = '{ column = "Anew", values = { "yes" = true, "no" = false } }'


def test_a_column_says_whether_the_landmarks_were_found_anew(amy: Patient, as_theo: Caller) -> None:
    told = EXAMPLE.read_text().replace('posture = "standing"', f'posture = "standing"\nrelandmarked = {ANEW}')
    lines = ("A1;1;2.3.2026;;3,0;3,4;;;;yes", "A1;2;9.3.2026;;2,0;2,1;;;;no", "A1;3;16.3.2026;;2,0;2,1;;;;")
    assert run(read_mapping(told), as_theo, *lines, header=f"{HEADER};Anew").rejected == []
    assert [m.relandmarked for m in Measurement.objects.order_by("id")] == [True, False, None]


def test_a_word_that_says_neither_yes_nor_no_is_named_by_its_column(amy: Patient, as_theo: Caller) -> None:
    told = EXAMPLE.read_text().replace('posture = "standing"', 'relandmarked = { column = "Anew" }')
    outcome = run(read_mapping(told), as_theo, "A1;1;2.3.2026;;3,0;3,4;;;;often", header=f"{HEADER};Anew")
    assert [(r.column, r.code) for r in outcome.rejected] == [("Anew", "invalid")]

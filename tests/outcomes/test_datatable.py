"""The readings of a report as a file that a spreadsheet opens without running anything."""

import csv
from io import StringIO

import pytest

from tests.outcomes.courses import inputs, measured, measurements, rated, ratings
from treatments.outcomes.datatable import COLUMNS, render_csv
from treatments.outcomes.findings.patient import patient_findings
from treatments.outcomes.findings.points import PatientInputs


def table_of(course: PatientInputs) -> list[dict[str, str]]:
    content = render_csv(patient_findings(course)).decode()
    return list(csv.DictReader(StringIO(content, newline="")))


def test_every_reading_is_in_the_file_once() -> None:
    course = inputs(
        pain=ratings([(0, 7), (14, 5)]),
        measurements=(*measurements([(0, 4.2), (14, -3.1)]), measured(7, 3.0, method="radiograph")),
    )
    rows = table_of(course)
    assert [(row["kind"], row["value"], row["method"]) for row in rows] == [
        ("pain", "7.0", ""),
        ("pain", "5.0", ""),
        ("alignment", "4.2", "palm"),
        ("alignment", "-3.1", "palm"),
        ("alignment", "3.0", "radiograph"),
    ]


def test_times_are_the_clinics_with_their_offset() -> None:
    assert table_of(inputs(pain=(rated(0, 5),)))[0]["taken_at"] == "2026-01-05T09:00:00+08:00"


def test_a_reading_says_in_which_role_it_entered_and_who_measured() -> None:
    rows = table_of(inputs(measurements=(measured(0, 4.0), measured(20, 1.0, rater="mira"))))
    assert [(row["role"], row["rater_differs"], row["deviation"]) for row in rows] == [
        ("baseline", "false", "2.5"),
        ("latest", "true", "0.0"),
    ]


def test_what_is_not_known_is_empty_never_zero() -> None:
    row = table_of(inputs(pain=(rated(0, 0),)))[0]
    assert row["value"] == "0.0"
    assert {row[name] for name in ("measure", "method", "posture", "rater_differs", "deviation")} == {""}


@pytest.mark.parametrize("start", ["=", "+", "-", "@", "\t", "\r"])
def test_text_that_a_spreadsheet_would_run_is_disarmed(start: str) -> None:
    rows = table_of(inputs(measurements=(measured(0, -4.0, method=f"{start}HYPERLINK(1)"),)))
    assert rows[0]["method"] == f"'{start}HYPERLINK(1)"
    assert rows[0]["value"] == "-4.0", "a negative number is no formula"


def test_lines_end_as_the_standard_says_and_an_empty_report_has_a_header() -> None:
    assert render_csv(patient_findings(inputs())) == (",".join(COLUMNS) + "\r\n").encode()

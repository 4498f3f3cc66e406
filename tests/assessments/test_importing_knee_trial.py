"""The wide file of the documentation's first example: one line per person, four ratings."""

import datetime as dt
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest

from assessments.importing.lines import LineImporter
from assessments.importing.mapping import FileMapping
from assessments.importing.outcome import Outcome
from assessments.importing.reading_mapping import read_mapping
from assessments.importing.running import import_lines
from assessments.models import PainRating
from clinic.audit.models import AuditEvent
from clinic.common.caller import Caller
from clinic.common.errors import PermissionMissing
from clinic.practice.models import Clinic
from patients.models import Identifier, Patient

EXAMPLE = Path(__file__).parents[2] / "docs" / "importing" / "knee-trial.toml"
HEADER = "N,Th,Age,Sex,R1,R2,R3,R4"


@pytest.fixture(scope="module")
def mapping() -> FileMapping:
    return read_mapping(EXAMPLE.read_text())


def run(mapping: FileMapping, by: Caller, *lines: str, dry_run: bool = False, partial: bool = False) -> Outcome:
    text = [f"{line}\n" for line in (HEADER, *lines)]
    return import_lines(text, mapping, by=by, dry_run=dry_run, partial=partial)


def refusals(outcome: Outcome) -> list[tuple[int, str, str]]:
    """Line, column and code of each rejection; and nothing was written."""
    assert not outcome.written
    written = (Patient, Identifier, PainRating, AuditEvent)
    assert [model.objects.count() for model in written] == [0, 0, 0, 0]
    return [(rejection.line, rejection.column, rejection.code) for rejection in outcome.rejected]


def test_a_line_becomes_a_patient_with_four_ratings_at_their_days(mapping: FileMapping, as_theo: Caller) -> None:
    outcome = run(mapping, as_theo, "17,2,28,1.0,5,4,2,1")
    assert outcome.written
    assert (outcome.lines, outcome.patients, outcome.pain_ratings, outcome.rejected) == (1, 1, 4, [])
    patient = Patient.objects.get()
    assert (str(patient), patient.birth_year, patient.sex, patient.referral_source) == (
        "Knee trial, Participant 17",
        1998,
        "unknown",
        "Knee trial, arm 2",
    )
    first = dt.datetime(2026, 3, 9, 9, tzinfo=ZoneInfo("Asia/Hong_Kong"))
    ratings = PainRating.objects.in_time_order()
    assert [(rating.taken_at - first).days for rating in ratings] == [0, 3, 7, 10]
    assert {(r.region, r.side, r.recall, r.context) for r in ratings} == {("knee", "right", "now", "movement")}


def test_one_to_five_becomes_zero_to_ten_rounded_half_up(mapping: FileMapping, as_theo: Caller) -> None:
    run(mapping, as_theo, "1,1,28,1,1,2,3,4", "2,1,28,1,5,5,5,5")
    found = PainRating.objects.order_by("source_key").values_list("source_key", "intensity")
    assert dict(found)["1/day 0"] == 0
    assert dict(found)["1/day 3"] == 3
    assert dict(found)["1/day 7"] == 5
    assert dict(found)["1/day 10"] == 8
    assert dict(found)["2/day 0"] == 10


def test_a_second_run_doubles_nothing(mapping: FileMapping, as_theo: Caller) -> None:
    lines = ("1,1,28,1,4,4,4,4", "2,2,32,0,5,4,3,2")
    run(mapping, as_theo, *lines)
    again = run(mapping, as_theo, *lines)
    assert (again.patients, again.pain_ratings, again.unchanged) == (0, 0, 8)
    assert (Patient.objects.count(), PainRating.objects.count()) == (2, 8)


def test_a_second_run_adds_what_was_not_there_yet(mapping: FileMapping, as_theo: Caller) -> None:
    run(mapping, as_theo, "1,1,28,1,4,4,,")
    later = run(mapping, as_theo, "1,1,28,1,4,4,3,")
    assert (later.pain_ratings, later.unchanged, later.not_measured) == (1, 2, 1)


def test_a_line_that_says_something_else_than_before_is_refused(mapping: FileMapping, as_theo: Caller) -> None:
    run(mapping, as_theo, "1,1,28,1,4,4,4,4")
    changed = run(mapping, as_theo, "1,1,28,1,4,4,4,2")
    assert [(r.line, r.code) for r in changed.rejected] == [(2, "imported_differently")]
    assert [rating.intensity for rating in PainRating.objects.all()] == [8] * 4


def test_of_two_imports_at_one_moment_the_second_is_told(
    mapping: FileMapping, as_theo: Caller, monkeypatch: pytest.MonkeyPatch
) -> None:
    run(mapping, as_theo, "1,1,28,1,4,4,4,4")
    # The second looked for the records just before the first stored them.
    monkeypatch.setattr(LineImporter, "_imported_before", lambda self, keys: {})
    second = run(mapping, as_theo, "1,1,28,1,4,4,4,4")
    assert [(r.line, r.code) for r in second.rejected] == [(2, "assessments_painrating_imported_once")]
    assert PainRating.objects.count() == 4


def test_two_clinics_can_import_the_same_file(
    mapping: FileMapping, as_theo: Caller, as_other_theo: Caller, other_clinic: Clinic
) -> None:
    run(mapping, as_theo, "1,1,28,1,4,4,4,4")
    other = run(mapping, as_other_theo, "1,1,28,1,4,4,4,4")
    assert (other.patients, other.pain_ratings) == (1, 4)
    assert PainRating.objects.filter(clinic=other_clinic).count() == 4


def test_an_empty_cell_is_not_measured_and_never_zero(mapping: FileMapping, as_theo: Caller) -> None:
    outcome = run(mapping, as_theo, "1,1,28,1,4,,4,")
    assert (outcome.pain_ratings, outcome.not_measured) == (2, 2)
    assert [rating.intensity for rating in PainRating.objects.all()] == [8, 8]


@pytest.mark.parametrize(
    ("line", "column", "code"),
    [
        ("1,1,28,1,6,4,4,4", "R1", "out_of_bounds"),
        ("1,1,28,1,4,0,4,4", "R2", "out_of_bounds"),
        ("1,1,28,1,4,4,2.5,4", "R3", "not_whole"),
        ("1,1,28,1,4,4,4,much", "R4", "not_a_number"),
        ("1,1,28,1,4,4,4,NaN", "R4", "not_a_number"),
        ("1,1,28,1,4,4,4,=1+1", "R4", "formula"),
        ("1,1,old,1,4,4,4,4", "Age", "not_a_number"),
        ("1,1,200,1,4,4,4,4", "Age", "min_value"),
        (",1,28,1,4,4,4,4", "N", "required"),
        ("1,1,28,1,4,4,4", "", "malformed_row"),
        ("1,1,28,1,4,4,4,4,4", "", "malformed_row"),
        ('1,1,28,1,4,4,4,"4', "", "malformed_csv"),
    ],
)
def test_a_line_that_makes_no_sense_stops_the_whole_file(
    mapping: FileMapping, as_theo: Caller, line: str, column: str, code: str
) -> None:
    outcome = run(mapping, as_theo, "7,1,28,1,4,4,4,4", line, "8,1,28,1,4,4,4,4")
    assert (3, column, code) in refusals(outcome)


def test_every_mistake_of_a_file_is_told_at_once(mapping: FileMapping, as_theo: Caller) -> None:
    outcome = run(mapping, as_theo, "1,1,old,1,9,4,4,4", "2,1,28,1,4,4,4,4", "3,1,28,1,4,x,4,4", "4,1")
    assert refusals(outcome) == [
        (2, "Age", "not_a_number"),
        (2, "R1", "out_of_bounds"),
        (4, "R2", "not_a_number"),
        (5, "", "malformed_row"),
    ]
    assert (outcome.lines, outcome.rejected_lines) == (4, 3)


def test_partial_keeps_the_good_lines_and_nothing_of_the_bad_ones(mapping: FileMapping, as_theo: Caller) -> None:
    outcome = run(mapping, as_theo, "1,1,28,1,4,4,4,4", "2,1,28,1,4,4,4,9", partial=True)
    assert outcome.written
    assert (outcome.patients, outcome.pain_ratings, outcome.rejected_lines) == (1, 4, 1)
    assert [identifier.value for identifier in Identifier.objects.all()] == ["1"]


def test_a_dry_run_says_the_same_and_writes_nothing(mapping: FileMapping, as_theo: Caller, clinic: Clinic) -> None:
    lines = ("1,1,28,1,4,4,4,4", "2,1,28,1,4,,4,4")
    tried = run(mapping, as_theo, *lines, dry_run=True)
    assert refusals(tried) == []
    clinic.refresh_from_db()
    assert clinic.next_record_number == 1
    done = run(mapping, as_theo, *lines)
    assert done.counts == tried.counts


def test_a_column_that_the_mapping_reads_must_be_there(mapping: FileMapping, as_theo: Caller) -> None:
    outcome = import_lines(["N,Th,Age,R1,R2,R3\n", "1,1,28,4,4,4\n"], mapping, by=as_theo)
    assert refusals(outcome) == [(1, "R4", "missing_column")]
    assert "N, Th, Age, R1, R2, R3" in outcome.rejected[0].detail


def test_an_empty_file_is_refused_and_one_with_only_a_header_is_fine(mapping: FileMapping, as_theo: Caller) -> None:
    assert import_lines([], mapping, by=as_theo).rejected[0].code == "missing_column"
    assert run(mapping, as_theo).lines == 0


def test_the_import_is_audited_with_counts_and_no_values(mapping: FileMapping, as_theo: Caller) -> None:
    run(mapping, as_theo, "1,1,28,1,4,4,4,4")
    event = AuditEvent.objects.get(action="assessments.imported")
    assert event.detail == {
        "source": "knee-trial", "patients": 1, "assessments": 0, "pain_ratings": 4, "unchanged": 0,
        "not_measured": 0,
    }  # fmt: skip
    assert AuditEvent.objects.filter(action="pain_rating.recorded").count() == 4


def test_the_front_desk_may_not_import(mapping: FileMapping, as_rosa: Caller) -> None:
    with pytest.raises(PermissionMissing):
        run(mapping, as_rosa, "1,1,28,1,4,4,4,4")
    assert not Patient.objects.exists()

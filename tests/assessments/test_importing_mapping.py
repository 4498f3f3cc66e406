"""Mapping files, times, and the command itself."""

import datetime as dt
import io
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from django.core.management import CommandError, call_command

from assessments.importing.cells import Cells
from assessments.importing.mapping import FileForm, Moment, Scale, Value
from assessments.importing.reading_mapping import read_mapping
from assessments.importing.table import Row
from assessments.models import PainRating
from clinic.audit.models import AuditEvent
from clinic.common.errors import Refused
from clinic.practice.models import Clinic, Membership
from patients.models import Patient

EXAMPLES = Path(__file__).parents[2] / "docs" / "importing"
SMALL = """
source = "diary"
row_key = ["who", "when"]
[patient]
system = "diary"
identifier = { column = "who" }
[patient.new]
family_name = "Diary"
given_name = { column = "who" }
birth_date = { column = "born", format = "%Y-%m-%d" }
[[pain_rating]]
name = "evening"
taken_at = { column = "when" }
region = "low_back"
side = "none"
intensity = { column = "pain" }
"""


def mistakes(text: str) -> list[tuple[str, str]]:
    with pytest.raises(Refused) as refused:
        read_mapping(text)
    return [(problem.pointer, problem.code) for problem in refused.value.problems]


@pytest.mark.parametrize("example", ["knee-trial.toml", "assessments.toml"])
def test_the_examples_of_the_documentation_are_valid(example: str) -> None:
    assert read_mapping((EXAMPLES / example).read_text()).columns


def test_a_mapping_names_every_column_it_reads() -> None:
    assert read_mapping(SMALL).columns == ["who", "when", "born", "pain"]


@pytest.mark.parametrize(
    ("old", "new", "pointer", "code"),
    [
        ('source = "diary"\n', "", "/source", "required"),
        ("[patient]\n", "[patient]\ncolour = 1\n", "/patient/colour", "unknown_field"),
        ('{ column = "pain" }', '{ colum = "pain" }', "/pain_rating/0/intensity/colum", "unknown_field"),
        ('{ column = "pain" }', '{ column = "p", text = "q" }', "/pain_rating/0/intensity", "column_or_text"),
        ('{ column = "when" }', "{ after_days = 3 }", "/pain_rating/0/taken_at", "column_or_start"),
        ('{ column = "when" }', "{ start = 2026-03-02T09:00:00 }", "/pain_rating/0/taken_at", "naive"),
        ('{ column = "when" }', '{ start = "2026-03-02" }', "/pain_rating/0/taken_at/start", "type"),
        ('{ column = "when" }', '{ column = "d", format = "%d.%m.%Y" }', "/pain_rating/0/taken_at", "no_time"),
        (
            '{ column = "when" }',
            '{ column = "when", zone = "Mars" }',
            "/pain_rating/0/taken_at/zone",
            "unknown_time_zone",
        ),
        ('side = "none"\n', "", "/pain_rating/0/side", "required"),
        (
            '{ column = "pain" }',
            '{ column = "p", rescale = { lowest = 5, highest = 1, onto_lowest = 0, onto_highest = 10 } }',
            "/pain_rating/0/intensity/rescale",
            "out_of_bounds",
        ),
        ("[patient]\n", '[file]\nencoding = "utf-12"\n[patient]\n', "/file/encoding", "unknown_encoding"),
        ("[patient]\n", '[file]\ndelimiter = ";;"\n[patient]\n', "/file/delimiter", "max_length"),
        ('family_name = "Diary"\n', "", "/patient/new/family_name", "required"),
    ],
)
def test_a_mistake_in_the_mapping_is_told_with_its_place(old: str, new: str, pointer: str, code: str) -> None:
    assert old in SMALL
    assert mistakes(SMALL.replace(old, new)) == [(pointer, code)]


def test_a_mapping_of_nothing_or_of_one_name_twice_is_refused() -> None:
    head, rating = SMALL.split("[[pain_rating]]")
    assert mistakes(head) == [("", "empty")]
    assert mistakes(f"{head}[[pain_rating]]{rating}[[pain_rating]]{rating}") == [("", "duplicate")]


def test_what_is_not_toml_is_refused() -> None:
    assert mistakes("source = ") == [("", "malformed_mapping")]


def test_a_scale_is_stretched_and_rounded_half_up() -> None:
    five = Scale(lowest=1, highest=5, onto_lowest=0, onto_highest=10)
    assert [five.stretch(step) for step in range(1, 6)] == [0, 3, 5, 8, 10]


HONG_KONG = ZoneInfo("Asia/Hong_Kong")


def cells(when: str, zone: str = "Asia/Hong_Kong") -> Cells:
    return Cells(Row(2, {"when": when}), FileForm(), ZoneInfo(zone))


def moment(**fields: Any) -> Moment:
    return Moment(column="when", **fields)


@pytest.mark.parametrize(
    ("cell", "reading", "expected"),
    [
        ("2026-03-02T09:30:00+08:00", moment(), dt.datetime(2026, 3, 2, 9, 30, tzinfo=HONG_KONG)),
        ("2026-03-02T01:30:00Z", moment(), dt.datetime(2026, 3, 2, 9, 30, tzinfo=HONG_KONG)),
        ("2026-03-02 09:30", moment(zone="clinic"), dt.datetime(2026, 3, 2, 9, 30, tzinfo=HONG_KONG)),
        ("2026-03-02", moment(zone="clinic", at=dt.time(9)), dt.datetime(2026, 3, 2, 9, tzinfo=HONG_KONG)),
        (
            "02.03.2026 09:30",
            moment(zone="Europe/Berlin", format="%d.%m.%Y %H:%M"),
            dt.datetime(2026, 3, 2, 9, 30, tzinfo=ZoneInfo("Europe/Berlin")),
        ),
        ("2026-03-02T09:30+08:00", moment(after_days=3), dt.datetime(2026, 3, 5, 9, 30, tzinfo=HONG_KONG)),
    ],
)
def test_a_time_is_read_as_the_mapping_says(cell: str, reading: Moment, expected: dt.datetime) -> None:
    row = cells(cell)
    assert row.moment(reading) == expected
    assert row.problems == []


@pytest.mark.parametrize(
    ("cell", "reading", "code"),
    [
        ("2026-03-02 09:30", moment(), "naive"),
        ("2026-03-02", moment(zone="clinic"), "no_time"),
        ("2.3.26", moment(zone="clinic", at=dt.time(9)), "not_a_date"),
        ("", moment(zone="clinic"), "required"),
    ],
)
def test_a_time_that_is_not_clear_is_refused_and_never_guessed(cell: str, reading: Moment, code: str) -> None:
    row = cells(cell)
    assert row.moment(reading) is None
    assert [problem.code for problem in row.problems] == [code]


def test_days_are_counted_on_the_clinics_clock_across_summer_time() -> None:
    start = dt.datetime(2026, 3, 6, 9)  # noqa: DTZ001
    later = cells("", "America/Los_Angeles").moment(Moment(start=start, after_days=3, zone="clinic"))
    assert later is not None
    assert (later.hour, later.utcoffset()) == (9, dt.timedelta(hours=-7))


def test_an_hour_that_the_clock_skipped_is_refused() -> None:
    row = cells("2026-03-08 02:30", "America/Los_Angeles")
    assert row.moment(moment(zone="clinic")) is None
    assert [problem.code for problem in row.problems] == ["no_such_time"]


def test_a_text_takes_its_gaps_from_columns() -> None:
    assert cells("7").value(Value(text="Participant {when}")) == "Participant 7"


def write(folder: Path, content: str | bytes, mapping: str = SMALL) -> list[str]:
    """The files on disk, and the command's first arguments."""
    raw = content.encode() if isinstance(content, str) else content
    (folder / "diary.csv").write_bytes(raw)
    (folder / "diary.toml").write_text(mapping)
    return [str(folder / "diary.csv"), "--mapping", str(folder / "diary.toml"), "--clinic"]


DIARY = "who,when,born,pain\namy,2026-03-02T21:00:00+08:00,1980-05-17,6\n"


def command(*arguments: str) -> str:
    out = io.StringIO()
    call_command("import_assessments", *arguments, stdout=out)
    return out.getvalue()


def test_the_command_imports_a_file_and_says_what_it_did(tmp_path: Path, clinic: Clinic) -> None:
    said = command(*write(tmp_path, DIARY), "Harbour Clinic")
    assert "1 lines, 0 rejected: 1 patients, 0 assessments, 1 pain ratings" in said
    assert Patient.objects.get().birth_date == dt.date(1980, 5, 17)
    assert PainRating.objects.get().entered_by is None
    assert AuditEvent.objects.get(action="assessments.imported").actor_name == "Command import_assessments"


def test_the_command_takes_the_clinics_id_and_a_members_name(tmp_path: Path, clinic: Clinic, theo: Membership) -> None:
    command(*write(tmp_path, DIARY), str(clinic.uuid), "--by", "theo")
    assert PainRating.objects.get().entered_by == theo


def test_a_byte_order_mark_is_no_part_of_the_first_column(tmp_path: Path, clinic: Clinic) -> None:
    command(*write(tmp_path, b"\xef\xbb\xbf" + DIARY.encode()), clinic.name)
    assert PainRating.objects.count() == 1


def test_a_dry_run_of_the_command_writes_nothing(tmp_path: Path, clinic: Clinic) -> None:
    said = command(*write(tmp_path, DIARY), clinic.name, "--dry-run")
    assert "1 pain ratings" in said
    assert "nothing was written" in said
    assert not Patient.objects.exists()


@pytest.mark.parametrize(
    ("content", "code"),
    [
        (DIARY.replace(",6", ",5.5"), "out_of_bounds"),
        (DIARY.encode() + b"b\xf6b,2026-03-02T21:00:00+08:00,,6\n", "wrong_encoding"),
        (b"who,when,born,pain\n\x00\n", "malformed"),
    ],
)
def test_a_rejected_line_makes_the_command_fail_and_nothing_is_written(
    tmp_path: Path, clinic: Clinic, content: str | bytes, code: str
) -> None:
    out = io.StringIO()
    with pytest.raises(CommandError, match="Nothing was written"):
        call_command("import_assessments", *write(tmp_path, content), clinic.name, stdout=out)
    assert code in out.getvalue()
    assert not PainRating.objects.exists()


def test_partial_keeps_the_good_lines_and_still_fails(tmp_path: Path, clinic: Clinic) -> None:
    two = DIARY + "ben,2026-03-02T21:00:00+08:00,1980-05-17,11\n"
    with pytest.raises(CommandError, match="Only the lines"):
        command(*write(tmp_path, two), clinic.name, "--partial")
    assert [str(patient) for patient in Patient.objects.all()] == ["Diary, amy"]


def test_what_the_command_cannot_find_it_says(
    tmp_path: Path, clinic: Clinic, other_theo: Membership, rosa: Membership
) -> None:
    files = write(tmp_path, DIARY)
    with pytest.raises(CommandError, match="Harbour Clinic"):
        command(*files, "Nowhere")
    with pytest.raises(CommandError, match="no member"):
        command(*files, clinic.name, "--by", "otto")
    with pytest.raises(CommandError, match=r"lacks the permission assessments\.change"):
        command(*files, clinic.name, "--by", "rosa")
    with pytest.raises(CommandError, match="file cannot be read"):
        command(str(tmp_path / "no.csv"), *files[1:], clinic.name)
    with pytest.raises(CommandError, match="mapping cannot be read"):
        command(files[0], "--mapping", str(tmp_path / "no.toml"), "--clinic", clinic.name)
    (tmp_path / "diary.toml").write_text('source = "diary"')
    with pytest.raises(CommandError, match="/row_key"):
        command(*files, clinic.name)

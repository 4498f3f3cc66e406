"""The repeated readings as a file."""

import csv
from io import StringIO

from tests.outcomes.replicates import MIRA, PEOPLE, THEO, group, repeated
from treatments.outcomes.datatable_repeatability import COLUMNS, render_repeatability_csv
from treatments.outcomes.findings.repeatability.methods import repeatability_findings
from treatments.outcomes.findings.repeatability.points import Rater, ReplicateGroup


def rows(*groups: ReplicateGroup, raters: tuple[Rater, ...] = PEOPLE) -> list[dict[str, str]]:
    content = render_repeatability_csv(repeatability_findings(repeated(*groups)), raters)
    return list(csv.DictReader(StringIO(content.decode())))


def test_every_reading_is_there_once_unrounded_and_says_by_whom() -> None:
    found = rows(group(3.0, -3.4123456789), group(1.0, 2.0, patient="bob", raters=(THEO, MIRA), lift=None))
    assert list(found[0]) == list(COLUMNS)
    told = [(row["group"], row["person"], row["reading"], row["value"], row["rater"], row["apart"]) for row in found]
    assert told == [
        ("1", "1", "1", "1.0", "Theo", "raters"),
        ("1", "1", "2", "2.0", "Mira", "raters"),
        ("2", "2", "1", "3.0", "Theo", "readings"),
        ("2", "2", "2", "-3.4123456789", "Theo", "readings"),
    ]
    assert (found[0]["lift_in_place"], found[2]["lift_in_place"], found[0]["unit"]) == ("", "false", "deg")


def test_it_holds_no_id_of_a_person() -> None:
    content = render_repeatability_csv(repeatability_findings(repeated(group(3.0, 3.4, patient="secret"))), PEOPLE)
    assert b"secret" not in content
    assert b"visit" not in content


def test_a_name_that_a_spreadsheet_would_run_is_kept_a_name() -> None:
    (row, _second) = rows(group(3.0, 3.4), raters=(Rater(key=THEO, name="=1+1"),))
    assert row["rater"] == "'=1+1"

"""The rows of a CSV file, one after another, however large the file is."""

import csv
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _

from assessments.importing.mapping import FileMapping


@dataclass(frozen=True, slots=True)
class Rejection:
    """Why a line is refused: its number in the file (the header is 1), the column if one is to blame."""

    line: int
    column: str
    code: str
    detail: str


@dataclass(frozen=True, slots=True)
class Row:
    """The cells of one line by their column."""

    line: int
    cells: dict[str, str]


class Unreadable(Exception):
    """The file ends to make sense here: nothing after it can be read."""

    def __init__(self, rejection: Rejection) -> None:
        self.rejection = rejection
        super().__init__(rejection.detail)


def rows_of(lines: Iterable[str], mapping: FileMapping) -> Iterator[Row | Rejection]:
    """Give each line as a Row, or as a Rejection if its number of cells is wrong; blank lines are passed over.

    Raises Unreadable if the header lacks a mapped column, or for broken quoting or encoding.
    """
    reader = csv.reader(lines, delimiter=mapping.file.delimiter, strict=True)
    header = [name.strip() for name in _next(reader) or []]
    _check_header(header, mapping)
    while True:
        line = reader.line_num + 1
        cells = _next(reader)
        if cells is None:
            return
        if not cells:
            continue
        if len(cells) == len(header):
            yield Row(line, dict(zip(header, (cell.strip() for cell in cells), strict=True)))
        else:
            sentence = _("The line has %(given)s cells, the header has %(expected)s.")
            detail = sentence % {"given": len(cells), "expected": len(header)}
            yield Rejection(line, "", "malformed_row", detail)


def _next(reader: Any) -> list[str] | None:
    line = reader.line_num + 1
    try:
        return next(reader, None)
    except csv.Error as error:
        sentence = _("The line is no valid CSV (%(error)s).")
        raise Unreadable(Rejection(line, "", "malformed_csv", sentence % {"error": error})) from error
    except UnicodeDecodeError as error:
        sentence = _("From here on the file is not written in %(encoding)s.")
        detail = sentence % {"encoding": error.encoding}
        raise Unreadable(Rejection(line, "", "wrong_encoding", detail)) from error


def _check_header(header: list[str], mapping: FileMapping) -> None:
    missing = [column for column in mapping.columns if column not in header]
    twice = [column for column in mapping.columns if header.count(column) > 1]
    for columns, code, sentence in (
        (missing, "missing_column", _("The mapping reads %(columns)s, but the file has only: %(header)s.")),
        (twice, "duplicate_column", _("The file has %(columns)s more than once: %(header)s.")),
    ):
        if columns:
            named = {"columns": ", ".join(f"“{column}”" for column in columns), "header": ", ".join(header)}
            raise Unreadable(Rejection(1, ", ".join(columns), code, sentence % named))

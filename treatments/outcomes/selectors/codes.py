"""Several short codes of a row, packed into one bigint by the database, a byte each, and taken apart again."""

from collections.abc import Iterable, Mapping
from typing import Any

import numpy as np
from psycopg.sql import SQL, Composable, Identifier, Literal

from treatments.outcomes.findings.cohort.columns import Columns

Value = str | bool | None
Codes = Mapping[str, Mapping[Any, int] | None]
"""For each column the code of every value that it may have; None for a column of small whole numbers."""

BITS = 8
MOST_COLUMNS = 7


def positions(values: Iterable[Value]) -> dict[Value, int]:
    """Let each value's position be its code."""
    return {value: position for position, value in enumerate(values)}


def packed(codes: Codes) -> Composable:
    """The SQL that packs the codes of the columns named. A value without a code makes it null."""
    assert len(codes) <= MOST_COLUMNS
    parts = (_shifted(Identifier(name), known, BITS * place) for place, (name, known) in enumerate(codes.items()))
    return SQL("({})").format(SQL(" + ").join(parts))


def unpacked(numbers: Columns, codes: Codes) -> dict[str, Columns]:
    """The codes of each column, by its name, from what ``packed`` gave."""
    octets = np.ascontiguousarray(numbers, dtype="<i8").view(np.uint8).reshape(-1, BITS)
    return {name: octets[:, place] for place, name in enumerate(codes)}


def _shifted(column: Identifier, known: Mapping[Any, int] | None, shift: int) -> Composable:
    if known is None:
        return SQL("{} * {}::bigint").format(column, Literal(1 << shift))
    cases = (_case(column, value, code << shift) for value, code in known.items())
    return SQL("CASE {} END").format(SQL(" ").join(cases))


def _case(column: Identifier, value: Value, code: int) -> Composable:
    if value is None:
        return SQL("WHEN {} IS NULL THEN {}::bigint").format(column, Literal(code))
    return SQL("WHEN {} = {} THEN {}::bigint").format(column, Literal(value), Literal(code))

"""Several short codes of a row, packed into one bigint beside an id by the database, and taken apart again.

Each value that is sent costs time, however small it is.
"""

from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from psycopg.sql import SQL, Composable, Identifier, Literal

from treatments.outcomes.findings.cohort.columns import Columns

Value = str | bool | None
Codes = Mapping[str, Mapping[Any, int] | None]
"""For each column the code of every value that it may have; None for a column of whole numbers from 0 to 15."""

BITS_OF_A_NUMBER = 4
MOST_BITS = 16
"""So that an id may have 47 bits."""


def positions(values: Iterable[Value]) -> dict[Value, int]:
    """Let each value's position be its code."""
    return {value: position for position, value in enumerate(values)}


def packed(beside: str, codes: Codes) -> Composable:
    """The SQL that packs the codes of the columns named beside an id. A value without a code makes it null."""
    parts = [_shifted(Identifier(name), codes[name], shift) for name, shift, _bits in _places(codes)]
    room = Literal(1 << _bits_of(codes))
    return SQL("{} * {}::bigint + {}").format(SQL(beside), room, SQL(" + ").join(parts))


def unpacked(numbers: Columns, codes: Codes) -> tuple[Columns, dict[str, Columns]]:
    """The ids, and the codes of each column by its name, from what ``packed`` gave."""
    found = {name: (numbers >> shift) & ((1 << bits) - 1) for name, shift, bits in _places(codes)}
    return numbers >> _bits_of(codes), found


def _places(codes: Codes) -> Iterator[tuple[str, int, int]]:
    """Each column with the lowest of its bits and their number."""
    shift = 0
    for name, known in codes.items():
        bits = BITS_OF_A_NUMBER if known is None else max(known.values()).bit_length()
        yield name, shift, bits
        shift += bits


def _bits_of(codes: Codes) -> int:
    bits = sum(bits for _name, _shift, bits in _places(codes))
    assert bits <= MOST_BITS
    return bits


def _shifted(column: Identifier, known: Mapping[Any, int] | None, shift: int) -> Composable:
    if known is None:
        return SQL("{} * {}").format(column, Literal(1 << shift))
    cases = (_case(column, value, code << shift) for value, code in known.items())
    return SQL("CASE {} END").format(SQL(" ").join(cases))


def _case(column: Identifier, value: Value, code: int) -> Composable:
    if value is None:
        return SQL("WHEN {} IS NULL THEN {}").format(column, Literal(code))
    return SQL("WHEN {} = {} THEN {}").format(column, Literal(value), Literal(code))

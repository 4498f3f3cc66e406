"""Rows of the database as columns of numbers, without a Python object for any of them.

The database puts each column of a statement into one array, which arrives as bytes of fixed width. That costs the
server what sending the rows would, and the worker next to nothing.
"""

import struct
from collections.abc import Iterable, Mapping
from typing import Any

import numpy as np
import orjson
from django.db.backends.utils import CursorWrapper
from psycopg.pq import Format

from treatments.outcomes.findings.cohort.columns import Columns

Numbers = np.ndarray[Any, np.dtype[np.int64]]

MICROSECONDS_TO_2000 = 946_684_800 * 1_000_000
"""The database counts the microseconds of a timestamp from 2000, this product from 1970."""

_HEADER = struct.Struct(">5i")  # dimensions, whether any element is null, the elements' type, their number, lower bound

_ELEMENTS = {
    20: np.dtype([("width", ">i4"), ("value", ">i8")]),  # bigint
    23: np.dtype([("width", ">i4"), ("value", ">i4")]),  # integer
    701: np.dtype([("width", ">i4"), ("value", ">f8")]),  # double precision
    1184: np.dtype([("width", ">i4"), ("value", ">i8")]),  # timestamptz
    2950: np.dtype([("width", ">i4"), ("value", ">i8"), ("other_half", ">i8")]),  # uuid: its first half
}
_TIMESTAMP = 1184


class UnknownValue(ValueError):
    """A column holds a null or a code that this version of the product does not know."""


def read_columns(
    cursor: CursorWrapper, names: Iterable[str], statement: str, parameters: Mapping[str, Any]
) -> dict[str, Columns]:
    """Run a SELECT and give its columns by name, in the order of its rows.

    A column is a bigint, an integer, a double precision, a timestamptz (given as microseconds since 1970) or a uuid
    (given as its first half), and never null. Raises UnknownValue for a null.
    """
    wanted = tuple(names)
    arrays = ", ".join(f"array_agg({name})" for name in wanted)
    cursor.cursor.format = Format.BINARY
    cursor.execute(f"SELECT {arrays} FROM ({statement}) AS found", parameters)  # noqa: S608
    row = cursor.cursor.pgresult
    return {name: _decoded(name, row.get_value(0, number)) for number, name in enumerate(wanted)}


def as_array(numbers: Columns) -> str:
    """Write whole numbers as the database reads an array: ``{1,2,3}``."""
    listed = orjson.dumps(np.ascontiguousarray(numbers), option=orjson.OPT_SERIALIZE_NUMPY)
    return f"{{{listed[1:-1].decode()}}}"


def _decoded(name: str, array: bytes | None) -> Columns:
    if array is None:
        return np.zeros(0, dtype=np.int64)
    dimensions, any_null, kind, _length, _lower = _HEADER.unpack_from(array)
    assert dimensions == 1
    if any_null:
        raise UnknownValue(f"The column {name} holds a null, or a code that this version does not know.")
    values = np.frombuffer(array, dtype=_ELEMENTS[kind], offset=_HEADER.size)["value"]
    native = values.astype(values.dtype.newbyteorder("="))
    return native + MICROSECONDS_TO_2000 if kind == _TIMESTAMP else native

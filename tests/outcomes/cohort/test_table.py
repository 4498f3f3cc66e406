"""Rows that are kept in one piece."""

import numpy as np
import pytest

from treatments.outcomes.findings.cohort.table import Table

KIND = np.dtype([("patient", "i8"), ("pain", "f8")])


def _rows(*patients: int) -> np.ndarray[tuple[int], np.dtype[np.void]]:
    return np.array([(patient, patient / 2) for patient in patients], dtype=KIND)


@pytest.mark.parametrize("room", [0, 2, 3, 5, 9])
def test_rows_come_back_as_they_were_added_whatever_was_expected(room: int) -> None:
    table = Table(KIND, room)
    for part in (_rows(4, 1), _rows(), _rows(3), _rows(9, 8)):
        table.add(part)
    assert table.rows.tolist() == _rows(4, 1, 3, 9, 8).tolist()


def test_rows_that_have_room_stay_where_they_are() -> None:
    table = Table(KIND, 3)
    table.add(_rows(4))
    before = table.rows
    table.add(_rows(5, 6))
    assert np.shares_memory(before, table.rows)
    assert before.tolist() == _rows(4).tolist()

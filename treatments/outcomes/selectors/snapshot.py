"""The database as it is at one moment, for several statements."""

import datetime as dt
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any

from django.db import connection, transaction
from django.db.backends.utils import CursorWrapper

from treatments.outcomes.findings.cohort.columns import Columns
from treatments.outcomes.selectors.arrays import read_columns


@contextmanager
def one_moment() -> Iterator[dt.datetime]:
    """Let several statements see the database as it is at one moment, which is given by its own clock.

    Within it the connection can write nothing. Inside another transaction it sees what that one sees.
    """
    outermost = not connection.in_atomic_block
    with transaction.atomic(), connection.cursor() as cursor:
        if outermost:
            cursor.execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ, READ ONLY")
        cursor.execute("SELECT statement_timestamp()")
        yield cursor.fetchone()[0]


@dataclass(frozen=True, slots=True)
class Reader:
    """Runs the statements of one cohort; ``parameters`` are what all of them may name."""

    cursor: CursorWrapper
    parameters: Mapping[str, Any]

    def columns(self, names: Iterable[str], statement: str, **more: Any) -> dict[str, Columns]:
        """The named columns of a statement's rows, in their order."""
        return read_columns(self.cursor, names, statement, {**self.parameters, **more})

    def by_index(self) -> None:
        """From here on look records up by index, however much of a table a statement asks for.

        A cohort is read in batches. Each would be cheaper by going through the whole table once, all of them
        together are not: the time would grow with the square of the clinic. A plan for any cut-off would look
        for later changes among all records of the patients, one for this cut-off among the later changes.
        """
        settings = {"enable_seqscan": "off", "jit": "off", "plan_cache_mode": "force_custom_plan"}
        for name, value in settings.items():
            self.cursor.execute("SELECT set_config(%s, %s, true)", [name, value])

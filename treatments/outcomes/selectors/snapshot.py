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

    def in_batches(self) -> None:
        """From here on find the records of a batch by an index and fetch them in the order in which they lie.

        Going through a whole table would be cheaper for one batch, and not for all of them together: the time would
        grow with the square of the clinic. Following the index fetches each page once for every row on it. A plan
        for any cut-off would look for later changes among all records of the patients, not the other way round.
        """
        settings = {
            "enable_seqscan": "off",
            "enable_indexscan": "off",  # what remains are scans by bitmap
            "plan_cache_mode": "force_custom_plan",
            "max_parallel_workers_per_gather": "0",  # starting one takes longer than its share of a batch
            "jit": "off",
        }
        listed = ", ".join(["set_config(%s, %s, true)"] * len(settings))
        self.cursor.execute(f"SELECT {listed}", [text for setting in settings.items() for text in setting])

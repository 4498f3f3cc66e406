"""Proof that a request wrote nothing: every row of every table is as it was."""

from collections.abc import Iterator
from contextlib import contextmanager

from django.db import connection

NOT_RECORDS = {"django_session"}
"""A browser's session is kept alive by asking; it is no record."""


@contextmanager
def nothing_written() -> Iterator[None]:
    """Fail if the block leaves a row that is new, changed or gone, in whatever table."""
    before = _fingerprints()
    yield
    assert _fingerprints() == before


def _fingerprints() -> dict[str, tuple[int, int]]:
    """How many rows each table has, and a sum over what is in them."""
    with connection.cursor() as cursor:
        tables = [name for name in connection.introspection.table_names(cursor) if name not in NOT_RECORDS]
        each = [
            f"SELECT '{name}', count(*), coalesce(sum(hashtext(row::text)), 0) FROM {name} AS row"  # noqa: S608
            for name in tables
        ]
        cursor.execute(" UNION ALL ".join(each))
        return {name: (count, total) for name, count, total in cursor.fetchall()}

"""Work that one process at a time may do, whichever process that is."""

from django.db import connection


def is_the_only_one(work: str) -> bool:
    """Take the lock named ``work`` until the current transaction ends; False when another process holds it."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_try_advisory_xact_lock(hashtextextended(%s, 0))", [f"plumbline.{work}"])
        row = cursor.fetchone()
    return bool(row and row[0])

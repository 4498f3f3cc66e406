"""The sign that a worker is still at its report: a thread that renews the lease."""

import threading
from collections.abc import Iterator
from contextlib import contextmanager

import structlog
from django.conf import settings
from django.db import DatabaseError, InterfaceError, connection

from treatments.outcomes.transitions import Lease, LeaseLost

log = structlog.get_logger(__name__)


@contextmanager
def heartbeat(lease: Lease) -> Iterator[None]:
    """Renew the lease three times per its length for as long as the block runs."""
    over = threading.Event()
    thread = threading.Thread(target=_beat, args=[lease, over], name="report-heartbeat", daemon=True)
    thread.start()
    try:
        yield
    finally:
        over.set()
        thread.join()


def _beat(lease: Lease, over: threading.Event) -> None:
    # The thread has a database connection of its own, which nobody else would close.
    try:
        while not over.wait(settings.REPORT_LEASE_SECONDS / 3):
            _renew(lease)
    except LeaseLost:
        log.info("report_lease_lost", attempt=lease.attempt)
    finally:
        connection.close()


def _renew(lease: Lease) -> None:
    try:
        lease.renew()
    except (DatabaseError, InterfaceError) as error:
        # The next beat tries again on a new connection; if none succeeds the lease ends by itself.
        log.warning("report_heartbeat_missed", error=type(error).__name__)
        connection.close()

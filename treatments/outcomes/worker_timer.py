"""Sweeping from every worker, so that reports are looked after even while beat or the broker is away."""

from typing import Any

import structlog
from celery import bootsteps
from django.conf import settings
from django.db import DatabaseError, InterfaceError, connection

SWEEP = "outcomes.sweep_reports"

log = structlog.get_logger(__name__)


class SweepFromWorker(bootsteps.StartStopStep):
    """Sweeps from the worker's own event loop, whatever its children are doing.

    The task is called by its name, because this class is loaded before the models can be.
    """

    requires = ("celery.worker.components:Timer",)

    def __init__(self, parent: Any, **options: Any) -> None:
        super().__init__(parent, **options)
        self.entry: Any = None

    def start(self, parent: Any) -> None:
        sweep = parent.app.tasks[SWEEP]
        self.entry = parent.timer.call_repeatedly(settings.REPORT_LEASE_SECONDS / 6, _quietly, args=(sweep,))

    def stop(self, parent: Any) -> None:
        if self.entry:
            self.entry.cancel()


def _quietly(sweep: Any) -> None:
    try:
        sweep()
    except (DatabaseError, InterfaceError) as error:
        log.warning("sweep_missed", error=type(error).__name__)
    finally:
        # A child that is forked later must not inherit a connection.
        connection.close()

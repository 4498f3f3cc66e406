"""The Celery application: ``celery -A clinic worker`` and ``celery -A clinic beat``."""

import os
import sys
from pathlib import Path

from celery import Celery

from clinic.health.heartbeat import WorkerHeartbeat
from treatments.outcomes.worker_timer import SweepFromWorker


def _name_the_process() -> None:
    """A worker or beat started by hand gets the database limits of its kind, too."""
    program, *arguments = sys.argv or [""]
    if "celery" in Path(program).parts[-2:]:
        for process in {"worker", "beat"}.intersection(arguments):
            os.environ.setdefault("PLUMBLINE_PROCESS", process)


_name_the_process()
os.environ.setdefault("DJANGO_SETTINGS_MODULE", "clinic.settings.dev")

app = Celery("clinic")
app.config_from_object("django.conf:settings", namespace="CELERY")
app.autodiscover_tasks()
app.steps["worker"].update({WorkerHeartbeat, SweepFromWorker})

"""Telling the workers that a report waits. If nobody hears it, the sweeper rings again."""

import structlog
from celery import current_app
from django.db.models import F
from kombu.exceptions import OperationalError

from treatments.outcomes.models import OutcomeReport

BUILD_REPORT = "outcomes.build_report"

log = structlog.get_logger(__name__)


def ring(report_id: int) -> bool:
    """Ring once, waiting at most a second for the broker; False if it could not be reached.

    That is counted and logged, and nothing more: the report waits in the database, not in the broker.
    """
    try:
        current_app.send_task(BUILD_REPORT, args=[report_id], retry=False, ignore_result=True)
    except OperationalError as error:
        log.warning("doorbell_unheard", error=type(error).__name__)
        OutcomeReport.objects.filter(pk=report_id).queued().change(unheard_rings=F("unheard_rings") + 1)
        return False
    return True

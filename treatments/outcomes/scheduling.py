"""The report of every week: each clinic's own, made early on its Monday without anybody asking."""

import datetime as dt

from django.db.models import Exists, OuterRef
from django.utils import timezone

from assessments.models import Assessment
from clinic.common.errors import Clash, Refused
from clinic.practice.models import Clinic
from treatments.outcomes.models import OutcomeReport
from treatments.outcomes.requesting.cohort import request_weekly_report
from treatments.outcomes.transitions import weekly_caller

FROM_HOUR = 3
"""The hour of Monday, on the clinic's clock, from which the week's report is made: when nobody works."""


def request_weekly_reports() -> None:
    """Queue this week's report of every clinic whose Monday has come and that has anything to report on."""
    measured = Exists(Assessment.objects.filter(clinic=OuterRef("pk")))
    for clinic in Clinic.objects.filter(measured).order_by("pk"):
        monday = _monday_begun(clinic)
        if not OutcomeReport.objects.filter(clinic=clinic, scheduled_for=monday).exists():
            _request(clinic, monday)


def _request(clinic: Clinic, monday: dt.date) -> None:
    try:
        request_weekly_report(monday, weekly_caller(clinic))
    except (Clash, Refused):
        # Another worker was quicker, or the clinic has retired all its pairs: neither is a fault.
        return


def _monday_begun(clinic: Clinic) -> dt.date:
    """The latest Monday whose hour has come on the clinic's clock."""
    now = timezone.now().astimezone(clinic.zone) - dt.timedelta(hours=FROM_HOUR)
    return now.date() - dt.timedelta(days=now.weekday())

"""Asking for a report about the clinic's own measurement error."""

import datetime as dt

from clinic.common.caller import Caller
from clinic.common.errors import Refused
from treatments.outcomes.models import OutcomeReport, ReportKind
from treatments.outcomes.requesting.queueing import language_of, problems_of_window, queue


def request_repeatability_report(
    *, from_: dt.date | None = None, until: dt.date | None = None, by: Caller
) -> OutcomeReport:
    """Queue a report about how far replicate measurements lie apart, by method and rater.

    ``from_`` and ``until`` are inclusive days in the clinic's zone. Raises Refused.
    """
    by.require("reports.request")
    if problems := problems_of_window(from_, until, by):
        raise Refused(problems)
    report = OutcomeReport(
        kind=ReportKind.REPEATABILITY,
        window_from=from_,
        window_until=until,
        parameters={"language": language_of(by.clinic_id)},
    )
    return queue(report, by)

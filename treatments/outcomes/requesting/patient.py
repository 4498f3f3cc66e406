"""Asking for a report about one patient."""

import datetime as dt

from clinic.common.caller import Caller
from clinic.common.errors import Refused
from patients.models import Episode, Patient
from patients.services.belonging import foreign, of_another_patient, void_episode
from treatments.outcomes.models import OutcomeReport, ReportKind
from treatments.outcomes.requesting.queueing import language_of, problems_of_window, queue


def request_patient_report(
    *,
    patient: Patient,
    episode: Episode | None = None,
    from_: dt.date | None = None,
    until: dt.date | None = None,
    by: Caller,
) -> OutcomeReport:
    """Queue a report about one patient, over all episodes and days unless told otherwise.

    ``from_`` and ``until`` are inclusive days in the clinic's zone. Raises Refused.
    """
    by.require("reports.request")
    problems = foreign("/patient", patient, by) + problems_of_window(from_, until, by)
    problems += foreign("/episode", episode, by) or of_another_patient("/episode", episode, patient)
    problems += void_episode("/episode", episode)
    if problems:
        raise Refused(problems)
    report = OutcomeReport(
        kind=ReportKind.PATIENT,
        patient=patient,
        episode=episode,
        window_from=from_,
        window_until=until,
        parameters={"language": language_of(by.clinic_id)},
    )
    return queue(report, by)

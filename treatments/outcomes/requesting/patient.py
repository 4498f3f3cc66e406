"""Asking for a report about one patient."""

import datetime as dt
from dataclasses import replace

from django.utils.translation import gettext as _

from clinic.common.caller import Caller
from clinic.common.errors import Problem, Refused
from clinic.practice.models import LANGUAGES
from patients.models import Episode, Patient
from patients.services.belonging import foreign, of_another_patient, void_episode
from treatments.outcomes.document.letter import Letter
from treatments.outcomes.models import OutcomeReport, ReportKind
from treatments.outcomes.requesting.queueing import language_of, problems_of_window, queue
from treatments.outcomes.requesting.who_treated import who_treated


def request_patient_report(
    *,
    patient: Patient,
    episode: Episode | None = None,
    from_: dt.date | None = None,
    until: dt.date | None = None,
    language: str | None = None,
    letter: Letter | None = None,
    by: Caller,
) -> OutcomeReport:
    """Queue a report about one patient, over all episodes and days unless told otherwise.

    ``from_`` and ``until`` are inclusive days in the clinic's zone; ``language`` is that of its sentences and
    documents, the clinic's own without one. With a ``letter`` the worker also sets the letter that goes out with
    it. Raises Refused.
    """
    by.require("reports.request")
    problems = foreign("/patient", patient, by) + problems_of_window(from_, until, by)
    problems += foreign("/episode", episode, by) or of_another_patient("/episode", episode, patient)
    problems += void_episode("/episode", episode)
    problems += _unknown_language(language)
    if problems:
        raise Refused(problems)
    report = OutcomeReport(
        clinic_id=by.clinic_id,
        kind=ReportKind.PATIENT,
        patient=patient,
        episode=episode,
        window_from=from_,
        window_until=until,
        parameters={"language": language or language_of(by.clinic_id)},
    )
    if letter:
        report.parameters["letter"] = replace(letter, therapists=who_treated(report)).as_json()
    return queue(report, by)


def _unknown_language(language: str | None) -> list[Problem]:
    known = [code for code, _name in LANGUAGES]
    if language is None or language in known:
        return []
    sentence = _("Reports are not written in “%(language)s”; choose one of: %(known)s.")
    return [Problem("/language", "invalid_choice", sentence % {"language": language, "known": ", ".join(known)})]

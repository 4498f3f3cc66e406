"""Asking for a report: the row is written, the workers are told, and the answer does not wait for them."""

import datetime as dt
from functools import partial

from django.db import transaction
from django.utils.translation import gettext as _

from clinic.audit.recording import record
from clinic.common.caller import Caller
from clinic.common.errors import Problem, Refused, refuse
from clinic.common.records import insert
from clinic.practice.models import Clinic
from patients.models import Episode, Patient
from patients.services.belonging import day_in_the_future, foreign, of_another_patient
from treatments.outcomes.doorbell import ring
from treatments.outcomes.models import OutcomeReport, ReportKind


def require_supported(kind: str) -> None:
    """Raise Refused (``unsupported_kind``) for a kind of report that does not exist."""
    if kind not in ReportKind.values:
        sentence = _("There are no reports of the kind “%(kind)s”; ask for one of: %(kinds)s.")
        given = {"kind": kind, "kinds": ", ".join(ReportKind.values)}
        raise refuse("/kind", "unsupported_kind", sentence % given)


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
    problems = foreign("/patient", patient, by) + _problems_of_window(from_, until, by)
    problems += foreign("/episode", episode, by) or of_another_patient("/episode", episode, patient)
    if problems:
        raise Refused(problems)
    report = OutcomeReport(
        kind=ReportKind.PATIENT,
        patient=patient,
        episode=episode,
        window_from=from_,
        window_until=until,
        parameters={"language": Clinic.objects.values_list("locale", flat=True).get(pk=by.clinic_id)},
    )
    return _queue(report, by)


def rerun(report: OutcomeReport, *, same_data: bool = False, by: Caller) -> OutcomeReport:
    """Queue the same question again, as a new report that supersedes this one.

    It reads what the records say now. With ``same_data`` it computes from the inputs that this report froze,
    and so shows what a newer engine makes of them. Raises Refused (``no_frozen_inputs`` if it froze none).
    """
    by.require("reports.request")
    if problems := foreign("", report, by):
        raise Refused(problems)
    if same_data and report.inputs is None:
        sentence = _("This report has not read its data yet, so there is no same data to use. Run it on today’s data.")
        raise refuse("/same_data", "no_frozen_inputs", sentence)
    copied = [*_QUESTION, *(_FROZEN if same_data else ())]
    again = OutcomeReport(supersedes=report, **{name: getattr(report, name) for name in copied})
    return _queue(again, by)


_QUESTION = ("kind", "patient", "episode", "window_from", "window_until", "parameters")
_FROZEN = ("cutoff", "inputs", "inputs_sha256", "input_keys", "heading")


def _queue(report: OutcomeReport, by: Caller) -> OutcomeReport:
    with transaction.atomic():
        report.clinic_id = by.clinic_id
        report.requested_by_id = by.membership_id
        report.requested_by_client_id = by.api_client_id
        insert(report)
        patients = [report.patient.uuid] if report.patient else []
        record("report.requested", report, by=by, patients=patients)
        transaction.on_commit(partial(ring, report.pk))
    return report


def _problems_of_window(from_: dt.date | None, until: dt.date | None, by: Caller) -> list[Problem]:
    problems = day_in_the_future("/from", from_, by)
    if from_ and until and from_ > until:
        sentence = _("The report would begin on %(from)s, after its last day %(until)s.")
        given = {"from": from_.isoformat(), "until": until.isoformat()}
        problems.append(Problem("/from", "from_after_until", sentence % given))
    return problems

"""What every request has in common: the kinds there are, the window of days, and the row in the queue."""

import datetime as dt
from functools import partial

from django.db import transaction
from django.utils.translation import gettext as _

from clinic.audit.recording import record
from clinic.common.caller import Caller
from clinic.common.errors import Problem, refuse
from clinic.common.records import insert
from clinic.practice.models import LANGUAGES, Clinic
from patients.models import Patient
from patients.services.belonging import day_in_the_future
from treatments.outcomes.doorbell import ring
from treatments.outcomes.models import OutcomeReport, ReportKind


def require_supported(kind: str) -> None:
    """Raise Refused (``unsupported_kind``) for a kind of report that does not exist."""
    if kind not in ReportKind.values:
        sentence = _("There are no reports of the kind “%(kind)s”; ask for one of: %(kinds)s.")
        given = {"kind": kind, "kinds": ", ".join(ReportKind.values)}
        raise refuse("/kind", "unsupported_kind", sentence % given)


def language_of(clinic_id: int) -> str:
    """The language in which the clinic's documents are written."""
    return Clinic.objects.values_list("locale", flat=True).get(pk=clinic_id)


def language_for(patient: Patient, clinic_id: int) -> str:
    """The language in which a document for the patient is written: the patient's own, if documents have it."""
    preferred = patient.preferred_language.lower()
    return preferred if preferred in dict(LANGUAGES) else language_of(clinic_id)


def problems_of_window(from_: dt.date | None, until: dt.date | None, by: Caller) -> list[Problem]:
    """What is wrong with inclusive days in the clinic's zone; a last day ahead is fine, a first day is not."""
    problems = day_in_the_future("/from", from_, by)
    if from_ and until and from_ > until:
        sentence = _("The report would begin on %(from)s, after its last day %(until)s.")
        given = {"from": from_.isoformat(), "until": until.isoformat()}
        problems.append(Problem("/from", "from_after_until", sentence % given))
    return problems


def queue(report: OutcomeReport, by: Caller) -> OutcomeReport:
    """Store the unsaved report as the caller's, with its audit row, and ring for a worker after the commit."""
    with transaction.atomic():
        report.clinic_id = by.clinic_id
        report.requested_by_id = by.membership_id
        report.requested_by_client_id = by.api_client_id
        insert(report)
        patients = [report.patient.uuid] if report.patient else []
        record("report.requested", report, by=by, patients=patients)
        transaction.on_commit(partial(ring, report.pk))
    return report

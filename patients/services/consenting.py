"""Recording a consent and its withdrawal."""

from collections.abc import Iterable

from django.db import transaction
from django.utils.translation import gettext as _

from clinic.audit.recording import record
from clinic.common.caller import Caller
from clinic.common.errors import Problem, Refused
from clinic.common.not_in_the_future import problems_with_moment
from clinic.common.records import insert, update
from patients.models import Consent
from patients.services.belonging import foreign


def record_consent(consent: Consent, *, by: Caller) -> Consent:
    """Store a consent; raises Refused for a moment in the future or a withdrawal before the giving."""
    by.require("consents.change")
    with transaction.atomic():
        consent.clinic_id = by.clinic_id
        consent.recorded_by_id = consent.recorded_by_id or by.membership_id
        _check(consent, by)
        insert(consent)
        record("consent.recorded", consent, by=by, patients=[consent.patient.uuid])
    return consent


def change_consent(consent: Consent, fields: Iterable[str], *, by: Caller) -> Consent:
    """Store the named fields, for example ``withdrawn_at``; raises StaleRecord, Refused."""
    by.require("consents.change")
    with transaction.atomic():
        _check(consent, by)
        update(consent, fields)
        record("consent.changed", consent, by=by, patients=[consent.patient.uuid])
    return consent


def _check(consent: Consent, by: Caller) -> None:
    problems = foreign("/patient", consent.patient, by)
    for name in ("given_at", "withdrawn_at"):
        if moment := getattr(consent, name):
            problems += problems_with_moment(f"/{name}", moment, by)
    if consent.withdrawn_at and consent.given_at and consent.withdrawn_at < consent.given_at:
        sentence = _("A consent cannot be withdrawn before it was given.")
        problems.append(Problem("/withdrawn_at", "withdrawn_before_given", sentence))
    if problems:
        raise Refused(problems)

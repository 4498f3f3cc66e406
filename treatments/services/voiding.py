"""Marking a plan or a session as entered in error."""

from django.db import transaction

from assessments.services.voiding import mark_entered_in_error as void_rating
from clinic.audit.voiding import mark_entered_in_error
from clinic.common.caller import Caller
from clinic.common.retrying import retried
from treatments.models import Plan, TreatmentSession


@retried
def void_session(session: TreatmentSession, reason: str, *, by: Caller) -> TreatmentSession:
    """Take a session, with the pain rated in it, out of every list and report; its time is free again.

    Raises Refused without a reason, Clash if it was done before, StaleRecord.
    """
    by.require("treatments.change")
    with transaction.atomic():
        mark_entered_in_error(session, reason, patients=[session.patient], by=by)
        linked = session.pain.filter(rating__entered_in_error_at__isnull=True).select_related("rating")
        for pain in linked:
            void_rating(pain.rating, reason, by=by)
    return session


@retried
def void_plan(plan: Plan, reason: str, *, by: Caller) -> Plan:
    """Take a plan out of every list; its sessions stay. Raises Refused, Clash, StaleRecord."""
    by.require("treatments.change")
    mark_entered_in_error(plan, reason, patients=[plan.patient], by=by)
    return plan

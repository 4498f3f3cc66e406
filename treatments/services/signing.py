"""Signing the note of a session, and adding to it afterwards."""

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from clinic.audit.recording import record
from clinic.common.caller import Caller
from clinic.common.errors import Clash, refuse
from clinic.common.records import insert, touch, update
from clinic.common.retrying import retried
from treatments.models import SessionAddendum, SessionStatus, TreatmentSession
from treatments.services.session_row import present_row, refuse_if_signed, refuse_unless_in


@retried
def sign_session(session: TreatmentSession, *, by: Caller) -> TreatmentSession:
    """Sign the note: from now on it stays as it is, and what is to be added is added beneath.

    Only the therapist of the session signs; nobody signs for another. Raises Refused ``not_the_therapist``, Clash
    ``wrong_state`` for a session that is not completed, ``signed`` for one that was signed before, StaleRecord if
    somebody changed the note since it was read.
    """
    by.require("treatments.change")
    with transaction.atomic():
        present = present_row(session, by)
        refuse_unless_in([SessionStatus.COMPLETED], present, _("signed"))
        refuse_if_signed(present, by)
        if by.membership_id is None or present.therapist_id != by.membership_id:
            sentence = _("%(name)s treated the patient and signs the note; nobody signs for another.")
            raise refuse("", "not_the_therapist", sentence % {"name": present.therapist})
        session.signed_at, session.signed_by_id = timezone.now(), by.membership_id
        update(session, ["signed_at", "signed_by"])
        record("session.signed", session, by=by, patients=[session.patient.uuid])
    return session


@retried
def add_addendum(session: TreatmentSession, text: str, *, by: Caller) -> SessionAddendum:
    """Add to a signed note, under the caller's own name and the present time.

    Raises Refused without text or for software, which has no name to sign with; Clash ``wrong_state`` while the
    note is not signed and can still be changed itself.
    """
    by.require("treatments.change")
    with transaction.atomic():
        present = present_row(session, by)
        refuse_unless_in([SessionStatus.COMPLETED], present, _("added to"))
        if present.signed_at is None:
            raise Clash("wrong_state", _("The note is not signed yet; change the note itself."))
        if by.membership_id is None:
            raise refuse("", "not_a_person", _("An addendum is written by a person of the clinic."))
        addendum = SessionAddendum(
            clinic_id=by.clinic_id, session=session, text=text.strip(), author_id=by.membership_id
        )
        insert(addendum)
        touch(TreatmentSession.objects.filter(pk=session.pk))
        record("session.addendum", session, by=by, patients=[session.patient.uuid])
    return addendum

"""What a therapist writes about a session: notes, techniques, exercises given, pain before and after."""

from collections.abc import Sequence
from dataclasses import dataclass

from django.db import transaction
from django.utils.translation import gettext as _

from assessments.models import PainRating
from clinic.audit.recording import record
from clinic.common.caller import Caller
from clinic.common.errors import Refused, refuse
from clinic.common.records import field_problems, update
from clinic.common.retrying import retried
from treatments.models import Exercise, SessionTechnique, TreatmentSession
from treatments.models.signing import WRITTEN
from treatments.services.documentable import exercise_problems, technique_problems
from treatments.services.session_lists import store_exercises, store_techniques
from treatments.services.session_pain import pain_problems, rate_in_session
from treatments.services.session_row import present_row, refuse_if_signed, refuse_unless_in
from treatments.session_states import DOCUMENTED

NOTE_FIELDS = frozenset(WRITTEN)


@dataclass(frozen=True, slots=True)
class Documentation:
    """What is written about a session.

    ``fields`` names those of NOTE_FIELDS that were set on the session itself. Techniques and exercises replace
    what was there, None leaves them as they are. Pain is added: its ``timing`` says before or after treatment.
    """

    fields: Sequence[str] = ()
    techniques: Sequence[SessionTechnique] | None = None
    exercises: Sequence[Exercise] | None = None
    pain: Sequence[PainRating] = ()


@retried
def document_session(session: TreatmentSession, written: Documentation, *, by: Caller) -> TreatmentSession:
    """Write or correct the documentation of a session that has begun or is over.

    Raises Clash ``wrong_state`` for one that has not begun or did not take place, ``signed`` once the note is
    signed, Refused with every problem of what is written, StaleRecord if somebody else changed the session.
    """
    by.require("treatments.change")
    with transaction.atomic():
        present = present_row(session, by)
        refuse_unless_in(DOCUMENTED, present, _("documented"))
        refuse_if_signed(present, by)
        check_documentation(session, written, by)
        update(session, written.fields)
        write_lists(session, written, by)
        record("session.documented", session, by=by, patients=[session.patient.uuid])
    return session


def check_documentation(session: TreatmentSession, written: Documentation, by: Caller) -> None:
    """Raise Refused with every problem of notes, techniques, exercises and pain."""
    if unknown := set(written.fields) - NOTE_FIELDS:
        raise refuse("/" + min(unknown), "not_changeable", _("This is not part of the documentation."))
    problems = [
        *field_problems(session),
        *technique_problems(written.techniques or (), by),
        *exercise_problems(written.exercises or (), by),
        *pain_problems(session, written.pain, by),
    ]
    if problems:
        raise Refused(problems)


def write_lists(session: TreatmentSession, written: Documentation, by: Caller) -> None:
    """Store techniques, exercises and pain in the caller's transaction."""
    if written.techniques is not None:
        store_techniques(session, written.techniques)
    if written.exercises is not None:
        store_exercises(session, written.exercises)
    rate_in_session(session, written.pain, by)

"""What can be done to a session besides moving it: attending, writing up, signing, adding."""

from collections.abc import Callable
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _
from unfold.widgets import UnfoldAdminTextareaWidget

from clinic.common.admin.record_action import ActionForm, ReasonForm, RecordAction, entered_in_error
from clinic.common.caller import Caller
from treatments.admin.documentation_form import DocumentationForm
from treatments.admin.note_answers import written_up
from treatments.models import SessionStatus, TreatmentSession
from treatments.services.attending import arrive_session, cancel_session, miss_session, start_session
from treatments.services.calendar import calendar_warnings
from treatments.services.signing import add_addendum, sign_session
from treatments.services.voiding import void_session
from treatments.services.writing_up import write_up
from treatments.session_states import ALLOWED_BEFORE, DOCUMENTED


def may_become(state: str) -> Callable[[Any], bool]:
    return lambda session: session.status in ALLOWED_BEFORE[state] and session.entered_in_error_at is None


def is_open(session: Any) -> bool:
    """Whether its note can still be written."""
    return session.signed_at is None and session.entered_in_error_at is None


def warnings_of(booked: TreatmentSession | None, by: Caller) -> list[str]:
    """What is to be said about the next booking, if one was made."""
    return [str(warning.detail) for warning in calendar_warnings(booked, by)] if booked else []


class AddendumForm(ActionForm):
    """Asks what is to be added."""

    text = forms.CharField(label=_("Addendum"), widget=UnfoldAdminTextareaWidget(attrs={"rows": 4}))


ACTIONS = (
    RecordAction(
        name="arrive",
        title=_("Arrived"),
        permission="sessions.book",
        run=lambda session, _answers, by: arrive_session(session, by=by),
        offered=may_become("arrived"),
        variant="primary",
    ),
    RecordAction(
        name="start",
        title=_("Start"),
        permission="treatments.change",
        run=lambda session, _answers, by: start_session(session, by=by),
        offered=may_become("in_progress"),
        variant="primary",
    ),
    RecordAction(
        name="complete",
        title=_("Complete and write up"),
        permission="treatments.change",
        run=lambda session, answers, by: write_up(session, written_up(session, answers, completes=True), by=by),
        form_class=DocumentationForm,
        offered=may_become("completed"),
        warns=warnings_of,
    ),
    RecordAction(
        name="document",
        title=_("Write up"),
        permission="treatments.change",
        run=lambda session, answers, by: write_up(session, written_up(session, answers, completes=False), by=by),
        explanation=_("Notes can be written while the session runs, and corrected until they are signed."),
        form_class=DocumentationForm,
        offered=lambda session: session.status in DOCUMENTED and is_open(session),
        warns=warnings_of,
    ),
    RecordAction(
        name="sign",
        title=_("Sign the note"),
        permission="treatments.change",
        run=lambda session, _answers, by: sign_session(session, by=by),
        offered=lambda session: session.status == SessionStatus.COMPLETED and is_open(session),
        for_whom=lambda session, by: session.therapist_id == by.membership_id,
        variant="primary",
    ),
    RecordAction(
        name="addendum",
        title=_("Add an addendum"),
        permission="treatments.change",
        run=lambda session, answers, by: add_addendum(session, answers["text"], by=by),
        explanation=_(
            "The note is signed and stays as it is. An addendum stands beneath it, with your name and the time."
        ),
        form_class=AddendumForm,
        offered=lambda session: session.signed_at is not None and session.entered_in_error_at is None,
    ),
    RecordAction(
        name="cancel",
        title=_("Cancel"),
        permission="sessions.book",
        run=lambda session, answers, by: cancel_session(session, answers["reason"], by=by),
        explanation=_("The time becomes free again."),
        form_class=ReasonForm,
        offered=may_become("cancelled"),
    ),
    RecordAction(
        name="missed",
        title=_("Did not come"),
        permission="sessions.book",
        run=lambda session, _answers, by: miss_session(session, by=by),
        offered=may_become("no_show"),
    ),
    entered_in_error(void_session, "treatments.change"),
)

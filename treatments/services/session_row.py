"""A session as it is in the database at this moment."""

from collections.abc import Iterable

from django.utils.formats import date_format
from django.utils.text import get_text_list
from django.utils.translation import gettext as _

from clinic.common.caller import Caller
from clinic.common.errors import Clash, refuse
from treatments.models import SessionStatus, TreatmentSession


def present_row(session: TreatmentSession, by: Caller) -> TreatmentSession:
    """The session's row, locked until the transaction ends; raises Refused for one of another clinic."""
    rows = TreatmentSession.objects.visible_to(by).select_for_update(of=("self",), no_key=True)
    present = rows.filter(pk=session.pk).first()
    if present is None:
        raise refuse("", "does_not_exist", _("There is no such session."))
    return present


def refuse_unless_in(allowed: Iterable[str], present: TreatmentSession, what: str) -> None:
    """Raise Clash ``wrong_state`` that names the present state, unless it is one of the allowed ones.

    ``what`` says what was to be done to the session, as a participle: "cancelled".
    """
    if present.entered_in_error_at:
        detail = _("The session was entered in error; it cannot be %(what)s.") % {"what": what}
        raise Clash("wrong_state", detail)
    states = list(allowed)
    if present.status in states:
        return
    detail = _("The session is %(present)s. It can be %(what)s only while it is %(allowed)s.") % {
        "present": _in_words(present.status),
        "what": what,
        "allowed": get_text_list([_in_words(state) for state in states], _("or")),
    }
    raise Clash("wrong_state", detail)


def refuse_if_signed(present: TreatmentSession, by: Caller) -> None:
    """Raise Clash ``signed`` that names who signed and when."""
    if present.signed_at is None:
        return
    sentence = _("%(name)s signed this note on %(at)s; it stays as it is. Add an addendum instead.")
    at = date_format(present.signed_at.astimezone(by.zone), "DATETIME_FORMAT")
    raise Clash("signed", sentence % {"name": present.signed_by, "at": at})


def _in_words(state: str) -> str:
    """The state as a sentence says it."""
    return _("marked as missed") if state == SessionStatus.NO_SHOW else str(SessionStatus(state).label).lower()

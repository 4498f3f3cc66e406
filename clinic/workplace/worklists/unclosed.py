"""Sessions whose time is over although nobody has said how they ended."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.contrib import admin
from django.utils.translation import gettext_lazy as _

from clinic.common.admin.record_action import offered_actions
from clinic.common.caller import Caller
from clinic.workplace.worklists.worklist import Namer, Wish, Worklist
from treatments.models import TreatmentSession

ENDINGS = ("complete", "missed", "cancel")
"""How a session can have ended; who only books says that it took place by letting the therapist write it up."""


@dataclass(frozen=True, slots=True)
class Line:
    """One session with the buttons that say how it ended."""

    session: TreatmentSession
    name: str
    actions: Sequence[dict[str, Any]]


def _entries(by: Caller, wish: Wish) -> Any:
    sessions = TreatmentSession.objects.visible_to(by).past_and_not_closed()
    if wish.mine:
        sessions = sessions.filter(therapist=by.membership_id)
    return sessions.select_related("patient", "therapist").order_by("ends_at", "id")


def _lines(entries: Sequence[TreatmentSession], by: Caller, name: Namer) -> Sequence[Line]:
    pages: Any = admin.site.get_model_admin(TreatmentSession)
    pages.saw("listed", entries, by)
    return [Line(session, name(session.patient), _endings(session, pages, by)) for session in entries]


def _endings(session: TreatmentSession, pages: Any, by: Caller) -> Sequence[dict[str, Any]]:
    return [one for one in offered_actions(pages, session, by) if one["name"] in ENDINGS]


NOT_CLOSED = Worklist(
    name="not-closed",
    title=_("Past and not closed"),
    about=_("Their time is over, and nobody has said what happened. The oldest stand first."),
    nothing=_("Every past session is closed."),
    permission="sessions.view",
    entries=_entries,
    lines=_lines,
)

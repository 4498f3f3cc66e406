"""Notes that nobody has signed."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.contrib import admin
from django.utils.translation import gettext_lazy as _

from clinic.common.caller import Caller
from clinic.workplace.worklists.worklist import Namer, Wish, Worklist
from treatments.models import TreatmentSession
from treatments.services.worklists import unsigned_notes


@dataclass(frozen=True, slots=True)
class Line:
    """One session; ``own``: the caller treated, and so is the one who can sign."""

    session: TreatmentSession
    name: str
    own: bool


def _entries(by: Caller, wish: Wish) -> Any:
    sessions = unsigned_notes(by)
    return sessions.filter(therapist=by.membership_id) if wish.mine else sessions


def _lines(entries: Sequence[TreatmentSession], by: Caller, name: Namer) -> Sequence[Line]:
    pages: Any = admin.site.get_model_admin(TreatmentSession)
    pages.saw("listed", entries, by)
    return [Line(session, name(session.patient), session.therapist_id == by.membership_id) for session in entries]


UNSIGNED = Worklist(
    name="unsigned-notes",
    title=_("Unsigned notes"),
    about=_("Sessions that took place and whose note is not signed by the therapist. The oldest stand first."),
    nothing=_("Every note is signed."),
    permission="treatments.view",
    entries=_entries,
    lines=_lines,
    choice="practice.change",
)

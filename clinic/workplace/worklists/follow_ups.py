"""Who is to be called after an episode was closed."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.contrib import admin
from django.utils.translation import gettext_lazy as _

from clinic.common.caller import Caller
from clinic.workplace.worklists.worklist import Namer, Wish, Worklist
from treatments.models import FollowUp
from treatments.services.worklists import follow_ups_due


@dataclass(frozen=True, slots=True)
class Line:
    """One call that is due."""

    follow_up: FollowUp
    name: str


def _entries(by: Caller, wish: Wish) -> Any:
    return follow_ups_due(by)


def _lines(entries: Sequence[FollowUp], by: Caller, name: Namer) -> Sequence[Line]:
    pages: Any = admin.site.get_model_admin(FollowUp)
    pages.saw("listed", entries, by)
    return [Line(follow_up, name(follow_up.patient)) for follow_up in entries]


FOLLOW_UPS = Worklist(
    name="follow-ups",
    title=_("Follow-ups"),
    about=_(
        "Calls 30 and 90 days after closing whose day has come. Whoever has time calls; the longest waiting first."
    ),
    nothing=_("No follow-up is due. Closing an episode plans them."),
    permission="treatments.view",
    entries=_entries,
    lines=_lines,
    choice="",
)

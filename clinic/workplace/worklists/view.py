"""The page of the worklists: one list at a time, with the way to the others."""

from typing import Any

from django.http import Http404, HttpRequest, HttpResponse

from clinic.common.admin import caller_of
from clinic.common.caller import Caller
from clinic.workplace.initials import namer
from clinic.workplace.page import show
from clinic.workplace.worklists.follow_ups import FOLLOW_UPS
from clinic.workplace.worklists.reassessing import REASSESSMENT
from clinic.workplace.worklists.reports import REPORTS
from clinic.workplace.worklists.stopped import STOPPED_COMING
from clinic.workplace.worklists.unclosed import NOT_CLOSED
from clinic.workplace.worklists.unsigned import UNSIGNED
from clinic.workplace.worklists.worklist import Wish, Worklist, part_of

WORKLISTS = (REASSESSMENT, STOPPED_COMING, NOT_CLOSED, UNSIGNED, FOLLOW_UPS, REPORTS)
MOST_PAGES = 10_000


def worklists(request: HttpRequest, name: str = REASSESSMENT.name) -> HttpResponse:
    """Show the list with this name; ``?whose=mine|all``, ``?seen=long-ago`` and ``?page=`` narrow it."""
    by = caller_of(request)
    open_to = [one for one in WORKLISTS if by.may(one.permission)]
    chosen = next((one for one in open_to if one.name == name), None)
    if chosen is None:
        raise Http404
    wish = _wish(request, chosen, by)
    part = part_of(chosen.entries(by, wish), _number(request))
    context = {
        "worklists": open_to,
        "worklist": chosen,
        "wish": wish,
        "chooses_whose": by.may(chosen.choice),
        "part": part,
        "lines": chosen.lines(part.entries, by, namer(request)),
        "may_book": by.may("sessions.book"),
        "treats": by.may("treatments.change"),
    }
    return show(request, "workplace/worklists/page.html", chosen.title, context)


def _wish(request: HttpRequest, worklist: Worklist, by: Caller) -> Wish:
    """Who treats sees their own patients first, who manages or books everybody's."""
    usual = "all" if by.may("practice.change") else "mine"
    mine = by.may(worklist.choice) and request.GET.get("whose", usual) == "mine"
    return Wish(mine, worklist.has_long_ago and request.GET.get("seen") == "long-ago")


def _number(request: HttpRequest) -> int:
    asked: Any = request.GET.get("page", "1")
    return min(max(int(asked), 1), MOST_PAGES) if asked.isdecimal() and len(asked) < 9 else 1

"""How long a login lasts: it ends after some time without a request, and after a working day in any case."""

import time
from collections.abc import Callable

from django.conf import settings
from django.contrib import messages
from django.contrib.auth import logout
from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _

BEGAN, LAST_SEEN = "session_began", "session_last_seen"
PRECISION = 30
"""Seconds between two notes of a person's activity, so that not every request writes the session."""


class SessionLimitsMiddleware:
    """Logs a person out after SESSION_IDLE_SECONDS without a request or SESSION_LONGEST_SECONDS after the login."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        if request.user.is_authenticated:
            now = int(time.time())
            if is_over(request, now):
                logout(request)
                messages.info(request, _("You were logged out, because the session had lasted long enough."))
            else:
                note_activity(request, now)
        return self.get_response(request)


def is_over(request: HttpRequest, now: int) -> bool:
    session = request.session
    idle = now - session.get(LAST_SEEN, now)
    lasted = now - session.get(BEGAN, now)
    return bool(idle > settings.SESSION_IDLE_SECONDS or lasted > settings.SESSION_LONGEST_SECONDS)


def note_activity(request: HttpRequest, now: int) -> None:
    session = request.session
    session.setdefault(BEGAN, now)
    if now - session.get(LAST_SEEN, 0) >= PRECISION:
        session[LAST_SEEN] = now

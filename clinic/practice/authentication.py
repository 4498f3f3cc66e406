"""Who is calling the API: other software with a bearer token, or staff in a browser with their session."""

from typing import Any

from django.utils import timezone
from django.utils.translation import gettext as _
from rest_framework.authentication import BaseAuthentication, SessionAuthentication
from rest_framework.exceptions import AuthenticationFailed, PermissionDenied
from rest_framework.request import Request
from structlog.contextvars import get_contextvars

from clinic.common.api.problems import CsrfMissing
from clinic.common.caller import Caller
from clinic.practice.callers import caller_of_client
from clinic.practice.tokens import find_token

WWW_AUTHENTICATE = 'Bearer realm="api"'


class BearerToken(BaseAuthentication):
    """An access token of the client-credentials grant."""

    def authenticate(self, request: Request) -> tuple[Any, Caller] | None:
        scheme, _space, raw = request.headers.get("Authorization", "").partition(" ")
        if not scheme:
            return None
        if scheme.lower() != "bearer" or not raw:
            raise AuthenticationFailed(_("Send the token as “Authorization: Bearer …”."))
        token = find_token(raw.strip())
        if token is None or token.expires <= timezone.now():
            raise AuthenticationFailed(_("The token is unknown, revoked or expired; ask for a new one."))
        if not token.client.active:
            raise AuthenticationFailed(_("The API client of this token is not active."))
        caller = caller_of_client(token.client, token.scopes, get_contextvars().get("request_id", ""))
        return token.client, caller

    def authenticate_header(self, request: Request) -> str:
        return WWW_AUTHENTICATE


class StaffSession(SessionAuthentication):
    """A member of staff who is logged in, acting in their active clinic; writing needs the CSRF token."""

    def authenticate(self, request: Request) -> tuple[Any, Any] | None:
        found = super().authenticate(request)
        if found is None:
            return None
        caller = getattr(request._request, "caller", None)
        if caller is None:
            raise PermissionDenied(_("You have no role in any clinic."))
        return found[0], caller

    def enforce_csrf(self, request: Request) -> None:
        try:
            super().enforce_csrf(request)
        except PermissionDenied as missing:
            sentence = _("With a session cookie, send its CSRF token in the header X-CSRFToken; software uses a token.")
            raise CsrfMissing(sentence) from missing

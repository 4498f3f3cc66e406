"""How many requests a caller may make."""

from typing import TYPE_CHECKING

from rest_framework.request import Request
from rest_framework.throttling import SimpleRateThrottle

from clinic.common.caller import Caller

if TYPE_CHECKING:  # REST framework loads this module before its views
    from rest_framework.views import APIView


class ClientThrottle(SimpleRateThrottle):
    """Counts per API client or member of staff; the rate is the setting API_RATE."""

    scope = "client"

    def get_cache_key(self, request: Request, view: "APIView") -> str | None:
        return f"throttle:{request.auth.uuid}" if isinstance(request.auth, Caller) else None

"""How many requests a caller may make."""

import logging
from typing import TYPE_CHECKING

from redis.exceptions import RedisError
from rest_framework.request import Request
from rest_framework.throttling import SimpleRateThrottle

from clinic.common.caller import Caller

if TYPE_CHECKING:  # REST framework loads this module before its views
    from rest_framework.views import APIView

logger = logging.getLogger(__name__)


class ClientThrottle(SimpleRateThrottle):
    """Counts per API client or member of staff; the rate is the setting API_RATE."""

    scope = "client"

    def allow_request(self, request: Request, view: "APIView") -> bool:
        """Whether the caller may go on. While nobody can count, everybody may: the clinic's work comes first."""
        try:
            return super().allow_request(request, view)
        except RedisError as error:
            logger.warning("requests are not counted", extra={"kind": type(error).__name__})
            return True

    def get_cache_key(self, request: Request, view: "APIView") -> str | None:
        return f"throttle:{request.auth.uuid}" if isinstance(request.auth, Caller) else None

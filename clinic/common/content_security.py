"""The content security policy: strict everywhere, and as much wider below /admin/ as its theme needs."""

from csp.middleware import CSPMiddleware
from django.http import HttpRequest, HttpResponseBase

# Unfold evaluates Alpine expressions and writes style attributes.
ADMIN_ADDITIONS = {"script-src": ["'unsafe-eval'"], "style-src": ["'unsafe-inline'"]}


class ContentSecurityMiddleware(CSPMiddleware):
    """Adds the policy header to every answer."""

    def process_response(self, request: HttpRequest, response: HttpResponseBase) -> HttpResponseBase:
        if request.path.startswith("/admin/"):
            response._csp_update = ADMIN_ADDITIONS  # type: ignore[attr-defined]
        secured: HttpResponseBase = super().process_response(request, response)
        return secured

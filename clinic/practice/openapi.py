"""How the OpenAPI description names the two ways of authenticating."""

from typing import Any

from drf_spectacular.authentication import SessionScheme
from drf_spectacular.extensions import OpenApiAuthenticationExtension

from clinic.practice.roles import SCOPE_PERMISSIONS


class BearerTokenScheme(OpenApiAuthenticationExtension):
    """OAuth2 client credentials."""

    target_class = "clinic.practice.authentication.BearerToken"
    name = "oauth2"

    def get_security_definition(self, auto_schema: Any) -> dict[str, Any]:
        flow = {"tokenUrl": "/oauth/token/", "scopes": {scope: scope for scope in SCOPE_PERMISSIONS}}
        return {"type": "oauth2", "flows": {"clientCredentials": flow}}


class StaffSessionScheme(SessionScheme):
    """The browser session of staff."""

    target_class = "clinic.practice.authentication.StaffSession"
    name = "session"

    def get_security_definition(self, auto_schema: Any) -> dict[str, Any]:
        """The cookie as production names it: the description is the same on every machine and at every port."""
        return {"type": "apiKey", "in": "cookie", "name": "sessionid"}

"""Which OAuth2 scopes exist, and which of them a client may ask for."""

from typing import Any

from oauth2_provider.scopes import BaseScopes

from clinic.practice.models import ApiClient
from clinic.practice.roles import SCOPE_PERMISSIONS


class ApiClientScopes(BaseScopes):
    """A client may ask for its own scopes; without asking it gets all of them."""

    def get_all_scopes(self) -> dict[str, str]:
        return {scope: scope for scope in SCOPE_PERMISSIONS}

    def get_available_scopes(self, application: ApiClient | None = None, *args: Any, **kwargs: Any) -> list[str]:
        return list(application.scopes) if application and application.active else []

    def get_default_scopes(self, application: ApiClient | None = None, *args: Any, **kwargs: Any) -> list[str]:
        return self.get_available_scopes(application)

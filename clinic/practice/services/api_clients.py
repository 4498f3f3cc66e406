"""Letting other software in, and keeping it out."""

from collections.abc import Iterable

from django.db import transaction
from django.db.models import F
from oauth2_provider.generators import generate_client_secret
from oauth2_provider.models import AccessToken

from clinic.audit.recording import record
from clinic.common.caller import Caller
from clinic.common.errors import StaleRecord
from clinic.common.records import check_fields
from clinic.practice.models import ApiClient


def add_api_client(client: ApiClient, *, by: Caller) -> str:
    """Store a client of the caller's clinic and return its secret, which is kept only as a hash."""
    by.require("api_clients.change")
    secret: str = generate_client_secret()
    with transaction.atomic():
        client.clinic_id = by.clinic_id
        client.client_type = ApiClient.CLIENT_CONFIDENTIAL
        client.authorization_grant_type = ApiClient.GRANT_CLIENT_CREDENTIALS
        client.client_secret = secret
        check_fields(client)
        client.save()
        record("api_client.added", client, by=by, kind="api_client", detail={"scopes": client.scopes})
    return secret


def change_api_client(client: ApiClient, fields: Iterable[str], *, by: Caller) -> ApiClient:
    """Store the named fields; a client that is no longer active loses its tokens. Raises StaleRecord, Refused."""
    by.require("api_clients.change")
    names = list(fields)
    with transaction.atomic():
        check_fields(client)
        values = {name: getattr(client, name) for name in names}
        rows = ApiClient.objects.filter(pk=client.pk, version=client.version)
        if not rows.update(**values, version=F("version") + 1):
            raise StaleRecord
        if not client.active:
            _revoke_tokens(client)
        record("api_client.changed", client, by=by, kind="api_client", detail={"fields": names})
    return client


def renew_secret(client: ApiClient, *, by: Caller) -> str:
    """Replace the secret and end every token; returns the new secret."""
    by.require("api_clients.change")
    secret: str = generate_client_secret()
    with transaction.atomic():
        client.client_secret = secret
        client.save(update_fields=["client_secret"])
        _revoke_tokens(client)
        record("api_client.secret_renewed", client, by=by, kind="api_client")
    return secret


def _revoke_tokens(client: ApiClient) -> None:
    AccessToken.objects.filter(application=client).delete()

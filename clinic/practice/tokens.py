"""Which API client a bearer token belongs to: the question that every request of other software begins with."""

import datetime as dt
import hashlib
from dataclasses import dataclass
from functools import cache

from django.db import connection
from oauth2_provider.models import AccessToken

from clinic.practice.models import ApiClient, Clinic

# In the order of the models' own fields, as ``from_db`` takes them.
OF_CLIENT = ("id", "name", "uuid", "clinic_id", "scopes", "active")
OF_CLINIC = ("id", "uuid", "name", "time_zone")


@dataclass(frozen=True, slots=True)
class Token:
    """When a token expires, what it was issued for, and its client with the clinic; no other field is loaded."""

    expires: dt.datetime
    scopes: list[str]
    client: ApiClient


def find_token(raw: str) -> Token | None:
    """The token, looked up by its checksum; None if it was never issued, or revoked."""
    with connection.cursor() as cursor:
        cursor.execute(_question(), [hashlib.sha256(raw.encode()).hexdigest()])
        found = cursor.fetchone()
    if found is None:
        return None
    expires, scope, *columns = found
    client = ApiClient.from_db(connection.alias, OF_CLIENT, columns[: len(OF_CLIENT)])
    client.clinic = Clinic.from_db(connection.alias, OF_CLINIC, columns[len(OF_CLIENT) :])
    return Token(expires, scope.split(), client)


@cache
def _question() -> str:
    """The SQL, worked out from the models once: anew for each request it would cost more than its answer."""
    of_client = [f"application__{name}" for name in OF_CLIENT]
    of_clinic = [f"application__clinic__{name}" for name in OF_CLINIC]
    rows = AccessToken.objects.filter(token_checksum="", application__isnull=False)
    sql: str = rows.values_list("expires", "scope", *of_client, *of_clinic).query.sql_with_params()[0]
    return sql

"""Other software gets a token for its clinic, and only what it was granted."""

import datetime as dt
from typing import Any

import pytest
import time_machine
from django.test import Client
from oauth2_provider.models import AccessToken

from clinic.practice.models import ApiClient, Clinic
from tests.builders import make_client
from tests.conftest import Api

TOKEN = "/oauth/token/"


def ask(client: ApiClient, secret: str, **form: str) -> Any:
    return Client().post(
        TOKEN,
        {"grant_type": "client_credentials", "client_id": client.client_id, "client_secret": secret, **form},
    )


@pytest.fixture
def registered(clinic: Clinic) -> tuple[ApiClient, str]:
    """A client and the secret that was shown once."""
    client = ApiClient(
        clinic=clinic,
        name="lab",
        client_type=ApiClient.CLIENT_CONFIDENTIAL,
        authorization_grant_type=ApiClient.GRANT_CLIENT_CREDENTIALS,
        scopes=["patients:read", "patients:write"],
    )
    secret = client.client_secret
    client.save()
    return client, secret


def bearer(token: str) -> Api:
    api = Api(None)
    api.http.defaults["HTTP_AUTHORIZATION"] = f"Bearer {token}"
    return api


def test_the_right_secret_gets_a_token_that_works(registered: tuple[ApiClient, str]) -> None:
    answer = ask(*registered).json()
    assert answer["token_type"] == "Bearer"
    assert answer["expires_in"] >= 3600
    assert bearer(answer["access_token"]).get("/api/v1/patients/").status_code == 200


def test_a_wrong_secret_gets_none(registered: tuple[ApiClient, str]) -> None:
    assert ask(registered[0], "wrong").status_code == 401


def test_neither_token_nor_secret_is_stored_in_the_clear(registered: tuple[ApiClient, str]) -> None:
    client, secret = registered
    token = ask(client, secret).json()["access_token"]
    client.refresh_from_db()
    assert secret not in client.client_secret
    assert AccessToken.objects.get().token != token


def test_a_client_cannot_ask_for_a_scope_it_was_not_given(registered: tuple[ApiClient, str]) -> None:
    assert ask(*registered, scope="reports:write").status_code == 400


def test_a_token_of_fewer_scopes_can_do_less(registered: tuple[ApiClient, str]) -> None:
    reader = bearer(ask(*registered, scope="patients:read").json()["access_token"])
    assert reader.get("/api/v1/patients/").status_code == 200
    assert reader.post("/api/v1/patients/", {"family_name": "A", "given_name": "B"}).status_code == 403


def test_a_scope_taken_from_the_client_is_gone_from_its_tokens(registered: tuple[ApiClient, str]) -> None:
    client, secret = registered
    api = bearer(ask(client, secret).json()["access_token"])
    client.scopes = ["patients:read"]
    client.save()
    assert api.post("/api/v1/patients/", {"family_name": "A", "given_name": "B"}).status_code == 403


def test_a_revoked_token_stops_working(registered: tuple[ApiClient, str]) -> None:
    client, secret = registered
    token = ask(client, secret).json()["access_token"]
    form = {"token": token, "client_id": client.client_id, "client_secret": secret}
    assert Client().post("/oauth/revoke/", form).status_code == 200
    assert bearer(token).get("/api/v1/patients/").status_code == 401


def test_a_token_expires(registered: tuple[ApiClient, str]) -> None:
    token = ask(*registered).json()["access_token"]
    with time_machine.travel(dt.datetime.now(dt.UTC) + dt.timedelta(hours=2), tick=False):
        answer = bearer(token).get("/api/v1/patients/")
    assert answer.status_code == 401
    assert "expired" in answer.json()["detail"]


def test_a_deactivated_client_is_refused(partner: ApiClient, api: Api) -> None:
    ApiClient.objects.filter(pk=partner.pk).update(active=False)
    assert api.get("/api/v1/patients/").status_code == 401


def test_an_application_of_another_grant_cannot_exist(clinic: Clinic) -> None:
    from django.db import IntegrityError

    client = make_client(clinic, "fine")
    client.authorization_grant_type = ApiClient.GRANT_PASSWORD
    with pytest.raises(IntegrityError):
        client.save()

"""A token leads to its client and clinic with one question, and to nothing that was not asked for."""

from typing import Any

from clinic.practice.models import ApiClient
from clinic.practice.tokens import OF_CLIENT, OF_CLINIC, find_token
from tests.builders import make_token


def test_the_client_is_the_one_in_the_database(partner: ApiClient, django_assert_num_queries: Any) -> None:
    raw = make_token(partner, scopes=["patients:read", "reports:read"]).token
    with django_assert_num_queries(1):
        found = find_token(raw)
        assert found
        for name in OF_CLIENT:
            assert getattr(found.client, name) == getattr(partner, name), name
        for name in OF_CLINIC:
            assert getattr(found.client.clinic, name) == getattr(partner.clinic, name), name
    assert found.scopes == ["patients:read", "reports:read"]


def test_the_columns_are_asked_for_in_the_models_own_order() -> None:
    order = [field.attname for field in ApiClient._meta.concrete_fields]
    assert [name for name in order if name in OF_CLIENT] == list(OF_CLIENT)


def test_a_token_that_nobody_issued_is_not_found(partner: ApiClient) -> None:
    assert find_token("nonsense") is None

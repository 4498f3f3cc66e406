"""How many requests a client may make, and what happens when nobody can count."""

import pytest
from django.core.cache import cache
from redis.exceptions import ConnectionError as NoRedis

from clinic.common.api.throttling import ClientThrottle
from clinic.common.api.viewsets import ClinicViewSet
from tests.conftest import Api

ROOMS = "/api/v1/rooms/"


@pytest.fixture
def two_a_minute(monkeypatch: pytest.MonkeyPatch) -> None:
    cache.clear()
    monkeypatch.setattr(ClinicViewSet, "throttle_classes", [ClientThrottle])
    monkeypatch.setattr(ClientThrottle, "rate", "2/min", raising=False)


@pytest.mark.usefixtures("two_a_minute")
def test_a_client_that_asks_too_often_is_told_when_to_come_back(api: Api, other_api: Api) -> None:
    assert [api.get(ROOMS).status_code for _ in range(3)] == [200, 200, 429]
    refused = api.get(ROOMS)
    assert refused.headers["Content-Type"] == "application/problem+json"
    assert 0 < int(refused.headers["Retry-After"]) <= 61
    assert other_api.get(ROOMS).status_code == 200, "another client has a count of its own"


@pytest.mark.usefixtures("two_a_minute")
def test_while_nobody_can_count_everybody_may_ask(api: Api, monkeypatch: pytest.MonkeyPatch) -> None:
    def gone(*args: object, **kwargs: object) -> None:
        raise NoRedis

    monkeypatch.setattr(cache, "get", gone)
    assert [api.get(ROOMS).status_code for _ in range(3)] == [200, 200, 200]

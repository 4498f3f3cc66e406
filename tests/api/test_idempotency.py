"""A request that is sent twice with the same Idempotency-Key happens once."""

import datetime as dt
from concurrent.futures import ThreadPoolExecutor
from threading import Barrier
from typing import Any

import pytest
from celery import current_app
from django.conf import settings
from django.db import connection
from django.utils import timezone

from clinic.common.models import IdempotentAnswer
from clinic.practice.models import ApiClient, Clinic
from patients.models import Episode, Patient
from tests.api.unchanged import nothing_written
from tests.builders import make_episode, make_patient, make_token
from tests.conftest import Api

PATIENTS = "/api/v1/patients/"
LEE = {"family_name": "Lee", "given_name": "Bo"}


def test_a_repetition_gets_the_first_answer_and_changes_nothing(api: Api) -> None:
    first = api.post(PATIENTS, LEE, **{"Idempotency-Key": "one"})
    with nothing_written():
        again = api.post(PATIENTS, LEE, **{"Idempotency-Key": "one"})
    assert (first.status_code, again.status_code) == (201, 201)
    assert (again.content, again.headers["Location"]) == (first.content, first.headers["Location"])
    assert again.headers["ETag"] == first.headers["ETag"]
    assert (again.headers["Idempotent-Replayed"], "Idempotent-Replayed" in first.headers) == ("true", False)


@pytest.mark.parametrize(
    ("path", "body"), [(PATIENTS, {**LEE, "given_name": "Ann"}), ("/api/v1/patients/by-identifier/lab/1/", LEE)]
)
def test_the_same_key_for_another_request_is_refused(api: Api, path: str, body: dict[str, Any]) -> None:
    api.post(PATIENTS, LEE, **{"Idempotency-Key": "one"})
    send = api.post if path == PATIENTS else api.put
    with nothing_written():
        answer = send(path, body, **{"Idempotency-Key": "one"})
    assert (answer.status_code, answer.headers["Content-Type"]) == (422, "application/problem+json")


@pytest.mark.parametrize("key", ["", "k" * 256])
def test_a_key_has_1_to_255_characters(api: Api, key: str) -> None:
    with nothing_written():
        answer = api.post(PATIENTS, LEE, **{"Idempotency-Key": key})
    assert (answer.status_code, answer.json()["errors"][0]["code"]) == (400, "idempotency_key")


def test_a_refused_request_leaves_its_key_free(api: Api) -> None:
    assert api.post(PATIENTS, {"family_name": "Lee"}, **{"Idempotency-Key": "one"}).status_code == 400
    assert api.post(PATIENTS, LEE, **{"Idempotency-Key": "one"}).status_code == 201


def test_two_clients_do_not_share_their_keys(api: Api, other_api: Api) -> None:
    for client in (api, other_api):
        answer = client.post(PATIENTS, LEE, **{"Idempotency-Key": "one"})
        assert (answer.status_code, "Idempotent-Replayed" in answer.headers) == (201, False)


def test_whoever_may_see_less_is_not_given_the_first_answer(api: Api, partner: ApiClient) -> None:
    api.post(PATIENTS, LEE, **{"Idempotency-Key": "one"})
    writer = Api(make_token(partner, scopes=["patients:write"]))
    with nothing_written():
        answer = writer.post(PATIENTS, LEE, **{"Idempotency-Key": "one"})
    assert answer.status_code == 422
    assert "Lee" not in answer.content.decode()


def test_an_action_is_repeated_without_harm(api: Api, clinic: Clinic) -> None:
    path = f"/api/v1/episodes/{make_episode(make_patient(clinic)).uuid}/entered-in-error/"
    first, again = (api.post(path, {"reason": "wrong patient"}, **{"Idempotency-Key": "one"}) for _ in range(2))
    assert (first.status_code, again.status_code, again.content) == (200, 200, first.content)
    assert Episode.objects.get().version == 2


def test_a_key_is_remembered_for_48_hours(api: Api) -> None:
    for key, hours in (("old", 49), ("young", 47)):
        api.post(PATIENTS, LEE, **{"Idempotency-Key": key})
        IdempotentAnswer.objects.filter(key=key).update(created_at=timezone.now() - dt.timedelta(hours=hours))
    current_app.loader.import_default_modules()
    current_app.tasks[settings.CELERY_BEAT_SCHEDULE["forget-answers"]["task"]]()
    assert [answer.key for answer in IdempotentAnswer.objects.all()] == ["young"]


@pytest.mark.django_db(transaction=True)
def test_requests_at_the_same_moment_create_one_record(partner: ApiClient) -> None:
    token, keys, at_once = make_token(partner), ["one", "two", "three"], 4
    together = Barrier(len(keys) * at_once)

    def send(key: str) -> int:
        together.wait(10)
        answer = Api(token).post(PATIENTS, LEE, **{"Idempotency-Key": key})
        connection.close()
        return int(answer.status_code)

    with ThreadPoolExecutor(len(keys) * at_once) as pool:
        statuses = list(pool.map(send, keys * at_once))
    assert set(statuses) <= {201, 409}
    assert statuses.count(201) >= len(keys)
    assert Patient.objects.count() == IdempotentAnswer.objects.count() == len(keys)

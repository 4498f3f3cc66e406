"""Other software sends a patient under its own number, again and again, and there is one patient."""

from concurrent.futures import ThreadPoolExecutor
from threading import Barrier
from typing import Any

import pytest
from django.db import connection

from clinic.audit.models import AuditEvent
from clinic.practice.models import ApiClient
from patients.models import Patient
from tests.api.unchanged import nothing_written
from tests.builders import make_token
from tests.conftest import Api

PATH = "/api/v1/patients/by-identifier/lab/77/"
LEE: dict[str, Any] = {
    "family_name": "Lee",
    "given_name": "Bo",
    "identifiers": [{"system": "referral-app", "value": "A-1"}],
}


def test_the_first_time_registers_and_says_where(api: Api) -> None:
    made = api.put(PATH, LEE)
    assert made.status_code == 201
    assert made.headers["Location"].endswith(f"/api/v1/patients/{made.json()['id']}/")
    assert api.get(made.headers["Location"]).headers["ETag"] == made.headers["ETag"]
    assert made.json()["identifiers"] == [{"system": "lab", "value": "77"}, *LEE["identifiers"]]


def test_the_same_again_changes_nothing_and_nobody_hears_of_it(api: Api) -> None:
    first = api.put(PATH, LEE)
    again = api.put(PATH, LEE)
    assert (again.status_code, again.headers["ETag"]) == (200, first.headers["ETag"])
    assert {**again.json(), "warnings": None} == {**first.json(), "warnings": None}
    assert Patient.objects.count() == 1
    assert [event.action for event in AuditEvent.objects.order_by("id")] == ["patient.registered", "patient.viewed"]


@pytest.mark.django_db(transaction=True)
def test_of_several_at_once_one_registers_and_the_others_change(partner: ApiClient) -> None:
    token, names = make_token(partner), ["Ann", "Bo", "Cy", "Di", "Eve", "Flo", "Gil", "Hal", "Ida", "Jo", "Kit", "Lou"]
    together = Barrier(len(names))

    def send(name: str) -> int:
        together.wait(10)
        answer = Api(token).put(PATH, {**LEE, "given_name": name, "identifiers": []})
        connection.close()
        return int(answer.status_code)

    with ThreadPoolExecutor(len(names)) as pool:
        assert sorted(pool.map(send, names)) == [*[200] * 11, 201]
        assert sorted(pool.map(send, names)) == [200] * 12
    assert Patient.objects.get().given_name in names


def test_a_number_that_is_new_is_added(api: Api) -> None:
    api.put(PATH, LEE)
    more = {**LEE, "identifiers": [{"system": "insurer", "value": "9"}]}
    assert {"system": "insurer", "value": "9"} in api.put(PATH, more).json()["identifiers"]


def test_the_number_in_the_body_too_is_no_second_number(api: Api) -> None:
    body = {**LEE, "identifiers": [{"system": "lab", "value": "77"}]}
    assert api.put(PATH, body).json()["identifiers"] == body["identifiers"]


def test_a_number_that_somebody_else_has_is_a_clash(api: Api) -> None:
    api.put(PATH, LEE)
    assert api.put("/api/v1/patients/by-identifier/lab/78/", LEE).status_code == 409
    assert Patient.objects.count() == 1


def test_with_an_etag_it_waits_for_nobody_elses_change(api: Api) -> None:
    stale = api.put(PATH, LEE).headers["ETag"]
    api.put(PATH, {"given_name": "Ann"})
    assert api.put(PATH, {"given_name": "Eve"}, **{"If-Match": stale}).status_code == 412
    assert Patient.objects.get().given_name == "Ann"


def test_a_number_that_stands_there_twice_is_the_bodys_own_fault(api: Api) -> None:
    with nothing_written():
        answer = api.post("/api/v1/patients/", {**LEE, "identifiers": LEE["identifiers"] * 2})
    (problem,) = answer.json()["errors"]
    assert (answer.status_code, problem["pointer"], problem["code"]) == (400, "/identifiers", "given_twice")
    assert "referral-app|A-1" in problem["detail"]

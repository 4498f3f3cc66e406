"""Other software sends a patient under its own number, again and again, and there is one patient."""

from patients.models import Patient
from tests.conftest import Api

PATH = "/api/v1/patients/by-identifier/lab/77/"
LEE = {"family_name": "Lee", "given_name": "Bo", "identifiers": [{"system": "referral-app", "value": "A-1"}]}


def test_the_first_time_registers_and_says_where(api: Api) -> None:
    made = api.put(PATH, LEE)
    assert made.status_code == 201
    assert made.headers["Location"].endswith(f"/api/v1/patients/{made.json()['id']}/")
    assert api.get(made.headers["Location"]).headers["ETag"] == made.headers["ETag"]
    assert made.json()["identifiers"] == [{"system": "lab", "value": "77"}, *LEE["identifiers"]]


def test_the_same_again_changes_nothing_but_the_version(api: Api) -> None:
    first, again = api.put(PATH, LEE), api.put(PATH, LEE)
    assert (again.status_code, again.json()["id"]) == (200, first.json()["id"])
    assert again.json()["identifiers"] == first.json()["identifiers"]
    assert Patient.objects.count() == 1


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
